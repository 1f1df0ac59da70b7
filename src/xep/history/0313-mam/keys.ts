/** What a message is found by beyond its words: keys of the text index (XEP-0431). */
import { hash } from "node:crypto";
import type { Element } from "ltx";
import { NS_STANZA_ID } from "../../../namespaces.ts";
import type { Entry } from "../0431-fulltext/text-index.ts";
import type { Place } from "./messages.ts";

const ENCRYPTED: readonly (readonly [string, string])[] = [
  ["encrypted", "eu.siacs.conversations.axolotl"],
  ["encrypted", "urn:xmpp:omemo:2"],
  ["openpgp", "urn:xmpp:openpgp:0"],
  ["x", "jabber:x:encrypted"],
];

/** What the index is told of a message; `message` is what the row holds. */
export function entryOf({ owner, peer, resource }: Place, message: Element): Entry {
  const ofResource = resource === "" ? [] : [resourceKey(peer, resource)];
  const ofIds = idsOf(message).map((id) => idKey(peer, id));
  const corrected = correctedIn(message);
  const ofCorrected = corrected === undefined ? [] : [correctionKey(peer, corrected)];
  return { keys: [ownerKey(owner), peerKey(peer), ...ofResource, ...ofIds, ...ofCorrected], text: textOf(message) };
}

/** As a key has it: letters and digits, of bounded length. Whoever finds by it looks at what was found. */
const digest = (text: string): string => hash("md5", text, "hex").slice(0, 16);

export const ownerKey = (owner: number): string => `o${owner}`;
export const peerKey = (peer: number): string => `p${peer}`;
/** One resource of a peer. */
export const resourceKey = (peer: number, resource: string): string => `r${peer}r${digest(resource)}`;
/** The id that a message's sender gave it, in the conversation with a peer. */
export const idKey = (peer: number, id: string): string => `i${peer}i${digest(id)}`;
/** What puts something else in the place of a message with this id of its sender's. */
export const correctionKey = (peer: number, id: string): string => `c${peer}c${digest(id)}`;

/** XEP-0308: the id of the message that this one corrects: always the first version's. */
export const correctedIn = (message: Element): string | undefined =>
  message.getChild("replace", "urn:xmpp:message-correct:0")?.attrs.id || undefined;

/** By which ids a sender may mean this message later on (XEP-0359 §3, XEP-0424 §5.1). */
export function idsOf(message: Element): readonly string[] {
  const ids: (string | undefined)[] = [message.attrs.id, message.getChild("origin-id", NS_STANZA_ID)?.attrs.id];
  return [...new Set(ids.filter((id) => id !== undefined && id !== ""))] as string[];
}

/** What a person wrote in it and the server can read: what stands beside an encrypted text was written by a program. */
export function textOf(message: Element): string {
  if (ENCRYPTED.some(([name, ns]) => message.getChild(name, ns))) return "";
  return message
    .getChildren("body")
    .map((body) => body.getText())
    .join("\n");
}
