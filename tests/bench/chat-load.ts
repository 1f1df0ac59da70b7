/** Pairs of clients that chat: when each message was sent, and its latency. */
import type { Element } from "ltx";
import { SM } from "../support/client/stream-management.ts";
import { watchActivity } from "../support/process/processes.ts";
import { percentile, startWatch } from "./measure.ts";
import type { Server } from "./scenario.ts";

const BODY = "But, soft! what light through yonder window breaks? It is the east, and Juliet is the sun.";

/** A client that is signed in, over any transport. */
export interface Talker {
  readonly jid: string;
  send(xml: string): void;
  onElement: ((element: Element) => void) | undefined;
}

/** Figures of a run of messages. */
export interface ChatFigures {
  /** How many there were. */
  readonly messages: number;
  readonly perSecond: number;
  /** Milliseconds of the server's CPU for each message, including work up to a second afterwards. */
  readonly cpu: number;
  /** How often a thread of the server was woken for each message, and bytes that it has had written to the disk for each. */
  readonly wakeUps: number;
  readonly written: number;
  /** Milliseconds from one client's write to the other's stanza. */
  readonly p50: number;
  readonly p99: number;
  readonly loadShare: number;
}

/** Milliseconds after which a message counts as lost: a server that stores each one waits long for a busy disk. */
const LOSS_TIMEOUT_MS = 60_000;

/** Even clients send, each to the odd one that follows. */
export class ChatLoad<Client extends Talker> {
  readonly #server: Server;
  readonly #clients: readonly Client[];
  readonly #request: string;
  readonly #sentAt = new Map<string, number>();
  #latencies: number[] = [];
  #last: { id: string; recipient: Client } | undefined;
  #failure: Error | undefined;
  #sent = 0;
  #arrived = 0;
  /** Milliseconds on the monotonic clock. */
  #lastArrival = 0;
  /** Called after an arrival: at full load, sends the pair's next message. */
  #next: (pair: number) => void = () => {};

  /** With `acks`, each message is followed by a request for acknowledgement (XEP-0198), as mobile apps do. */
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

  /** Each pair keeps `window` messages in flight for `seconds`, after `warmUp` seconds that do not count. */
  async atFullLoad(window: number, seconds: number, warmUp: number): Promise<ChatFigures> {
    const stop = this.#rush(window);
    await Bun.sleep(warmUp * 1000);
    stop();
    await this.#quiet();
    return this.#measure(Bun.sleep(seconds * 1000), () => this.#rush(window));
  }

  /** Each pair keeps `window` messages in flight until `count` have arrived, or `seconds` are over. */
  ofCount(window: number, count: number, seconds: number): Promise<ChatFigures> {
    const goal = this.#arrived + count;
    const isReached = async (): Promise<void> => {
      for (const began = performance.now(); this.#arrived < goal && performance.now() < began + seconds * 1000; )
        await Bun.sleep(5);
    };
    return this.#measure(isReached(), () => this.#rush(window, goal));
  }

  /** Sends `rate` messages a second, over all pairs in turn, without waiting for arrivals. */
  atRate(rate: number, seconds: number): Promise<ChatFigures> {
    return this.#measure(Bun.sleep(seconds * 1000), () => {
      const began = performance.now();
      let dueAt = 0;
      const timer = setInterval(() => {
        for (; dueAt < ((performance.now() - began) / 1000) * rate; dueAt += 1) this.#send(dueAt % this.pairs);
      }, 1);
      return () => clearInterval(timer);
    });
  }

  /** Starts sending the pair's next message after every arrival, `most` in all since the beginning; the returned function stops it. */
  #rush(window: number, most = Number.POSITIVE_INFINITY): () => void {
    this.#next = (pair) => {
      if (this.#sent < most) this.#send(pair);
    };
    for (let pair = 0; pair < this.pairs; pair += 1) for (let i = 0; i < window; i += 1) this.#send(pair);
    return () => {
      this.#next = () => {};
    };
  }

  /** What is counted is counted from the first message to a second after the last arrival, and divided by all messages. */
  async #measure(until: Promise<void>, begin: () => () => void): Promise<ChatFigures> {
    const [watch, before, began] = [startWatch(this.#server), this.#arrived, performance.now()];
    const activity = watchActivity(this.#server.pid);
    this.#latencies = [];
    const stop = begin();
    await until;
    const loadShare = watch.loadShare();
    stop();
    await this.#quiet();
    await Bun.sleep(1000);
    const messages = this.#arrived - before;
    const cpu = watch.serverCpu() / messages;
    const done = activity();
    const [wakeUps, written] = [done.wakeUps / messages, done.written / messages];
    // To the last arrival: some servers deliver in bursts, and a window by the clock would have one more or one less.
    const perSecond = (messages / (this.#lastArrival - began)) * 1000;
    const [p50, p99] = [percentile(this.#latencies, 0.5), percentile(this.#latencies, 0.99)];
    return { messages, perSecond, cpu, wakeUps, written, loadShare, p50, p99 };
  }

  /** Resolves when all messages have arrived. Throws when some do not in time. */
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
    if (!from || !to) throw new Error("a pair without clients");
    const id = `m${this.#sent}`;
    const peer = to.jid.slice(0, to.jid.indexOf("/"));
    this.#sent += 1;
    this.#last = { id, recipient: to };
    this.#sentAt.set(id, performance.now());
    from.send(
      `<message xmlns='jabber:client' type='chat' to='${peer}' id='${id}'><body>${BODY}</body><origin-id xmlns='urn:xmpp:sid:0' id='${id}'/>` +
        `<request xmlns='urn:xmpp:receipts'/></message>${this.#request}`,
    );
  }

  #arrive(pair: number, element: Element): void {
    const { name, attrs } = element;
    if (name !== "message") return;
    const sentAt = this.#sentAt.get(attrs.id);
    // A duplicate or a returned error: both would falsify the count.
    if (sentAt === undefined || attrs.type === "error") {
      this.#failure ??= new Error(`an unexpected message: ${String(element).slice(0, 500)}`);
      return;
    }
    const time = performance.now();
    this.#lastArrival = time;
    this.#sentAt.delete(attrs.id);
    this.#arrived += 1;
    this.#latencies.push(time - sentAt);
    this.#next(pair);
  }
}
