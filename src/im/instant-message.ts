/** Which messages are stored, offline (XEP-0160) and in the archive (XEP-0313 §6.1.1), and the hints of XEP-0334. */
import { NS_FASTENING, NS_HINTS, NS_MUC_USER, NS_RETRACT } from "../namespaces.ts";
import { firstChild, type Stanza } from "../stanza.ts";

/** Elements that make a message worth keeping where it has no body. */
const CONTENT: readonly (readonly [string, string])[] = [
  ["encrypted", "eu.siacs.conversations.axolotl"],
  ["encrypted", "urn:xmpp:omemo:2"],
  ["openpgp", "urn:xmpp:openpgp:0"],
  ["received", "urn:xmpp:receipts"],
  ["received", "urn:xmpp:chat-markers:0"],
  ["displayed", "urn:xmpp:chat-markers:0"],
  ["acknowledged", "urn:xmpp:chat-markers:0"],
  ["reactions", "urn:xmpp:reactions:0"],
  ["retract", NS_RETRACT],
  ["apply-to", NS_FASTENING],
  ["mentions", "urn:xmpp:mmn:0"],
  ["x", "jabber:x:conference"],
  ["x", "jabber:x:oob"],
  ["file-sharing", "urn:xmpp:sfs:0"],
  ["sources", "urn:xmpp:sfs:0"],
];
/** XEP-0334: whether the message has the sender's hint. */
export const hasHint = ({ xml }: Stanza, hint: "no-store" | "no-permanent-store" | "no-copy" | "store"): boolean =>
  firstChild(xml, hint, NS_HINTS) !== undefined;

/** Whether it has a body, something encrypted or a file, or refers to an earlier message: a receipt, a marker, a reaction. */
export function hasContent({ xml }: Stanza): boolean {
  if (firstChild(xml, "body") || CONTENT.some(([name, ns]) => firstChild(xml, name, ns))) return true;
  // XEP-0045 §7.8: an invitation and its refusal; other messages of a room in its own namespace are not stored.
  const room = firstChild(xml, "x", NS_MUC_USER);
  return room?.getChild("invite") !== undefined || room?.getChild("decline") !== undefined;
}

/** A message between two persons, of a type that people write (RFC 6121 §5.2.2). */
export function isInstantMessage(stanza: Stanza): boolean {
  if (stanza.name !== "message" || (stanza.type !== "chat" && stanza.type !== "normal")) return false;
  return hasContent(stanza) || hasHint(stanza, "store");
}

/** Whether the account's archive stores it (XEP-0313 §6.1.1) and gives it a stanza-id. */
export const isArchived = (stanza: Stanza): boolean =>
  isInstantMessage(stanza) && !hasHint(stanza, "no-store") && !hasHint(stanza, "no-permanent-store");
