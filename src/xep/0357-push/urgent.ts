/** Which messages wake a phone: those with a body, encrypted ones, mentions, calls and invitations. */
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

/** False for receipts, markers, chat states and changes of a room's subject. */
export function isUrgent({ name, type, xml }: Pick<Stanza, "name" | "type" | "xml">): boolean {
  if (name !== "message" || !TYPES.has(type)) return false;
  const invitation = xml.getChild("x", NS_MUC_USER)?.getChild("invite");
  return !!xml.getChildText("body") || !!invitation || URGENT.some(([child, ns]) => xml.getChild(child, ns));
}
