/** XEP-0288: sending over a stream that another server has opened. */
import { expect, test } from "bun:test";
import { StreamManagementState } from "../../session/stream-management-state.ts";
import { xml } from "../../stanza.ts";
import { openTestStream, streamHeader } from "../../stream/testing.ts";
import { StreamError } from "../../stream-error.ts";
import type { BidiStreams } from "../bidi-stream.ts";
import { DomainPairs, pairKey } from "../domain-pair.ts";
import { BidiSender } from "./bidi-sender.ts";

const pairOf = (remote: string) => ({ local: "here.example", remote });
const [A, B] = [pairOf("a.example"), pairOf("b.example")];
const message = (id: number) => xml("message", { id, from: "juliet@here.example", to: "romeo@a.example" });

function setUp() {
  const open = () => {
    const stage = openTestStream();
    stage.stream.opened(streamHeader());
    stage.sent.length = 0;
    return stage;
  };
  const { stream, sent } = open();
  const events: string[] = [];
  const bidiStreams: BidiStreams = {
    addBidiStream: (pair) => void events.push(`+${pairKey(pair)}`),
    removeBidiStream: (pair) => void events.push(`-${pairKey(pair)}`),
  };
  const bidi = new BidiSender(stream, { bidiStreams, maxUnacknowledged: 10_000, now: () => 0 });
  return { bidi, sent, events, open };
}

const ids = (sent: readonly string[]): string =>
  sent.flatMap((text) => /^<message id="(\d+)"/.exec(text)?.[1] ?? []).join();

test("each pair is added once, and removed once, however often that is called", () => {
  const { bidi, events } = setUp();
  for (const pair of [A, A, B]) bidi.addPair(pair);
  for (let n = 0; n < 2; n++) bidi.release();
  expect(events).toEqual([`+${pairKey(A)}`, `+${pairKey(B)}`, `-${pairKey(A)}`, `-${pairKey(B)}`]);
});

test("once it is released, nothing is sent or counted, and no pair is added", () => {
  const { bidi, sent, events } = setUp();
  const management = new StreamManagementState("id");
  bidi.enableManagement(management);
  bidi.release();
  bidi.send(message(1), () => events.push("confirmed"));
  bidi.addPair(A);
  expect([ids(sent), events, management.sent]).toEqual(["", [], 0]);
});

test("it is covered by a stream that is verified for all its pairs", () => {
  const { bidi } = setUp();
  for (const pair of [A, B]) bidi.addPair(pair);
  const verified = new DomainPairs();
  verified.add(A);
  expect(bidi.isCoveredBy(verified)).toBe(false);
  verified.add(B);
  expect(bidi.isCoveredBy(verified)).toBe(true);
});

test("without a connection, stanzas and drain callbacks wait for the next one", () => {
  const { bidi, open, sent } = setUp();
  const events: string[] = [];
  bidi.enableManagement(new StreamManagementState("id"));
  bidi.whenDrained(() => events.push("left"));
  bidi.send(message(1), () => events.push("confirmed"));
  bidi.detach();
  bidi.whenDrained(() => events.push("left later"));
  bidi.send(message(2), () => {});
  expect([ids(sent), events]).toEqual(["1", ["left"]]);
  const { stream, sent: resent } = open();
  bidi.attach(stream);
  expect([ids(resent), events]).toEqual(["1,2", ["left", "left later"]]);
  expect([bidi.acknowledge(3), bidi.acknowledge(1)]).toEqual([false, true]);
  expect(events).toEqual(["left", "left later", "confirmed"]);
});

test("ending it ends the connection; without one, it is released at once", () => {
  const connected = setUp();
  connected.bidi.addPair(A);
  connected.bidi.end(new StreamError("reset"));
  expect([connected.sent.join(), connected.events]).toEqual([expect.stringContaining("<reset"), [`+${pairKey(A)}`]]);
  const { bidi, events } = setUp();
  bidi.addPair(A);
  bidi.detach();
  bidi.end(new StreamError("reset"));
  expect(events).toEqual([`+${pairKey(A)}`, `-${pairKey(A)}`]);
});

test("stored numbers begin with one, and count stanzas whose number is not stored", () => {
  const { bidi, sent } = setUp();
  bidi.enableManagement(new StreamManagementState("id"));
  const numbers: number[] = [];
  const committed: (() => void)[] = [];
  const afterCommit = (callback: () => void): void => void committed.push(callback);
  const number = { bytes: 1, store: (number: number) => void numbers.push(number), afterCommit };
  bidi.send(message(1), () => {}, number);
  bidi.send(message(2), () => {});
  bidi.send(message(3), () => {}, number);
  expect([numbers, ids(sent)]).toEqual([[1, 3], ""]);
  for (const callback of committed) callback();
  expect(ids(sent)).toBe("1,2,3");
});

test("what waits for its commit when the stream is resumed is sent once, behind what is sent again", () => {
  const { bidi, open } = setUp();
  bidi.enableManagement(new StreamManagementState("id"));
  const committed: (() => void)[] = [];
  const afterCommit = (callback: () => void): void => void committed.push(callback);
  const number = { bytes: 1, store: () => {}, afterCommit };
  bidi.detach();
  bidi.send(message(1), () => {}, number);
  for (const callback of committed.splice(0)) callback();
  bidi.send(message(2), () => {}, number);
  bidi.send(message(3), () => {});
  const { stream, sent } = open();
  bidi.attach(stream);
  expect(ids(sent)).toBe("1");
  for (const callback of committed) callback();
  expect(ids(sent)).toBe("1,2,3");
  expect([bidi.acknowledge(4), bidi.acknowledge(3)]).toEqual([false, true]);
});
