/** XEP-0198: Stream Management. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
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
let plays = 0;

beforeAll(async () => {
  server = await startTestServer({ now: () => clock, settings: ["sessions.max_unacknowledged=50"] });
  romeo = await enter(server, "romeo", "orchard");
});
beforeEach(async () => {
  plays += 1;
  juliet = await enterResumably(server, `juliet${plays}`, "balcony");
  await appear(juliet.actor);
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

/** What an element of XEP-0198 is answered with: "failed item-not-found", "resumed". */
async function answerTo(client: Client, element: string): Promise<string> {
  client.send(element);
  const answer = await client.receive(({ name, attrs }) => attrs.xmlns === SM && name !== "r");
  return [answer.name, ...answer.getChildElements().map(({ name }) => name)].join(" ");
}

const tells = (bodies: readonly string[], to: string): Promise<void> => {
  romeo.sends(bodies.map((body) => `<message type="chat" to="${to}"><body>${body}</body></message>`).join(""));
  return romeo.pings();
};

async function heard(actor: Actor, count: number): Promise<string[]> {
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

  test("§3, §6: before the client has authenticated all of it fails with unexpected-request, and the stream goes on", async () => {
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

  test("§3: without 'resume' there is no id, with resume='true' or '1' there is one, with a time", async () => {
    for (const [wish, isResumable] of [
      ["", false],
      ["resume='false'", false],
      ["resume='true'", true],
      ["resume='1'", true],
    ] as const) {
      const client = await returning(server, romeo);
      await client.bind();
      client.send(`<enable xmlns="${SM}" ${wish}/>`);
      const { attrs } = await client.receive(({ name }) => name === "enabled");
      expect([attrs.id !== undefined, attrs.resume, attrs.max]).toEqual(
        isResumable ? [true, "true", "3600"] : [false, undefined, undefined],
      );
      await client.end();
    }
  });

  test("§3: it is enabled once", async () => {
    expect(await answerTo(juliet.actor.client, `<enable xmlns="${SM}"/>`)).toBe("failed unexpected-request");
  });

  test("§3: where sessions are not kept, nothing can be resumed", async () => {
    const strict = await startTestServer({ settings: ["sessions.resumption_time=0s"] });
    const { id } = await enterResumably(strict, "romeo", "orchard");
    expect(id).toBeUndefined();
    await strict[Symbol.asyncDispose]();
  });

  test("§3: where sessions are kept for ever, no time is named, and the session waits", async () => {
    const patient = await startTestServer({ settings: ["sessions.resumption_time=forever"] });
    const { actor, id } = await enterResumably(patient, "romeo", "orchard");
    const again = await resumed(patient, { actor, id });
    expect(again.actor.jid).toBe(actor.jid);
    await patient[Symbol.asyncDispose]();
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

  test("the server asks for what it sent, once for what it sent at once", async () => {
    await settled(juliet.actor);
    await tells(["1", "2", "3"], juliet.actor.account);
    await heard(juliet.actor, 3);
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

  test("an 'h' that is no number ends the stream", async () => {
    juliet.actor.sends(`<a xmlns="${SM}" h="many"/>`);
    expect(await streamErrorOf(juliet.actor.client)).toBe("invalid-xml");
  });

  test("<r/> and <a/> before <enable/> are nothing", async () => {
    const client = await returning(server, romeo);
    await client.bind();
    client.send(`<r xmlns="${SM}"/><a xmlns="${SM}" h="0"/>`);
    expect((await client.enableAcks()).name).toBe("enabled");
    await client.end();
  });

  test("what a client leaves unacknowledged is bounded: resource-constraint, and nothing is lost", async () => {
    const { client } = juliet.actor;
    client.acks.answers = false;
    const bodies = Array.from({ length: 60 }, (_, n) => `${n}`);
    await tells(bodies, juliet.actor.account);
    expect(await streamErrorOf(client)).toBe("resource-constraint");
    const back = await enter(server, `juliet${plays}`, "balcony");
    back.sends("<presence/>");
    expect(await heard(back, 60)).toEqual(bodies);
  });
});

describe("§5: resumption over a connection that was cut", () => {
  test("what was not acknowledged is sent again, in order and once; what was, is not", async () => {
    const { client } = juliet.actor;
    await tells(["1", "2"], juliet.actor.account);
    await heard(juliet.actor, 2);
    client.acks.answers = false;
    client.destroy();
    await tells(["3", "4"], juliet.actor.account);
    const { actor } = await resumed(server, juliet);
    expect(await heard(actor, 2)).toEqual(["3", "4"]);
    await actor.receivesNothing("<message/>");
    await tells(["5"], juliet.actor.jid);
    expect(await heard(actor, 1)).toEqual(["5"]);
  });

  test("the server says how many of the client's it has handled", async () => {
    juliet.actor.sends('<message to="romeo@localhost"/><message to="romeo@localhost"/>');
    await juliet.actor.client.confirmed();
    juliet.actor.client.destroy();
    const client = await returning(server, juliet.actor);
    const answer = await client.resume(juliet.actor.client, juliet.id);
    // Presence, and the two messages.
    expect(answer.attrs).toMatchObject({ previd: juliet.id, h: "3" });
  });

  test("counters go on as they were", async () => {
    const { actor } = await resumed(server, juliet);
    const before = await actor.client.confirmed();
    actor.sends('<message to="romeo@localhost"/>');
    expect(await actor.client.confirmed()).toBe(before + 1);
    actor.client.destroy();
    const again = await resumed(server, { actor, id: juliet.id });
    expect(await again.actor.client.confirmed()).toBe(before + 1);
  });

  test("presence, roster interest and carbons are as they were; nobody has seen the session go", async () => {
    const watcher = await enter(server, `juliet${plays}`, "chamber");
    await appear(watcher);
    await settled(watcher);
    const { actor } = await resumed(server, juliet);
    await actor.pings();
    await watcher.receivesNothing();
    watcher.sends('<message type="chat" to="romeo@localhost"><body>x</body></message>');
    await watcher.pings();
    await tells(["to the account"], actor.account);
    expect(await heard(actor, 1)).toEqual(["to the account"]);
  });

  test("a late message says since when it has waited (XEP-0203)", async () => {
    juliet.actor.client.acks.answers = false;
    juliet.actor.client.destroy();
    const sent = clock;
    await tells(["late"], juliet.actor.account);
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
    await tells(["for the new one"], juliet.actor.account);
    expect(await heard(actorOf(next, new Map()), 1)).toEqual(["for the new one"]);
  });

  test("what is sent right behind <resume/> is handled after it, even before a good-bye", async () => {
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

  test("after a stream that was closed in good order there is nothing to resume (§7)", async () => {
    await juliet.actor.leaves();
    const client = await returning(server, juliet.actor);
    expect(await answerTo(client, `<resume xmlns="${SM}" h="0" previd="${juliet.id}"/>`)).toBe("failed item-not-found");
    client.destroy();
  });

  test("…and the server still knows how much it had handled", async () => {
    juliet.actor.sends('<message to="romeo@localhost"/>');
    await juliet.actor.leaves();
    for (const [who, h] of [
      [juliet.actor, "2"],
      [romeo, undefined],
    ] as const) {
      const client = await returning(server, who);
      client.send(`<resume xmlns="${SM}" h="0" previd="${juliet.id}"/>`);
      expect((await client.receive(({ name }) => name === "failed")).attrs.h).toBe(h);
      client.destroy();
    }
  });
});

describe("§5, §6: a <resume/> that fails, after which a resource can be bound", () => {
  const attempts: readonly (readonly [what: string, attributes: (id: string) => string, condition: string])[] = [
    ["an 'h' that is no number", (id) => `h="abc" previd="${id}"`, "bad-request"],
    ["a negative 'h'", (id) => `h="-1" previd="${id}"`, "bad-request"],
    ["an 'h' of more than 32 bits", (id) => `h="4294967296" previd="${id}"`, "bad-request"],
    ["no 'h'", (id) => `previd="${id}"`, "bad-request"],
    ["no 'previd'", () => 'h="0"', "bad-request"],
    ["an unknown 'previd'", () => 'h="0" previd="nonesuch"', "item-not-found"],
  ];
  for (const [what, attributes, condition] of attempts) {
    test(`${what} is ${condition}; the session can still be resumed by who does it right`, async () => {
      const client = await returning(server, juliet.actor);
      expect(await answerTo(client, `<resume xmlns="${SM}" ${attributes(juliet.id)}/>`)).toBe(`failed ${condition}`);
      await client.bind("elsewhere");
      await client.end();
      expect((await resumed(server, juliet)).actor.jid).toBe(juliet.actor.jid);
    });
  }

  test("§10: somebody else's 'previd' is item-not-found, and does no harm", async () => {
    const thief = await returning(server, romeo);
    expect(await answerTo(thief, `<resume xmlns="${SM}" h="0" previd="${juliet.id}"/>`)).toBe("failed item-not-found");
    thief.destroy();
    await tells(["still hers"], juliet.actor.account);
    expect(await heard(juliet.actor, 1)).toEqual(["still hers"]);
  });

  test("an 'h' that is too high ends the stream; the session can still be resumed", async () => {
    const client = await returning(server, juliet.actor);
    client.send(`<resume xmlns="${SM}" h="1000" previd="${juliet.id}"/>`);
    expect(await streamErrorOf(client)).toBe("undefined-condition");
    expect((await resumed(server, juliet)).actor.jid).toBe(juliet.actor.jid);
  });

  test("once a resource is bound it is too late: unexpected-request", async () => {
    const client = await returning(server, juliet.actor);
    await client.bind();
    expect(await answerTo(client, `<resume xmlns="${SM}" h="0" previd="${juliet.id}"/>`)).toBe(
      "failed unexpected-request",
    );
    await client.end();
  });
});

describe("§4: a session that never comes back", () => {
  test("its unacknowledged messages wait in offline storage, in order, with the time when they came", async () => {
    const brief = await startTestServer({ now: () => clock, settings: ["sessions.resumption_time=1s"] });
    const sender = await enter(brief, "romeo", "orchard");
    const { actor } = await enterResumably(brief, "juliet", "balcony");
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
    // The account is bound again under the same resource, which ends the session that waits.
    const back = await enter(brief, "juliet", "balcony");
    back.sends("<presence/>");
    for (const body of [...bodies, "4"]) {
      const message = await back.receives('<message type="chat"/>');
      expect(message.getChildText("body")).toBe(body);
      const delays = message.getChildren("delay", "urn:xmpp:delay");
      expect(delays.map(({ attrs }) => attrs.stamp)).toEqual([stamp]);
    }
    await back.receivesNothing("<message/>");
    await brief[Symbol.asyncDispose]();
  });

  test("when its time is over it is gone, and its contacts hear so", async () => {
    const brief = await startTestServer({ settings: ["sessions.resumption_time=1s"] });
    const watcher = await enter(brief, "juliet", "chamber");
    await appear(watcher);
    const session = await enterResumably(brief, "juliet", "balcony");
    await appear(session.actor);
    session.actor.client.destroy();
    await watcher.receives(`<presence type="unavailable" from="${session.actor.jid}"/>`);
    const client = await returning(brief, watcher);
    expect(await answerTo(client, `<resume xmlns="${SM}" h="0" previd="${session.id}"/>`)).toBe(
      "failed item-not-found",
    );
    await brief[Symbol.asyncDispose]();
  });

  test("where another session of the account had them, they do not come twice", async () => {
    const other = await enter(server, `juliet${plays}`, "chamber");
    await appear(other);
    juliet.actor.client.acks.answers = false;
    await tells(["once"], juliet.actor.account);
    expect(await heard(other, 1)).toEqual(["once"]);
    juliet.actor.client.destroy();
    const again = await enter(server, `juliet${plays}`, "balcony");
    again.sends("<presence/>");
    await again.receivesNothing("<message/>");
    await other.receivesNothing("<message/>");
  });

  test("what was for it alone comes to the sessions that got no copy of it, with its time; not to those that did", async () => {
    const [copied, uncopied, away] = await Promise.all(
      ["chamber", "garden", "cellar"].map((resource) => enter(server, `juliet${plays}`, resource)),
    );
    if (!copied || !uncopied || !away) throw new Error("three sessions were expected");
    await copied.asks('<iq type="set"><enable xmlns="urn:xmpp:carbons:2"/></iq>');
    await appear(copied);
    await appear(uncopied);
    away.sends("<presence><priority>-1</priority></presence>");
    juliet.actor.client.acks.answers = false;
    const stamp = new Date(clock).toISOString();
    await tells(["for you"], juliet.actor.jid);
    await copied.receives('<message><received xmlns="urn:xmpp:carbons:2"/></message>');
    await uncopied.receivesNothing("<message/>");
    juliet.actor.client.destroy();
    clock += 60_000;
    const again = await enter(server, `juliet${plays}`, "balcony");
    const message = await uncopied.receives('<message type="chat"/>');
    expect(message.getChildText("body")).toBe("for you");
    expect(message.getChild("delay", "urn:xmpp:delay")?.attrs.stamp).toBe(stamp);
    again.sends("<presence/>");
    for (const other of [copied, uncopied, away, again]) await other.receivesNothing("<message/>");
  });

  test("a server that stops keeps them, too", async () => {
    const stopping = await startTestServer();
    const sender = await enter(stopping, "romeo", "orchard");
    const { actor } = await enterResumably(stopping, "juliet", "balcony");
    await appear(actor);
    actor.client.destroy();
    sender.sends(`<message type="chat" to="${actor.account}"><body>kept</body></message>`);
    await sender.pings();
    await stopping.restart();
    const back = await enter(stopping, "juliet", "balcony");
    back.sends("<presence/>");
    expect(await heard(back, 1)).toEqual(["kept"]);
    await stopping[Symbol.asyncDispose]();
  });
});

describe("§5: resumption after the server was restarted", () => {
  const bodies = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, n) => `${from + n}`);
  const say = async (who: Actor, to: string, said: readonly string[]): Promise<void> => {
    who.sends(said.map((body) => `<message type="chat" to="${to}"><body>${body}</body></message>`).join(""));
    await who.pings();
  };

  test("what was not acknowledged is sent again, in order and once; counters and addresses are as they were", async () => {
    await using lasting = await startTestServer();
    const sender = await enterResumably(lasting, "romeo", "orchard");
    const session = await enterResumably(lasting, "juliet", "balcony");
    await appear(session.actor);
    await say(sender.actor, session.actor.account, ["1", "2"]);
    expect(await heard(session.actor, 2)).toEqual(["1", "2"]);
    session.actor.client.acks.answers = false;
    session.actor.sends('<message to="romeo@localhost"/>');
    const handled = await session.actor.client.confirmed();
    session.actor.client.destroy();
    await say(sender.actor, session.actor.account, ["3", "4"]);
    await lasting.restart();
    const other = await resumed(lasting, sender);
    await say(other.actor, session.actor.jid, ["5"]);
    const client = await returning(lasting, session.actor);
    const answer = await client.resume(session.actor.client, session.id);
    expect([answer.name, answer.attrs.h]).toEqual(["resumed", String(handled)]);
    const back = actorOf(client, new Map());
    expect(await heard(back, 3)).toEqual(["3", "4", "5"]);
    await back.receivesNothing("<message/>");
    await say(other.actor, session.actor.account, ["6"]);
    expect(await heard(back, 1)).toEqual(["6"]);
    back.sends('<message to="romeo@localhost"/>');
    // The ping that asked for nothing is one of them.
    expect(await client.confirmed()).toBe(handled + 2);
    expect(lasting.errors).toEqual([]);
  });

  test("who can resume loses the connection, not the stream: there is neither an error nor an end", async () => {
    await using lasting = await startTestServer();
    const session = await enterResumably(lasting, "juliet", "balcony");
    const other = await enter(lasting, "romeo", "orchard");
    await settled(session.actor, other);
    await lasting.restart();
    expect(await session.actor.client.closed).not.toBe("the server closed the stream");
    expect(session.actor.client.inbox.waiting().filter(({ name }) => name === "stream:error")).toEqual([]);
    expect(await streamErrorOf(other.client)).toBe("system-shutdown");
    expect((await resumed(lasting, session)).actor.jid).toBe(session.actor.jid);
  });

  test("carbons, the roster's pushes and presence go on; contacts have not seen it go", async () => {
    await using lasting = await startTestServer();
    const romeo = await enterResumably(lasting, "romeo", "orchard");
    const phone = await enterResumably(lasting, "juliet", "phone");
    const laptop = await enterResumably(lasting, "juliet", "laptop");
    for (const { actor } of [romeo, phone, laptop]) await appear(actor, "<presence><show>chat</show></presence>");
    await laptop.actor.asks('<iq type="set"><enable xmlns="urn:xmpp:carbons:2"/></iq>');
    await laptop.actor.asks('<iq type="get"><query xmlns="jabber:iq:roster"/></iq>');
    await befriend(romeo.actor, phone.actor);
    await settled(romeo.actor, phone.actor, laptop.actor);
    await lasting.restart();
    const [r, p, l] = [await resumed(lasting, romeo), await resumed(lasting, phone), await resumed(lasting, laptop)];
    await settled(r.actor, p.actor, l.actor);
    await r.actor.receivesNothing('<presence type="unavailable"/>');
    await say(p.actor, r.actor.jid, ["sent"]);
    await l.actor.receives('<message><sent xmlns="urn:xmpp:carbons:2"/></message>');
    p.actor.sends('<iq type="set" id="1"><query xmlns="jabber:iq:roster"><item jid="nurse@localhost"/></query></iq>');
    await l.actor.receives('<iq type="set"><query xmlns="jabber:iq:roster"><item jid="nurse@localhost"/></query></iq>');
    p.actor.sends('<presence type="unavailable"/>');
    await r.actor.receives(`<presence type="unavailable" from="${phone.actor.jid}"/>`);
    const probe = await enter(lasting, "romeo", "phone");
    probe.sends("<presence/>");
    await probe.receives(`<presence from="${laptop.actor.jid}"><show>chat</show></presence>`);
    expect(lasting.errors).toEqual([]);
  });

  test("a hand-over of offline messages goes on where it was: each comes once, in order", async () => {
    await using lasting = await startTestServer();
    await lasting.createAccount("juliet@localhost");
    const sender = await enter(lasting, "romeo", "orchard");
    await say(sender, "juliet@localhost", bodies(0, 250));
    const session = await enterResumably(lasting, "juliet", "balcony");
    session.actor.client.acks.answers = false;
    session.actor.sends("<presence/>");
    // The first portion, of which a half is lost on the way, with the presence behind it.
    expect(await heard(session.actor, 100)).toEqual(bodies(0, 100));
    session.actor.client.acks.received = 50;
    await say(sender, "juliet@localhost", bodies(250, 252));
    await lasting.restart();
    const back = await resumed(lasting, session);
    expect(await heard(back.actor, 202)).toEqual(bodies(50, 252));
    await back.actor.receivesNothing("<message/>");
    expect(lasting.errors).toEqual([]);
  });

  test("restarted twice, it is still there", async () => {
    await using lasting = await startTestServer();
    const sender = await enter(lasting, "romeo", "orchard");
    const session = await enterResumably(lasting, "juliet", "balcony");
    session.actor.client.destroy();
    await say(sender, session.actor.jid, ["1"]);
    await lasting.restart();
    const again = await enter(lasting, "romeo", "orchard");
    await say(again, session.actor.jid, ["2"]);
    await lasting.restart();
    expect(await heard((await resumed(lasting, session)).actor, 2)).toEqual(["1", "2"]);
  });

  test("what is never resumed goes to offline storage when its time is over, once", async () => {
    let time = clock;
    await using lasting = await startTestServer({ now: () => time });
    const sender = await enter(lasting, "romeo", "orchard");
    const session = await enterResumably(lasting, "juliet", "balcony");
    await appear(session.actor);
    session.actor.client.destroy();
    await say(sender, session.actor.account, ["1", "2"]);
    await lasting.restart();
    // The hour is over while the server is down.
    time += 3_600_001;
    await lasting.restart();
    const late = await returning(lasting, session.actor);
    const failed = await late.resume(session.actor.client, session.id);
    expect([failed.name, failed.getChildElements()[0]?.name, failed.attrs.h]).toEqual([
      "failed",
      "item-not-found",
      "1",
    ]);
    await late.bind("elsewhere");
    late.send("<presence/>");
    const back = actorOf(late, new Map());
    expect(await heard(back, 2)).toEqual(["1", "2"]);
    await back.receivesNothing('<message type="chat"/>');
    await lasting.restart();
    const third = await enter(lasting, "juliet", "third");
    third.sends("<presence/>");
    await third.pings();
    await third.receivesNothing('<message type="chat"/>');
    expect(lasting.errors).toEqual([]);
  });

  test("binding the resource again ends it, and what waited is offline; nothing is left to resume", async () => {
    await using lasting = await startTestServer();
    const sender = await enter(lasting, "romeo", "orchard");
    const session = await enterResumably(lasting, "juliet", "balcony");
    session.actor.client.destroy();
    await say(sender, session.actor.jid, ["1"]);
    await lasting.restart();
    const back = await enter(lasting, "juliet", "balcony");
    back.sends("<presence/>");
    expect(await heard(back, 1)).toEqual(["1"]);
    await back.client.iq("get", parseElement('<ping xmlns="urn:xmpp:ping"/>'));
    await lasting.restart();
    const client = await returning(lasting, session.actor);
    expect(await answerTo(client, `<resume xmlns="${SM}" h="0" previd="${session.id}"/>`)).toBe(
      "failed item-not-found",
    );
  });

  test("an account that is removed takes it along", async () => {
    await using lasting = await startTestServer();
    const session = await enterResumably(lasting, "juliet", "balcony");
    await lasting.restart();
    await lasting.removeAccount("juliet@localhost");
    await enter(lasting, "juliet", "other");
    const client = await returning(lasting, session.actor);
    expect(await answerTo(client, `<resume xmlns="${SM}" h="0" previd="${session.id}"/>`)).toBe(
      "failed item-not-found",
    );
    expect(lasting.errors).toEqual([]);
  });
});
