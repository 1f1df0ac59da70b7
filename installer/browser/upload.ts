/** A file that a browser sends in a form (multipart/form-data, RFC 7578), written to the disk as it comes. */
import { open, rm } from "node:fs/promises";

export type Received = "whole" | "none" | "cut";

/** Bytes of what stands before the file in its part. */
const MAX_HEADER = 4096;
const HEADER_END = Buffer.from("\r\n\r\n");

/**
 * Writes the first part of the body, which is the file, to the new file at `path`, mode 0600; nothing is left there unless this
 * resolves with "whole". "none": no file was chosen. "cut": the body is no such form, or did not come to its end. `onBytes` is called
 * with each piece, and may throw. Rejects with the errors of the system.
 */
export async function receiveFile(request: Request, path: string, onBytes: () => void): Promise<Received> {
  const boundary = boundaryOf(request.headers.get("content-type") ?? "");
  if (boundary === undefined || request.body === null) return "cut";
  let received: Received = "cut";
  const file = await open(path, "wx", 0o600);
  try {
    let bytes = 0;
    for await (const piece of filePieces(request.body, boundary)) {
      onBytes();
      if (piece === "end") received = bytes > 0 ? "whole" : "none";
      else bytes += await writeAll(file, piece);
    }
    if (received === "whole") await file.sync();
  } finally {
    await file.close();
    if (received !== "whole") await rm(path, { force: true });
  }
  return received;
}

/** RFC 2046 §5.1.1: up to 70 characters, in quotes or not. */
const boundaryOf = (type: string): string | undefined =>
  /^multipart\/form-data\s*;\s*boundary="?([\w'()+,./:=?-]{1,70})"?\s*$/i.exec(type)?.[1];

/** The bytes of the first part, then "end"; without "end" where the body ends before it does. */
async function* filePieces(body: AsyncIterable<Uint8Array>, boundary: string): AsyncGenerator<Buffer | "end"> {
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  let rest = Buffer.from("\r\n");
  let isInFile = false;
  try {
    for await (const piece of body) {
      rest = Buffer.concat([rest, piece]);
      if (!isInFile) {
        const end = rest.indexOf(HEADER_END);
        if (end < 0 && rest.length < MAX_HEADER) continue;
        if (end < 0 || !rest.subarray(0, delimiter.length).equals(delimiter)) return;
        rest = rest.subarray(end + HEADER_END.length);
        isInFile = true;
      }
      const end = rest.indexOf(delimiter);
      if (end >= 0) {
        yield rest.subarray(0, end);
        yield "end";
        return;
      }
      // The delimiter may have begun.
      const sure = Math.max(0, rest.length - delimiter.length);
      yield rest.subarray(0, sure);
      rest = rest.subarray(sure);
    }
  } catch {
    // The browser has gone.
  }
}

async function writeAll(
  file: { write(bytes: Buffer, at: number): Promise<{ readonly bytesWritten: number }> },
  bytes: Buffer,
): Promise<number> {
  for (let at = 0; at < bytes.length; ) at += (await file.write(bytes, at)).bytesWritten;
  return bytes.length;
}
