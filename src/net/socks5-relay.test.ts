/** What is relayed, on connections that only note what is done with them. */
import { describe, expect, test } from "bun:test";
import { manualClock } from "../../tests/support/in-memory/manual-clock.ts";
import type { Clock } from "../clock.ts";
import type { Connection, ConnectionHandler } from "./connection.ts";
import { Relay } from "./socks5-relay.ts";

const NAME = "0123456789abcdef0123456789abcdef01234567";
const ROMEO = "romeo@localhost";
const GREETING = Uint8Array.of(5, 1, 0);
const REQUEST = Uint8Array.of(5, 1, 0, 3, 40, ...Buffer.from(NAME), 0, 0);

/** A connection that notes what is done with it; what it is sent leaves when `drain` is called. */
function wired(relay: Relay, remoteAddress = "192.0.2.1") {
  const done: string[] = [];
  let drained = (): void => {};
  const connection = {
    remoteAddress,
    send: (data: Uint8Array) => void done.push(Buffer.from(data).toString("latin1")),
    pause: () => void done.push("pause"),
    resume: () => void done.push("resume"),
    end: () => void done.push("end"),
    destroy: () => void done.push("destroy"),
    authenticated: () => void done.push("authenticated"),
    whenDrained: (callback: () => void) => {
      drained = callback;
    },
  } as unknown as Connection;
  const handler = relay.accept(connection) as ConnectionHandler;
  return { handler, done, drain: () => drained() };
}

const relayOf = (clock: Clock = manualClock(), bytesPerSecond = 1_000_000): Relay =>
  new Relay({ connections: 9, perNetwork: 9, perAccount: 9, activationTimeoutMs: 1000, bytesPerSecond }, clock);

test("RFC 1928: a handshake may come byte by byte, or at once with the first data", () => {
  const relay = relayOf();
  const [slow, fast] = [wired(relay), wired(relay)];
  for (const byte of [...GREETING, ...REQUEST]) slow.handler.data(Uint8Array.of(byte));
  fast.handler.data(Uint8Array.of(...GREETING, ...REQUEST, ...Buffer.from("hello")));
  expect(slow.done).toHaveLength(2);
  expect(relay.activate(NAME, ROMEO)).toBe("activated");
  expect(slow.done.slice(2)).toEqual(["authenticated", "hello"]);
});

test("one end is not read from until the other has accepted its data", () => {
  const relay = relayOf();
  const [one, other] = [wired(relay), wired(relay)];
  for (const { handler } of [one, other]) handler.data(Uint8Array.of(...GREETING, ...REQUEST));
  relay.activate(NAME, ROMEO);
  one.done.length = 0;
  one.handler.data(Buffer.from("much"));
  expect([other.done.at(-1), one.done]).toEqual(["much", ["pause"]]);
  other.drain();
  expect(one.done).toEqual(["pause", "resume"]);
});

test("all connections together are read from at bytesPerSecond", () => {
  const clock = manualClock();
  const relay = relayOf(clock, 10);
  const ends = [wired(relay), wired(relay), wired(relay), wired(relay)] as const;
  const other = "f".repeat(40);
  const [one, , two] = ends;
  ends.forEach(({ handler }, index) => {
    const name = index < 2 ? NAME : other;
    handler.data(Uint8Array.of(...GREETING, 5, 1, 0, 3, 40, ...Buffer.from(name), 0, 0));
  });
  for (const name of [NAME, other]) relay.activate(name, ROMEO);
  for (const { done } of ends) done.length = 0;
  one.handler.data(Buffer.from("more than ten"));
  two.handler.data(Buffer.from("others, too"));
  for (const { drain } of ends) drain();
  expect([one.done, two.done]).toEqual([["pause"], ["pause"]]);
  clock.advance(1000);
  expect([one.done, two.done]).toEqual([
    ["pause", "resume"],
    ["pause", "resume"],
  ]);
});

test("an end that sends too much before the activation is cut", () => {
  const { handler, done } = wired(relayOf());
  handler.data(Uint8Array.of(...GREETING, ...REQUEST));
  for (let count = 0; count < 4; count++) handler.data(new Uint8Array(16_384));
  expect(done.at(-1)).not.toBe("destroy");
  handler.data(Uint8Array.of(0));
  expect(done.at(-1)).toBe("destroy");
});

test("a connection that is not activated in time is cut, an activated one is not; no timer outlives its connection", () => {
  const clock = manualClock();
  const relay = relayOf(clock);
  const [lonely, one, other, gone] = [wired(relay), wired(relay), wired(relay), wired(relay)];
  gone.handler.closed();
  for (const { handler } of [one, other]) handler.data(Uint8Array.of(...GREETING, ...REQUEST));
  relay.activate(NAME, ROMEO);
  clock.advance(1000);
  expect([lonely, one, other, gone].map(({ done }) => done.includes("destroy"))).toEqual([true, false, false, false]);
});

test("data after a refusal is ignored", () => {
  const relay = relayOf();
  const { handler, done } = wired(relay);
  handler.data(Uint8Array.of(4));
  handler.data(Uint8Array.of(...GREETING, ...REQUEST));
  expect(done).toEqual(["", "end"]);
  expect(relay.activate(NAME, ROMEO)).toBe("unknown");
});

test("when one end closes, the other one is ended", () => {
  const relay = relayOf();
  const [one, other] = [wired(relay), wired(relay)];
  for (const { handler } of [one, other]) handler.data(Uint8Array.of(...GREETING, ...REQUEST));
  relay.activate(NAME, ROMEO);
  one.handler.closed();
  expect(other.done.at(-1)).toBe("end");
  expect(relay.activate(NAME, ROMEO)).toBe("unknown");
});

describe("limits", () => {
  const shared = (): Relay =>
    new Relay(
      { connections: 6, perNetwork: 4, perAccount: 2, activationTimeoutMs: 1, bytesPerSecond: 1 },
      manualClock(),
    );
  const isIn = ({ handler }: ReturnType<typeof wired>): boolean => handler !== undefined;
  const from = (relay: Relay, address: string, count: number) =>
    Array.from({ length: count }, () => wired(relay, address));

  test("pending connections are limited by IPv4 address and by IPv6 /64", () => {
    const relay = shared();
    expect(from(relay, "192.0.2.1", 5).map(isIn)).toEqual([true, true, true, true, false]);
    const hosts = ["1", "2", "3", "4", "5"].map((host) => `2001:db8:0:1::${host}`);
    expect(hosts.map((host) => isIn(wired(shared(), host)))).not.toContain(false);
    const six = shared();
    expect(hosts.map((host) => isIn(wired(six, host)))).toEqual([true, true, true, true, false]);
  });

  test("where all places are taken, the address with most of them loses its oldest connection to others", () => {
    const relay = shared();
    const strangers = from(relay, "192.0.2.1", 4);
    const [one, two, three, four] = ["1", "2", "3", "4"].map((host) => wired(relay, `198.51.100.${host}`));
    expect([one, two, three, four].map((end) => end !== undefined && isIn(end))).toEqual([true, true, true, true]);
    expect(strangers.map(({ done }) => done.includes("destroy"))).toEqual([true, true, false, false]);
    // Now nobody has more than two: nobody has to go.
    expect(isIn(wired(relay, "198.51.100.1"))).toBe(false);
    for (const { handler } of strangers.slice(0, 2)) handler.closed();
    expect(isIn(wired(relay, "198.51.100.1"))).toBe(false);
    strangers[2]?.handler.closed();
    expect(isIn(wired(relay, "198.51.100.1"))).toBe(true);
  });

  test("an activated connection is not pending, and is not cut for others", () => {
    const relay = shared();
    const ends = from(relay, "192.0.2.1", 2);
    for (const { handler } of ends) handler.data(Uint8Array.of(...GREETING, ...REQUEST));
    expect(relay.activate(NAME, ROMEO)).toBe("activated");
    expect(from(relay, "192.0.2.1", 5).map(isIn)).toEqual([true, true, true, true, false]);
    expect(isIn(wired(relay, "198.51.100.1"))).toBe(true);
    expect(ends.flatMap(({ done }) => done)).not.toContain("destroy");
  });

  test("an account has at most perAccount activated connections", () => {
    const relay = shared();
    const names = [NAME, "f".repeat(40)];
    const [first, second] = names.map((name) => {
      const ends = from(relay, "192.0.2.1", 2);
      for (const { handler } of ends)
        handler.data(Uint8Array.of(...GREETING, 5, 1, 0, 3, 40, ...Buffer.from(name), 0, 0));
      return ends;
    });
    expect(names.map((name) => relay.activate(name, ROMEO))).toEqual(["activated", "busy"]);
    for (const { handler } of first ?? []) handler.closed();
    expect(relay.activate(names[1] ?? "", ROMEO)).toBe("activated");
    expect(second?.flatMap(({ done }) => done)).toContain("authenticated");
  });
});
