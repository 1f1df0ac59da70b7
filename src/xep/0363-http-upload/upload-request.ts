/** XEP-0363 §8: the PUT of a file into a slot. */
import type { HttpRequest } from "../../http.ts";
import type { Files } from "../history/files/files.ts";
import type { UploadOutcome } from "../history/files/uploads.ts";
import { essenceOf, parseMediaType } from "./media-type.ts";
import type { Slot, Slots } from "./slots.ts";
import { idIn, plainText } from "./web-addresses.ts";

const ANY_TYPE = "application/octet-stream";
const RETRY_SECONDS = "5";

export interface UploadRequestDeps {
  readonly files: Pick<Files, "receive">;
  readonly slots: Pick<Slots, "get">;
}

/** PUT. Everything that can be refused is refused before the body is read; 201 means that the file is on the disk. */
export async function upload(http: HttpRequest, { files, slots }: UploadRequestDeps): Promise<Response> {
  const { request, path } = http;
  const slot = slots.get(idIn(path) ?? "");
  if (!slot) return plainText(404, "There is no such slot, or its time is over: ask for another one.");
  if (slot.state === "used") return plainText(409, "A file has been uploaded to this slot already.");
  if (slot.state === "underway") return plainText(409, "A file is being uploaded to this slot.");
  const { bytes } = slot.file;
  const length = Number(request.headers.get("Content-Length") ?? Number.NaN);
  if (length !== bytes)
    return plainText(length > bytes ? 413 : 400, `This slot is for a file of ${bytes} bytes, no more and no fewer.`);
  const type = typeOf(request.headers.get("Content-Type"), slot);
  if (type === undefined) return plainText(415, `This slot is for a file of the type ${slot.type}.`);
  http.allowSlowBody(bytes);
  slot.state = "underway";
  let outcome: UploadOutcome | undefined;
  try {
    outcome = await files.receive({ ...slot.file, type }, request.body);
  } finally {
    slot.state = outcome === "stored" ? "used" : "open";
  }
  return ANSWERS[outcome]();
}

/** The type as announced; undefined where the request says another one. One that was not announced is the request's. */
function typeOf(field: string | null, { type: announced }: Slot): string | undefined {
  if (announced === undefined) return parseMediaType(field ?? "") ?? ANY_TYPE;
  const isSame = field === null || essenceOf(field).trim().toLowerCase() === essenceOf(announced);
  return isSame ? announced : undefined;
}

const ANSWERS: Readonly<Record<UploadOutcome, () => Response>> = {
  stored: () => new Response(null, { status: 201 }),
  busy: () => plainText(429, "You are uploading too many files at once.", { "Retry-After": RETRY_SECONDS }),
  full: () => plainText(507, "The disk of this server has no room for the file: tell whoever runs it."),
  cut: () => plainText(400, "The file did not arrive whole: try again."),
  gone: () => plainText(404, "The account of this slot is gone."),
};
