/** What stands in a block list: an item for each domain, which is named by the item's id, plainly or by its SHA-256. */
import { createHash } from "node:crypto";
import type { Element } from "ltx";
import { parseDomain } from "../../jid/domain.ts";
import { NS_REPORTING } from "../../namespaces.ts";
import { StanzaError } from "../../stanza-error.ts";

const META = "https://xmppbl.org/meta/v1";

export interface ListItem {
  /** SHA-256 of the domain, prepared. */
  readonly key: Uint8Array;
  /** What is recommended against it concerns those who are strangers to the people here, and nobody else. */
  readonly isForStrangers: boolean;
}

/** `domain` as parseDomain returns it. */
export const keyOf = (domain: string): Uint8Array => createHash("sha256").update(domain).digest();

/** Undefined for an id that can name no domain. */
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

/** Undefined for an item that names no domain. */
export function listItemOf(item: Element): ListItem | undefined {
  const key = keyOfItem(item.attrs.id);
  return key && { key, isForStrangers: isForStrangers(item) };
}

/** XEP-0377's report, with what the publishers of xmppbl.org recommend inside. */
function isForStrangers(item: Element): boolean {
  const recommendations = item.getChild("report", NS_REPORTING)?.getChild("meta", META)?.getChild("recommendations");
  return recommendations?.getChild("block-strangers") !== undefined;
}
