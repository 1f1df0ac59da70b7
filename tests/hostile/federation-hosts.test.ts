/** Hosts that are dialled and are not the expected server: the sender gets an error, and no data leaves. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { createServer, type Socket } from "node:net";
import { type Actor, cast } from "../support/cast.ts";
import { openTestFederation, type TestFederation } from "../support/federation/federation.ts";
import { type ForeignServer, type ForeignStream, listenAs, SASL, SM } from "../support/federation/foreign-server.ts";
import type { TestServer } from "../support/server.ts";

const LOCAL_DOMAIN = "montague.example";
/** Returns nothing to its senders between two attempts, however slow the computer is. */
const PATIENT_DOMAIN = "patient.example";
const EXTERNAL = `<mechanisms xmlns="${SASL}"><mechanism>EXTERNAL</mechanism></mechanisms>`;

let federation: TestFederation;
let server: TestServer;
let romeo: Actor;
let patient: TestServer;
let patientSender: Actor;
let hosts = 0;

beforeAll(async () => {
  federation = await openTestFederation();
  server = await federation.server(LOCAL_DOMAIN, {
    settings: ["federation.queue_time=1s", "federation.max_queued_size=2MB"],
  });
  ({ romeo } = await cast(server, ["romeo"]));
  patient = await federation.server(PATIENT_DOMAIN);
  ({ romeo: patientSender } = await cast(patient, ["romeo"]));
});
afterEach(() => expect([...server.errors, ...patient.errors]).toEqual([]));
afterAll(() => federation[Symbol.asyncDispose]());

interface Host extends Disposable {
  readonly domain: string;
  readonly foreign: ForeignServer;
}

/** A new domain and its scripted server; by default with a valid certificate for it. */
async function host(certificate?: (domain: string) => ReturnType<TestFederation["issue"]>): Promise<Host> {
  hosts += 1;
  const domain = `host${hosts}.example`;
  const foreign = await listenAs(await (certificate ?? ((name) => federation.issue(name)))(domain));
  federation.setRecords(domain, { direct: foreign.port });
  return { domain, foreign, [Symbol.dispose]: () => foreign[Symbol.dispose]() };
}

const write = ({ domain }: Pick<Host, "domain">, body = "a secret", sender = romeo): void =>
  sender.sends(`<message id="m" to="juliet@${domain}" type="chat"><body>${body}</body></message>`);

/** The stanza error that the sender receives: condition and text. */
async function errorFor({ domain }: Pick<Host, "domain">, sender = romeo): Promise<string> {
  const error = await sender.receives(`<message id="m" type="error" from="juliet@${domain}"/>`);
  const [condition, text] = error.getChild("error")?.getChildElements() ?? [];
  return `${condition?.name}: ${text?.getText()}`;
}

/** The next stream, authenticated by EXTERNAL, then offered these features. */
async function afterExternal(
  { domain, foreign }: Pick<Host, "domain" | "foreign">,
  features = "",
  caller = LOCAL_DOMAIN,
): Promise<ForeignStream> {
  const stream = await foreign.next();
  await stream.receivesHeader();
  stream.answers(domain, caller, "1", EXTERNAL);
  await stream.receives(`<auth xmlns="${SASL}" mechanism="EXTERNAL"/>`);
  stream.restarts();
  stream.sends(`<success xmlns="${SASL}"/>`);
  await stream.receivesHeader();
  stream.answers(domain, caller, "2", features);
  return stream;
}

const bodyOf = async (stream: ForeignStream): Promise<string> =>
  (await stream.receives("<message/>")).getChildText("body") ?? "";

describe("a server without a valid certificate is sent nothing", () => {
  test.each([
    ["signed by itself", (name: string) => federation.selfSigned(name)],
    ["for another domain", () => federation.issue("verona.example")],
    ["for what is below the domain", (name: string) => federation.issue(`*.${name}`)],
    [
      "for a wildcard that spans two labels",
      (name: string) => federation.issue(`*.${name.replace(/^[^.]+\./, "")}`, "a.b.c"),
    ],
  ])("%s", async (_, certificate) => {
    using dialledHost = await host(certificate);
    const subdomain = { ...dialledHost, domain: `a.${dialledHost.domain}` };
    federation.setRecords(subdomain.domain, { direct: dialledHost.foreign.port });
    const target = _.endsWith("two labels") ? subdomain : dialledHost;
    write(target);
    const stream = await dialledHost.foreign.next();
    await stream.receivesHeader();
    stream.answers(target.domain, LOCAL_DOMAIN, "1", EXTERNAL);
    expect(await errorFor(target)).toStartWith("remote-server-timeout: ");
    await stream.closed;
    expect(stream.inbox.all.map(({ name }) => name)).not.toContain("auth");
  });
});

describe("hosts that are not XMPP servers", () => {
  test("one that accepts the connection and sends nothing: the next target is tried, then the sender gets an error", async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => void sockets.push(socket));
    await new Promise<void>((listening) => silent.listen(0, "127.0.0.1", listening));
    const { port } = silent.address() as { port: number };
    federation.setRecords("silent.example", { direct: port, starttls: port });
    const impatient = await federation.server("impatient.example", {
      settings: ["federation.connect_time=2s", "federation.queue_time=1s"],
    });
    const { romeo: sender } = await cast(impatient, ["romeo"]);
    write({ domain: "silent.example" }, "a secret", sender);
    expect(await errorFor({ domain: "silent.example" }, sender)).toMatch(
      /^remote-server-timeout: .*(handshake|too long)/,
    );
    expect(sockets.length).toBeGreaterThan(1);
    expect(impatient.errors).toEqual([]);
    for (const socket of sockets) socket.destroy();
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
  ])("one that %s", async (_, firstBytes) => {
    using dialledHost = await host();
    write(dialledHost);
    const stream = await dialledHost.foreign.next();
    await stream.receivesHeader();
    stream.sends(firstBytes);
    await stream.closed;
    expect(stream.inbox.all.map(({ name }) => name)).not.toContain("message");
  });
});

describe("servers that violate the protocol", () => {
  test("another domain answers: invalid-from, and nothing is sent", async () => {
    using dialledHost = await host();
    write(dialledHost);
    const stream = await dialledHost.foreign.next();
    await stream.receivesHeader();
    stream.answers("verona.example", LOCAL_DOMAIN, "1", EXTERNAL);
    expect(await stream.receivesStreamError()).toBe("invalid-from");
  });

  test("features without end are policy-violation", async () => {
    using dialledHost = await host();
    write(dialledHost);
    const stream = await dialledHost.foreign.next();
    await stream.receivesHeader();
    stream.answers(dialledHost.domain, LOCAL_DOMAIN, "1", "<x xmlns='u:x'/>".repeat(5_000));
    expect(await stream.receivesStreamError()).toBe("policy-violation");
  });

  test("a dialback result for another pair of domains proves nothing", async () => {
    using dialledHost = await host();
    write(dialledHost);
    const stream = await dialledHost.foreign.next();
    await stream.receivesHeader();
    stream.answers(dialledHost.domain, LOCAL_DOMAIN, "1");
    await stream.receives(`<db:result xmlns:db="jabber:server:dialback" from="${LOCAL_DOMAIN}"/>`);
    stream.sends(`<db:result from="${dialledHost.domain}" to="verona.example" type="valid"/>`);
    expect(await stream.receivesStreamError()).toBe("unsupported-stanza-type");
  });

  test("stanzas received over a one-way stream are ignored", async () => {
    using dialledHost = await host();
    write(dialledHost);
    const stream = await afterExternal(dialledHost);
    await bodyOf(stream);
    stream.sends(`<message from="juliet@${dialledHost.domain}" to="${romeo.jid}"><body>forged</body></message>`);
    expect(await stream.receivesStreamError()).toBe("not-authorized");
    await romeo.receivesNothing("<message><body>forged</body></message>");
  });

  test("XEP-0198 §6: a server that acknowledges more than it was sent, or resumes with more, is sent everything again on a new session", async () => {
    using dialledHost = await host();
    write(dialledHost, "1", patientSender);
    const next = (): Promise<ForeignStream> => afterExternal(dialledHost, `<sm xmlns="${SM}"/>`, PATIENT_DOMAIN);
    const lyingStream = await next();
    await lyingStream.receives(`<enable xmlns="${SM}" resume="true"/>`);
    lyingStream.sends(`<enabled xmlns="${SM}" id="a" resume="true"/>`);
    expect(await bodyOf(lyingStream)).toBe("1");
    lyingStream.breaks();
    const resuming = await next();
    await resuming.receives(`<resume xmlns="${SM}" previd="a" h="0"/>`);
    resuming.sends(`<resumed xmlns="${SM}" previd="a" h="99"/>`);
    expect(await resuming.receivesStreamError()).toBe("undefined-condition");
    const newStream = await next();
    await newStream.receives(`<enable xmlns="${SM}"/>`);
    newStream.sends(`<enabled xmlns="${SM}"/>`);
    expect(await bodyOf(newStream)).toBe("1");
    newStream.sends(`<a xmlns="${SM}" h="1"/>`);
  }, 15_000);

  test("RFC 6120 §4.9.3.19: see-other-host is not followed", async () => {
    using redirectTarget = await host();
    using dialledHost = await host();
    write(dialledHost, "a secret", patientSender);
    const stream = await dialledHost.foreign.next();
    await stream.receivesHeader();
    stream.answers(dialledHost.domain, PATIENT_DOMAIN, "1");
    const other = `127.0.0.1:${redirectTarget.foreign.port}`;
    stream.sends(
      `<stream:error><see-other-host xmlns="urn:ietf:params:xml:ns:xmpp-streams">${other}</see-other-host></stream:error>`,
    );
    await stream.closed;
    const nextStream = await dialledHost.foreign.next();
    await nextStream.receivesHeader();
    nextStream.answers(dialledHost.domain, PATIENT_DOMAIN, "2", EXTERNAL);
    await nextStream.receives(`<auth xmlns="${SASL}"/>`);
  });
});

test("a server that never reads uses no more than its limits, and others are served", async () => {
  using dialledHost = await host();
  using honestHost = await host();
  write(dialledHost, "0");
  const stream = await afterExternal(dialledHost, `<sm xmlns="${SM}"/>`);
  await stream.receives(`<enable xmlns="${SM}"/>`);
  stream.sends(`<enabled xmlns="${SM}"/>`);
  stream.pauses();
  // More than the send window before an acknowledgement, and less than the queue limit.
  for (let number = 1; number <= 15; number++) write(dialledHost, "x".repeat(100_000));
  await romeo.pings();
  write(honestHost, "hello");
  expect(await bodyOf(await afterExternal(honestHost))).toBe("hello");
  await romeo.receivesNothing(`<message type="error" from="juliet@${dialledHost.domain}"/>`);
  for (let number = 1; number <= 15; number++) write(dialledHost, "x".repeat(100_000));
  expect(await errorFor(dialledHost)).toContain("resource-constraint: too much waits");
}, 20_000);
