/** Forms as browsers send them: application/x-www-form-urlencoded (the URL Standard §5.1), with a file multipart/form-data (RFC 7578). */

/** Bytes of a form: the body of every route that takes one. An announcement has 4,000 characters, of twelve bytes each at most. */
export const MAX_FORM_BYTES = 65_536;
/** A page of files has fewer boxes to tick. */
const MAX_FIELDS = 200;

export interface Form {
  /** The first field of this name; empty where there is none. */
  text(name: string): string;
  /** All fields of this name, in their order. */
  all(name: string): readonly string[];
  /** All fields but files, in their order. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** The file that was chosen in the field of this name. */
  file(name: string): Uint8Array | undefined;
}

/** What was sent is no form, or one that no page here has. */
export class FormError extends Error {
  /** RFC 9110. */
  readonly status: 400 | 413;

  constructor(status: FormError["status"], message: string) {
    super(message);
    this.status = status;
  }
}

/** Reads the body; one with a file only where `fileBytes`, the most that a file may have, are given. Rejects with FormError. */
export async function readForm(request: Request, fileBytes = 0): Promise<Form> {
  const type = request.headers.get("content-type") ?? "";
  const [mediaType = ""] = type.toLowerCase().split(";");
  const isWithFile = fileBytes > 0 && mediaType.trim() === "multipart/form-data";
  if (!isWithFile && mediaType.trim() !== "application/x-www-form-urlencoded") throw new FormError(400, "not a form");
  const body = await request.bytes().catch(() => {
    throw new FormError(400, "the form has not come whole");
  });
  if (body.length > MAX_FORM_BYTES + fileBytes) throw new FormError(413, "a form too large");
  return isWithFile ? await parseMultipart(body, type) : parseForm(body);
}

/** Rejects with FormError. */
async function parseMultipart(body: Uint8Array, type: string): Promise<Form> {
  const data = await new Response(body as Uint8Array<ArrayBuffer>, { headers: { "content-type": type } })
    .formData()
    .catch(() => {
      throw new FormError(400, "not multipart/form-data");
    });
  const fields: [string, string][] = [];
  const files = new Map<string, Uint8Array>();
  for (const [name, value] of data) {
    if (fields.length + files.size >= MAX_FIELDS) throw new FormError(400, "too many fields");
    if (typeof value === "string") fields.push([name, value]);
    else if (value.size > 0 && !files.has(name)) files.set(name, await value.bytes());
  }
  return formOf(fields, files);
}

/** Throws FormError: more than MAX_FIELDS fields, a "%" without two digits after it, and what is not UTF-8. */
export function parseForm(body: Uint8Array): Form {
  const parts = utf8(body)
    .split("&")
    .filter((part) => part !== "");
  if (parts.length > MAX_FIELDS) throw new FormError(400, "too many fields");
  const fields = parts.map((part) => {
    const equals = part.indexOf("=");
    const name = decoded(equals < 0 ? part : part.slice(0, equals));
    return [name, equals < 0 ? "" : decoded(part.slice(equals + 1))] as const;
  });
  return formOf(fields, new Map());
}

/** The HTML Standard §4.10.21.4: browsers send "\r\n" for the end of a line. */
function formOf(sent: Form["fields"], files: ReadonlyMap<string, Uint8Array>): Form {
  const fields = sent.map(([name, value]) => [name, value.replaceAll("\r\n", "\n")] as const);
  const all = (name: string): readonly string[] => fields.filter(([each]) => each === name).map(([, value]) => value);
  return { fields, all, text: (name) => all(name)[0] ?? "", file: (name) => files.get(name) };
}

function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new FormError(400, "not UTF-8");
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    throw new FormError(400, "badly encoded");
  }
}
