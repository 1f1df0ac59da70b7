/** Forged stamps and ids (XEP-0203 §5, XEP-0359 §5): those that claim to be by an address of this server. */
import { bareJid } from "../jid/jid.ts";
import { StanzaError } from "../stanza-error.ts";

/** How many addresses of one stanza are compared: an honest stanza has a handful, and preparing thousands takes time. */
const MAX_CHECKED = 32;

/**
 * A check for the stamps of one stanza: given the `by` or `from` of each as it was typed, whether its bare JID is ours,
 * however it is spelt. After 32 addresses every further one counts as forged.
 */
export function forgeryCheck(isOurs: (bare: string) => boolean): (address: string | undefined) => boolean {
  let left = MAX_CHECKED;
  return (address = "") => {
    left -= 1;
    if (left < 0) return true;
    const [bare = ""] = address.trim().split("/", 1);
    return isOurs(bare) || isOurs(prepared(bare) ?? "");
  };
}

function prepared(address: string): string | undefined {
  try {
    return bareJid(address);
  } catch (error) {
    if (error instanceof StanzaError) return undefined;
    throw error;
  }
}
