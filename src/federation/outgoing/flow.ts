/** What leaves over the line of a pair: no faster than the other server reads, and held until it is known to have arrived. */
import type { Clock } from "../../clock.ts";
import type { Line } from "./line.ts";
import type { OutgoingStanza } from "./outgoing-stanza.ts";
import { Probe } from "./probe.ts";
import type { RouteQueue } from "./route-queue.ts";

/** Bytes that a connection is given before it has taken those before. */
const UNSENT = 256_000;
/** What may be sent and not confirmed; much less where all of it would be sent again if the line broke. */
const WINDOW = { bytes: 1_000_000, count: Number.POSITIVE_INFINITY };
const REPEATED = { bytes: 64_000, count: 100 };
/** Milliseconds for the other server to read what it was given. */
const READING_TIME = 60_000;

export interface FlowParts {
  readonly queue: RouteQueue;
  readonly clock: Clock;
  /** A new ping to the other server. */
  readonly ping: () => OutgoingStanza;
  /** These have arrived, oldest first: they are held no more. Never empty. */
  readonly arrived: (items: readonly OutgoingStanza[]) => void;
}

export class Flow {
  readonly #parts: FlowParts;
  readonly #probe: Probe;
  #line: Line | undefined;
  /** The last that was sent before the ping under way. */
  #beforeProbe: OutgoingStanza | undefined;
  #unsent = 0;
  #isBlocked = false;
  /** One stanza at a time, until one has arrived: the first that waits may be what has ended the line before. */
  #isCareful = false;
  #isEnding = false;
  #stopTimer = (): void => {};

  constructor(parts: FlowParts) {
    this.#parts = parts;
    this.#probe = new Probe({
      clock: parts.clock,
      ask: () => this.#ask(),
      answered: () => this.#beforeProbe && this.confirmedThrough(this.#beforeProbe),
      unanswered: () => this.#line?.leave(),
    });
  }

  get line(): Line | undefined {
    return this.#line;
  }

  /** All that waits leaves over this. */
  begin(line: Line): void {
    this.#line = line;
    this.goOn();
  }

  /** The line is gone. */
  halt({ isCareful }: { readonly isCareful: boolean }): void {
    this.#isCareful ||= isCareful;
    this.#line = undefined;
    this.#unsent = 0;
    this.#isBlocked = false;
    this.#stopTimer();
    this.#probe.forget();
  }

  /** Nothing leaves any more; what has left can still be confirmed. */
  end(): void {
    this.#isEnding = true;
  }

  /** Sends what waits, as far as that may be now. */
  goOn(): void {
    const { queue } = this.#parts;
    for (let line = this.#line; line?.isOpen && this.#hasRoom; line = this.#line) {
      const { isManaged } = line;
      // Unasked, nobody tells that it has arrived: it is held where something is that has to be asked about.
      const item = queue.shift(({ row }) => isManaged || row !== undefined || queue.sent.length > 0);
      if (!item) return;
      line.send(item);
      if (!isManaged && item.row !== undefined) this.#probe.want();
      this.#unsent += item.bytes;
      if (this.#unsent > UNSENT) this.#block(line);
      if (!isManaged && !this.#hasRoom) this.#probe.hurry();
    }
  }

  /** The other server has answered the ping of this id; false where that was not asked. */
  answer(id: string | undefined): boolean {
    return this.#probe.answer(id);
  }

  confirmedThrough(last: OutgoingStanza): void {
    if (!this.#parts.queue.sent.includes(last)) return;
    let isBehind = false;
    this.confirmWhile((item) => {
      const isConfirmed = !isBehind;
      isBehind ||= item === last;
      return isConfirmed;
    });
  }

  /** The first of those sent have arrived, as long as that is so. */
  confirmWhile(isConfirmed: (item: OutgoingStanza) => boolean): void {
    const { queue, arrived } = this.#parts;
    const confirmed = [...queue.confirmWhile(isConfirmed)];
    if (this.#line && !this.#line.isManaged) {
      if (queue.sent.some(({ row }) => row !== undefined)) this.#probe.want();
      else confirmed.push(...queue.confirmWhile(() => true));
    }
    if (confirmed.length > 0) {
      this.#isCareful = false;
      arrived(confirmed);
    }
    this.goOn();
  }

  /** The ping passes those that wait: it is about those that were sent. */
  #ask(): string | undefined {
    if (!this.#line?.isOpen) return undefined;
    const ping = this.#parts.ping();
    this.#beforeProbe = this.#parts.queue.sent.at(-1);
    this.#line.send(ping);
    return ping.stanza.id;
  }

  get #hasRoom(): boolean {
    const { sent, sentBytes } = this.#parts.queue;
    const window = this.#line?.isResumable ? WINDOW : REPEATED;
    const isFull = sentBytes > window.bytes || sent.length >= window.count;
    return !this.#isEnding && !this.#isBlocked && !isFull && !(this.#isCareful && sent.length > 0);
  }

  #block(line: Line): void {
    this.#isBlocked = true;
    this.#stopTimer = this.#parts.clock.after(READING_TIME, () => line.cut("it does not read what it is sent"));
    line.drained(() => {
      if (this.#line !== line) return;
      this.#stopTimer();
      this.#unsent = 0;
      this.#isBlocked = false;
      this.goOn();
    });
  }
}
