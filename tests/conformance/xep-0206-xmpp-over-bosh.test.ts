/** XEP-0206: XMPP Over BOSH. What all transports have in common is in transports.test.ts. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import type { Element } from "ltx";
import { type Actor, appear, befriend, enter, settled } from "../support/cast.ts";
import { BoshClient } from "../support/client/bosh-client.ts";
import type { Body } from "../support/client/bosh-transport.ts";
import { PASSWORD, startTestServer, type TestServer } from "../support/server.ts";

const STREAM_ERRORS = "urn:ietf:params:xml:ns:xmpp-streams";
const SASL = "urn:ietf:params:xml:ns:xmpp-sasl";
const SASL2 = "urn:xmpp:sasl:2";
const BIND = "urn:ietf:params:xml:ns:xmpp-bind";
const PING = (id: string): string =>
  `<iq type='get' id='${id}' to='localhost' xmlns='jabber:client'><ping xmlns='urn:xmpp:ping'/></iq>`;
const AUTH = `<auth xmlns='${SASL}' mechanism='PLAIN'>${Buffer.from(`\0romeo\0${PASSWORD}`).toString("base64")}</auth>`;
const BIND_REQUEST = `<iq type='set' id='bind' xmlns='jabber:client'><bind xmlns='${BIND}'/></iq>`;

let server: TestServer;
const at = () => server.over("bosh");
let juliet: Actor;
beforeAll(async () => {
  server = await startTestServer({ settings: ["listen.https=127.0.0.1:0", "bosh.inactivity=2s"] });
  await server.createAccount("romeo@localhost");
  juliet = await enter(server, "juliet", "balcony");
  await appear(juliet);
  const romeo = await enter(server, "romeo", "friend");
  await befriend(romeo, juliet);
  await romeo.leaves();
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

const namesOf = ({ payloads }: Body): string[] => payloads.map(({ name }) => name);

/** The condition of the stream error that a response ends the session with. */
function streamErrorOf({ attrs, payloads }: Body): string | undefined {
  expect(attrs).toMatchObject({ type: "terminate", condition: "remote-stream-error" });
  const error = payloads.find(({ name }) => name === "stream:error");
  return error
    ?.getChildElements()
    .find((child: Element) => child.getNS() === STREAM_ERRORS)
    ?.getName();
}

describe("§2: what a body contains", () => {
  test("stanzas that declare no namespace are taken as if they declared jabber:client", async () => {
    const client = await BoshClient.login(at(), "romeo");
    expect(
      namesOf(await client.sends("<iq type='get' id='1' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>")),
    ).toEqual(["iq"]);
  });

  test("stanzas that are sent declare jabber:client, and xmlns:stream is declared where it is used", async () => {
    const client = new BoshClient(at());
    await client.create();
    await client.login("romeo");
    const { http } = await client.sends(PING("1"));
    expect(http.body.toString()).toContain('<iq xmlns="jabber:client" ');
    expect(http.body.toString()).not.toContain("xmlns:stream=");
    const { http: features } = await (await new BoshClient(at()).posts("", { to: "localhost" })).response;
    expect(features.body.toString()).toContain('xmlns:stream="http://etherx.jabber.org/streams"');
  });

  test("TLS is not offered: HTTP has it", async () => {
    const { payloads } = await new BoshClient(at()).create();
    expect(payloads[0]?.getChild("starttls")).toBeUndefined();
    expect(payloads[0]?.getChild("mechanisms", SASL)?.getChildren("mechanism").length).toBeGreaterThan(0);
  });
});

describe("§3, §4: session creation", () => {
  test("the response has the stream's features, version 1.0, restartlogic, and the stream's id", async () => {
    const { attrs, payloads } = await new BoshClient(at()).create();
    expect(attrs).toMatchObject({ "xmlns:xmpp": "urn:xmpp:xbosh", "xmpp:version": "1.0", "xmpp:restartlogic": "true" });
    expect(attrs.authid).toMatch(/^[\w-]{22}$/);
    expect(payloads.map(({ name }) => name)).toEqual(["stream:features"]);
  });

  test("a client that says no version speaks 1.0; any other is an unsupported-version", async () => {
    const without = await (await new BoshClient(at()).posts("", { to: "localhost" })).response;
    expect(namesOf(without)).toEqual(["stream:features"]);
    const other = await (await new BoshClient(at()).posts("", { to: "localhost", "xmpp:version": "0.9" })).response;
    expect(streamErrorOf(other)).toBe("unsupported-version");
    expect(other.attrs.sid).toBeUndefined();
  });

  test("no channel binding is offered: TLS is not the stream's", async () => {
    const { payloads } = await new BoshClient(at()).create();
    expect(String(payloads[0])).not.toContain("-PLUS");
    expect(String(payloads[0])).not.toContain("urn:xmpp:sasl-cb:0");
  });
});

describe("§5: authentication and resource binding", () => {
  test("SASL, a restart, and binding, each answered by the response to its request", async () => {
    const client = await BoshClient.create(at());
    expect(namesOf(await client.sends(AUTH))).toEqual(["success"]);
    const restarted = await client.sends("", { "xmpp:restart": "true", to: "localhost" });
    expect(restarted.payloads[0]?.getChild("bind", BIND)).toBeDefined();
    expect(restarted.payloads[0]?.getChild("mechanisms", SASL)).toBeUndefined();
    expect(namesOf(await client.sends(BIND_REQUEST))).toEqual(["iq"]);
  });

  test("a restart needs no 'to', and its boolean may be 1", async () => {
    const client = await BoshClient.create(at());
    await client.sends(AUTH);
    expect(namesOf(await client.sends("", { "xmpp:restart": "1" }))).toEqual(["stream:features"]);
  });

  test("what a restart request carries is ignored", async () => {
    const client = await BoshClient.create(at());
    await client.sends(AUTH);
    expect(namesOf(await client.sends(BIND_REQUEST, { "xmpp:restart": "true" }))).toEqual(["stream:features"]);
    expect(namesOf(await client.sends(BIND_REQUEST))).toEqual(["iq"]);
  });

  test("what is sent behind <auth/> in the same body is dropped, as on any stream that restarts", async () => {
    const client = await BoshClient.create(at());
    expect(namesOf(await client.sends(AUTH + BIND_REQUEST))).toEqual(["success"]);
    await client.sends("", { "xmpp:restart": "true" });
    expect(namesOf(await client.sends(PING("1")))).toContain("stream:error");
  });

  test("without the restart, nothing goes on; a restart of a stream that is open ends it", async () => {
    const early = await BoshClient.create(at());
    await early.sends(AUTH);
    expect(streamErrorOf(await early.sends(BIND_REQUEST))).toBe("not-authorized");
    const late = await BoshClient.login(at(), "romeo");
    expect(streamErrorOf(await late.sends("", { "xmpp:restart": "true" }))).toBe("invalid-xml");
  });

  test("XEP-0388 needs no restart, and may begin in the request that creates the session", async () => {
    const client = new BoshClient(at());
    const initial = Buffer.from(`\0romeo\0${PASSWORD}`).toString("base64");
    const authenticate = `<authenticate xmlns='${SASL2}' mechanism='PLAIN'><initial-response>${initial}</initial-response><bind xmlns='urn:xmpp:bind:0'/></authenticate>`;
    const first = await (await client.posts(authenticate, { to: "localhost", "xmpp:version": "1.0" })).response;
    client.sid = first.attrs.sid;
    const names = [...namesOf(first)];
    while (!names.includes("success")) names.push(...namesOf(await client.sends()));
    expect(names.slice(0, 2)).toEqual(["stream:features", "success"]);
    expect(namesOf(await client.sends(PING("1")))).toContain("iq");
  });
});

describe("§6: remote-stream-error", () => {
  test.each([
    ["an element that is no stanza", "<unknown xmlns='urn:example:unknown'/>", "unsupported-stanza-type"],
    ["somebody else's 'from'", "<message xmlns='jabber:client' from='juliet@localhost'/>", "invalid-from"],
    ["an element that is not closed", "<message xmlns='jabber:client'>", "not-well-formed"],
    ["text between stanzas", "<presence/>text", "bad-format"],
    ["a comment", "<presence/><!-- comment -->", "restricted-xml"],
    ["an entity", "<message><body>&nbsp;</body></message>", "restricted-xml"],
    ["a second body behind the first", "</body><body xmlns='http://jabber.org/protocol/httpbind'>", "not-well-formed"],
    ["an element without a declared prefix", "<a:b/>", "not-well-formed"],
  ])("%s ends the session with the stream's error", async (_, payload, condition) => {
    const client = await BoshClient.login(at(), "romeo");
    expect(streamErrorOf(await client.sends(payload))).toBe(condition);
    expect(streamErrorOf(await client.sends())).toBe(condition);
  });

  test("stanzas come before the error", async () => {
    const client = await BoshClient.login(at(), "romeo");
    const body = await client.sends(`${PING("1")}<unknown xmlns='urn:example:unknown'/>`);
    expect(namesOf(body).at(-1)).toBe("stream:error");
  });

  test("when the server stops, clients are told, whether or not they have signed in", async () => {
    await using other = await startTestServer({ transport: "bosh" });
    await other.createAccount("romeo@localhost");
    const [romeo, stranger] = [await BoshClient.login(other.at(), "romeo"), await BoshClient.create(other.at())];
    const [held, waiting] = [await romeo.posts(), await stranger.posts()];
    const stopped = other.server.stop();
    expect(streamErrorOf(await held.response)).toBe("system-shutdown");
    expect((await waiting.response).attrs).toMatchObject({ type: "terminate", condition: "system-shutdown" });
    await stopped;
  });

  test("a session that is ended while no request is held tells its next request why", async () => {
    const client = await BoshClient.create(at());
    await client.sends(AUTH);
    await client.sends("", { "xmpp:restart": "true" });
    const bind = BIND_REQUEST.replace("/></iq>", "><resource>orchard</resource></bind></iq>");
    await client.sends(bind);
    const other = await BoshClient.create(at());
    await other.sends(AUTH);
    await other.sends("", { "xmpp:restart": "true" });
    await other.sends(bind);
    expect(streamErrorOf(await client.sends())).toBe("conflict");
  });
});

describe("§7: what does not reach the client", () => {
  beforeEach(() => settled(juliet));

  /** Romeo signs in, is available, and goes without a word; his full JID. */
  async function gone(): Promise<string> {
    const client = await BoshClient.login(at(), "romeo");
    await client.sends("<presence/>");
    await juliet.receives(`<presence from='${client.jid}'/>`);
    await client.posts();
    client.destroy();
    return client.jid;
  }

  const ended = (jid: string) => juliet.receives(`<presence from='${jid}' type='unavailable'/>`);

  test("a message is stored for when somebody signs in; presence is dropped", async () => {
    const jid = await gone();
    juliet.sends(`<message to='${jid}' type='chat'><body>but soft</body></message>`);
    juliet.sends(`<presence to='${jid}'/>`);
    await ended(jid);
    await juliet.receivesNothing();
    const romeo = await enter(server, "romeo", "later");
    romeo.sends("<presence/>");
    expect((await romeo.receives("<message type='chat'/>")).getChildText("body")).toBe("but soft");
    await romeo.receivesNothing("<message/>");
    await romeo.leaves();
  });

  test("messages that were stored before, and did not reach it, are there for the next one, each once", async () => {
    const bodies = Array.from({ length: 5 }, (_, n) => String(n));
    for (const body of bodies) juliet.sends(`<message to='romeo@localhost' type='chat'><body>${body}</body></message>`);
    await juliet.pings();
    const client = await BoshClient.login(at(), "romeo");
    const asking = await client.posts("<presence/>");
    await juliet.receives(`<presence from='${client.jid}'/>`);
    asking.cut();
    await ended(client.jid);
    const romeo = await enter(server, "romeo", "later");
    romeo.sends("<presence/>");
    for (const body of bodies) expect((await romeo.receives("<message/>")).getChildText("body")).toBe(body);
    await romeo.receivesNothing("<message/>");
    await romeo.leaves();
  });
});
