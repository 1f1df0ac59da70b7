/** RFC 6120 §8: stanzas, §8.3: their errors, and §10: how they are routed. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { type Actor, appear, befriend, type Cast, cast, enter } from "../support/cast.ts";
import { conditionOf } from "../support/hostile.ts";
import { startTestServer, type TestServer } from "../support/server.ts";

let server: TestServer;
let actors: Cast<"romeo" | "juliet">;
let romeo: Actor;
let juliet: Actor;

beforeAll(async () => {
  server = await startTestServer();
  actors = await cast(server, ["romeo", "juliet"]);
  ({ romeo, juliet } = actors);
  await befriend(romeo, juliet);
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

const PING = '<ping xmlns="urn:xmpp:ping"/>';

test("§8.1.2.1: the server sets 'from' to the sender's full JID, whatever form of it the client wrote", async () => {
  for (const from of ["", 'from="romeo@localhost"', 'from="romeo@localhost/romeo"', 'from="ROMEO@LocalHost"']) {
    romeo.sends(`<message to="{juliet}" ${from}><body>hark</body></message>`);
    expect((await juliet.receives("<message><body>hark</body></message>")).attrs.from).toBe(romeo.jid);
  }
});

test("§8.1.1: 'to' is accepted in any spelling, and delivered in its prepared form", async () => {
  romeo.sends('<message to="JULIET@localhost/juliet"><body>hark</body></message>');
  expect((await juliet.receives("<message><body>hark</body></message>")).attrs.to).toBe(juliet.jid);
});

test("§8.3.3.8: an invalid address is jid-malformed", async () => {
  for (const to of ["@localhost", "juliet@", "juliet@localhost/", "a@b@c", "ju liet@localhost"]) {
    romeo.sends(`<message to="${to}" id="bad"><body>hark</body></message>`);
    expect(conditionOf(await romeo.receives('<message type="error" id="bad"/>'))).toBe("jid-malformed");
    expect(conditionOf(await romeo.asks(`<iq type="get" to="${to}">${PING}</iq>`))).toBe("jid-malformed");
  }
});

test("§8.3.1: an error comes from the addressee, with the id of the stanza", async () => {
  const error = await romeo.asks(`<iq type="get" id="e1" to="nobody@localhost">${PING}</iq>`);
  expect(error.attrs).toMatchObject({ type: "error", id: "e1", from: "nobody@localhost", to: romeo.jid });
  expect(error.getChild("error")?.attrs.type).toBeDefined();
});

test("§8.3.1: an error and a result are never answered", async () => {
  romeo.sends('<iq type="result" id="x" to="nobody@localhost"/>');
  romeo.sends('<iq type="error" id="x" to="nobody@localhost/x"/>');
  romeo.sends('<iq type="result" id="x"/><iq type="error" id="x" to="localhost"/>');
  romeo.sends('<message type="error" to="nobody@localhost"/><message type="error" to="elsewhere.example"/>');
  romeo.sends('<presence type="error" to="nobody@localhost"/>');
  await romeo.receivesNothing();
});

test("§8.2.3, rule 1: an iq without an id is a bad-request", async () => {
  romeo.sends(`<iq type="get">${PING}</iq>`);
  expect(conditionOf(await romeo.receives('<iq type="error"/>'))).toBe("bad-request");
});

test("§8.2.3, rule 2: an iq is a get, a set, a result or an error; anything else is a bad-request", async () => {
  for (const type of ["", 'type="ask"', 'type=""']) {
    romeo.sends(`<iq id="t" ${type}>${PING}</iq>`);
    expect(conditionOf(await romeo.receives('<iq type="error" id="t"/>'))).toBe("bad-request");
  }
});

test("§8.2.3, rule 3: a get or a set is answered with a result or an error of the same id", async () => {
  for (const to of ["localhost", "romeo@localhost", "juliet@localhost", "nobody@localhost", "nobody@localhost/x"]) {
    for (const type of ["get", "set"]) {
      const answer = await romeo.asks(`<iq type="${type}" to="${to}"><nonesuch xmlns="urn:nonesuch"/></iq>`);
      expect(conditionOf(answer)).toBe("service-unavailable");
    }
  }
});

test("§8.2.3, rule 5: a get or a set has exactly one child, whoever it is addressed to", async () => {
  for (const to of [
    "localhost",
    "romeo@localhost",
    "juliet@localhost",
    "juliet@localhost/juliet",
    "elsewhere.example",
  ]) {
    expect(conditionOf(await romeo.asks(`<iq type="get" to="${to}"/>`))).toBe("bad-request");
    expect(conditionOf(await romeo.asks(`<iq type="set" to="${to}">${PING}${PING}</iq>`))).toBe("bad-request");
  }
  await juliet.receivesNothing();
});

test("§8.2.3: an unknown request in a known namespace is feature-not-implemented (§8.3.3.3)", async () => {
  expect(conditionOf(await romeo.asks(`<iq type="set" to="localhost">${PING}</iq>`))).toBe("feature-not-implemented");
});

test("§8.2.3: a request to the client's own full JID is delivered to that client, which answers it", async () => {
  const pendingAnswer = romeo.asks(`<iq type="get" id="self" to="{romeo}">${PING}</iq>`);
  await romeo.receives(`<iq type="get" id="self" from="{romeo}">${PING}</iq>`);
  romeo.sends('<iq type="result" id="self" to="{romeo}"/>');
  expect((await pendingAnswer).attrs).toMatchObject({ type: "result", from: romeo.jid });
});

test("§10.3.1: a message without 'to' is delivered to the sender's own account", async () => {
  romeo.sends('<message type="chat"><body>note to self</body></message>');
  const message = await romeo.receives("<message><body>note to self</body></message>");
  expect(message.attrs).toMatchObject({ from: romeo.jid, to: romeo.account });
});

test("§10.3.3: an iq without 'to' is answered on behalf of the sender's account", async () => {
  const answer = await romeo.asks('<iq type="get"><query xmlns="jabber:iq:roster"/></iq>');
  expect(answer.attrs.type).toBe("result");
  expect([undefined, romeo.account]).toContain(answer.attrs.from);
});

test("§10.5.3: a message to the domain itself is refused, presence to it is ignored", async () => {
  romeo.sends('<message to="localhost" id="m"><body>hello</body></message>');
  expect(conditionOf(await romeo.receives('<message type="error" id="m" from="localhost"/>'))).toBe(
    "service-unavailable",
  );
  romeo.sends('<presence to="localhost"/><presence to="localhost" type="subscribe"/>');
  await romeo.pings();
  await romeo.receivesNothing('<presence type="error"/>');
});

test("§10.4: a stanza to a domain that cannot be reached is returned with remote-server-not-found", async () => {
  romeo.sends('<message to="someone@elsewhere.example" id="r"><body>hello</body></message>');
  expect(conditionOf(await romeo.receives('<message type="error" id="r"/>'))).toBe("remote-server-not-found");
  expect(conditionOf(await romeo.asks(`<iq type="get" to="elsewhere.example">${PING}</iq>`))).toBe(
    "remote-server-not-found",
  );
});

test("§10.1: stanzas are handled in the order of their arrival", async () => {
  const bodies = Array.from({ length: 200 }, (_, n) => `${n}`);
  romeo.sends(bodies.map((body) => `<message to="{juliet}" type="chat"><body>${body}</body></message>`).join(""));
  const received: string[] = [];
  for (const _ of bodies) received.push((await juliet.receives('<message type="chat"/>')).getChildText("body") ?? "");
  expect(received).toEqual(bodies);
});

test("RFC 6121 §5.2.2: a message of unknown type is treated as normal", async () => {
  romeo.sends('<message to="{juliet.bare}" type="sonnet"><body>thou art</body></message>');
  await juliet.receives("<message><body>thou art</body></message>");
});

test("RFC 6121 §4.7.1: a presence of unknown type is a bad-request", async () => {
  for (const type of ["away", "available"]) {
    romeo.sends(`<presence type="${type}" id="p"/>`);
    expect(conditionOf(await romeo.receives('<presence type="error" id="p"/>'))).toBe("bad-request");
  }
});

test("§8.4: extended content is delivered unchanged, with its namespaces", async () => {
  const payload = '<x xmlns="urn:a" b="1"><y xmlns="urn:c">&lt;&amp;</y><z:q xmlns:z="urn:z" z:w="v"/></x>';
  romeo.sends(`<message to="{juliet}"><body>payload</body>${payload}</message>`);
  const message = await juliet.receives("<message><body>payload</body></message>");
  const x = message.getChild("x", "urn:a");
  expect(x?.attrs.b).toBe("1");
  expect(x?.getChild("y", "urn:c")?.getText()).toBe("<&");
  expect(x?.getChild("q", "urn:z")?.attrs["z:w"]).toBe("v");
});

test("§10.5.4: stanzas between two resources of one account are delivered", async () => {
  const phone = await enter(server, "romeo", "phone", actors);
  await appear(phone);
  romeo.sends(`<message to="${phone.jid}"><body>from desk to phone</body></message>`);
  await phone.receives("<message><body>from desk to phone</body></message>");
  await romeo.receivesNothing("<message/>");
  await phone.leaves();
});
