/** RFC 7622 §3.2: one domain, written in several ways. */
import { parseDomain } from "../jid/jid.ts";
import { StanzaError } from "../stanza-error.ts";

/** Whether what a peer has written is this domain (prepared): in other case, or in A-labels, it still is. */
export function isDomain(text: string | undefined, domain: string): boolean {
  if (text === undefined || text === domain) return text === domain;
  try {
    return parseDomain(text) === domain;
  } catch (error) {
    if (error instanceof StanzaError) return false;
    throw error;
  }
}
