/** RFC 9110 §13, §14: conditional requests and ranges of a file that never changes. */

/** Bytes from `start` up to `end`, without it. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export interface Validators {
  /** With quotes; strong. */
  readonly etag: string;
  /** In milliseconds since 1970; a Last-Modified tells seconds. */
  readonly modified: number;
}

/** §13.1.2, §13.1.3: whether the client has the file already. */
export function isNotModified(fields: Headers, { etag, modified }: Validators): boolean {
  const tags = fields.get("If-None-Match");
  if (tags !== null) return tags.trim() === "*" || tagsIn(tags).includes(etag);
  const since = Date.parse(fields.get("If-Modified-Since") ?? "");
  return Math.floor(modified / 1000) * 1000 <= since;
}

/** §13.1.2: compared weakly. */
const tagsIn = (list: string): readonly string[] => list.match(/"[^"]*"/g) ?? [];

/**
 * The range that is asked for; "unsatisfiable" (416) where it begins behind the end. Undefined for the whole file: also for
 * several ranges, which a server may ignore (§14.2), for what is no range, and where If-Range says that the client's part is of
 * another file.
 */
export function rangeIn(
  fields: Headers,
  size: number,
  validators: Validators,
): ByteRange | "unsatisfiable" | undefined {
  const [, first, last] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec((fields.get("Range") ?? "").trim()) ?? [];
  if (first === undefined || last === undefined || first + last === "" || !isSame(fields, validators)) return undefined;
  if (first === "") {
    const length = Math.min(Number(last), size);
    return length === 0 ? "unsatisfiable" : { start: size - length, end: size };
  }
  const start = Number(first);
  const end = last === "" ? size : Math.min(Number(last) + 1, size);
  if (last !== "" && Number(last) < start) return undefined;
  return start >= size ? "unsatisfiable" : { start, end };
}

/** §13.1.5: without If-Range, or where it names this file: by its tag, or by exactly its time. */
function isSame(fields: Headers, { etag, modified }: Validators): boolean {
  const wanted = fields.get("If-Range");
  if (wanted === null) return true;
  return wanted === etag || wanted === new Date(modified).toUTCString();
}
