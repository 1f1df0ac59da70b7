/** Strict base64 and UTF-8 of SASL messages, and the accounts that they name. */
import { timingSafeEqual } from "node:crypto";
import { makeJid, parseJid } from "../../jid/jid.ts";
import { StanzaError } from "../../stanza-error.ts";
import { SaslError } from "./mechanism.ts";

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** RFC 4648 §4, without white space; undefined where the text is not base64, or not the one spelling of its bytes (§3.5). */
export function bytesOfBase64(text: string): Uint8Array | undefined {
  if (!BASE64.test(text)) return undefined;
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? bytes : undefined;
}

/** Compares in a time that does not depend on the content. */
export const isEqual = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && timingSafeEqual(a, b);

/** Throws SaslError malformed-request where the bytes are not UTF-8. */
export function textOf(message: Uint8Array): string {
  try {
    return utf8.decode(message);
  } catch {
    throw new SaslError("malformed-request", "the message is not UTF-8");
  }
}

/** The bare JID for a simple user name (RFC 6120 §6.3.8); for a name that cannot be a localpart, a text that is not a JID. */
export function accountOf(username: string, domain: string): string {
  return orElse(() => makeJid(username, domain).bare, `${username}@${domain}`);
}

/** RFC 6120 §6.3.8: the authorization identity is empty or the account itself. Throws SaslError invalid-authzid. */
export function requireOwn(authzid: string, account: string): void {
  if (authzid === "" || orElse(() => parseJid(authzid).full, "") === account) return;
  throw new SaslError("invalid-authzid", "only your own address can be asked for");
}

function orElse(read: () => string, otherwise: string): string {
  try {
    return read();
  } catch (error) {
    if (error instanceof StanzaError) return otherwise;
    throw error;
  }
}
