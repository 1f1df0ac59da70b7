/** The URL Standard §5.1: application/x-www-form-urlencoded, as browsers send forms. */

/** Bytes of a form: the body of every route that takes one. */
export const MAX_FORM_BYTES = 32_768;
/** A page of files has fewer boxes to tick. */
const MAX_FIELDS = 200;

export interface Form {
  /** The first field of this name; empty where there is none. */
  text(name: string): string;
  /** All fields of this name, in their order. */
  all(name: string): readonly string[];
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

/** Reads the body. Rejects with FormError. */
export async function readForm(request: Request): Promise<Form> {
  const [type = ""] = (request.headers.get("content-type") ?? "").split(";");
  if (type.trim().toLowerCase() !== "application/x-www-form-urlencoded") throw new FormError(400, "not a form");
  const body = await request.bytes().catch(() => {
    throw new FormError(400, "the form has not come whole");
  });
  if (body.length > MAX_FORM_BYTES) throw new FormError(413, "a form too large");
  return parseForm(body);
}

/** Throws FormError: more than MAX_FIELDS fields, a "%" without two digits after it, and what is not UTF-8. */
export function parseForm(body: Uint8Array): Form {
  const parts = utf8(body)
    .split("&", MAX_FIELDS + 1)
    .filter((part) => part !== "");
  if (parts.length > MAX_FIELDS) throw new FormError(400, "too many fields");
  const fields = parts.map((part) => {
    const equals = part.indexOf("=");
    const name = decoded(equals < 0 ? part : part.slice(0, equals));
    return [name, equals < 0 ? "" : decoded(part.slice(equals + 1))] as const;
  });
  const all = (name: string): readonly string[] => fields.filter(([each]) => each === name).map(([, value]) => value);
  return { all, text: (name) => all(name)[0] ?? "" };
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
