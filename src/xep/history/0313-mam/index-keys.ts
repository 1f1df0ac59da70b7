/** The keys by which the text index (XEP-0431) finds messages without words: owner, peer, resource, ids. */
import { hash } from "node:crypto";
import type { Element } from "ltx";
import { NS_STANZA_ID } from "../../../namespaces.ts";
import { firstChild } from "../../../stanza.ts";
import type { Entry } from "../0431-fulltext/index-row.ts";
import type { Place } from "./message-store.ts";

const ENCRYPTED: readonly (readonly [string, string])[] = [
  ["encrypted", "eu.siacs.conversations.axolotl"],
  ["encrypted", "urn:xmpp:omemo:2"],
  ["openpgp", "urn:xmpp:openpgp:0"],
  ["x", "jabber:x:encrypted"],
];

/** The index entry of an archived message. */
export function indexEntryOf({ owner, peer, resource }: Place, message: Element): Entry {
  const ofResource = resource === "" ? [] : [resourceKey(peer, resource)];
  const ofIds = idsOf(message).map((id) => idKey(peer, id));
  const corrected = correctedIn(message);
  const ofCorrected = corrected === undefined ? [] : [correctionKey(peer, corrected)];
  return { keys: [ownerKey(owner), peerKey(peer), ...ofResource, ...ofIds, ...ofCorrected], text: textOf(message) };
}

/** Letters and digits of bounded length. Two texts may share a digest, so what is found by a key has to be compared. */
const digest = (text: string): string => hash("md5", text, "hex").slice(0, 16);

export const ownerKey = (owner: number): string => `o${owner}`;
export const peerKey = (peer: number): string => `p${peer}`;
/** One resource of a peer. */
export const resourceKey = (peer: number, resource: string): string => `r${peer}r${digest(resource)}`;
/** A message's id from its sender, in the conversation with a peer. */
export const idKey = (peer: number, id: string): string => `i${peer}i${digest(id)}`;
/** A correction of the message with this id from its sender. */
export const correctionKey = (peer: number, id: string): string => `c${peer}c${digest(id)}`;

/** XEP-0308: the id of the message that this one corrects, which is that of the first version. */
export const correctedIn = (message: Element): string | undefined =>
  firstChild(message, "replace", "urn:xmpp:message-correct:0")?.attrs.id || undefined;

/** The ids by which a sender may refer to this message (XEP-0359 §3, XEP-0424 §5.1). */
export function idsOf(message: Element): readonly string[] {
  const id: string | undefined = message.attrs.id;
  const origin: string | undefined = firstChild(message, "origin-id", NS_STANZA_ID)?.attrs.id;
  if (!id) return origin ? [origin] : [];
  return origin && origin !== id ? [id, origin] : [id];
}

/** The bodies; "" for an encrypted message, whose body was written by a program. */
export function textOf(message: Element): string {
  if (ENCRYPTED.some(([name, ns]) => firstChild(message, name, ns))) return "";
  return message
    .getChildren("body")
    .map((body) => body.getText())
    .join("\n");
}
