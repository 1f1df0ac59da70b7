/** A stanza on its way to another server, and what becomes of it where that does not answer. */
import type { Element } from "ltx";
import { NS_HINTS } from "../../namespaces.ts";
import { withDelay } from "../../server/delay.ts";
import type { Stanza } from "../../stanza.ts";

export interface OutgoingStanza {
  readonly stanza: Stanza;
  /** As it is sent. */
  readonly bytes: number;
  /** What it holds in memory, in bytes. */
  readonly weight: number;
  /** When it was accepted, in milliseconds since 1970. */
  readonly time: number;
  /** Its row in the store; undefined where it waits in memory only. */
  readonly row: number | undefined;
  /** When its sender is told that the other server cannot be reached. */
  deadline: number;
  /** The how many-th stanza of its stream it is, where the peer counts them (XEP-0198 §4); 0 before. */
  number: number;
  /** How often it was sent. */
  attempts: number;
}

const SUBSCRIPTIONS: ReadonlySet<string> = new Set(["subscribe", "subscribed", "unsubscribe", "unsubscribed"]);

/** Milliseconds from which on a message counts as late. */
const LATE = 10_000;
/** A stanza that nobody ever confirms is not sent any more often. */
const MAX_ATTEMPTS = 5;

/** Whether it survives a restart: messages that are of worth later, too, and what rosters agree on. */
export function isStored({ name, type, xml }: Stanza): boolean {
  if (name === "presence") return SUBSCRIPTIONS.has(type);
  if (name !== "message" || type === "error") return false;
  return !xml.getChild("no-store", NS_HINTS) && !xml.getChild("no-permanent-store", NS_HINTS);
}

/**
 * RFC 6120 §8.3.1: whether its sender is told that it has not arrived. Of presence, what asks somebody to subscribe, and
 * what is meant for one address alone (RFC 6121 §4.6): who enters a room waits for an answer.
 */
export function returnsError({ name, type, to }: Stanza): boolean {
  if (name === "presence") return type === "subscribe" || (type === "available" && (to?.resource ?? "") !== "");
  return type !== "error" && type !== "result";
}

/** Whether the peer may have it, and it may not be sent again: what an iq of type set asks for would be done twice. */
export const mayNotRepeat = ({ stanza, attempts }: OutgoingStanza): boolean =>
  attempts > 0 && (stanza.type === "set" || attempts >= MAX_ATTEMPTS);

/** A stanza that was accepted `now`, or at the `time` given. */
export const outgoingStanza = (
  stanza: Stanza,
  { now, queueTime, ...known }: { readonly now: number; readonly queueTime: number } & Partial<OutgoingStanza>,
): OutgoingStanza => ({
  stanza,
  bytes: 0,
  weight: 0,
  time: now,
  row: undefined,
  deadline: now + queueTime,
  number: 0,
  attempts: 0,
  ...known,
});

/** As it leaves: a message that is late, or is sent again, says since when it has waited (XEP-0203). */
export function asSent({ stanza, time, attempts }: OutgoingStanza, now: number): Element {
  const isLate = attempts > 0 || now - time > LATE;
  return stanza.name === "message" && isLate ? withDelay(stanza.xml, stanza.from.domain, time) : stanza.xml;
}
