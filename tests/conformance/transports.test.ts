/** The same over each transport: signing in, stanzas, and XEP-0198 from one transport to another. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { Element } from "ltx";
import { type Actor, actorOf, appear, enter } from "../support/cast.ts";
import { Client } from "../support/client/client.ts";
import { BIND2, FAST, SASL2, signIn } from "../support/client/sasl2.ts";
import { authentication, PHONE, textsOf } from "../support/client/signing-in.ts";
import { SM } from "../support/client/stream-management.ts";
import { TRANSPORTS, type TransportName } from "../support/client/transport.ts";
import { streamErrorOf } from "../support/hostile.ts";
import { PASSWORD, startTestServer, type TestServer } from "../support/server.ts";

let server: TestServer;
let juliet: Actor;
const opened: Client[] = [];

beforeAll(async () => {
  server = await startTestServer({ settings: ["listen.https=127.0.0.1:0"] });
  await server.createAccount("romeo@localhost");
  juliet = await enter(server, "juliet", "balcony");
});
afterEach(() => {
  for (const client of opened.splice(0)) client.destroy();
  expect(server.errors).toEqual([]);
});
afterAll(() => server[Symbol.asyncDispose]());

async function connect(transport: TransportName): Promise<Client> {
  const client = await Client.connect(server.over(transport, "direct"));
  opened.push(client);
  return client;
}

/** Romeo, with a bound resource. */
async function login(transport: TransportName, mechanism?: string): Promise<Actor> {
  const client = await connect(transport);
  await client.login({ username: "romeo", password: PASSWORD, ...(mechanism ? { mechanism } : {}) });
  return actorOf(client, new Map([["juliet", juliet]]));
}

const bodyOf = async (actor: Actor): Promise<string> =>
  (await actor.receives("<message type='chat'/>")).getChildText("body") ?? "";

function says(body: string, to: Actor): void {
  juliet.client.send(new Element("message", { type: "chat", to: to.jid }).c("body").t(body).root());
}

describe.each(TRANSPORTS)("over %s", (transport) => {
  test.each(["SCRAM-SHA-512", "SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN"])(
    "RFC 6120 §6, §7: %s, and a bound resource; stanzas go both ways, in order",
    async (mechanism) => {
      const romeo = await login(transport, mechanism);
      const bodies = ["one", '<two> & "three"', "drei \u{1f339}\u00e9", "x".repeat(20_000)];
      for (const body of bodies) says(body, romeo);
      for (const body of bodies) expect(await bodyOf(romeo)).toBe(body);
      romeo.sends("<message type='chat' to='{juliet}'><body>back</body></message>");
      expect((await juliet.receives(`<message from='${romeo.jid}'/>`)).getChildText("body")).toBe("back");
    },
  );

  test("XEP-0388, XEP-0386, XEP-0484: SASL2 with an inline resource, and the next time by token", async () => {
    const first = await connect(transport);
    const inline = [`<request-token xmlns='${FAST}' mechanism='HT-SHA-256-NONE'/>`];
    const given = await signIn(first, {
      ...{ username: "romeo", password: PASSWORD, mechanism: "SCRAM-SHA-256", agent: PHONE },
      inline: [...inline, `<bind xmlns='${BIND2}'><enable xmlns='${SM}'/></bind>`],
    });
    expect(given.getChildText("authorization-identifier")).toStartWith("romeo@localhost/");
    const token = given.getChild("token", FAST)?.attrs.token;
    const second = await connect(transport);
    expect(textsOf(authentication(second.features).getChild("inline")?.getChild("fast", FAST), "mechanism")).toContain(
      "HT-SHA-256-NONE",
    );
    const success = await signIn(second, { username: "romeo", mechanism: "HT-SHA-256-NONE", token, agent: PHONE });
    expect(success.attrs.xmlns).toBe(SASL2);
  });

  test("XEP-0478: the limits of elements are told, and enforced, before and after signing in", async () => {
    const limitOf = ({ features }: Client): number =>
      Number(features.getChild("limits", "urn:xmpp:stream-limits:0")?.getChildText("max-bytes"));
    const stranger = await connect(transport);
    const long = (bytes: number): string => `<message xmlns='jabber:client'>${"a".repeat(bytes)}</message>`;
    expect(limitOf(stranger)).toBe(10_000);
    stranger.send(long(10_000));
    expect(await streamErrorOf(stranger)).toBe("policy-violation");
    const romeo = await login(transport);
    expect(limitOf(romeo.client)).toBe(512_000);
    romeo.client.send(long(400_000));
    await romeo.pings();
    romeo.client.send(long(512_000));
    expect(await streamErrorOf(romeo.client)).toBe("policy-violation");
  });
});

const pairs = TRANSPORTS.flatMap((one) => TRANSPORTS.map((other) => [one, other] as const));

describe.each(pairs)("XEP-0198 §5: from %s to %s", (one, other) => {
  test("a session goes on: what was not acknowledged, and what came while it was away, in order; then both ways", async () => {
    const romeo = await login(one);
    const { attrs } = await romeo.client.enableAcks(true);
    await appear(romeo);
    romeo.client.acks.answers = false;
    const handled = romeo.client.acks.received;
    says("not acknowledged", romeo);
    expect(await bodyOf(romeo)).toBe("not acknowledged");
    romeo.client.acks.received = handled;
    romeo.client.destroy();
    says("away", romeo);
    await juliet.pings();

    const client = await connect(other);
    await client.authenticate({ username: "romeo", password: PASSWORD });
    expect((await client.resume(romeo.client, attrs.id)).name).toBe("resumed");
    const back = actorOf(client, new Map([["juliet", juliet]]));
    expect([await bodyOf(back), await bodyOf(back)]).toEqual(["not acknowledged", "away"]);
    back.sends("<message type='chat' to='{juliet}'><body>back</body></message>");
    await juliet.receives(`<message from='${romeo.jid}'><body>back</body></message>`);
    says("again", back);
    expect(await bodyOf(back)).toBe("again");
  });
});
