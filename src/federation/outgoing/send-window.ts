/** How much leaves over the transport of a route: as fast as the peer reads, and so much that is not confirmed. */
import type { Clock } from "../../clock.ts";
import { PingProbe, type SentPing } from "./ping-probe.ts";
import type { OutgoingStanza, RouteQueue } from "./route-queue.ts";
import type { Transport } from "./transport.ts";

/** Bytes that are given to a connection before it has taken those before. */
const MAX_UNSENT = 256_000;
/** What may be sent and not confirmed; much less where all of it would be sent again if the transport broke. */
const MAX_UNCONFIRMED = { bytes: 1_000_000, count: Number.POSITIVE_INFINITY };
const MAX_IN_DOUBT = { bytes: 64_000, count: 100 };
/** Milliseconds for the peer to read what it was sent. */
const DRAIN_TIMEOUT = 60_000;

export interface SendWindowDeps {
  readonly queue: RouteQueue;
  readonly clock: Clock;
  /** A new ping to the other server. */
  readonly ping: () => OutgoingStanza;
  /** These have arrived, oldest first, and are removed from the queue. Never empty. */
  readonly confirmed: (items: readonly OutgoingStanza[]) => void;
}

export class SendWindow {
  readonly #deps: SendWindowDeps;
  readonly #probe: PingProbe;
  #transport: Transport | undefined;
  #unsent = 0;
  #isBlocked = false;
  /** Until one stanza has arrived: the first that waits may be what has ended the transport before. */
  #oneAtATime = false;
  #isClosed = false;
  #stopTimer = (): void => {};

  constructor(deps: SendWindowDeps) {
    this.#deps = deps;
    this.#probe = new PingProbe({
      clock: deps.clock,
      ping: () => this.#ping(),
      timedOut: () => this.#transport?.close(),
    });
  }

  get transport(): Transport | undefined {
    return this.#transport;
  }

  /** From now on what waits leaves over this transport. */
  attach(transport: Transport): void {
    this.#transport = transport;
    this.sendNext();
  }

  /** The transport has ended. `oneAtATime`: the next one begins with one stanza, and the others follow once it is confirmed. */
  detach({ oneAtATime }: { readonly oneAtATime: boolean }): void {
    this.#oneAtATime ||= oneAtATime;
    this.#transport = undefined;
    this.#unsent = 0;
    this.#isBlocked = false;
    this.#stopTimer();
    this.#probe.cancel();
  }

  /** Nothing is sent any more; what was sent can still be confirmed. */
  close(): void {
    this.#isClosed = true;
  }

  /** Sends what waits, as far as there is room. */
  sendNext(): void {
    const { queue } = this.#deps;
    for (let transport = this.#transport; transport?.isOpen && this.#hasRoom; transport = this.#transport) {
      const unsynced = queue.waiting[0]?.unsynced;
      if (unsynced) return void unsynced.then(() => this.sendNext());
      const { isManaged } = transport;
      // Without XEP-0198, only what is stored is confirmed (by a ping), and what is sent behind it.
      const item = queue.shift(({ row }) => isManaged || row !== undefined || queue.sent.length > 0);
      if (!item) return;
      transport.send(item);
      if (!isManaged && item.row !== undefined) this.#probe.schedule();
      this.#unsent += item.bytes;
      if (this.#unsent > MAX_UNSENT) this.#block(transport);
      if (!isManaged && !this.#hasRoom) this.#probe.pingNow();
    }
  }

  /** The other server has answered an iq of this id; false where it is not that of a ping under way. */
  handlePingAnswer(id: string | undefined, type: "result" | "error"): boolean {
    return this.#probe.handleAnswer(id, type);
  }

  /** The other server may have dropped what is unconfirmed: it has refused a ping behind it. */
  get isRefused(): boolean {
    return this.#probe.isRefused;
  }

  /** This stanza, and all that were sent before it, have arrived. */
  confirmedThrough(last: OutgoingStanza): void {
    if (!this.#deps.queue.sent.includes(last)) return;
    let isBehind = false;
    this.confirmWhile((item) => {
      const isConfirmed = !isBehind;
      isBehind ||= item === last;
      return isConfirmed;
    });
  }

  /** The first of those sent have arrived, as long as `isConfirmed`. */
  confirmWhile(isConfirmed: (item: OutgoingStanza) => boolean): void {
    const { queue } = this.#deps;
    const confirmed = [...queue.confirmWhile(isConfirmed)];
    if (this.#transport && !this.#transport.isManaged) {
      if (queue.sent.some(({ row }) => row !== undefined)) this.#probe.schedule();
      else confirmed.push(...queue.confirmWhile(() => true));
    }
    if (confirmed.length > 0) {
      this.#oneAtATime = false;
      this.#deps.confirmed(confirmed);
    }
    this.sendNext();
  }

  /** The ping overtakes what waits: it confirms what was sent. */
  #ping(): SentPing | undefined {
    if (!this.#transport?.isOpen) return undefined;
    const ping = this.#deps.ping();
    const last = this.#deps.queue.sent.at(-1);
    this.#transport.send(ping);
    return { id: ping.stanza.id, answered: () => last && this.confirmedThrough(last) };
  }

  get #hasRoom(): boolean {
    const { sent, sentBytes } = this.#deps.queue;
    const max = this.#transport?.isResumable ? MAX_UNCONFIRMED : MAX_IN_DOUBT;
    const isFull = sentBytes > max.bytes || sent.length >= max.count;
    return !this.#isClosed && !this.#isBlocked && !isFull && !(this.#oneAtATime && sent.length > 0);
  }

  #block(transport: Transport): void {
    this.#isBlocked = true;
    const timedOut = (): void => transport.disconnect("it does not read what it is sent");
    this.#stopTimer = this.#deps.clock.after(DRAIN_TIMEOUT, timedOut);
    transport.whenDrained(() => {
      if (this.#transport !== transport) return;
      this.#stopTimer();
      this.#unsent = 0;
      this.#isBlocked = false;
      this.sendNext();
    });
  }
}
