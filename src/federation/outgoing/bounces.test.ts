/** RFC 6120 §8.3: stanzas go back to their senders, a few in each turn of the event loop. */
import { expect, spyOn, test } from "bun:test";
import { message, outgoingTrial } from "../../../tests/support/federation/outgoing-trial.ts";
import { parseJid } from "../../jid/jid.ts";
import { stanzaOf } from "../../stanza.ts";
import { StanzaError } from "../../stanza-error.ts";
import { parseElement } from "../../xml/parse-element.ts";
import { Bounces } from "./bounces.ts";
import { outgoingStanza } from "./route-queue.ts";

const PAIR = { local: "capulet.example", remote: "montague.example" };
const STANZA = stanzaOf(parseElement(message(1)), parseJid("juliet@capulet.example/balcony"));

function setUp() {
  const bounced: number[] = [];
  const bounces = new Bounces({
    db: { atomically: (work) => work() },
    store: { remove: (_, row) => void bounced.push(row) },
    router: { receive: () => {} },
  });
  const add = (count: number): void => {
    for (let row = 0; row < count; row++)
      bounces.add(PAIR, outgoingStanza(STANZA, { now: 0, deadline: 0, row }), new StanzaError("remote-server-timeout"));
  };
  return { bounced, bounces, add };
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("fifty go back at once, the others in order, fifty in each turn", async () => {
  const { bounced, add } = setUp();
  add(220);
  const counts = [bounced.length];
  while (bounced.length < 220 && counts.length < 10) {
    await nextTurn();
    counts.push(bounced.length);
  }
  expect(counts).toEqual([50, 100, 150, 200, 220]);
  expect(bounced).toEqual(Array.from({ length: 220 }, (_, n) => n));
});

test("the next turn has fifty of its own", async () => {
  const { bounced, add } = setUp();
  add(50);
  await nextTurn();
  add(50);
  expect(bounced).toHaveLength(100);
});

test("where nothing waits, no further turn is scheduled", async () => {
  const scheduled = spyOn(globalThis, "setImmediate");
  setUp().add(1);
  for (let n = 0; n < 5; n++) await Bun.sleep(0);
  expect(scheduled).toHaveBeenCalledTimes(1);
  scheduled.mockRestore();
});

test("once it is stopped, nothing goes back", async () => {
  const { bounced, bounces, add } = setUp();
  add(60);
  bounces.stop();
  await nextTurn();
  await nextTurn();
  expect(bounced).toHaveLength(50);
});

test("where the other server cannot be reached, at most fifty errors are sent in a turn", async () => {
  const trial = outgoingTrial({ limits: { maxQueued: 1000 }, targets: () => ({ state: "absent" }) });
  trial.sendMessages(1, 220);
  const counts: number[] = [];
  for (let turns = 0; trial.bounced.length < 220 && turns < 50; turns++) {
    const before = trial.bounced.length;
    await nextTurn();
    counts.push(trial.bounced.length - before);
  }
  expect(Math.max(...counts)).toBe(50);
  expect(trial.bounced).toHaveLength(220);
});
