/** The two connections of a client: what one side does not take is not read on the other. */
import { expect, test } from "bun:test";
import { manualClock } from "../../tests/support/in-memory/manual-clock.ts";
import type { Connection } from "../net/connection.ts";
import type { TcpConnection } from "../net/tcp-connection.ts";
import { HttpLink } from "./http-link.ts";

/** One end, which notes what is done to it. */
function fakeConnection(localPort = 0) {
  const drains: (() => void)[] = [];
  const notes: string[] = [];
  let isPaused = false;
  const connection = {
    localPort,
    unsent: 0,
    notes,
    send: (data: Uint8Array) => void notes.push(`sent ${Buffer.from(data)}`),
    pause: () => {
      isPaused = true;
    },
    resume: () => {
      isPaused = false;
    },
    isPaused: () => isPaused,
    whenDrained: (callback: () => void) => void drains.push(callback),
    drain: () => {
      connection.unsent = 0;
      for (const callback of drains.splice(0)) callback();
    },
    flush: () => {},
    end: () => void notes.push("end"),
    destroy: () => void notes.push("destroy"),
  };
  return connection;
}

function trial({ connects = true } = {}) {
  const clock = manualClock();
  const client = fakeConnection();
  const server = fakeConnection(4711);
  const open = new Set<number>();
  const link = new HttpLink(client as unknown as Connection, {
    clock,
    connect: async () => {
      if (!connects) throw new Error("no file is left");
    },
    connected: (_, port) => void open.add(port),
    closed: (_, port) => void open.delete(port),
  });
  const connect = () => link.connected(server as unknown as TcpConnection);
  return { clock, client, server, open, link, connect };
}
const bytes = (text: string): Uint8Array => Buffer.from(text);

test("who says nothing for 30 s is cut, and has cost no second connection", () => {
  const { clock, client, open } = trial();
  clock.advance(30_000);
  expect([client.notes, open.size]).toEqual([["destroy"], 0]);
});

test("what comes before the server is connected waits, and no more is read", () => {
  const { client, server, open, link, connect } = trial();
  link.data(bytes("a"));
  expect(client.isPaused()).toBe(true);
  link.data(bytes("b"));
  connect();
  expect([server.notes, client.isPaused(), [...open]]).toEqual([["sent a", "sent b"], false, [4711]]);
});

test("where the server cannot be reached the client is cut", async () => {
  const { client, link } = trial({ connects: false });
  link.data(bytes("a"));
  await Bun.sleep(0);
  expect(client.notes).toEqual(["destroy"]);
});

test("a server that does not read stops the client, until it has read everything", () => {
  const { client, server, link, connect } = trial();
  link.data(bytes("a"));
  connect();
  server.unsent = 65_537;
  link.data(bytes("b"));
  expect(client.isPaused()).toBe(true);
  server.drain();
  expect(client.isPaused()).toBe(false);
});

test("a client that does not read stops the server, until it has read everything", () => {
  const { client, server, link, connect } = trial();
  link.data(bytes("a"));
  const handler = connect();
  client.unsent = 65_537;
  handler.data(bytes("b"));
  expect(server.isPaused()).toBe(true);
  client.drain();
  expect(server.isPaused()).toBe(false);
});

test("paused by a WebSocket, it is not read again when the server has taken everything", () => {
  const { client, server, link, connect } = trial();
  link.data(bytes("a"));
  connect();
  server.unsent = 65_537;
  link.data(bytes("b"));
  link.pause();
  server.drain();
  expect(client.isPaused()).toBe(true);
  link.resume();
  expect(client.isPaused()).toBe(false);
});

test("either end closes the other, and the table forgets them", () => {
  const one = trial();
  one.link.data(bytes("a"));
  const handler = one.connect();
  handler.closed();
  expect([one.client.notes, one.open.size]).toEqual([["end"], 0]);

  const other = trial();
  other.link.data(bytes("a"));
  other.connect();
  other.link.closed();
  expect(other.server.notes).toEqual(["sent a", "destroy"]);
});

test("a client that goes while the server is being connected takes that connection along", () => {
  const { server, open, link, connect } = trial();
  link.data(bytes("a"));
  link.closed();
  connect();
  expect([server.notes, open.size]).toEqual([["destroy"], 0]);
});
