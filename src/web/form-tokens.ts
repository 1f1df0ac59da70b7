/** Against requests that pages of other sites cause (CSRF): where a form comes from, and a token that only its page knows. */
import { createHmac, timingSafeEqual } from "node:crypto";

/** Whoever a form was made for: the value of the session's cookie, else of the visitor's. */
export type FormTokens = ReturnType<typeof formTokens>;

/** `key`: 32 secret bytes. */
export function formTokens(key: Uint8Array) {
  const digestFor = (visitor: string): Buffer => createHmac("sha256", key).update(visitor).digest();
  return {
    /** 256 bits, base64url; always the same for a visitor. */
    tokenFor: (visitor: string): string => digestFor(visitor).toString("base64url"),
    isFor: (visitor: string, token: string): boolean => {
      const given = Buffer.from(token, "base64url");
      const expected = digestFor(visitor);
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
  };
}

/**
 * Whether a page of another site has caused this request: by Fetch Metadata, where the browser sends them, else by Origin
 * (the Fetch Standard §3.1). A page without referrers sends "Origin: null" with its own forms: that, and neither of the two,
 * proves nothing, and the token decides. Ports are not compared: a proxy may leave that of Host out.
 */
export function isFromElsewhere({ headers }: Request): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null) return site !== "same-origin";
  const origin = headers.get("origin");
  if (origin === null || origin === "null") return false;
  return URL.parse(origin)?.hostname !== URL.parse(`https://${headers.get("host")}`)?.hostname;
}
