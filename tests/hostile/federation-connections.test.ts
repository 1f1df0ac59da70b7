/** Remote servers that are silent, endless, greedy or do not read: what they can use is bounded, and others are served. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { connect, type Socket } from "node:net";
import { askServer } from "../../src/control/client.ts";
import { cast } from "../support/cast.ts";
import { openTestFederation, type TestFederation } from "../support/federation/federation.ts";
import { authenticated, dialServer, listenAs, SASL } from "../support/federation/foreign-server.ts";
import { type Bystanders, bystanders } from "../support/hostile.ts";
import type { IssuedCertificate } from "../support/network/network-host.ts";
import type { TestServer } from "../support/server.ts";

const LOCAL_DOMAIN = "montague.example";
const PEER = "capulet.example";
const LOGIN_TIME = 3000;
const PER_ADDRESS = 1050;
/** How much the server may compute while a message of bystanders is under way, in milliseconds of CPU. */
const MAX_CHAT_CPU_MS = 2000;

let federation: TestFederation;
let server: TestServer;
let others: Bystanders;
let certificate: IssuedCertificate;

beforeAll(async () => {
  federation = await openTestFederation();
  server = await federation.server(LOCAL_DOMAIN, {
    settings: [
      `limits.login_time=${LOGIN_TIME / 1000}s`,
      `limits.logins_per_address=${PER_ADDRESS}`,
      "federation.max_queued=100",
      "federation.rate=200kB",
    ],
  });
  certificate = await federation.issue(PEER);
  others = await bystanders(server);
});
afterEach(() => expect(server.errors).toEqual([]));
afterAll(() => federation[Symbol.asyncDispose]());

const ping = (id: number): string =>
  `<iq type="get" id="${id}" from="juliet@${PEER}/x" to="${LOCAL_DOMAIN}"><ping xmlns="urn:xmpp:ping"/></iq>`;

interface Silent {
  readonly socket: Socket;
  readonly received: () => string;
  readonly closed: Promise<void>;
}

/** A connection that sends nothing. */
async function silent(port: number): Promise<Silent> {
  const chunks: Buffer[] = [];
  const { promise: closed, resolve: end } = Promise.withResolvers<void>();
  const { promise: connected, resolve } = Promise.withResolvers<void>();
  const socket = connect({ host: "127.0.0.1", port }, resolve);
  socket.on("data", (bytes: Buffer) => chunks.push(bytes));
  socket.on("error", () => {});
  socket.on("close", () => end());
  await connected;
  return { socket, received: () => Buffer.concat(chunks).toString(), closed };
}

const portOf = (option: "server" | "server_tls"): number => Number(server.server.listening[option]?.split(":").at(-1));

describe("a thousand half-open connections", () => {
  test("leave room for honest servers and for clients, and end after the login time", async () => {
    const all: Silent[] = [];
    const computed = await others.chatDuring(async () => {
      for (let n = 0; n < 1000; n++) all.push(await silent(portOf(n % 2 === 0 ? "server" : "server_tls")));
      const honest = await authenticated(server, PEER, certificate, { before: '<bidi xmlns="urn:xmpp:bidi"/>' });
      honest.sends(ping(1));
      await honest.receives(`<iq type="result" id="1"/>`);
      honest.breaks();
      await Promise.all(all.map(({ closed }) => closed));
    });
    expect(computed).toBeLessThan(MAX_CHAT_CPU_MS);
    const [first] = all;
    expect(first?.received()).toContain("<connection-timeout ");
  }, 20_000);

  test("beyond the limit of one address are refused; clients of that address are accepted", async () => {
    const all: Silent[] = [];
    for (let n = 0; n < PER_ADDRESS + 20; n++) all.push(await silent(portOf("server")));
    let closed = 0;
    for (const { closed: ended } of all) void ended.then(() => (closed += 1));
    await Promise.race([
      Bun.sleep(LOGIN_TIME / 2),
      Promise.all(all.slice(PER_ADDRESS).map(({ closed: ended }) => ended)),
    ]);
    expect(closed).toBeGreaterThanOrEqual(20);
    expect(closed).toBeLessThan(100);
    const { tybalt } = await cast(server, ["tybalt"]);
    await tybalt.leaves();
    for (const { socket } of all) socket.destroy();
    await Promise.all(all.map(({ closed: ended }) => ended));
  }, 20_000);
});

describe("endless input", () => {
  test("a header ends the stream at the size limit of elements before authentication", async () => {
    const stream = await dialServer(server);
    stream.sends(`<stream:stream xmlns:stream="http://etherx.jabber.org/streams" a="`);
    for (let n = 0; n < 100; n++) stream.sends("x".repeat(1000));
    expect(await stream.receivesStreamError()).toBe("policy-violation");
  });

  test("a dialback key ends it at the same limit", async () => {
    const stream = await dialServer(server);
    stream.opens(PEER, LOCAL_DOMAIN);
    await stream.features();
    stream.sends(`<db:result from="${PEER}" to="${LOCAL_DOMAIN}">${"x".repeat(100_000)}`);
    expect(await stream.receivesStreamError()).toBe("policy-violation");
  });

  test("many dialback keys end the stream", async () => {
    const stream = await dialServer(server);
    stream.opens(PEER, LOCAL_DOMAIN);
    await stream.features();
    for (let n = 0; n < 200; n++) stream.sends(`<db:result from="a${n}.example" to="${LOCAL_DOMAIN}">x</db:result>`);
    expect(await stream.receivesStreamError()).toBe("policy-violation");
    expect(server.events.filter(({ event }) => event === "server-attempt-failed")).toEqual([]);
  });
});

describe("RFC 6120 §5.4.3.3: behind <starttls/> in plaintext", () => {
  test.each([
    ["an authentication", `<auth xmlns="${SASL}" mechanism="EXTERNAL">=</auth>`],
    ["a dialback key", `<db:result from="${PEER}" to="${LOCAL_DOMAIN}">x</db:result>`],
    ["both ways", '<bidi xmlns="urn:xmpp:bidi"/>'],
    ["a stanza", ping(1)],
    ["the beginning of an element", '<message from="'],
  ])("%s is discarded", async (_, injected) => {
    const stream = await dialServer(server, { tls: "starttls" });
    stream.opens(PEER, LOCAL_DOMAIN);
    await stream.features();
    stream.inbox.forget();
    stream.sends(`<starttls xmlns="urn:ietf:params:xml:ns:xmpp-tls"/>${injected}`);
    await stream.startsTls(certificate, false);
    stream.opens(PEER, LOCAL_DOMAIN);
    expect((await stream.features()).toString()).toContain("EXTERNAL");
    stream.sends(ping(2));
    expect(await stream.receivesStreamError()).toBe("not-authorized");
    expect(stream.inbox.all.filter(({ name }) => name === "db:result" || name === "iq" || name === "success")).toEqual(
      [],
    );
  });
});

describe("a remote server that never reads", () => {
  test("is sent no more than its buffers hold, and delays nobody", async () => {
    const stream = await authenticated(server, PEER, certificate, { before: '<bidi xmlns="urn:xmpp:bidi"/>' });
    // Answers to it go over this stream.
    stream.sends(ping(1));
    await stream.receives(`<iq type="result" id="1"/>`);
    stream.pauses();
    const { romeo } = await cast(server, ["romeo"]);
    const before = process.memoryUsage.rss();
    const computed = await others.chatDuring(async () => {
      for (let n = 0; n < 2000; n++)
        romeo.sends(`<message id="m${n}" to="juliet@${PEER}" type="chat"><body>${"x".repeat(2000)}</body></message>`);
      await romeo.pings();
    });
    expect(computed).toBeLessThan(MAX_CHAT_CPU_MS);
    const { outgoing = [] } = (await askServer(server.home, "GET /federation")) ?? {};
    const route = outgoing.find(({ pair }) => pair.remote === PEER);
    // Bytes sent in one tick are counted at its end: a hundred stanzas, and those of one segment.
    const held = (route?.queued ?? 0) + (route?.unconfirmed ?? 0);
    expect(held).toBeGreaterThanOrEqual(100);
    expect(held).toBeLessThan(1000);
    expect(process.memoryUsage.rss() - before).toBeLessThan(150_000_000);
    // Stanzas beyond the limit are returned to their sender.
    const returned = romeo.client.inbox.all.filter(({ attrs }) => attrs.type === "error");
    expect(returned.length).toBeGreaterThan(1000);
    expect(returned[0]?.toString()).toContain("resource-constraint");
    stream.breaks();
  }, 30_000);
});

describe("a remote server that sends too much", () => {
  test("is read from more slowly, over all its streams, while others are served", async () => {
    const domain = "tybalt.example";
    using foreign = await listenAs(await federation.issue(domain));
    federation.setRecords(domain, { direct: foreign.port });
    const certificateOfPeer = await federation.issue(domain);
    const streams = await Promise.all([1, 2, 3].map(() => authenticated(server, domain, certificateOfPeer)));
    const { juliet } = await cast(server, ["juliet"]);
    const body = "x".repeat(20_000);
    const began = performance.now();
    // 3 MB, of which 2 MB are within the burst.
    for (let n = 0; n < 150; n++)
      streams[n % 3]?.sends(
        `<message from="a@${domain}/x" to="${juliet.account}" type="chat" id="${n}"><body>${body}</body></message>`,
      );
    const computed = await others.chatDuring(async () => {
      for (let n = 0; n < 150; n++) await juliet.client.receive(({ attrs }) => attrs.id === String(n), 10_000);
    });
    expect(computed).toBeLessThan(MAX_CHAT_CPU_MS);
    expect(performance.now() - began).toBeGreaterThan(3000);
    for (const stream of streams) stream.breaks();
  }, 30_000);
});
