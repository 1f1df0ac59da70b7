/** XEP-0198: Stream Management: its elements, the errors that they end a stream with, and the counter of what was sent. */
import type { Element } from "ltx";
import { NS_SM } from "../namespaces.ts";
import { conditionElement, xml } from "../stanza.ts";
import type { StanzaErrorCondition } from "../stanza-error.ts";
import { StreamError } from "../stream-error.ts";

/** §4: "the value of 'h' starts at zero … and wraps around to zero after 2^32-1". */
const MODULUS = 2 ** 32;

/** What is shown among the stream features. */
export const streamManagementFeature = (): Element => xml("sm", { xmlns: NS_SM });

/** §4: asks for an <a/>. */
export const acknowledgementRequest = (): Element => xml("r", { xmlns: NS_SM });

/** §4: `received` stanzas have been handled; any number, which is sent modulo 2^32. */
export const acknowledgement = (received: number): Element => xml("a", { xmlns: NS_SM, h: received % MODULUS });

/** §5: asks to go on from the stream of this id, of which `received` stanzas have been handled. */
export const resumeRequest = (previd: string, received: number): Element =>
  xml("resume", { xmlns: NS_SM, previd, h: received % MODULUS });

/** §5: the answer to it. */
export const resumed = (previd: string, received: number): Element =>
  xml("resumed", { xmlns: NS_SM, previd, h: received % MODULUS });

/** §3 and §5: nothing is enabled, or resumed; `received` stanzas of the stream in question were handled, where that is known. */
export const failed = (condition: StanzaErrorCondition, received?: number): Element =>
  xml(
    "failed",
    { xmlns: NS_SM, h: received === undefined ? undefined : received % MODULUS },
    conditionElement(condition),
  );

/** §3: whether an <enable/> asks that the stream can be resumed, or an <enabled/> says so. */
export const isResumptionWanted = ({ attrs: { resume } }: Element): boolean => resume === "true" || resume === "1";

/** An `h` as §12 allows it, an unsigned 32-bit integer; undefined for anything else. */
export function parseH(text: string | undefined): number | undefined {
  if (text === undefined || !/^[0-9]{1,10}$/.test(text)) return undefined;
  const h = Number(text);
  return h < MODULUS ? h : undefined;
}

/** The `h` of an <a/>. Throws StreamError invalid-xml. */
export function readAcknowledgement({ attrs }: Element): number {
  const h = parseH(attrs.h);
  if (h === undefined) throw new StreamError("invalid-xml", "h is a number from 0 to 4294967295");
  return h;
}

/** §4: what ends the stream of a peer that acknowledges `h` stanzas where only `sent` were sent to it. */
export const handledCountTooHigh = (h: number, sent: number): StreamError =>
  new StreamError("undefined-condition", `you acknowledged ${h} stanzas, but were sent ${sent % MODULUS}`, {
    name: "handled-count-too-high",
    attributes: { xmlns: NS_SM, h, "send-count": sent % MODULUS },
  });

/** §4: how many stanzas were sent, and how many of them the peer has handled. Counts without end; `h` is modulo 2^32. */
export class SentCounter {
  #sent: number;
  #acknowledged: number;

  /** The counts to go on from; `sent` is Infinity where it is not known any more. */
  constructor({ sent, acknowledged } = { sent: 0, acknowledged: 0 }) {
    this.#sent = sent;
    this.#acknowledged = acknowledged;
  }

  get sent(): number {
    return this.#sent;
  }

  get acknowledged(): number {
    return this.#acknowledged;
  }

  /** The number of the stanza that is sent now: the first one's is 1. */
  next(): number {
    this.#sent += 1;
    return this.#sent;
  }

  /** The peer has handled `h` of them. Returns the number of the last one, or undefined where fewer were sent. */
  acknowledge(h: number): number | undefined {
    const newlyHandled = (((h - this.#acknowledged) % MODULUS) + MODULUS) % MODULUS;
    const handled = this.#acknowledged + newlyHandled;
    if (handled > this.#sent) return undefined;
    this.#acknowledged = handled;
    return handled;
  }

  /** §5: the stream is resumed, and what the peer has not handled is sent again under the same numbers. Returns as `acknowledge`. */
  resumeAt(h: number): number | undefined {
    const handled = this.acknowledge(h);
    if (handled !== undefined) this.#sent = handled;
    return handled;
  }
}
