/** What SASL messages are made of: base64 and UTF-8, read strictly, and the accounts they name. */
import { makeJid, parseJid } from "../../jid/jid.ts";
import { StanzaError } from "../../stanza-error.ts";
import { SaslError } from "./mechanism.ts";

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** RFC 4648 §4 without white space; undefined where the text is not base64. */
export function bytesOfBase64(text: string): Uint8Array | undefined {
  return BASE64.test(text) ? Buffer.from(text, "base64") : undefined;
}

/** Throws SaslError malformed-request where the bytes are not UTF-8. */
export function textOf(message: Uint8Array): string {
  try {
    return utf8.decode(message);
  } catch {
    throw new SaslError("malformed-request", "the message is not UTF-8");
  }
}

/** The bare JID for a simple user name (RFC 6120 §6.3.8); for a name that nobody can have, a text that is no JID. */
export function accountOf(username: string, domain: string): string {
  return orElse(() => makeJid(username, domain).bare, `${username}@${domain}`);
}

/** RFC 6120 §6.3.8: nobody acts as somebody else. Throws SaslError invalid-authzid. */
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
