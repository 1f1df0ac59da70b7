/** XEP-0386: Bind 2. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import type { Element } from "ltx";
import { type Actor, actorOf, cast } from "../support/cast.ts";
import type { Client } from "../support/client/client.ts";
import { BIND2 } from "../support/client/sasl2.ts";
import {
  authentication,
  LAPTOP,
  newStream,
  PHONE,
  type SignedIn,
  signInOnNewStream,
} from "../support/client/signing-in.ts";
import { SM } from "../support/client/stream-management.ts";
import { startTestServer, type TestServer } from "../support/server.ts";

let server: TestServer;
let juliet: Actor;
const opened: Client[] = [];

beforeAll(async () => {
  server = await startTestServer();
  await server.createAccount("romeo@localhost");
  juliet = (await cast(server, ["juliet"])).juliet;
});
afterEach(async () => {
  for (const client of opened.splice(0)) await client.end();
  expect(server.errors).toEqual([]);
});
afterAll(() => server[Symbol.asyncDispose]());

const binding = (...children: string[]): string => `<bind xmlns='${BIND2}'>${children.join("")}</bind>`;

async function enter(...inline: string[]): Promise<SignedIn> {
  return enterAs(undefined, ...inline);
}

async function enterAs(agent: string | undefined, ...inline: string[]): Promise<SignedIn> {
  const entered = await signInOnNewStream(server, {
    username: "romeo",
    inline,
    ...(agent === undefined ? {} : { agent }),
  });
  opened.push(entered.client);
  return entered;
}

const boundOf = ({ success }: SignedIn): Element => {
  const bound = success.getChild("bound", BIND2);
  if (!bound) throw new Error(`nothing is bound: ${success}`);
  return bound;
};

test("§3.1: advertised inside SASL2's <inline/>, with the features that can be enabled inline", async () => {
  const client = await newStream(server);
  opened.push(client);
  const bind = authentication(client.features).getChild("inline")?.getChild("bind", BIND2);
  const features = bind?.getChild("inline")?.getChildren("feature");
  const names = features?.map(({ attrs }) => attrs.var) ?? [];
  expect(names).toEqual(expect.arrayContaining(["urn:xmpp:carbons:2", "urn:xmpp:csi:0", "urn:xmpp:sm:3"]));
});

describe("§3.2: <success/> contains the full JID and <bound/>", () => {
  test("and stanzas can be sent at once", async () => {
    const entered = await enter(binding());
    expect(entered.client.jid).toMatch(/^romeo@localhost\/[\w-]{16,}$/);
    boundOf(entered);
    const romeo = actorOf(entered.client, new Map());
    const pong = await romeo.asks('<iq type="get"><ping xmlns="urn:xmpp:ping"/></iq>');
    expect(pong.attrs).toMatchObject({ type: "result", to: entered.client.jid });
  });

  test("XEP-0388 §2.6.1: the remaining stream features follow", async () => {
    const { client } = await enter(binding(`<enable xmlns='${SM}'/>`));
    const features = await client.receive(({ name }) => name === "stream:features");
    expect(features.getChild("csi", "urn:xmpp:csi:0")).toBeDefined();
    expect(features.getChild("bind")).toBeUndefined();
    expect(features.getChild("sm", SM)).toBeUndefined();
  });

  test("stream management is still offered where it was not requested inline", async () => {
    const { client } = await enter(binding());
    const features = await client.receive(({ name }) => name === "stream:features");
    expect(features.getChild("sm", SM)).toBeDefined();
    expect((await client.enableAcks()).name).toBe("enabled");
  });

  test("MUST NOT be processed if authentication is not successful", async () => {
    const { client } = await enterAs(PHONE, binding());
    await expect(
      signInOnNewStream(server, { username: "romeo", password: "x", agent: PHONE, inline: [binding()] }),
    ).rejects.toThrow("not-authorized");
    // Binding a second session of the same client would have ended this one.
    await actorOf(client, new Map()).asks('<iq type="get"><ping xmlns="urn:xmpp:ping"/></iq>');
  });

  test("without <bind/>, <success/> has the bare JID and nothing is bound", async () => {
    const { success } = await enter();
    expect(success.getChildText("authorization-identifier")).toBe("romeo@localhost");
    expect(success.getChild("bound", BIND2)).toBeUndefined();
  });
});

describe("§3.2.1: the resource", () => {
  test('is "[client tag]/[server generated identifier]"', async () => {
    const { client } = await enter(binding("<tag>AwesomeXMPP</tag>"));
    expect(client.jid).toMatch(/^romeo@localhost\/AwesomeXMPP\/[\w-]{16,}$/);
  });

  test("is the same each time for a client with an id, and does not reveal the id", async () => {
    const first = await enterAs(PHONE, binding("<tag>App</tag>"));
    await first.client.end();
    const reconnected = await enterAs(PHONE, binding("<tag>App</tag>"));
    const other = await enterAs(LAPTOP, binding("<tag>App</tag>"));
    expect(reconnected.client.jid).toBe(first.client.jid);
    expect(other.client.jid).not.toBe(first.client.jid);
    expect(reconnected.client.jid).not.toContain(PHONE.slice(0, 8));
  });

  test("differs for another account with the same client id", async () => {
    const romeo = await enterAs(PHONE, binding());
    const hers = await signInOnNewStream(server, { username: "juliet", agent: PHONE, inline: [binding()] });
    opened.push(hers.client);
    expect(hers.client.jid.split("/")[1]).not.toBe(romeo.client.jid.split("/")[1]);
  });

  test.each(["x".repeat(1100), "\u202E", "  "])("an invalid tag is left out", async (tag) => {
    const { client } = await enter(binding(`<tag>${tag}</tag>`));
    expect(client.jid).toMatch(/^romeo@localhost\/[^/]+$/);
  });
});

describe('§3.2: "the server SHOULD terminate any earlier sessions from the same client"', () => {
  test("by its user agent's id, also where the tag differs", async () => {
    const former = await enterAs(PHONE, binding("<tag>Old</tag>"));
    const other = await enterAs(LAPTOP, binding("<tag>Old</tag>"));
    const next = await enterAs(PHONE, binding("<tag>New</tag>"));
    const error = await former.client.receive(({ name }) => name === "stream:error");
    expect(error.getChild("conflict")).toBeDefined();
    for (const { client } of [other, next]) {
      await actorOf(client, new Map()).asks('<iq type="get"><ping xmlns="urn:xmpp:ping"/></iq>');
    }
  });
});

describe("§3.2: features enabled inline", () => {
  test("XEP-0280: carbons are enabled; no response is necessary", async () => {
    const entered = await enter(binding("<enable xmlns='urn:xmpp:carbons:2'/>"));
    expect(boundOf(entered).getChild("enable")).toBeUndefined();
    const desk = await enter(binding());
    desk.client.send(`<message type='chat' to='${juliet.jid}'><body>by another's mouth</body></message>`);
    const carbon = await entered.client.receive(
      ({ name, children }) => name === "message" && `${children[0]}`.includes("mouth"),
    );
    expect(carbon.getChild("sent", "urn:xmpp:carbons:2")).toBeDefined();
  });

  test("XEP-0352: in the inactive state, presence is queued", async () => {
    const idle = await enter(binding(`<enable xmlns='${SM}'/>`, "<inactive xmlns='urn:xmpp:csi:0'/>"));
    const romeo = actorOf(idle.client, new Map());
    romeo.sends("<presence/>");
    expect(await idle.client.confirmed()).toBe(1);
    expect(idle.client.inbox.waiting().filter(({ name }) => name === "presence")).toEqual([]);
    romeo.sends("<active xmlns='urn:xmpp:csi:0'/>");
    await romeo.receives(`<presence from="${romeo.jid}"/>`);
  });

  test("XEP-0198 §6.1: <enabled/> is in <bound/>, and counting begins", async () => {
    const entered = await enter(binding(`<enable xmlns='${SM}' resume='true'/>`));
    const enabled = boundOf(entered).getChild("enabled", SM);
    expect(enabled?.attrs).toMatchObject({ resume: "true" });
    expect(enabled?.attrs.id).toMatch(/^[\w-]{20,}$/);
    await actorOf(entered.client, new Map()).asks('<iq type="get"><ping xmlns="urn:xmpp:ping"/></iq>');
    expect(await entered.client.confirmed()).toBe(1);
  });

  test("XEP-0313 §7: the archive's metadata at that moment", async () => {
    const empty = boundOf(await enter(binding())).getChild("metadata", "urn:xmpp:mam:2");
    expect(empty).toBeDefined();
    juliet.sends("<message type='chat' to='romeo@localhost'><body>in the archive</body></message>");
    await juliet.pings();
    const metadata = boundOf(await enter(binding())).getChild("metadata", "urn:xmpp:mam:2");
    const end = metadata?.getChild("end");
    expect(end?.attrs.id).toMatch(/./);
    expect(Date.parse(end?.attrs.timestamp)).toBeWithin(Date.now() - 60_000, Date.now() + 1000);
  });

  test('"Clear the offline messages for this user … without sending them"', async () => {
    juliet.sends("<message type='chat' to='romeo@localhost'><body>while away</body></message>");
    await juliet.pings();
    const entered = await enter(binding());
    const romeo = actorOf(entered.client, new Map());
    romeo.sends("<presence/>");
    await romeo.receives(`<presence from="${romeo.jid}"/>`);
    await romeo.receivesNothing("<message/>");
  });

  test("unknown elements are ignored", async () => {
    boundOf(await enter(binding("<fly xmlns='urn:example:wings'/>", "<enable/>", "<a xmlns='urn:xmpp:sm:3' h='7'/>")));
  });
});

describe("XEP-0198 §6.2: resumption inline", () => {
  const loseConnection = async (): Promise<{ id: string; client: Client }> => {
    const entered = await enter(binding(`<enable xmlns='${SM}' resume='true'/>`));
    const id: string = boundOf(entered).getChild("enabled", SM)?.attrs.id;
    entered.client.destroy();
    await entered.client.closed;
    return { id, client: entered.client };
  };

  test("<resumed/> is in <success/>; <bind/> is ignored, features are not sent, and missed stanzas are", async () => {
    const { id, client: former } = await loseConnection();
    juliet.sends(`<message type='chat' to='${former.jid}'><body>missed</body></message>`);
    await juliet.pings();
    const { client, success } = await enter(`<resume xmlns='${SM}' previd='${id}' h='0'/>`, binding());
    expect(success.getChild("resumed", SM)?.attrs).toMatchObject({ previd: id, h: "0" });
    expect(success.getChild("bound", BIND2)).toBeUndefined();
    expect(success.getChildText("authorization-identifier")).toBe(former.jid);
    await client.receive(({ name, children }) => name === "message" && `${children}`.includes("missed"));
    const received = client.inbox.all.slice(client.inbox.all.indexOf(success));
    expect(received.filter(({ name }) => name === "stream:features")).toEqual([]);
    client.send(`<a xmlns='${SM}' h='1'/>`);
  });

  test("if it fails, <failed/> is in the response and a new session is bound", async () => {
    const entered = await enter(`<resume xmlns='${SM}' previd='unknown' h='0'/>`, binding());
    expect(entered.success.getChild("failed", SM)?.getChild("item-not-found")).toBeDefined();
    boundOf(entered);
    await actorOf(entered.client, new Map()).asks('<iq type="get"><ping xmlns="urn:xmpp:ping"/></iq>');
  });

  test("if it fails without a <bind/>, a resource can still be bound", async () => {
    const { client, success } = await enter(`<resume xmlns='${SM}' previd='unknown' h='0'/>`);
    expect(success.getChild("failed", SM)).toBeDefined();
    expect(success.getChildText("authorization-identifier")).toBe("romeo@localhost");
    client.features = await client.receive(({ name }) => name === "stream:features");
    await client.bind();
  });

  test("a session of another account cannot be resumed", async () => {
    const { id } = await loseConnection();
    const hers = await signInOnNewStream(server, {
      username: "juliet",
      inline: [`<resume xmlns='${SM}' previd='${id}' h='0'/>`, binding()],
    });
    opened.push(hers.client);
    expect(hers.success.getChild("failed", SM)?.getChild("item-not-found")).toBeDefined();
  });

  test("a count that is too high ends the stream", async () => {
    const { id } = await loseConnection();
    await expect(enter(`<resume xmlns='${SM}' previd='${id}' h='99'/>`, binding())).rejects.toThrow();
  });
});
