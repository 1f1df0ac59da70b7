/** What leaves over the line of a pair: no faster than the other server reads, and held until it is known to have arrived. */
import type { Clock } from "../../clock.ts";
import type { OutgoingStanza } from "./outgoing-stanza.ts";
import { PingProbe } from "./ping-probe.ts";
import type { RouteQueue } from "./route-queue.ts";
import type { Transport } from "./transport.ts";

/** Bytes that a connection is given before it has taken those before. */
const MAX_UNSENT = 256_000;
/** What may be sent and not confirmed; much less where all of it would be sent again if the line broke. */
const MAX_UNCONFIRMED = { bytes: 1_000_000, count: Number.POSITIVE_INFINITY };
const MAX_IN_DOUBT = { bytes: 64_000, count: 100 };
/** Milliseconds for the other server to read what it was given. */
const DRAIN_TIMEOUT = 60_000;

export interface SendWindowDeps {
  readonly queue: RouteQueue;
  readonly clock: Clock;
  /** A new ping to the other server. */
  readonly ping: () => OutgoingStanza;
  /** These have arrived, oldest first: they are held no more. Never empty. */
  readonly confirmed: (items: readonly OutgoingStanza[]) => void;
}

export class SendWindow {
  readonly #deps: SendWindowDeps;
  readonly #probe: PingProbe;
  #line: Transport | undefined;
  /** The last that was sent before the ping under way. */
  #beforeProbe: OutgoingStanza | undefined;
  #unsent = 0;
  #isBlocked = false;
  /** One stanza at a time, until one has arrived: the first that waits may be what has ended the line before. */
  #isCareful = false;
  #isEnding = false;
  #stopTimer = (): void => {};

  constructor(deps: SendWindowDeps) {
    this.#deps = deps;
    this.#probe = new PingProbe({
      clock: deps.clock,
      ping: () => this.#ask(),
      answered: () => this.#beforeProbe && this.confirmedThrough(this.#beforeProbe),
      timedOut: () => this.#line?.close(),
    });
  }

  get transport(): Transport | undefined {
    return this.#line;
  }

  /** All that waits leaves over this. */
  attach(line: Transport): void {
    this.#line = line;
    this.sendNext();
  }

  /** The line is gone. */
  detach({ isCareful }: { readonly isCareful: boolean }): void {
    this.#isCareful ||= isCareful;
    this.#line = undefined;
    this.#unsent = 0;
    this.#isBlocked = false;
    this.#stopTimer();
    this.#probe.cancel();
  }

  /** Nothing leaves any more; what has left can still be confirmed. */
  close(): void {
    this.#isEnding = true;
  }

  /** Sends what waits, as far as that may be now. */
  sendNext(): void {
    const { queue } = this.#deps;
    for (let line = this.#line; line?.isOpen && this.#hasRoom; line = this.#line) {
      const { isManaged } = line;
      // Unasked, nobody tells that it has arrived: it is held where something is that has to be asked about.
      const item = queue.shift(({ row }) => isManaged || row !== undefined || queue.sent.length > 0);
      if (!item) return;
      line.send(item);
      if (!isManaged && item.row !== undefined) this.#probe.schedule();
      this.#unsent += item.bytes;
      if (this.#unsent > MAX_UNSENT) this.#block(line);
      if (!isManaged && !this.#hasRoom) this.#probe.pingNow();
    }
  }

  /** The other server has answered the ping of this id; false where that was not asked. */
  handlePingAnswer(id: string | undefined): boolean {
    return this.#probe.handleAnswer(id);
  }

  confirmedThrough(last: OutgoingStanza): void {
    if (!this.#deps.queue.sent.includes(last)) return;
    let isBehind = false;
    this.confirmWhile((item) => {
      const isConfirmed = !isBehind;
      isBehind ||= item === last;
      return isConfirmed;
    });
  }

  /** The first of those sent have arrived, as long as that is so. */
  confirmWhile(isConfirmed: (item: OutgoingStanza) => boolean): void {
    const { queue, confirmed: arrived } = this.#deps;
    const confirmed = [...queue.confirmWhile(isConfirmed)];
    if (this.#line && !this.#line.isManaged) {
      if (queue.sent.some(({ row }) => row !== undefined)) this.#probe.schedule();
      else confirmed.push(...queue.confirmWhile(() => true));
    }
    if (confirmed.length > 0) {
      this.#isCareful = false;
      arrived(confirmed);
    }
    this.sendNext();
  }

  /** The ping passes those that wait: it is about those that were sent. */
  #ask(): string | undefined {
    if (!this.#line?.isOpen) return undefined;
    const ping = this.#deps.ping();
    this.#beforeProbe = this.#deps.queue.sent.at(-1);
    this.#line.send(ping);
    return ping.stanza.id;
  }

  get #hasRoom(): boolean {
    const { sent, sentBytes } = this.#deps.queue;
    const window = this.#line?.isResumable ? MAX_UNCONFIRMED : MAX_IN_DOUBT;
    const isFull = sentBytes > window.bytes || sent.length >= window.count;
    return !this.#isEnding && !this.#isBlocked && !isFull && !(this.#isCareful && sent.length > 0);
  }

  #block(line: Transport): void {
    this.#isBlocked = true;
    this.#stopTimer = this.#deps.clock.after(DRAIN_TIMEOUT, () => line.disconnect("it does not read what it is sent"));
    line.drained(() => {
      if (this.#line !== line) return;
      this.#stopTimer();
      this.#unsent = 0;
      this.#isBlocked = false;
      this.sendNext();
    });
  }
}
