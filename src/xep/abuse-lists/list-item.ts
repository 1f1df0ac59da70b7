/** The items of a block list: the ItemID is a domain, or its SHA-256 in hexadecimal. */
import { createHash } from "node:crypto";
import type { Element } from "ltx";
import { parseDomain } from "../../jid/domain.ts";
import { NS_REPORTING } from "../../namespaces.ts";
import { StanzaError } from "../../stanza-error.ts";

const META = "https://xmppbl.org/meta/v1";

export interface ListItem {
  /** The SHA-256 of the prepared domain. */
  readonly key: Uint8Array;
  /** Whether the list recommends to block only strangers from the domain. */
  readonly isForStrangers: boolean;
}

/** `domain` as parseDomain returns it. */
export const keyOf = (domain: string): Uint8Array => createHash("sha256").update(domain).digest();

/** Undefined for an id that is neither a hash nor a domain. */
export function keyOfItem(id: unknown): Uint8Array | undefined {
  if (typeof id !== "string") return undefined;
  if (/^[0-9a-f]{64}$/i.test(id)) return Buffer.from(id, "hex");
  try {
    return keyOf(parseDomain(id));
  } catch (error) {
    if (error instanceof StanzaError) return undefined;
    throw error;
  }
}

/** Undefined for an item with such an id. */
export function listItemOf(item: Element): ListItem | undefined {
  const key = keyOfItem(item.attrs.id);
  return key && { key, isForStrangers: isForStrangers(item) };
}

/** By the recommendation of xmppbl.org in XEP-0377's <report/>. */
function isForStrangers(item: Element): boolean {
  const recommendations = item.getChild("report", NS_REPORTING)?.getChild("meta", META)?.getChild("recommendations");
  return recommendations?.getChild("block-strangers") !== undefined;
}
