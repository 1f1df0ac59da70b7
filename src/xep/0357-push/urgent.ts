/** Which messages wake a phone: those with a body, encrypted ones, mentions, calls and invitations. */
import type { Element } from "ltx";
import { NS_MUC_USER } from "../../namespaces.ts";
import { firstChild, type Stanza } from "../../stanza.ts";

const TYPES: ReadonlySet<string> = new Set(["chat", "normal", "groupchat"]);

/** Rings, whether it is kept or not: the app comes to answer it. */
const CALLS: readonly (readonly [string, string])[] = [
  ["propose", "urn:xmpp:jingle-message:0"],
  ["invite", "urn:xmpp:call-invites:0"],
];

const URGENT: readonly (readonly [string, string])[] = [
  ["encrypted", "eu.siacs.conversations.axolotl"],
  ["encrypted", "urn:xmpp:omemo:2"],
  ["openpgp", "urn:xmpp:openpgp:0"],
  ...CALLS,
  ["mentions", "urn:xmpp:mmn:0"],
  ["x", "jabber:x:conference"],
];

/** False for receipts, markers, chat states and changes of a room's subject. */
export function isUrgent({ name, type, xml }: Pick<Stanza, "name" | "type" | "xml">): boolean {
  if (name !== "message" || !TYPES.has(type)) return false;
  const invitation = firstChild(xml, "x", NS_MUC_USER)?.getChild("invite");
  return (
    !!firstChild(xml, "body")?.getText() || !!invitation || URGENT.some(([child, ns]) => firstChild(xml, child, ns))
  );
}

/** XEP-0353, XEP-0482. */
export const isCall = (message: Element): boolean => CALLS.some(([child, ns]) => message.getChild(child, ns));
