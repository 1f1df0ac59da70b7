/** Hosts that are dialled and are not the expected server: the sender gets an error, and no data leaves. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { createServer, type Socket } from "node:net";
import { type Actor, cast } from "../support/cast.ts";
import { openTestFederation, type TestFederation } from "../support/federation/federation.ts";
import { type ForeignServer, type ForeignStream, listenAs, SASL, SM } from "../support/federation/foreign-server.ts";
import type { TestServer } from "../support/server.ts";

const LOCAL_DOMAIN = "montague.example";
const EXTERNAL = `<mechanisms xmlns="${SASL}"><mechanism>EXTERNAL</mechanism></mechanisms>`;

let federation: TestFederation;
let server: TestServer;
let romeo: Actor;
let hosts = 0;

beforeAll(async () => {
  federation = await openTestFederation();
  server = await federation.server(LOCAL_DOMAIN, {
    settings: ["federation.connect_time=2s", "federation.queue_time=1s", "federation.max_queued_size=2MB"],
  });
  ({ romeo } = await cast(server, ["romeo"]));
});
afterEach(() => expect(server.errors).toEqual([]));
afterAll(() => federation[Symbol.asyncDispose]());

interface Host extends Disposable {
  readonly domain: string;
  readonly foreign: ForeignServer;
}

/** Where a new domain is; by default with a valid certificate for it. */
async function host(certificate?: (domain: string) => ReturnType<TestFederation["issue"]>): Promise<Host> {
  hosts += 1;
  const domain = `host${hosts}.example`;
  const foreign = await listenAs(await (certificate ?? ((name) => federation.issue(name)))(domain));
  federation.setRecords(domain, { direct: foreign.port });
  return { domain, foreign, [Symbol.dispose]: () => foreign[Symbol.dispose]() };
}

const write = ({ domain }: Pick<Host, "domain">, body = "a secret"): void =>
  romeo.sends(`<message id="m" to="juliet@${domain}" type="chat"><body>${body}</body></message>`);

/** What romeo is told: the condition and the text. */
async function told({ domain }: Pick<Host, "domain">): Promise<string> {
  const error = await romeo.receives(`<message id="m" type="error" from="juliet@${domain}"/>`);
  const [condition, text] = error.getChild("error")?.getChildElements() ?? [];
  return `${condition?.name}: ${text?.getText()}`;
}

/** Past EXTERNAL, with these features then. */
async function welcomed({ domain, foreign }: Host, features = ""): Promise<ForeignStream> {
  const stream = await foreign.next();
  await stream.receivesHeader();
  stream.answers(domain, LOCAL_DOMAIN, "1", EXTERNAL);
  await stream.receives(`<auth xmlns="${SASL}" mechanism="EXTERNAL"/>`);
  stream.restarts();
  stream.sends(`<success xmlns="${SASL}"/>`);
  await stream.receivesHeader();
  stream.answers(domain, LOCAL_DOMAIN, "2", features);
  return stream;
}

const bodyOf = async (stream: ForeignStream): Promise<string> =>
  (await stream.receives("<message/>")).getChildText("body") ?? "";

describe("a certificate that proves nothing: not a word is said to whoever shows it", () => {
  test.each([
    ["signed by itself", (name: string) => federation.selfSigned(name)],
    ["for another domain", () => federation.issue("verona.example")],
    ["for what is below the domain", (name: string) => federation.issue(`*.${name}`)],
    [
      "for a wildcard that spans two labels",
      (name: string) => federation.issue(`*.${name.replace(/^[^.]+\./, "")}`, "a.b.c"),
    ],
  ])("%s", async (_, certificate) => {
    using dialled = await host(certificate);
    const deep = { ...dialled, domain: `a.${dialled.domain}` };
    federation.setRecords(deep.domain, { direct: dialled.foreign.port });
    const meant = _.endsWith("two labels") ? deep : dialled;
    write(meant);
    const stream = await dialled.foreign.next();
    await stream.receivesHeader();
    stream.answers(meant.domain, LOCAL_DOMAIN, "1", EXTERNAL);
    expect(await told(meant)).toStartWith("remote-server-timeout: ");
    await stream.closed;
    expect(stream.inbox.all.map(({ name }) => name)).not.toContain("auth");
  });
});

describe("machines that are no servers", () => {
  test("one that takes the connection and says nothing: the next is tried, then the sender is told", async () => {
    const taken: Socket[] = [];
    const silent = createServer((socket) => void taken.push(socket));
    await new Promise<void>((listening) => silent.listen(0, "127.0.0.1", listening));
    const { port } = silent.address() as { port: number };
    federation.setRecords("silent.example", { direct: port, starttls: port });
    write({ domain: "silent.example" });
    expect(await told({ domain: "silent.example" })).toMatch(/^remote-server-timeout: .*(handshake|too long)/);
    expect(taken.length).toBeGreaterThan(1);
    for (const socket of taken) socket.destroy();
    await new Promise((closed) => silent.close(closed));
  }, 15_000);

  test.each([
    ["speaks HTTP", "HTTP/1.1 400 Bad Request\r\n\r\n"],
    [
      "opens a client's stream",
      "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>",
    ],
    ["declares entities", "<!DOCTYPE a [<!ENTITY b 'c'>]>"],
    ["has an endless header", `<stream:stream ${"a".repeat(20_000)}`],
  ])("one that %s", async (_, said) => {
    using dialled = await host();
    write(dialled);
    const stream = await dialled.foreign.next();
    await stream.receivesHeader();
    stream.sends(said);
    await stream.closed;
    expect(stream.inbox.all.map(({ name }) => name)).not.toContain("message");
  });
});

describe("servers that do not keep to the protocol", () => {
  test("another domain answers: invalid-from, and nothing is sent", async () => {
    using dialled = await host();
    write(dialled);
    const stream = await dialled.foreign.next();
    await stream.receivesHeader();
    stream.answers("verona.example", LOCAL_DOMAIN, "1", EXTERNAL);
    expect(await stream.receivesStreamError()).toBe("invalid-from");
  });

  test("features without end are policy-violation", async () => {
    using dialled = await host();
    write(dialled);
    const stream = await dialled.foreign.next();
    await stream.receivesHeader();
    stream.answers(dialled.domain, LOCAL_DOMAIN, "1", "<x xmlns='u:x'/>".repeat(5_000));
    expect(await stream.receivesStreamError()).toBe("policy-violation");
  });

  test("a dialback result that is not about what was asked proves nothing", async () => {
    using dialled = await host();
    write(dialled);
    const stream = await dialled.foreign.next();
    await stream.receivesHeader();
    stream.answers(dialled.domain, LOCAL_DOMAIN, "1");
    await stream.receives(`<db:result xmlns:db="jabber:server:dialback" from="${LOCAL_DOMAIN}"/>`);
    stream.sends(`<db:result from="${dialled.domain}" to="verona.example" type="valid"/>`);
    expect(await stream.receivesStreamError()).toBe("unsupported-stanza-type");
  });

  test("stanzas over a stream that goes one way are not heard", async () => {
    using dialled = await host();
    write(dialled);
    const stream = await welcomed(dialled);
    await bodyOf(stream);
    stream.sends(`<message from="juliet@${dialled.domain}" to="${romeo.jid}"><body>forged</body></message>`);
    expect(await stream.receivesStreamError()).toBe("not-authorized");
    await romeo.receivesNothing("<message><body>forged</body></message>");
  });

  test("XEP-0198 §6: one that acknowledges what it was not sent, and resumes with more than it was sent, gets it all anew", async () => {
    using dialled = await host();
    const { domain, foreign } = dialled;
    write(dialled, "1");
    const liar = await welcomed(dialled, `<sm xmlns="${SM}"/>`);
    await liar.receives(`<enable xmlns="${SM}" resume="true"/>`);
    liar.sends(`<enabled xmlns="${SM}" id="a" resume="true"/>`);
    expect(await bodyOf(liar)).toBe("1");
    liar.breaks();
    const resuming = await welcomed({ domain, foreign } as Host, `<sm xmlns="${SM}"/>`);
    await resuming.receives(`<resume xmlns="${SM}" previd="a" h="0"/>`);
    resuming.sends(`<resumed xmlns="${SM}" previd="a" h="99"/>`);
    expect(await resuming.receivesStreamError()).toBe("undefined-condition");
    const honest = await welcomed({ domain, foreign } as Host, `<sm xmlns="${SM}"/>`);
    await honest.receives(`<enable xmlns="${SM}"/>`);
    honest.sends(`<enabled xmlns="${SM}"/>`);
    expect(await bodyOf(honest)).toBe("1");
    honest.sends(`<a xmlns="${SM}" h="1"/>`);
  }, 15_000);

  test("RFC 6120 §4.9.3.19: where see-other-host points is not where we go", async () => {
    using elsewhere = await host();
    using dialled = await host();
    write(dialled);
    const stream = await dialled.foreign.next();
    await stream.receivesHeader();
    stream.answers(dialled.domain, LOCAL_DOMAIN, "1");
    const other = `127.0.0.1:${elsewhere.foreign.port}`;
    stream.sends(
      `<stream:error><see-other-host xmlns="urn:ietf:params:xml:ns:xmpp-streams">${other}</see-other-host></stream:error>`,
    );
    await stream.closed;
    const again = await dialled.foreign.next();
    await again.receivesHeader();
    again.answers(dialled.domain, LOCAL_DOMAIN, "2", EXTERNAL);
    await again.receives(`<auth xmlns="${SASL}"/>`);
  });
});

test("a server that never reads costs no more than its bounds, and others are served", async () => {
  using dialled = await host();
  using good = await host();
  write(dialled, "0");
  const stream = await welcomed(dialled, `<sm xmlns="${SM}"/>`);
  await stream.receives(`<enable xmlns="${SM}"/>`);
  stream.sends(`<enabled xmlns="${SM}"/>`);
  stream.pauses();
  // Past what leaves before something is acknowledged, and not past what may wait.
  for (let number = 1; number <= 15; number++) write(dialled, "x".repeat(100_000));
  await romeo.pings();
  write(good, "hello");
  expect(await bodyOf(await welcomed(good))).toBe("hello");
  await romeo.receivesNothing(`<message type="error" from="juliet@${dialled.domain}"/>`);
  for (let number = 1; number <= 15; number++) write(dialled, "x".repeat(100_000));
  expect(await told(dialled)).toContain("resource-constraint: too much waits");
}, 20_000);
