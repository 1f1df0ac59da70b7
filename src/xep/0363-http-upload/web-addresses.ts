/** The addresses of slots and files: /upload/ID/NAME. */

export const UPLOAD_PATH = "/upload/";

/** RFC 3986 §2.3: all but unreserved characters. The text has no lone surrogates. */
export const percentEncoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

/** Where it is, behind the origin. */
export const pathOf = (id: string, name: string): string => `${UPLOAD_PATH}${id}/${percentEncoded(name)}`;

/** The id in a path as it was sent; undefined where there is none. What follows it is never looked at. */
export const idIn = (path: string): string | undefined => /^\/upload\/([\w-]{22})(?:\/|$)/.exec(path)?.[1];

/** An answer for people, and for the log of an app. */
export const plainText = (status: number, text: string, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(`${text}\n`, {
    status,
    headers: { "Content-Type": "text/plain; charset=utf-8", "X-Content-Type-Options": "nosniff", ...headers },
  });
