/** What leaves over a line: no faster than the other server reads, and held until it is known to have arrived. */
import { describe, expect, test } from "bun:test";
import { message } from "../../../tests/support/federation/outgoing-trial.ts";
import { handClock } from "../../../tests/support/in-memory/hand-clock.ts";
import { parseJid } from "../../jid/jid.ts";
import { stanzaOf } from "../../stanza.ts";
import { parseElement } from "../../xml/parse-element.ts";
import { QueueLoad } from "./load.ts";
import { type OutgoingStanza, outgoingStanza } from "./outgoing-stanza.ts";
import { pingOf } from "./ping-probe.ts";
import { RouteQueue } from "./route-queue.ts";
import { SendWindow } from "./send-window.ts";
import type { Transport } from "./transport.ts";

const PAIR = { local: "capulet.example", remote: "montague.example" };

function play({ isManaged = true, isResumable = true } = {}) {
  const clock = handClock();
  const load = new QueueLoad();
  const queue = new RouteQueue(load);
  const sent: OutgoingStanza[] = [];
  const arrived: string[] = [];
  const events: string[] = [];
  const drains: (() => void)[] = [];
  let pings = 0;
  let rows = 0;
  const line: Transport = {
    isManaged,
    isResumable,
    isOpen: true,
    send: (item) => void sent.push(item),
    drained: (callback) => void drains.push(callback),
    close: () => void events.push("leave"),
    disconnect: (reason) => void events.push(`cut: ${reason}`),
    fail: () => {},
  };
  const flow = new SendWindow({
    queue,
    clock,
    ping: () => outgoingStanza(pingOf(PAIR, `ping${++pings}`), { now: 0, queueTime: 0 }),
    confirmed: (items) => void arrived.push(...items.map(({ stanza }) => stanza.xml.getChildText("body") ?? "")),
  });
  const wait = (body: string | number, bytes = 100, isKept = true): OutgoingStanza => {
    const element = parseElement(message(body));
    const stanza = stanzaOf(element, parseJid(element.attrs.from));
    rows += 1;
    const known = { bytes, weight: bytes * 2, row: isKept ? rows : undefined };
    const item = outgoingStanza(stanza, { now: 0, queueTime: 1000, ...known });
    queue.add(item);
    return item;
  };
  const said = (): string[] => sent.map(({ stanza }) => stanza.xml.getChildText("body") ?? stanza.id ?? "");
  return { clock, load, queue, flow, line, sent, said, arrived, events, drains, wait };
}

describe("a peer that reads slowly", () => {
  test("is given no more before it has taken what it was given, and is cut where it does not within a minute", () => {
    const { clock, flow, line, said, events, drains, wait } = play();
    for (const n of [1, 2, 3, 4]) wait(n, 128_000);
    flow.attach(line);
    expect(said()).toEqual(["1", "2", "3"]);
    clock.pass(59_999);
    expect(events).toEqual([]);
    clock.pass(1);
    expect(events).toEqual(["cut: it does not read what it is sent"]);
    drains[0]?.();
    expect(said()).toEqual(["1", "2", "3", "4"]);
  });

  test("is not cut where it has read, and each time is counted anew", () => {
    const { clock, flow, line, said, events, drains, wait } = play();
    for (const n of [1, 2, 3, 4, 5, 6]) wait(n, 128_000);
    flow.attach(line);
    drains[0]?.();
    expect(said()).toHaveLength(6);
    clock.pass(59_999);
    drains[1]?.();
    clock.pass(60_000);
    expect(events).toEqual([]);
  });

  test("of a line that is gone nothing is waited for", () => {
    const { clock, flow, line, said, events, drains, wait } = play();
    for (const n of [1, 2, 3, 4]) wait(n, 128_000);
    flow.attach(line);
    flow.detach({ isCareful: false });
    clock.pass(60_000);
    expect(events).toEqual([]);
    drains[0]?.();
    expect(said()).toHaveLength(3);
    // The next one begins with nothing unread.
    flow.attach({ ...line });
    expect(said()).toHaveLength(4);
  });
});

describe("what was sent and not confirmed", () => {
  test("is bounded in bytes, and less where all of it would be sent again", () => {
    const resumable = play();
    for (let n = 0; n < 12; n++) resumable.wait(n, 100_000);
    resumable.flow.attach(resumable.line);
    while (resumable.drains.length > 0) resumable.drains.shift()?.();
    expect(resumable.said()).toHaveLength(11);
    const not = play({ isResumable: false });
    for (let n = 0; n < 12; n++) not.wait(n, 16_000);
    not.flow.attach(not.line);
    expect(not.said()).toHaveLength(5);
    const many = play({ isResumable: false });
    for (let n = 0; n < 120; n++) many.wait(n, 1);
    many.flow.attach(many.line);
    expect(many.said()).toHaveLength(100);
    expect(many.load.weight).toBe(240);
  });

  test("what is taken out of the queue is held by nobody", () => {
    const { queue, load, wait } = play();
    for (const n of [1, 2, 3]) wait(n);
    expect(queue.remove(({ row }) => row !== 2)).toHaveLength(2);
    expect([queue.weight, load.weight, load.of("juliet@capulet.example")]).toEqual([200, 200, 200]);
    expect(queue.remove(({ row }) => row === 7)).toEqual([]);
    queue.remove(() => true);
    expect([queue.weight, load.weight, load.of("juliet@capulet.example")]).toEqual([0, 0, 0]);
  });

  test("is confirmed up to a stanza, and makes room for others", () => {
    const { flow, line, said, arrived, load, queue, wait } = play({ isResumable: false });
    const items = Array.from({ length: 120 }, (_, n) => wait(n, 1));
    flow.attach(line);
    flow.confirmedThrough(items[9] as OutgoingStanza);
    expect([arrived.length, said().length, load.weight, queue.weight]).toEqual([10, 110, 220, 220]);
    // It has been confirmed already.
    flow.confirmedThrough(items[3] as OutgoingStanza);
    expect(arrived).toHaveLength(10);
  });

  test("after a line that broke one goes first, alone, until it has arrived", () => {
    const { flow, line, said, queue, wait } = play();
    const items = [1, 2, 3].map((n) => wait(n));
    flow.attach(line);
    flow.detach({ isCareful: true });
    queue.requeueSent();
    flow.attach({ ...line });
    expect(said()).toEqual(["1", "2", "3", "1"]);
    flow.confirmedThrough(items[0] as OutgoingStanza);
    expect(said()).toEqual(["1", "2", "3", "1", "2", "3"]);
  });

  test("at the end nothing leaves any more", () => {
    const { flow, line, said, wait } = play();
    const item = wait(1);
    flow.attach(line);
    flow.close();
    wait(2);
    flow.confirmedThrough(item);
    expect(said()).toEqual(["1"]);
  });
});

describe("XEP-0199 §4.4: where the peer does not count", () => {
  test("it is asked a moment later, about what was sent by then; what only waited in memory is not asked about", () => {
    const { clock, flow, line, said, arrived, load, wait } = play({ isManaged: false });
    wait("passing", 100, false);
    flow.attach(line);
    expect(load.weight).toBe(0);
    clock.pass(200);
    expect(said()).toEqual(["passing"]);
    wait(1);
    flow.sendNext();
    wait(2);
    flow.sendNext();
    clock.pass(99);
    expect(said()).toEqual(["passing", "1", "2"]);
    clock.pass(1);
    expect(said().at(-1)).toBe("ping1");
    wait(3);
    flow.sendNext();
    expect([flow.handlePingAnswer("ping2"), flow.handlePingAnswer(undefined), flow.handlePingAnswer("ping1")]).toEqual([
      false,
      false,
      true,
    ]);
    expect(arrived).toEqual(["1", "2"]);
    clock.pass(100);
    flow.handlePingAnswer("ping2");
    expect([arrived, load.weight]).toEqual([["1", "2", "3"], 0]);
  });

  test("where the window is full it is asked at once; where it does not answer, the line ends", () => {
    const { clock, flow, line, said, events, wait } = play({ isManaged: false, isResumable: false });
    for (let n = 0; n < 101; n++) wait(n, 1);
    flow.attach(line);
    expect([said().length, said().at(-1)]).toEqual([101, "ping1"]);
    clock.pass(59_999);
    expect(events).toEqual([]);
    clock.pass(1);
    expect(events).toEqual(["leave"]);
  });

  test("presence behind a message is held with it, and arrives with it", () => {
    const { clock, flow, line, arrived, load, wait } = play({ isManaged: false });
    wait("message");
    wait("presence", 100, false);
    flow.attach(line);
    expect(load.weight).toBe(400);
    clock.pass(100);
    flow.handlePingAnswer("ping1");
    expect([arrived, load.weight]).toEqual([["message", "presence"], 0]);
  });
});
