/** A thousand numbered messages each way between two servers, which are stopped or killed meanwhile. */
import type { Actor } from "../../support/cast.ts";
import type { Server, TwoServers } from "./two-servers.ts";

/** Who ends after a block of messages, and how; the blocks are sent in both directions at once. */
export type Interruption = "one stops" | "other stops" | "one is killed" | "other is killed";

/** What became of the messages of one direction, by their numbers. */
export interface Losses {
  /** Neither arrived, nor came back with an error. */
  readonly lost: readonly number[];
  /** Came back to the speaker with an error, and did not arrive. */
  readonly returned: readonly number[];
  readonly doubled: readonly number[];
  /** Those that arrived behind a later one; whoever arrives twice counts by the first time. */
  readonly late: readonly number[];
}

export interface BothLosses {
  readonly toOther: Losses;
  readonly toOne: Losses;
}

export const SPEAKERS = ["speaker", "listener"] as const;
const TOTAL = 1000;
const ALL: readonly number[] = Array.from({ length: TOTAL }, (_, number) => number);

/** In which block a message is sent, where so many cuts divide them. */
export const blockOf = (number: number, cuts: number): number => Math.floor((number * (cuts + 1)) / TOTAL);

/** Milliseconds until the last words must have come. */
const ARRIVAL_TIMEOUT_MS = 20_000;

/** As many blocks as cuts, and one more. The listeners come when everything has been said: their servers keep it for them. */
export async function numbered({ one, other }: TwoServers, cuts: readonly Interruption[]): Promise<BothLosses> {
  const directions = [new Direction(one, other), new Direction(other, one)] as const;
  for (const [block, cut] of [...cuts, undefined].entries()) {
    const numbers = ALL.filter((number) => blockOf(number, cuts.length) === block);
    await Promise.all(directions.map((direction) => direction.says(numbers)));
    if (cut === undefined) break;
    const [who, how] = [cut.startsWith("one") ? one : other, cut.endsWith("stops") ? "stop" : "kill"] as const;
    for (const direction of directions) if (direction.from === who) await direction.hangsUp();
    await who.restart(how);
    // What the cut has left behind comes before the next block: so each cut answers for one.
    await Promise.all(directions.map((direction) => direction.settles()));
  }
  const [toOther, toOne] = await Promise.all(directions.map((direction) => direction.toll()));
  if (!toOther || !toOne) throw new Error("two directions have two tolls");
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

  /** Resolves when the speaker's own server has accepted them all. */
  async says(numbers: readonly number[]): Promise<void> {
    const speaker = await this.#present();
    const to = `listener@${this.#to.domain}`;
    for (const number of numbers)
      speaker.sends(`<message type="chat" id="n${number}" to="${to}"><body>${number}</body></message>`);
    // XEP-0198 where there is any: an answer to an <r/> is a promise, one to a ping says only that it was read.
    if (speaker.client.acks.isEnabled) await speaker.client.confirmed();
    else await speaker.pings();
  }

  /** The server is about to end: what it has sent back until now is noticed. */
  async hangsUp(): Promise<void> {
    this.#notice();
    this.#speaker?.client.destroy();
    this.#speaker = undefined;
  }

  /** The other server, asked again and again, answers: behind all that went to it before. */
  async settles(): Promise<void> {
    const speaker = await this.#present();
    const ping = `<iq type="get" to="${this.#to.domain}"><ping xmlns="urn:xmpp:ping"/></iq>`;
    const deadline = performance.now() + ARRIVAL_TIMEOUT_MS;
    while ((await speaker.asks(ping)).attrs.type !== "result") {
      if (performance.now() > deadline) throw new Error(`${this.#to.domain} is not reached any more`);
      await Bun.sleep(100);
    }
  }

  /** Once the last word has come. */
  async toll(): Promise<Losses> {
    await this.settles();
    const speaker = await this.#present();
    speaker.sends(`<message type="chat" to="listener@${this.#to.domain}"><body>the end</body></message>`);
    await this.settles();
    const listener = await this.#to.enter("listener");
    await listener.client.receive((element) => element.getChildText("body") === "the end", ARRIVAL_TIMEOUT_MS);
    this.#notice();
    const heard = listener.client.inbox.all
      .filter(({ name, attrs }) => name === "message" && attrs.type === "chat")
      .map((element) => element.getChildText("body") ?? "")
      .filter((body) => /^\d+$/.test(body))
      .map(Number);
    await Promise.all([speaker.leaves(), listener.leaves()]);
    return tollOf(heard, this.#returned);
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

/** `heard` in the order in which it came. */
export function tollOf(heard: readonly number[], returned: ReadonlySet<number>): Losses {
  const [seen, doubled, late] = [new Set<number>(), new Set<number>(), new Set<number>()];
  let highest = -1;
  for (const number of heard) {
    if (seen.has(number)) doubled.add(number);
    else if (number < highest) late.add(number);
    seen.add(number);
    highest = Math.max(highest, number);
  }
  const missing = ALL.filter((number) => !seen.has(number));
  return {
    lost: missing.filter((number) => !returned.has(number)),
    returned: missing.filter((number) => returned.has(number)),
    doubled: [...doubled],
    late: [...late],
  };
}
