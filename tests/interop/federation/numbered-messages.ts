/** A thousand numbered messages each way between two servers, which are stopped or killed meanwhile. */
import type { Actor } from "../../support/cast.ts";
import type { Server, TwoServers } from "./two-servers.ts";

/** Which server ends after a block of messages, and how; blocks are sent in both directions at once. */
export type Interruption = "one stops" | "other stops" | "one is killed" | "other is killed";

/** Outcomes of the messages of one direction, by number. */
export interface Losses {
  /** Neither arrived nor returned with an error. */
  readonly lost: readonly number[];
  /** Returned to the sender with an error, and not arrived. */
  readonly returned: readonly number[];
  readonly doubled: readonly number[];
  /** Arrived after a later one; of duplicates the first arrival counts. */
  readonly reordered: readonly number[];
}

export interface BothLosses {
  readonly toOther: Losses;
  readonly toOne: Losses;
}

export const ACCOUNTS = ["speaker", "listener"] as const;
const TOTAL = 1000;
const ALL: readonly number[] = Array.from({ length: TOTAL }, (_, number) => number);

/** The index of a message's block, where `cuts` interruptions divide the messages. */
export const blockOf = (number: number, cuts: number): number => Math.floor((number * (cuts + 1)) / TOTAL);

/** Milliseconds until the last message must have arrived. */
const ARRIVAL_TIMEOUT_MS = 60_000;

/**
 * Milliseconds after which a ping is repeated. ejabberd loses the answer where it has just failed to reach the other server: what it
 * has for that server meanwhile it returns to the sender, and an answer is not returned.
 */
const REPEAT_MS = 2_000;

/** Sends one block more than there are interruptions. The listeners sign in at the end and get offline messages. */
export async function exchangeNumbered({ one, other }: TwoServers, cuts: readonly Interruption[]): Promise<BothLosses> {
  const directions = [new Direction(one, other), new Direction(other, one)] as const;
  for (const [block, cut] of [...cuts, undefined].entries()) {
    const numbers = ALL.filter((number) => blockOf(number, cuts.length) === block);
    await Promise.all(directions.map((direction) => direction.sendMessages(numbers)));
    if (cut === undefined) break;
    const [side, how] = [cut.startsWith("one") ? one : other, cut.endsWith("stops") ? "stop" : "kill"] as const;
    for (const direction of directions) if (direction.from === side) await direction.disconnect();
    await side.restart(how);
    // Queued messages arrive before the next block, so that each interruption affects one block only.
    await Promise.all(directions.map((direction) => direction.pingUntilAnswered()));
  }
  const [toOther, toOne] = await Promise.all(directions.map((direction) => direction.losses()));
  if (!toOther || !toOne) throw new Error("two directions have two results");
  return { toOther, toOne };
}

class Direction {
  readonly from: Server;
  readonly #to: Server;
  #speaker: Actor | undefined;
  readonly #returned = new Set<number>();

  constructor(from: Server, to: Server) {
    this.from = from;
    this.#to = to;
  }

  /** Resolves when the sender's server has accepted all of them. */
  async sendMessages(numbers: readonly number[]): Promise<void> {
    const speaker = await this.#present();
    const to = `listener@${this.#to.domain}`;
    for (const number of numbers)
      speaker.sends(`<message type="chat" id="n${number}" to="${to}"><body>${number}</body></message>`);
    // XEP-0198 where supported: an <a/> means accepted, the answer to a ping only that the stanzas were read.
    if (speaker.client.acks.isEnabled) await speaker.client.confirmed();
    else await speaker.pings();
  }

  /** Before the server ends: records returned messages, and disconnects. */
  async disconnect(): Promise<void> {
    this.#notice();
    this.#speaker?.client.destroy();
    this.#speaker = undefined;
  }

  /** Pings the other server until it answers, which is after everything sent before. */
  async pingUntilAnswered(): Promise<void> {
    const speaker = await this.#present();
    const ping = `<iq type="get" to="${this.#to.domain}"><ping xmlns="urn:xmpp:ping"/></iq>`;
    const deadline = performance.now() + ARRIVAL_TIMEOUT_MS;
    const { promise: answered, resolve } = Promise.withResolvers<"answered">();
    for (;;) {
      if (performance.now() > deadline) throw new Error(`${this.#to.domain} cannot be reached`);
      const answer = speaker.asks(ping);
      const refused = answer.then(({ attrs }) => (attrs.type === "result" ? resolve("answered") : Bun.sleep(100)));
      if ((await Promise.race([answered, refused, Bun.sleep(REPEAT_MS)])) === "answered") return;
    }
  }

  /** Resolves once the last message has arrived. */
  async losses(): Promise<Losses> {
    await this.pingUntilAnswered();
    const speaker = await this.#present();
    speaker.sends(`<message type="chat" to="listener@${this.#to.domain}"><body>the end</body></message>`);
    await this.pingUntilAnswered();
    const listener = await this.#to.enter("listener");
    await listener.client.receive((element) => element.getChildText("body") === "the end", ARRIVAL_TIMEOUT_MS);
    this.#notice();
    const received = listener.client.inbox.all
      .filter(({ name, attrs }) => name === "message" && attrs.type === "chat")
      .map((element) => element.getChildText("body") ?? "")
      .filter((body) => /^\d+$/.test(body))
      .map(Number);
    await Promise.all([speaker.leaves(), listener.leaves()]);
    return lossesOf(received, this.#returned);
  }

  async #present(): Promise<Actor> {
    if (this.#speaker) return this.#speaker;
    this.#speaker = await this.from.signIn("speaker");
    const { features } = this.#speaker.client;
    if (features.getChild("sm", "urn:xmpp:sm:3")) await this.#speaker.client.enableAcks();
    return this.#speaker;
  }

  #notice(): void {
    for (const { name, attrs } of this.#speaker?.client.inbox.all ?? [])
      if (name === "message" && attrs.type === "error") this.#returned.add(Number(String(attrs.id).slice(1)));
  }
}

/** `received` in order of arrival. */
export function lossesOf(received: readonly number[], returned: ReadonlySet<number>): Losses {
  const [seen, doubled, reordered] = [new Set<number>(), new Set<number>(), new Set<number>()];
  let highest = -1;
  for (const number of received) {
    if (seen.has(number)) doubled.add(number);
    else if (number < highest) reordered.add(number);
    seen.add(number);
    highest = Math.max(highest, number);
  }
  const missing = ALL.filter((number) => !seen.has(number));
  return {
    lost: missing.filter((number) => !returned.has(number)),
    returned: missing.filter((number) => returned.has(number)),
    doubled: [...doubled],
    reordered: [...reordered],
  };
}
