/** XEP-0288: what we send over a stream of another server's, from its beginning to its end. */
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

function play() {
  const open = () => {
    const stage = openTestStream();
    stage.stream.opened(streamHeader());
    stage.sent.length = 0;
    return stage;
  };
  const { stream, sent } = open();
  const events: string[] = [];
  const ways: BidiStreams = {
    addBidiStream: (pair) => void events.push(`+${pairKey(pair)}`),
    removeBidiStream: (pair) => void events.push(`-${pairKey(pair)}`),
  };
  const way = new BidiSender(stream, { bidiStreams: ways, maxUnacknowledged: 10_000, now: () => 0 });
  return { way, sent, events, open };
}

const ids = (sent: readonly string[]): string =>
  sent.flatMap((text) => /^<message id="(\d+)"/.exec(text)?.[1] ?? []).join();

test("each pair is told of once, and once more when it is over, however often that is said", () => {
  const { way, events } = play();
  for (const pair of [A, A, B]) way.addPair(pair);
  for (let n = 0; n < 2; n++) way.release();
  expect(events).toEqual([`+${pairKey(A)}`, `+${pairKey(B)}`, `-${pairKey(A)}`, `-${pairKey(B)}`]);
});

test("after that nothing goes over it, is counted, or opens it again", () => {
  const { way, sent, events } = play();
  const management = new StreamManagementState("id");
  way.enableManagement(management);
  way.release();
  way.send(message(1), () => events.push("confirmed"));
  way.addPair(A);
  expect([ids(sent), events, management.sent]).toEqual(["", [], 0]);
});

test("it fits a stream that is good for all its pairs", () => {
  const { way } = play();
  for (const pair of [A, B]) way.addPair(pair);
  const verified = new DomainPairs();
  verified.add(A);
  expect(way.isCoveredBy(verified)).toBe(false);
  verified.add(B);
  expect(way.isCoveredBy(verified)).toBe(true);
});

test("what is sent without a connection, and who waits for it to have left, waits for the next one", () => {
  const { way, open, sent } = play();
  const events: string[] = [];
  way.enableManagement(new StreamManagementState("id"));
  way.whenDrained(() => events.push("left"));
  way.send(message(1), () => events.push("confirmed"));
  way.detach();
  way.whenDrained(() => events.push("left later"));
  way.send(message(2), () => {});
  expect([ids(sent), events]).toEqual(["1", ["left"]]);
  const { stream, sent: resent } = open();
  way.attach(stream);
  expect([ids(resent), events]).toEqual(["1,2", ["left", "left later"]]);
  expect([way.acknowledge(3), way.acknowledge(1)]).toEqual([false, true]);
  expect(events).toEqual(["left", "left later", "confirmed"]);
});

test("it ends with its connection, and at once where it has none", () => {
  const connected = play();
  connected.way.addPair(A);
  connected.way.end(new StreamError("reset"));
  expect([connected.sent.join(), connected.events]).toEqual([expect.stringContaining("<reset"), [`+${pairKey(A)}`]]);
  const { way, events } = play();
  way.addPair(A);
  way.detach();
  way.end(new StreamError("reset"));
  expect(events).toEqual([`+${pairKey(A)}`, `-${pairKey(A)}`]);
});

test("the numbers that are remembered begin with one, and count what need not be", () => {
  const { way, sent } = play();
  way.enableManagement(new StreamManagementState("id"));
  const numbers: number[] = [];
  const committed: (() => void)[] = [];
  const afterCommit = (callback: () => void): void => void committed.push(callback);
  const remembered = { bytes: 1, store: (number: number) => void numbers.push(number), afterCommit };
  way.send(message(1), () => {}, remembered);
  way.send(message(2), () => {});
  way.send(message(3), () => {}, remembered);
  expect([numbers, ids(sent)]).toEqual([[1, 3], ""]);
  for (const callback of committed) callback();
  expect(ids(sent)).toBe("1,2,3");
});
