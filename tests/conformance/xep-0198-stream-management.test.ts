/** XEP-0198: Stream Management. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import type { LogEvent } from "../../src/log.ts";
import { parseElement } from "../../src/xml/parse-element.ts";
import { type Actor, actorOf, appear, befriend, enter, settled } from "../support/cast.ts";
import { Client } from "../support/client/client.ts";
import { enterResumably, type Resumable, resumed, returning } from "../support/client/resumable.ts";
import { SM } from "../support/client/stream-management.ts";
import { streamErrorOf } from "../support/hostile.ts";
import { PASSWORD, startTestServer, type TestServer } from "../support/server.ts";

let clock = Date.parse("2026-01-01T00:00:00Z");
let server: TestServer;
let romeo: Actor;
let juliet: Resumable;
let testNumber = 0;

beforeAll(async () => {
  server = await startTestServer({ now: () => clock, settings: ["sessions.max_unacknowledged=50"] });
  romeo = await enter(server, "romeo", "orchard");
});
beforeEach(async () => {
  testNumber += 1;
  juliet = await enterResumably(server, `juliet${testNumber}`, "balcony");
  await appear(juliet.actor);
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

/** The answer to an element of XEP-0198: "failed item-not-found", "resumed". */
async function answerTo(client: Client, element: string): Promise<string> {
  client.send(element);
  const answer = await client.receive(({ name, attrs }) => attrs.xmlns === SM && name !== "r");
  return [answer.name, ...answer.getChildElements().map(({ name }) => name)].join(" ");
}

const sendBodies = (bodies: readonly string[], to: string): Promise<void> => {
  romeo.sends(bodies.map((body) => `<message type="chat" to="${to}"><body>${body}</body></message>`).join(""));
  return romeo.pings();
};

async function receivedBodies(actor: Actor, count: number): Promise<string[]> {
  const bodies: string[] = [];
  for (let n = 0; n < count; n++) {
    bodies.push((await actor.receives('<message type="chat"/>')).getChildText("body") ?? "");
  }
  return bodies;
}

describe("§2, §3: enabling", () => {
  test("§2: the feature is offered once the client has authenticated", async () => {
    const client = await Client.connect(server.at());
    expect(client.features.getChild("sm", SM)).toBeUndefined();
    await client.authenticate({ username: "romeo", password: PASSWORD });
    expect(client.features.getChild("sm", SM)).toBeDefined();
    client.destroy();
  });

  test("§3: before a resource is bound it fails with unexpected-request", async () => {
    const client = await returning(server, romeo);
    expect(await answerTo(client, `<enable xmlns="${SM}"/>`)).toBe("failed unexpected-request");
    await client.bind();
    expect(await answerTo(client, `<enable xmlns="${SM}"/>`)).toBe("enabled");
    client.destroy();
  });

  test("§3, §6: before authentication each element fails with unexpected-request, and the stream stays open", async () => {
    const client = await Client.connect(server.at());
    for (const element of ['enable resume="true"', 'resume h="0" previd="x"', "r", 'a h="0"']) {
      const [name] = element.split(" ");
      expect([name, await answerTo(client, `<${element} xmlns="${SM}"/>`)]).toEqual([
        name,
        "failed unexpected-request",
      ]);
    }
    await client.authenticate({ username: "romeo", password: PASSWORD });
    await client.bind();
    expect(await answerTo(client, `<enable xmlns="${SM}"/>`)).toBe("enabled");
    await client.end();
  });

  test("§3: <enabled/> has an id and a maximum time for resume='true' or '1', and none without 'resume'", async () => {
    for (const [resumeAttribute, isResumable] of [
      ["", false],
      ["resume='false'", false],
      ["resume='true'", true],
      ["resume='1'", true],
    ] as const) {
      const client = await returning(server, romeo);
      await client.bind();
      client.send(`<enable xmlns="${SM}" ${resumeAttribute}/>`);
      const { attrs } = await client.receive(({ name }) => name === "enabled");
      expect([attrs.id !== undefined, attrs.resume, attrs.max]).toEqual(
        isResumable ? [true, "true", "3600"] : [false, undefined, undefined],
      );
      await client.end();
    }
  });

  test("§3: a second <enable/> fails", async () => {
    expect(await answerTo(juliet.actor.client, `<enable xmlns="${SM}"/>`)).toBe("failed unexpected-request");
  });

  test("§3: where resumption is turned off, <enabled/> has no id", async () => {
    const nonResumableServer = await startTestServer({ settings: ["sessions.resumption_time=0s"] });
    const { id } = await enterResumably(nonResumableServer, "romeo", "orchard");
    expect(id).toBeUndefined();
    await nonResumableServer[Symbol.asyncDispose]();
  });

  test("§3: where resumption has no time limit, <enabled/> has no maximum, and the session stays resumable", async () => {
    const unlimitedServer = await startTestServer({ settings: ["sessions.resumption_time=forever"] });
    const { actor, id } = await enterResumably(unlimitedServer, "romeo", "orchard");
    const resumedSession = await resumed(unlimitedServer, { actor, id });
    expect(resumedSession.actor.jid).toBe(actor.jid);
    await unlimitedServer[Symbol.asyncDispose]();
  });
});

describe("§4: acknowledgements", () => {
  test("<r/> is answered by <a/> with the number of stanzas since <enable/>, and nothing else counts", async () => {
    const { actor } = await enterResumably(server, "mercutio", "street");
    expect(await actor.client.confirmed()).toBe(0);
    actor.sends('<presence/><message to="romeo@localhost"/> <iq type="get" id="1"/>');
    expect(await actor.client.confirmed()).toBe(3);
    actor.sends(`<r xmlns="${SM}"/><inactive xmlns="urn:xmpp:csi:0"/>`);
    await actor.client.receive(({ name }) => name === "a");
    actor.sends('<message to="@bad"/>');
    expect(await actor.client.confirmed()).toBe(4);
    await actor.leaves();
  });

  test("the server sends <r/> once for stanzas sent together", async () => {
    await settled(juliet.actor);
    await sendBodies(["1", "2", "3"], juliet.actor.account);
    await receivedBodies(juliet.actor, 3);
    await juliet.actor.client.receive(({ name, attrs }) => name === "r" && attrs.xmlns === SM);
  });

  test("an <a/> for more than was sent ends the stream: undefined-condition with <handled-count-too-high/> (§6)", async () => {
    const { client } = juliet.actor;
    client.acks.answers = false;
    client.send(`<a xmlns="${SM}" h="100"/>`);
    const error = await client.receive(({ name }) => name === "stream:error");
    expect(error.getChildElements()[0]?.name).toBe("undefined-condition");
    expect(error.getChild("handled-count-too-high", SM)?.attrs).toMatchObject({ h: "100" });
  });

  test("an invalid 'h' ends the stream", async () => {
    juliet.actor.sends(`<a xmlns="${SM}" h="many"/>`);
    expect(await streamErrorOf(juliet.actor.client)).toBe("invalid-xml");
  });

  test("<r/> and <a/> before <enable/> are ignored", async () => {
    const client = await returning(server, romeo);
    await client.bind();
    client.send(`<r xmlns="${SM}"/><a xmlns="${SM}" h="0"/>`);
    expect((await client.enableAcks()).name).toBe("enabled");
    await client.end();
  });

  test("the number of unacknowledged stanzas is limited: resource-constraint, and no message is lost", async () => {
    const { client } = juliet.actor;
    client.acks.answers = false;
    const bodies = Array.from({ length: 60 }, (_, n) => `${n}`);
    await sendBodies(bodies, juliet.actor.account);
    expect(await streamErrorOf(client)).toBe("resource-constraint");
    const newSession = await enter(server, `juliet${testNumber}`, "balcony");
    newSession.sends("<presence/>");
    expect(await receivedBodies(newSession, 60)).toEqual(bodies);
  });
});

describe("§5: resumption over a connection that was cut", () => {
  test("unacknowledged stanzas are sent again, in order and once; acknowledged ones are not", async () => {
    const { client } = juliet.actor;
    await sendBodies(["1", "2"], juliet.actor.account);
    await receivedBodies(juliet.actor, 2);
    client.acks.answers = false;
    client.destroy();
    await sendBodies(["3", "4"], juliet.actor.account);
    const { actor } = await resumed(server, juliet);
    expect(await receivedBodies(actor, 2)).toEqual(["3", "4"]);
    await actor.receivesNothing("<message/>");
    await sendBodies(["5"], juliet.actor.jid);
    expect(await receivedBodies(actor, 1)).toEqual(["5"]);
  });

  test("<resumed/> has the number of handled stanzas", async () => {
    juliet.actor.sends('<message to="romeo@localhost"/><message to="romeo@localhost"/>');
    await juliet.actor.client.confirmed();
    juliet.actor.client.destroy();
    const client = await returning(server, juliet.actor);
    const answer = await client.resume(juliet.actor.client, juliet.id);
    // Presence, and the two messages.
    expect(answer.attrs).toMatchObject({ previd: juliet.id, h: "3" });
  });

  test("counters continue", async () => {
    const { actor } = await resumed(server, juliet);
    const before = await actor.client.confirmed();
    actor.sends('<message to="romeo@localhost"/>');
    expect(await actor.client.confirmed()).toBe(before + 1);
    actor.client.destroy();
    const resumedSession = await resumed(server, { actor, id: juliet.id });
    expect(await resumedSession.actor.client.confirmed()).toBe(before + 1);
  });

  test("presence, roster interest and carbons continue; contacts see no unavailable presence", async () => {
    const watcher = await enter(server, `juliet${testNumber}`, "chamber");
    await appear(watcher);
    await settled(watcher);
    const { actor } = await resumed(server, juliet);
    await actor.pings();
    await watcher.receivesNothing();
    watcher.sends('<message type="chat" to="romeo@localhost"><body>x</body></message>');
    await watcher.pings();
    await sendBodies(["to the account"], actor.account);
    expect(await receivedBodies(actor, 1)).toEqual(["to the account"]);
  });

  test("a message delivered late has a delay stamp (XEP-0203)", async () => {
    juliet.actor.client.acks.answers = false;
    juliet.actor.client.destroy();
    const sent = clock;
    await sendBodies(["late"], juliet.actor.account);
    clock += 3_600_000;
    const { actor } = await resumed(server, juliet);
    const message = await actor.receives("<message><body>late</body></message>");
    expect(message.getChild("delay", "urn:xmpp:delay")?.attrs).toMatchObject({
      from: "localhost",
      stamp: new Date(sent).toISOString(),
    });
  });

  test("<resume/> while the former connection is still open ends that one with conflict", async () => {
    const { client } = juliet.actor;
    const next = await returning(server, juliet.actor);
    expect((await next.resume(client, juliet.id)).name).toBe("resumed");
    expect(await streamErrorOf(client)).toBe("conflict");
    await sendBodies(["for the new one"], juliet.actor.account);
    expect(await receivedBodies(actorOf(next, new Map()), 1)).toEqual(["for the new one"]);
  });

  test("stanzas sent right behind <resume/> are handled after it, even before a closing tag", async () => {
    juliet.actor.client.destroy();
    const client = await returning(server, juliet.actor);
    client.send(
      `<resume xmlns="${SM}" h="${juliet.actor.client.acks.received}" previd="${juliet.id}"/>` +
        '<message to="romeo@localhost/orchard"><body>behind</body></message></stream:stream>',
    );
    const message = await romeo.receives("<message><body>behind</body></message>");
    expect(message.attrs.from).toBe(juliet.actor.jid);
    expect(await client.closed).toBe("the server closed the stream");
  });

  test("a session whose stream was closed cannot be resumed (§7)", async () => {
    await juliet.actor.leaves();
    const client = await returning(server, juliet.actor);
    expect(await answerTo(client, `<resume xmlns="${SM}" h="0" previd="${juliet.id}"/>`)).toBe("failed item-not-found");
    client.destroy();
  });

  test("<failed/> has the number of handled stanzas", async () => {
    juliet.actor.sends('<message to="romeo@localhost"/>');
    await juliet.actor.leaves();
    for (const [sender, h] of [
      [juliet.actor, "2"],
      [romeo, undefined],
    ] as const) {
      const client = await returning(server, sender);
      client.send(`<resume xmlns="${SM}" h="0" previd="${juliet.id}"/>`);
      expect((await client.receive(({ name }) => name === "failed")).attrs.h).toBe(h);
      client.destroy();
    }
  });
});

describe("§5, §6: a <resume/> that fails, after which a resource can be bound", () => {
  const attempts: readonly (readonly [what: string, attributes: (id: string) => string, condition: string])[] = [
    ["an invalid 'h'", (id) => `h="abc" previd="${id}"`, "bad-request"],
    ["a negative 'h'", (id) => `h="-1" previd="${id}"`, "bad-request"],
    ["an 'h' of more than 32 bits", (id) => `h="4294967296" previd="${id}"`, "bad-request"],
    ["no 'h'", (id) => `previd="${id}"`, "bad-request"],
    ["no 'previd'", () => 'h="0"', "bad-request"],
    ["an unknown 'previd'", () => 'h="0" previd="nonesuch"', "item-not-found"],
  ];
  for (const [what, attributes, condition] of attempts) {
    test(`${what} is ${condition}; the session can still be resumed by a correct request`, async () => {
      const client = await returning(server, juliet.actor);
      expect(await answerTo(client, `<resume xmlns="${SM}" ${attributes(juliet.id)}/>`)).toBe(`failed ${condition}`);
      await client.bind("elsewhere");
      await client.end();
      expect((await resumed(server, juliet)).actor.jid).toBe(juliet.actor.jid);
    });
  }

  test("§10: the 'previd' of another account is item-not-found, and does not affect the session", async () => {
    const otherClient = await returning(server, romeo);
    expect(await answerTo(otherClient, `<resume xmlns="${SM}" h="0" previd="${juliet.id}"/>`)).toBe(
      "failed item-not-found",
    );
    otherClient.destroy();
    await sendBodies(["still hers"], juliet.actor.account);
    expect(await receivedBodies(juliet.actor, 1)).toEqual(["still hers"]);
  });

  test("an 'h' that is too high ends the stream; the session can still be resumed", async () => {
    const client = await returning(server, juliet.actor);
    client.send(`<resume xmlns="${SM}" h="1000" previd="${juliet.id}"/>`);
    expect(await streamErrorOf(client)).toBe("undefined-condition");
    expect((await resumed(server, juliet)).actor.jid).toBe(juliet.actor.jid);
  });

  test("<resume/> after binding a resource is unexpected-request", async () => {
    const client = await returning(server, juliet.actor);
    await client.bind();
    expect(await answerTo(client, `<resume xmlns="${SM}" h="0" previd="${juliet.id}"/>`)).toBe(
      "failed unexpected-request",
    );
    await client.end();
  });
});

describe("§4: a session that is never resumed", () => {
  test("its unacknowledged messages go to offline storage, in order, with the time of their arrival", async () => {
    const shortLivedServer = await startTestServer({ now: () => clock, settings: ["sessions.resumption_time=1s"] });
    const sender = await enter(shortLivedServer, "romeo", "orchard");
    const { actor } = await enterResumably(shortLivedServer, "juliet", "balcony");
    await appear(actor);
    const stamp = new Date(clock).toISOString();
    actor.client.acks.answers = false;
    const bodies = ["1", "2", "3"];
    for (const body of bodies)
      sender.sends(`<message type="chat" to="${actor.account}"><body>${body}</body></message>`);
    await sender.pings();
    await settled(actor);
    actor.client.destroy();
    sender.sends(`<message type="chat" to="${actor.account}"><body>4</body></message>`);
    await sender.pings();
    clock += 60_000;
    // Binding the same resource again ends the suspended session.
    const newSession = await enter(shortLivedServer, "juliet", "balcony");
    newSession.sends("<presence/>");
    for (const body of [...bodies, "4"]) {
      const message = await newSession.receives('<message type="chat"/>');
      expect(message.getChildText("body")).toBe(body);
      const delays = message.getChildren("delay", "urn:xmpp:delay");
      expect(delays.map(({ attrs }) => attrs.stamp)).toEqual([stamp]);
    }
    await newSession.receivesNothing("<message/>");
    await shortLivedServer[Symbol.asyncDispose]();
  });

  test("it ends after the maximum time, and its contacts are sent unavailable presence", async () => {
    const shortLivedServer = await startTestServer({ settings: ["sessions.resumption_time=1s"] });
    const watcher = await enter(shortLivedServer, "juliet", "chamber");
    await appear(watcher);
    const session = await enterResumably(shortLivedServer, "juliet", "balcony");
    await appear(session.actor);
    session.actor.client.destroy();
    await watcher.receives(`<presence type="unavailable" from="${session.actor.jid}"/>`);
    const client = await returning(shortLivedServer, watcher);
    expect(await answerTo(client, `<resume xmlns="${SM}" h="0" previd="${session.id}"/>`)).toBe(
      "failed item-not-found",
    );
    await shortLivedServer[Symbol.asyncDispose]();
  });

  test("messages that another session of the account received are not delivered twice", async () => {
    const other = await enter(server, `juliet${testNumber}`, "chamber");
    await appear(other);
    juliet.actor.client.acks.answers = false;
    await sendBodies(["once"], juliet.actor.account);
    expect(await receivedBodies(other, 1)).toEqual(["once"]);
    juliet.actor.client.destroy();
    const resumedSession = await enter(server, `juliet${testNumber}`, "balcony");
    resumedSession.sends("<presence/>");
    await resumedSession.receivesNothing("<message/>");
    await other.receivesNothing("<message/>");
  });

  test("messages to its full JID go to sessions that got no carbon of them, with a delay stamp", async () => {
    const [withCarbons, withoutCarbons, suspended] = await Promise.all(
      ["chamber", "garden", "cellar"].map((resource) => enter(server, `juliet${testNumber}`, resource)),
    );
    if (!withCarbons || !withoutCarbons || !suspended) throw new Error("three sessions were expected");
    await withCarbons.asks('<iq type="set"><enable xmlns="urn:xmpp:carbons:2"/></iq>');
    await appear(withCarbons);
    await appear(withoutCarbons);
    suspended.sends("<presence><priority>-1</priority></presence>");
    juliet.actor.client.acks.answers = false;
    const stamp = new Date(clock).toISOString();
    await sendBodies(["for you"], juliet.actor.jid);
    await withCarbons.receives('<message><received xmlns="urn:xmpp:carbons:2"/></message>');
    await withoutCarbons.receivesNothing("<message/>");
    juliet.actor.client.destroy();
    clock += 60_000;
    const resumedSession = await enter(server, `juliet${testNumber}`, "balcony");
    const message = await withoutCarbons.receives('<message type="chat"/>');
    expect(message.getChildText("body")).toBe("for you");
    expect(message.getChild("delay", "urn:xmpp:delay")?.attrs.stamp).toBe(stamp);
    resumedSession.sends("<presence/>");
    for (const other of [withCarbons, withoutCarbons, suspended, resumedSession])
      await other.receivesNothing("<message/>");
  });

  test("a server that stops keeps the messages", async () => {
    const stoppedServer = await startTestServer();
    const sender = await enter(stoppedServer, "romeo", "orchard");
    const { actor } = await enterResumably(stoppedServer, "juliet", "balcony");
    await appear(actor);
    actor.client.destroy();
    sender.sends(`<message type="chat" to="${actor.account}"><body>kept</body></message>`);
    await sender.pings();
    await stoppedServer.restart();
    const newSession = await enter(stoppedServer, "juliet", "balcony");
    newSession.sends("<presence/>");
    expect(await receivedBodies(newSession, 1)).toEqual(["kept"]);
    await stoppedServer[Symbol.asyncDispose]();
  });
});

describe("§5: resumption after the server was restarted", () => {
  const bodies = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, n) => `${from + n}`);
  const sendAll = async (sender: Actor, to: string, bodies: readonly string[]): Promise<void> => {
    sender.sends(bodies.map((body) => `<message type="chat" to="${to}"><body>${body}</body></message>`).join(""));
    await sender.pings();
  };

  test("unacknowledged stanzas are sent again, in order and once; counters and addresses continue", async () => {
    await using persistentServer = await startTestServer();
    const sender = await enterResumably(persistentServer, "romeo", "orchard");
    const session = await enterResumably(persistentServer, "juliet", "balcony");
    await appear(session.actor);
    await sendAll(sender.actor, session.actor.account, ["1", "2"]);
    expect(await receivedBodies(session.actor, 2)).toEqual(["1", "2"]);
    session.actor.client.acks.answers = false;
    session.actor.sends('<message to="romeo@localhost"/>');
    const handledCount = await session.actor.client.confirmed();
    session.actor.client.destroy();
    await sendAll(sender.actor, session.actor.account, ["3", "4"]);
    await persistentServer.restart();
    const other = await resumed(persistentServer, sender);
    await sendAll(other.actor, session.actor.jid, ["5"]);
    const client = await returning(persistentServer, session.actor);
    const answer = await client.resume(session.actor.client, session.id);
    expect([answer.name, answer.attrs.h]).toEqual(["resumed", String(handledCount)]);
    const newSession = actorOf(client, new Map());
    expect(await receivedBodies(newSession, 3)).toEqual(["3", "4", "5"]);
    await newSession.receivesNothing("<message/>");
    await sendAll(other.actor, session.actor.account, ["6"]);
    expect(await receivedBodies(newSession, 1)).toEqual(["6"]);
    newSession.sends('<message to="romeo@localhost"/>');
    // The last ping is one of them.
    expect(await client.confirmed()).toBe(handledCount + 2);
    expect(persistentServer.errors).toEqual([]);
  });

  test("a resumable client's connection ends without a stream error and without a closing tag", async () => {
    await using persistentServer = await startTestServer();
    const session = await enterResumably(persistentServer, "juliet", "balcony");
    const other = await enter(persistentServer, "romeo", "orchard");
    await settled(session.actor, other);
    await persistentServer.restart();
    expect(await session.actor.client.closed).not.toBe("the server closed the stream");
    expect(session.actor.client.inbox.waiting().filter(({ name }) => name === "stream:error")).toEqual([]);
    expect(await streamErrorOf(other.client)).toBe("system-shutdown");
    expect((await resumed(persistentServer, session)).actor.jid).toBe(session.actor.jid);
  });

  test("carbons, roster pushes and presence continue; contacts see no unavailable presence", async () => {
    await using persistentServer = await startTestServer();
    const romeo = await enterResumably(persistentServer, "romeo", "orchard");
    const phone = await enterResumably(persistentServer, "juliet", "phone");
    const laptop = await enterResumably(persistentServer, "juliet", "laptop");
    for (const { actor } of [romeo, phone, laptop]) await appear(actor, "<presence><show>chat</show></presence>");
    await laptop.actor.asks('<iq type="set"><enable xmlns="urn:xmpp:carbons:2"/></iq>');
    await laptop.actor.asks('<iq type="get"><query xmlns="jabber:iq:roster"/></iq>');
    await befriend(romeo.actor, phone.actor);
    await settled(romeo.actor, phone.actor, laptop.actor);
    await persistentServer.restart();
    const [r, p, l] = [
      await resumed(persistentServer, romeo),
      await resumed(persistentServer, phone),
      await resumed(persistentServer, laptop),
    ];
    await settled(r.actor, p.actor, l.actor);
    await r.actor.receivesNothing('<presence type="unavailable"/>');
    await sendAll(p.actor, r.actor.jid, ["sent"]);
    await l.actor.receives('<message><sent xmlns="urn:xmpp:carbons:2"/></message>');
    p.actor.sends('<iq type="set" id="1"><query xmlns="jabber:iq:roster"><item jid="nurse@localhost"/></query></iq>');
    await l.actor.receives('<iq type="set"><query xmlns="jabber:iq:roster"><item jid="nurse@localhost"/></query></iq>');
    p.actor.sends('<presence type="unavailable"/>');
    await r.actor.receives(`<presence type="unavailable" from="${phone.actor.jid}"/>`);
    const probe = await enter(persistentServer, "romeo", "phone");
    probe.sends("<presence/>");
    await probe.receives(`<presence from="${laptop.actor.jid}"><show>chat</show></presence>`);
    expect(persistentServer.errors).toEqual([]);
  });

  test("an interrupted delivery of offline messages continues: each is delivered once, in order", async () => {
    await using persistentServer = await startTestServer();
    await persistentServer.createAccount("juliet@localhost");
    const sender = await enter(persistentServer, "romeo", "orchard");
    await sendAll(sender, "juliet@localhost", bodies(0, 250));
    const session = await enterResumably(persistentServer, "juliet", "balcony");
    session.actor.client.acks.answers = false;
    session.actor.sends("<presence/>");
    // The first portion, of which half is lost with the connection, and the presence behind it.
    expect(await receivedBodies(session.actor, 100)).toEqual(bodies(0, 100));
    session.actor.client.acks.received = 50;
    await sendAll(sender, "juliet@localhost", bodies(250, 252));
    await persistentServer.restart();
    const newSession = await resumed(persistentServer, session);
    expect(await receivedBodies(newSession.actor, 202)).toEqual(bodies(50, 252));
    await newSession.actor.receivesNothing("<message/>");
    expect(persistentServer.errors).toEqual([]);
  });

  test("the session survives a second restart", async () => {
    await using persistentServer = await startTestServer();
    const sender = await enter(persistentServer, "romeo", "orchard");
    const session = await enterResumably(persistentServer, "juliet", "balcony");
    session.actor.client.destroy();
    await sendAll(sender, session.actor.jid, ["1"]);
    await persistentServer.restart();
    const resumedSession = await enter(persistentServer, "romeo", "orchard");
    await sendAll(resumedSession, session.actor.jid, ["2"]);
    await persistentServer.restart();
    expect(await receivedBodies((await resumed(persistentServer, session)).actor, 2)).toEqual(["1", "2"]);
  });

  test("messages of a session that is never resumed go to offline storage once, after the maximum time", async () => {
    await using persistentServer = await startTestServer();
    const sender = await enter(persistentServer, "romeo", "orchard");
    const session = await enterResumably(persistentServer, "juliet", "balcony");
    await appear(session.actor);
    session.actor.client.destroy();
    await sendAll(sender, session.actor.account, ["1", "2"]);
    await persistentServer.restart(["sessions.resumption_time=1s"]);
    const isOver = ({ event, jid }: LogEvent): boolean => event === "session-ended" && jid === session.actor.jid;
    while (!persistentServer.events.some(isOver)) await Bun.sleep(10);
    const lateClient = await returning(persistentServer, session.actor);
    const failed = await lateClient.resume(session.actor.client, session.id);
    expect([failed.name, failed.getChildElements()[0]?.name, failed.attrs.h]).toEqual([
      "failed",
      "item-not-found",
      "1",
    ]);
    await lateClient.bind("elsewhere");
    lateClient.send("<presence/>");
    const newSession = actorOf(lateClient, new Map());
    expect(await receivedBodies(newSession, 2)).toEqual(["1", "2"]);
    await newSession.receivesNothing('<message type="chat"/>');
    await persistentServer.restart();
    const third = await enter(persistentServer, "juliet", "third");
    third.sends("<presence/>");
    await third.pings();
    await third.receivesNothing('<message type="chat"/>');
    expect(persistentServer.errors).toEqual([]);
  });

  test("binding the resource again ends the session, and its messages go to offline storage", async () => {
    await using persistentServer = await startTestServer();
    const sender = await enter(persistentServer, "romeo", "orchard");
    const session = await enterResumably(persistentServer, "juliet", "balcony");
    session.actor.client.destroy();
    await sendAll(sender, session.actor.jid, ["1"]);
    await persistentServer.restart();
    const newSession = await enter(persistentServer, "juliet", "balcony");
    newSession.sends("<presence/>");
    expect(await receivedBodies(newSession, 1)).toEqual(["1"]);
    await newSession.client.iq("get", parseElement('<ping xmlns="urn:xmpp:ping"/>'));
    await persistentServer.restart();
    const client = await returning(persistentServer, session.actor);
    expect(await answerTo(client, `<resume xmlns="${SM}" h="0" previd="${session.id}"/>`)).toBe(
      "failed item-not-found",
    );
  });

  test("a removed account's session cannot be resumed", async () => {
    await using persistentServer = await startTestServer();
    const session = await enterResumably(persistentServer, "juliet", "balcony");
    await persistentServer.restart();
    await persistentServer.removeAccount("juliet@localhost");
    await enter(persistentServer, "juliet", "other");
    const client = await returning(persistentServer, session.actor);
    expect(await answerTo(client, `<resume xmlns="${SM}" h="0" previd="${session.id}"/>`)).toBe(
      "failed item-not-found",
    );
    expect(persistentServer.errors).toEqual([]);
  });
});
