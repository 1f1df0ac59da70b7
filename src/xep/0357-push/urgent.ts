/** What a phone is woken for: words from a person, known or encrypted, or a mention in a room, a call, an invitation. */
import { NS_MUC_USER } from "../../namespaces.ts";
import type { Stanza } from "../../stanza.ts";

const TYPES: ReadonlySet<string> = new Set(["chat", "normal", "groupchat"]);

const URGENT: readonly (readonly [string, string])[] = [
  ["encrypted", "eu.siacs.conversations.axolotl"],
  ["encrypted", "urn:xmpp:omemo:2"],
  ["openpgp", "urn:xmpp:openpgp:0"],
  ["propose", "urn:xmpp:jingle-message:0"],
  ["invite", "urn:xmpp:call-invites:0"],
  ["mentions", "urn:xmpp:mmn:0"],
  ["x", "jabber:x:conference"],
];

/** Receipts, markers and chat states wake nobody; neither does a change of a room's subject. */
export function isUrgent({ name, type, xml }: Pick<Stanza, "name" | "type" | "xml">): boolean {
  if (name !== "message" || !TYPES.has(type)) return false;
  const invitation = xml.getChild("x", NS_MUC_USER)?.getChild("invite");
  return !!xml.getChildText("body") || !!invitation || URGENT.some(([child, ns]) => xml.getChild(child, ns));
}
