/** XEP-0198 §5 between two of our servers: connections break repeatedly, each message arrives once and in order. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { type Actor, cast } from "../support/cast.ts";
import { openTestFederation, type TestFederation } from "../support/federation/federation.ts";
import { flakyRelay } from "../support/network/flaky-relay.ts";
import type { TestServer } from "../support/server.ts";

let federation: TestFederation;
beforeAll(async () => {
  federation = await openTestFederation();
});
afterAll(() => federation[Symbol.asyncDispose]());

const MESSAGES = 1000;
const PORTION = 50;

const portOf = ({ server }: TestServer): number => Number(server.listening.server_tls?.split(":").at(-1));

/** The numbers that an actor has received, in the order of their arrival. */
const receivedNumbers = ({ client }: Actor): number[] =>
  client.inbox.all.flatMap((element) => {
    const body = element.name === "message" ? element.getChildText("body") : null;
    return body === null || body === undefined ? [] : [Number(body)];
  });

const inOrder = Array.from({ length: MESSAGES }, (_, number) => number);

async function sendNumbers(from: Actor, to: Actor): Promise<void> {
  for (let number = 0; number < MESSAGES; number++) {
    from.sends(`<message to="${to.jid}" type="chat"><body>${number}</body></message>`);
    if (number % PORTION === 0) await from.pings();
  }
}

test.each([
  ["two streams, one each way", false],
  ["one stream that goes both ways (XEP-0288)", true],
])(
  "1,000 messages each way over %s arrive once and in order, though connections break repeatedly",
  async (_, isOne) => {
    const names = isOne
      ? (["tybalt.example", "mercutio.example"] as const)
      : (["capulet.example", "montague.example"] as const);
    const capulet = await federation.server(names[0], { listeners: ["direct"] });
    const montague = await federation.server(names[1], { listeners: ["direct"] });
    const bytesUntilCut = [40_000, 90_000, 30_000, 60_000];
    let next = 0;
    const size = (): number => bytesUntilCut[next++ % bytesUntilCut.length] ?? 0;
    await using toCapulet = await flakyRelay(() => portOf(capulet), size);
    await using toMontague = await flakyRelay(() => portOf(montague), size);
    federation.setRecords(names[0], { direct: toCapulet.port });
    federation.setRecords(names[1], { direct: toMontague.port });
    const { juliet } = await cast(capulet, ["juliet"]);
    const { romeo } = await cast(montague, ["romeo"]);
    if (isOne) {
      juliet.sends(`<message to="${romeo.jid}" type="headline"><subject>first</subject></message>`);
      await romeo.receives(`<message from="${juliet.jid}" type="headline"/>`);
    }

    await Promise.all([sendNumbers(juliet, romeo), sendNumbers(romeo, juliet)]);
    const isDone = (): boolean =>
      receivedNumbers(romeo).length >= MESSAGES && receivedNumbers(juliet).length >= MESSAGES;
    for (const end = performance.now() + 45_000; !isDone() && performance.now() < end; ) await Bun.sleep(20);
    // Duplicates would have arrived by now, after the last message.
    for (const [from, to] of [
      [juliet, romeo],
      [romeo, juliet],
    ] as const) {
      from.sends(`<message to="${to.jid}" type="headline"><subject>last</subject></message>`);
      await to.receives(`<message from="${from.jid}" type="headline"/>`);
    }
    expect(receivedNumbers(romeo)).toEqual(inOrder);
    expect(receivedNumbers(juliet)).toEqual(inOrder);
    expect(toCapulet.cuts + toMontague.cuts).toBeGreaterThan(3);
    if (isOne) expect(toCapulet.cuts).toBe(0);
    expect([...capulet.errors, ...montague.errors]).toEqual([]);
  },
  60_000,
);
