/** Pairs of clients that chat: when each message was sent, and its latency. */
import type { Element } from "ltx";
import type { Client } from "../support/client/client.ts";
import { SM } from "../support/client/stream-management.ts";
import { percentile, startWatch } from "./measure.ts";
import type { Server } from "./scenario.ts";

const BODY = "But, soft! what light through yonder window breaks? It is the east, and Juliet is the sun.";

/** What a run of messages came to. */
export interface Talk {
  readonly perSecond: number;
  /** Milliseconds of the server's CPU for each message, what it did up to a second afterwards included. */
  readonly cpu: number;
  /** Milliseconds from one client's write to the other's stanza. */
  readonly p50: number;
  readonly p99: number;
  readonly loadShare: number;
}

interface Arrival {
  /** How many have arrived before it. */
  readonly count: number;
  /** Milliseconds on the monotonic clock. */
  readonly time: number;
}

/** How long a message may be under way, in milliseconds, before it counts as lost. */
const LOSS_TIMEOUT_MS = 10_000;

/** Even clients send, each to the odd one that follows. */
export class ChatLoad {
  readonly #server: Server;
  readonly #clients: readonly Client[];
  readonly #request: string;
  readonly #sentAt = new Map<string, number>();
  #latencies: number[] = [];
  #last: { id: string; recipient: Client } | undefined;
  #failure: Error | undefined;
  #sent = 0;
  #arrived = 0;
  #onArrival: (arrival: Arrival) => void = () => {};
  /** What follows an arrival: at full load, the pair's next message. */
  #next: (pair: number) => void = () => {};

  /** With `acks`, each message is followed by a request for acknowledgement (XEP-0198), as phones do it. */
  constructor(server: Server, clients: readonly Client[], acks: boolean) {
    this.#server = server;
    this.#clients = clients;
    this.#request = acks ? `<r xmlns='${SM}'/>` : "";
    for (const [index, client] of clients.entries()) {
      client.onElement = (element) => this.#arrive(index >> 1, element);
    }
  }

  get pairs(): number {
    return this.#clients.length >> 1;
  }

  /** How many messages have arrived. */
  get arrived(): number {
    return this.#arrived;
  }

  /** The last message sent. Throws before the first. */
  get last(): { readonly id: string; readonly recipient: Client } {
    if (!this.#last) throw new Error("nothing was sent yet");
    return this.#last;
  }

  /** Each pair keeps `window` messages under way, for so many seconds; before that, for `warmUp` seconds that do not count. */
  async full(window: number, seconds: number, warmUp: number): Promise<Talk> {
    const stop = this.#rush(window);
    await Bun.sleep(warmUp * 1000);
    stop();
    await this.#quiet();
    return this.#measure(seconds, () => this.#rush(window));
  }

  /** So many messages a second over all pairs in turn, whether the earlier have arrived or not. */
  steady(rate: number, seconds: number): Promise<Talk> {
    return this.#measure(seconds, () => {
      const began = performance.now();
      let due = 0;
      const timer = setInterval(() => {
        for (; due < ((performance.now() - began) / 1000) * rate; due += 1) this.#send(due % this.pairs);
      }, 1);
      return () => clearInterval(timer);
    });
  }

  /** Every arrival is followed by the pair's next message, until the function it returns is called. */
  #rush(window: number): () => void {
    this.#next = (pair) => this.#send(pair);
    for (let pair = 0; pair < this.pairs; pair += 1) for (let i = 0; i < window; i += 1) this.#send(pair);
    return () => {
      this.#next = () => {};
    };
  }

  /** CPU from the first message sent to a second after the last has arrived, for all of them: none is paid for before or later. */
  async #measure(seconds: number, begin: () => () => void): Promise<Talk> {
    const [watch, before] = [startWatch(this.#server), this.#arrived];
    this.#latencies = [];
    const stop = begin();
    // From an arrival to an arrival: some servers deliver in bursts, and a window cut by the clock holds one more or one less.
    const first = await this.#arrival();
    await Bun.sleep(seconds * 1000);
    const last = await this.#arrival();
    const [loadShare, latencies] = [watch.loadShare(), this.#latencies];
    stop();
    await this.#quiet();
    await Bun.sleep(1000);
    const cpu = watch.serverCpu() / (this.#arrived - before);
    const perSecond = ((last.count - first.count) / (last.time - first.time)) * 1000;
    return { perSecond, cpu, loadShare, p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99) };
  }

  /** The next message that arrives. Throws when none does within ten seconds. */
  async #arrival(): Promise<Arrival> {
    const { promise, resolve, reject } = Promise.withResolvers<Arrival>();
    this.#onArrival = resolve;
    const timer = setTimeout(() => reject(this.#failure ?? new Error("no message arrives any more")), LOSS_TIMEOUT_MS);
    return promise.finally(() => clearTimeout(timer));
  }

  /** Resolves when all that was sent has arrived. Throws when something does not in time. */
  async #quiet(): Promise<void> {
    const deadline = performance.now() + LOSS_TIMEOUT_MS;
    while (this.#arrived < this.#sent) {
      if (this.#failure) throw this.#failure;
      if (performance.now() > deadline) throw new Error(`${this.#sent - this.#arrived} messages never arrived`);
      await Bun.sleep(10);
    }
  }

  #send(pair: number): void {
    const [from, to] = [this.#clients[pair * 2], this.#clients[pair * 2 + 1]];
    if (!from || !to) throw new Error("a pair of nobody");
    const id = `m${this.#sent}`;
    const peer = to.jid.slice(0, to.jid.indexOf("/"));
    this.#sent += 1;
    this.#last = { id, recipient: to };
    this.#sentAt.set(id, performance.now());
    from.send(
      `<message type='chat' to='${peer}' id='${id}'><body>${BODY}</body><origin-id xmlns='urn:xmpp:sid:0' id='${id}'/>` +
        `<request xmlns='urn:xmpp:receipts'/></message>${this.#request}`,
    );
  }

  #arrive(pair: number, { name, attrs }: Element): void {
    if (name !== "message") return;
    const sentAt = this.#sentAt.get(attrs.id);
    // A second copy, or an error that comes back: both would falsify the count.
    if (sentAt === undefined || attrs.type === "error") {
      this.#failure ??= new Error(`an unexpected message: ${attrs.id} of type ${attrs.type}`);
      return;
    }
    const time = performance.now();
    this.#onArrival({ count: this.#arrived, time });
    this.#sentAt.delete(attrs.id);
    this.#arrived += 1;
    this.#latencies.push(time - sentAt);
    this.#next(pair);
  }
}
