/** RFC 6265bis: the cookies of the pages. */

/**
 * The prefix makes browsers insist on Secure, on the whole host as the path, and on no Domain: neither a page of a subdomain nor
 * one without TLS can set them.
 */
const PREFIX = "__Host-";

export type CookieName = "session" | "visitor" | "language";

/** Of a Cookie header field: what is longer was not set here. */
const MAX_COOKIES_LENGTH = 4096;

/** The value of a cookie that a browser has sent; the first, where there are several. None is empty that was set here. */
export function cookieOf({ headers }: Request, name: CookieName): string | undefined {
  const field = headers.get("cookie") ?? "";
  if (field.length > MAX_COOKIES_LENGTH) return undefined;
  const start = `${PREFIX}${name}=`;
  const pairs = field.split(";").map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(start))?.slice(start.length) || undefined;
}

/**
 * A Set-Cookie header field. `value` consists of letters, digits, "-" and "_". Without `seconds`, the browser forgets it when it is
 * closed; 0 deletes it.
 */
export function setCookie(name: CookieName, value: string, seconds?: number): string {
  if (!/^[\w-]*$/.test(value)) throw new Error("not the value of a cookie");
  const age = seconds === undefined ? "" : `; Max-Age=${seconds}`;
  return `${PREFIX}${name}=${value}; Path=/; Secure; HttpOnly; SameSite=Lax${age}`;
}
