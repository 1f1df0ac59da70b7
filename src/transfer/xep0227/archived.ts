/** XEP-0227 §4.11, XEP-0313 §4.2: a message of an archive. */
import type { Element } from "ltx";
import { tryParseJid } from "../../jid/jid.ts";
import { NS_CLIENT, NS_DELAY } from "../../namespaces.ts";
import type { Imported } from "../source.ts";

const NS_FORWARD = "urn:xmpp:forward:0";

/** A <result/>: the message, or, where there is none in it, what is left. */
export function archivedIn(account: string, result: Element): Imported {
  const forwarded = result.getChild("forwarded", NS_FORWARD);
  const stamp: string = forwarded?.getChild("delay", NS_DELAY)?.attrs.stamp ?? "";
  const time = Date.parse(stamp);
  const message = forwarded?.getChildElements().find((child) => child.getName() === "message");
  const { id } = result.attrs;
  if (!message || !id || !Number.isFinite(time))
    return { type: "left", account, kind: "archived", reason: "malformed", subject: id };
  message.parent = null;
  message.attrs.xmlns = NS_CLIENT;
  return { type: "archived", account, id, time, peer: peerOf(account, message), message };
}

/** The other end of the conversation. */
function peerOf(account: string, { attrs }: Element): string {
  const from: string = attrs.from ?? account;
  return tryParseJid(from)?.bare === tryParseJid(account)?.bare ? (attrs.to ?? account) : from;
}
