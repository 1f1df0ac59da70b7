/** What is sent over a transport: as fast as the peer reads, and within the window of what is unconfirmed. */
import { describe, expect, test } from "bun:test";
import { message } from "../../../tests/support/federation/outgoing-trial.ts";
import { manualClock } from "../../../tests/support/in-memory/manual-clock.ts";
import { parseJid } from "../../jid/jid.ts";
import { stanzaOf } from "../../stanza.ts";
import { parseElement } from "../../xml/parse-element.ts";
import { pingOf } from "./ping-probe.ts";
import { QueueLimits } from "./queue-limits.ts";
import { type OutgoingStanza, outgoingStanza, RouteQueue } from "./route-queue.ts";
import { SendWindow } from "./send-window.ts";
import type { Transport } from "./transport.ts";

const PAIR = { local: "capulet.example", remote: "montague.example" };

function setUp({ isManaged = true, isResumable = true } = {}) {
  const clock = manualClock();
  const held = new QueueLimits({ maxQueued: 1000, maxQueuedSize: 1e9, maxQueuedTotal: 1e9 });
  const queue = new RouteQueue(held);
  const sent: OutgoingStanza[] = [];
  const arrived: string[] = [];
  const events: string[] = [];
  const drains: (() => void)[] = [];
  let pings = 0;
  let rows = 0;
  const transport: Transport = {
    isManaged,
    isResumable,
    isOpen: true,
    send: (item) => void sent.push(item),
    whenDrained: (callback) => void drains.push(callback),
    close: () => void events.push("close"),
    disconnect: (reason) => void events.push(`disconnect: ${reason}`),
    fail: () => {},
  };
  const window = new SendWindow({
    queue,
    clock,
    ping: () => outgoingStanza(pingOf(PAIR, `ping${++pings}`), { now: 0, deadline: 0 }),
    confirmed: (items) => void arrived.push(...items.map(({ stanza }) => stanza.xml.getChildText("body") ?? "")),
  });
  const wait = (body: string | number, bytes = 100, isStored = true): OutgoingStanza => {
    const element = parseElement(message(body));
    const stanza = stanzaOf(element, parseJid(element.attrs.from));
    rows += 1;
    const known = { bytes, weight: bytes * 2, row: isStored ? rows : undefined };
    const item = outgoingStanza(stanza, { now: 0, deadline: 1000, ...known });
    queue.add(item);
    return item;
  };
  const said = (): string[] => sent.map(({ stanza }) => stanza.xml.getChildText("body") ?? stanza.id ?? "");
  return { clock, held, queue, window, transport, sent, said, arrived, events, drains, wait };
}

describe("a peer that reads slowly", () => {
  test("is sent no more before it has read, and is disconnected where it does not within a minute", () => {
    const { clock, window, transport, said, events, drains, wait } = setUp();
    for (const n of [1, 2, 3, 4]) wait(n, 128_000);
    window.attach(transport);
    expect(said()).toEqual(["1", "2", "3"]);
    clock.advance(59_999);
    expect(events).toEqual([]);
    clock.advance(1);
    expect(events).toEqual(["disconnect: it does not read what it is sent"]);
    drains[0]?.();
    expect(said()).toEqual(["1", "2", "3", "4"]);
  });

  test("is not disconnected where it has read: the minute begins anew", () => {
    const { clock, window, transport, said, events, drains, wait } = setUp();
    for (const n of [1, 2, 3, 4, 5, 6]) wait(n, 128_000);
    window.attach(transport);
    drains[0]?.();
    expect(said()).toHaveLength(6);
    clock.advance(59_999);
    drains[1]?.();
    clock.advance(60_000);
    expect(events).toEqual([]);
  });

  test("is not waited for once its transport has ended", () => {
    const { clock, window, transport, said, events, drains, wait } = setUp();
    for (const n of [1, 2, 3, 4]) wait(n, 128_000);
    window.attach(transport);
    window.detach({ oneAtATime: false });
    clock.advance(60_000);
    expect(events).toEqual([]);
    drains[0]?.();
    expect(said()).toHaveLength(3);
    // The next one begins with nothing unread.
    window.attach({ ...transport });
    expect(said()).toHaveLength(4);
  });
});

describe("what was sent and not confirmed", () => {
  test("is limited in bytes, and more strictly where all of it would be sent again", () => {
    const resumable = setUp();
    for (let n = 0; n < 12; n++) resumable.wait(n, 100_000);
    resumable.window.attach(resumable.transport);
    while (resumable.drains.length > 0) resumable.drains.shift()?.();
    expect(resumable.said()).toHaveLength(11);
    const not = setUp({ isResumable: false });
    for (let n = 0; n < 12; n++) not.wait(n, 16_000);
    not.window.attach(not.transport);
    expect(not.said()).toHaveLength(5);
    const many = setUp({ isResumable: false });
    for (let n = 0; n < 120; n++) many.wait(n, 1);
    many.window.attach(many.transport);
    expect(many.said()).toHaveLength(100);
    expect(many.held.weight).toBe(240);
  });

  test("what is removed from the queue is not counted any more", () => {
    const { queue, held, wait } = setUp();
    for (const n of [1, 2, 3]) wait(n);
    expect(queue.remove(({ row }) => row !== 2)).toHaveLength(2);
    expect([queue.weight, held.weight, held.weightOf("juliet@capulet.example")]).toEqual([200, 200, 200]);
    expect(queue.remove(({ row }) => row === 7)).toEqual([]);
    queue.remove(() => true);
    expect([queue.weight, held.weight, held.weightOf("juliet@capulet.example")]).toEqual([0, 0, 0]);
  });

  test("is confirmed up to a stanza, and then others are sent", () => {
    const { window, transport, said, arrived, held, queue, wait } = setUp({ isResumable: false });
    const items = Array.from({ length: 120 }, (_, n) => wait(n, 1));
    window.attach(transport);
    window.confirmedThrough(items[9] as OutgoingStanza);
    expect([arrived.length, said().length, held.weight, queue.weight]).toEqual([10, 110, 220, 220]);
    // It has been confirmed already.
    window.confirmedThrough(items[3] as OutgoingStanza);
    expect(arrived).toHaveLength(10);
  });

  test("oneAtATime: the first is sent alone until it is confirmed", () => {
    const { window, transport, said, queue, wait } = setUp();
    const items = [1, 2, 3].map((n) => wait(n));
    window.attach(transport);
    window.detach({ oneAtATime: true });
    queue.requeueSent();
    window.attach({ ...transport });
    expect(said()).toEqual(["1", "2", "3", "1"]);
    window.confirmedThrough(items[0] as OutgoingStanza);
    expect(said()).toEqual(["1", "2", "3", "1", "2", "3"]);
  });

  test("once it is closed, nothing is sent", () => {
    const { window, transport, said, wait } = setUp();
    const item = wait(1);
    window.attach(transport);
    window.close();
    wait(2);
    window.confirmedThrough(item);
    expect(said()).toEqual(["1"]);
  });
});

describe("XEP-0199 §4.4: without XEP-0198", () => {
  test("a ping follows after 100 ms and confirms what was sent before; presence alone leads to none", () => {
    const { clock, window, transport, said, arrived, held, wait } = setUp({ isManaged: false });
    wait("passing", 100, false);
    window.attach(transport);
    expect(held.weight).toBe(0);
    clock.advance(200);
    expect(said()).toEqual(["passing"]);
    wait(1);
    window.sendNext();
    wait(2);
    window.sendNext();
    clock.advance(99);
    expect(said()).toEqual(["passing", "1", "2"]);
    clock.advance(1);
    expect(said().at(-1)).toBe("ping1");
    wait(3);
    window.sendNext();
    expect([
      window.handlePingAnswer("ping2", "result"),
      window.handlePingAnswer(undefined, "result"),
      window.handlePingAnswer("ping1", "result"),
    ]).toEqual([false, false, true]);
    expect(arrived).toEqual(["1", "2"]);
    clock.advance(100);
    window.handlePingAnswer("ping2", "result");
    expect([arrived, held.weight]).toEqual([["1", "2", "3"], 0]);
  });

  test("a full window leads to a ping at once; without an answer the transport is closed", () => {
    const { clock, window, transport, said, events, wait } = setUp({ isManaged: false, isResumable: false });
    for (let n = 0; n < 101; n++) wait(n, 1);
    window.attach(transport);
    expect([said().length, said().at(-1)]).toEqual([101, "ping1"]);
    clock.advance(59_999);
    expect(events).toEqual([]);
    clock.advance(1);
    expect(events).toEqual(["close"]);
  });

  test("a ping without an answer is repeated; the first answer counts, for what was sent before its ping", () => {
    const { clock, window, transport, said, arrived, events, wait } = setUp({ isManaged: false });
    wait(1);
    window.attach(transport);
    clock.advance(100);
    wait(2);
    window.sendNext();
    clock.advance(999);
    expect(said()).toEqual(["1", "ping1", "2"]);
    clock.advance(1);
    clock.advance(2_000);
    expect(said()).toEqual(["1", "ping1", "2", "ping2", "ping3"]);
    expect(window.handlePingAnswer("ping1", "result")).toBe(true);
    expect(arrived).toEqual(["1"]);
    expect([window.handlePingAnswer("ping2", "result"), window.handlePingAnswer("ping3", "result")]).toEqual([
      false,
      false,
    ]);
    clock.advance(100);
    expect(said().at(-1)).toBe("ping4");
    clock.advance(1_000);
    expect(window.handlePingAnswer("ping5", "result")).toBe(true);
    expect(arrived).toEqual(["1", "2"]);
    clock.advance(100_000);
    expect([said().at(-1), events]).toEqual(["ping5", []]);
  });

  test("an error confirms nothing where the other server has answered with a result, until it is given up", () => {
    const { clock, window, transport, arrived, events, wait } = setUp({ isManaged: false });
    wait(1);
    window.attach(transport);
    clock.advance(100);
    window.handlePingAnswer("ping1", "error");
    expect(arrived).toEqual(["1"]);
    wait(2);
    window.sendNext();
    clock.advance(100);
    window.handlePingAnswer("ping2", "result");
    wait(3);
    window.sendNext();
    clock.advance(100);
    expect(window.handlePingAnswer("ping3", "error")).toBe(true);
    expect(arrived).toEqual(["1", "2"]);
    clock.advance(60_000);
    expect(events).toEqual(["close"]);
    window.detach({ oneAtATime: false });
    wait(4);
    window.attach(transport);
    clock.advance(100);
    window.handlePingAnswer("ping9", "error");
    expect(arrived).toEqual(["1", "2", "3", "4"]);
  });

  test("silence is no error: an error confirms nothing afterwards, either", () => {
    const { clock, window, transport, arrived, events, wait } = setUp({ isManaged: false });
    wait(1);
    window.attach(transport);
    clock.advance(100);
    window.handlePingAnswer("ping1", "result");
    wait(2);
    window.sendNext();
    clock.advance(100);
    clock.advance(60_000);
    expect([events, window.isRefused]).toEqual([["close"], false]);
    window.detach({ oneAtATime: false });
    wait(3);
    window.attach(transport);
    clock.advance(100);
    const last = Array.from({ length: 20 }, (_, n) => `ping${n + 2}`);
    expect(last.some((id) => window.handlePingAnswer(id, "error"))).toBe(true);
    expect([arrived, window.isRefused]).toEqual([["1"], true]);
  });

  test("presence behind a message is confirmed with it", () => {
    const { clock, window, transport, arrived, held, wait } = setUp({ isManaged: false });
    wait("message");
    wait("presence", 100, false);
    window.attach(transport);
    expect(held.weight).toBe(400);
    clock.advance(100);
    window.handlePingAnswer("ping1", "result");
    expect([arrived, held.weight]).toEqual([["message", "presence"], 0]);
  });
});

test("what has to be on the disk first waits for it, and what is behind it as well", async () => {
  const { window, transport, said, wait } = setUp();
  const disk = Promise.withResolvers<void>();
  wait("before");
  const item = wait("subscription");
  item.unsynced = disk.promise;
  wait("behind");
  window.attach(transport);
  window.sendNext();
  expect(said()).toEqual(["before"]);
  item.unsynced = undefined;
  disk.resolve();
  await disk.promise;
  expect(said()).toEqual(["before", "subscription", "behind"]);
});
