/** A file that a page gives away, made while it is sent. */

export interface Download {
  /** What browsers call it: "alice@example.com.xml". */
  readonly name: string;
  /** A media type (RFC 6838). */
  readonly type: string;
  readonly bytes: ReadableStream<Uint8Array>;
}

/** It is kept by no cache, and never shown in the browser (RFC 6266). */
export const downloadResponse = ({ name, type, bytes }: Download): Response =>
  new Response(bytes, {
    headers: {
      "Content-Type": type,
      "Content-Disposition": `attachment; filename="${asciiOf(name)}"; filename*=UTF-8''${percentEncoded(name)}`,
      "Cache-Control": "no-store",
      "X-Content-Type-Options": "nosniff",
    },
  });

/** For browsers that do not read filename*. */
const asciiOf = (name: string): string => name.replace(/[^\w@.+-]/g, "_");

/** RFC 8187 §3.2.1: all but the characters of attr-char that no browser takes amiss. */
const percentEncoded = (name: string): string =>
  encodeURIComponent(name.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
