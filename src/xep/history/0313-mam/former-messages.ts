/** Messages of an archive that comes from another server, as this one keeps them (XEP-0227 §4.11, XEP-0313 §4.2). */
import type { Element } from "ltx";
import type { ImportReport } from "../../../import-report.ts";
import { type Jid, parseJid } from "../../../jid/jid.ts";
import { NS_CLIENT, NS_DELAY, NS_MAM, NS_SERVER, NS_STANZA_ID } from "../../../namespaces.ts";
import { copyOf } from "../../../stanza.ts";
import { StanzaError } from "../../../stanza-error.ts";
import { parseDateTime } from "../../kit/0082-date-time.ts";
import { idsBy } from "../0359-stanza-ids.ts";
import { type FormerMessage, MAX_GIVEN_ID } from "./importing.ts";

const NS_FORWARD = "urn:xmpp:forward:0";

/** The messages in an <archive/>; what is none is reported. `account` is a bare JID. */
export function* formerMessagesIn(account: string, archive: Element, report: ImportReport): Generator<FormerMessage> {
  for (const result of archive.getChildren("result", NS_MAM)) {
    const former = formerMessageIn(account, result);
    if (former) yield former;
    else report.left("archived", "malformed", result.attrs.id);
  }
}

/** Undefined for a <result/> that has no id, no time, no message, or whose message is from and to nobody. */
export function formerMessageIn(account: string, result: Element): FormerMessage | undefined {
  const forwarded = result.getChild("forwarded", NS_FORWARD);
  const time = parseDateTime(forwarded?.getChild("delay", NS_DELAY)?.attrs.stamp ?? "");
  const message = forwarded?.getChildElements().find((child) => child.getName() === "message");
  const peer = message && peerOf(account, message);
  if (time === undefined || !message || !peer) return undefined;
  return formerMessage(account, { id: result.attrs.id, time, peer, message: copyOf(message) });
}

export interface GivenMessage {
  readonly id: string | undefined;
  readonly time: number;
  readonly peer: Pick<Jid, "bare" | "resource">;
  /** Nobody else has it. */
  readonly message: Element;
}

/** Undefined for what is no message, or has no id that can be kept. `owner` is the bare JID of an account or a room. */
export function formerMessage(owner: string, { id, time, peer, message }: GivenMessage): FormerMessage | undefined {
  const { xmlns = NS_CLIENT } = message.attrs;
  if (!id || id.length > MAX_GIVEN_ID || message.name !== "message") return undefined;
  if (xmlns !== NS_CLIENT && xmlns !== NS_SERVER) return undefined;
  delete message.attrs.xmlns;
  removeOtherIds(owner, id, message);
  return { given: id, time, peer, message };
}

/** XEP-0359 §3: in the name of the owner, the message has no other id than the one that it has. */
function removeOtherIds(owner: string, id: string, message: Element): void {
  if (!message.getChild("stanza-id", NS_STANZA_ID)) return;
  const isOwners = idsBy(owner);
  message.children = message.children.filter(
    (child) => typeof child === "string" || !isOwners(child as Element) || (child as Element).attrs.id === id,
  );
}

/** The other end of a message in the archive of an account; undefined where it has none. */
export function peerOf(account: string, message: Element): Jid | undefined {
  try {
    const from = parseJid(message.attrs.from ?? account);
    return from.bare === account ? parseJid(message.attrs.to ?? account) : from;
  } catch (error) {
    if (error instanceof StanzaError) return undefined;
    throw error;
  }
}
