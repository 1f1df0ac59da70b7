/** RFC 6265bis: the cookies of setup's pages. Without TLS there is neither Secure nor a prefix that insists on it. */

export type SetupCookie = "setup" | "visitor" | "language";

/** Other programs of this machine, on other ports, get them as well: their names tell whose they are. */
const PREFIX = "jabber-home-";
/** Of a Cookie header field: what is longer was not set here. */
const MAX_LENGTH = 4096;

/** The value of a cookie that a browser has sent; the first, where there are several. */
export function setupCookieOf({ headers }: Request, name: SetupCookie): string | undefined {
  const field = headers.get("cookie") ?? "";
  if (field.length > MAX_LENGTH) return undefined;
  const start = `${PREFIX}${name}=`;
  const pairs = field.split(";").map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(start))?.slice(start.length) || undefined;
}

/** A Set-Cookie header field, until the browser is closed. `value` consists of letters, digits, "-" and "_". */
export function setupCookie(name: SetupCookie, value: string): string {
  if (!/^[\w-]*$/.test(value)) throw new Error("not the value of a cookie");
  return `${PREFIX}${name}=${value}; Path=/; HttpOnly; SameSite=Strict`;
}
