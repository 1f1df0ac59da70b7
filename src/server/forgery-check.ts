/** Stamps and ids say by whom they are (XEP-0203, XEP-0359): which of a stanza's are in the name of one of ours. */
import { bareJid } from "../jid/jid.ts";
import { StanzaError } from "../stanza-error.ts";

/** So many of a stanza's are looked at: an honest one has a handful, and preparing thousands of addresses takes its time. */
const MAX_CHECKED = 32;

/**
 * To be asked of each claim in one stanza, by the address in it as it was typed: whether that may be taken for a bare JID
 * that is ours, however it is spelt and whatever stands behind its slash. What comes after 32 of them counts as such.
 */
export function forgeryCheck(isOurs: (bare: string) => boolean): (address: string | undefined) => boolean {
  let left = MAX_CHECKED;
  return (address = "") => {
    left -= 1;
    if (left < 0) return true;
    const [named = ""] = address.trim().split("/", 1);
    return isOurs(named) || isOurs(prepared(named) ?? "");
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
