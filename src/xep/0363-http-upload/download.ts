/** Files as they are given to whoever knows their address: readable by all, and harmless when opened. */
import { DAY } from "../../clock.ts";
import type { HttpRequest } from "../../http.ts";
import type { FileEntry } from "../history/files/file-store.ts";
import type { Files } from "../history/files/files.ts";
import { isShownInline, servedType } from "./media-type.ts";
import { isNotModified, rangeIn, type Validators } from "./ranges.ts";
import { idIn, percentEncoded, plainText } from "./web-addresses.ts";

/** What may be read by scripts of other sites, beside the simple fields. */
export const READABLE_FIELDS = ["Accept-Ranges", "Content-Disposition", "Content-Range", "ETag"] as const;

const MAX_AGE_SECONDS = 365 * (DAY / 1000);

export interface DownloadDeps {
  readonly files: Pick<Files, "find" | "read" | "former">;
  readonly now: () => number;
}

/** GET. Only the id counts: the name behind it is for people; or the whole path, where another server has given it. */
export async function download({ request, path }: HttpRequest, { files, now }: DownloadDeps): Promise<Response> {
  const file = files.find(idIn(path) ?? files.former.idAt(path) ?? "");
  const content = file && (await files.read(file));
  if (!file || !content) return plainText(404, "There is no such file here, or not any more.");
  const validators: Validators = { etag: `"${file.id}"`, modified: file.uploaded };
  const headers = fieldsOf(file, validators, now());
  if (isNotModified(request.headers, validators)) return new Response(null, { status: 304, headers });
  const range = rangeIn(request.headers, file.bytes, validators);
  if (range === "unsatisfiable")
    return plainText(416, "The file ends before that.", { "Content-Range": `bytes */${file.bytes}` });
  const given = new Headers({ ...headers, ...contentFields(file) });
  // A part also where it is the whole: Bun would give the file on the disk a name, and its own.
  if (range === undefined) return new Response(content.slice(0, file.bytes), { headers: given });
  given.set("Content-Range", `bytes ${range.start}-${range.end - 1}/${file.bytes}`);
  return new Response(content.slice(range.start, range.end), { status: 206, headers: given });
}

function fieldsOf({ until }: FileEntry, { etag, modified }: Validators, now: number): Record<string, string> {
  const age = until === undefined ? MAX_AGE_SECONDS : Math.min(MAX_AGE_SECONDS, Math.floor((until - now) / 1000));
  return {
    ETag: etag,
    "Last-Modified": new Date(modified).toUTCString(),
    "Cache-Control": `private, max-age=${age}, immutable`,
  };
}

/** XEP-0363 §10.1: nothing in a file runs, whoever opens it where. */
function contentFields({ name, type }: FileEntry): Record<string, string> {
  const isInline = isShownInline(type);
  // A browser that is sent to a film plays it within a page of its own, under this policy.
  const media = isInline ? "; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'" : "";
  return {
    "Content-Type": servedType(type),
    "Content-Disposition": `${isInline ? "inline" : "attachment"}; ${fileNameParameters(name)}`,
    "Content-Security-Policy": `default-src 'none'; frame-ancestors 'none'; sandbox${media}`,
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Referrer-Policy": "no-referrer",
    "Accept-Ranges": "bytes",
  };
}

/** RFC 6266 §4.3: the name in ASCII, and whole (RFC 8187). */
function fileNameParameters(name: string): string {
  const ascii = name.replace(/[^ !#$&'()+,.0-9;=@A-Z[\]^_`a-z{}~-]/g, "_");
  return `filename="${ascii}"; filename*=UTF-8''${percentEncoded(name)}`;
}
