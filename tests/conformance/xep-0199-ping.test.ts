/** XEP-0199: XMPP Ping. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { befriend, type Cast, cast } from "../support/cast.ts";
import { conditionOf } from "../support/hostile.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { featuresOf } from "../support/xep/disco.ts";

let server: TestServer;
let actors: Cast<"romeo" | "juliet" | "mercutio">;

beforeAll(async () => {
  server = await startTestServer();
  actors = await cast(server, ["romeo", "juliet", "mercutio"]);
  await befriend(actors.romeo, actors.juliet);
});
afterAll(() => server[Symbol.asyncDispose]());

test("§4.2: the server answers a ping", async () => {
  const answer = await actors.romeo.asks('<iq type="get" to="localhost"><ping xmlns="urn:xmpp:ping"/></iq>');
  expect(answer.attrs).toMatchObject({ type: "result", from: "localhost", to: actors.romeo.jid });
});

test("§4.2: the server answers a ping to the client's own account", async () => {
  const answer = await actors.romeo.asks('<iq type="get"><ping xmlns="urn:xmpp:ping"/></iq>');
  expect(answer.attrs.type).toBe("result");
});

test("§4.4: a ping to another client is delivered, and its answer returned", async () => {
  const { romeo, juliet } = actors;
  const answer = romeo.asks(`<iq type="get" to="${juliet.jid}" id="j1"><ping xmlns="urn:xmpp:ping"/></iq>`);
  await juliet.receives(`<iq type="get" from="${romeo.jid}" id="j1"><ping xmlns="urn:xmpp:ping"/></iq>`);
  juliet.sends(`<iq type="result" to="${romeo.jid}" id="j1"/>`);
  expect((await answer).attrs).toMatchObject({ type: "result", from: juliet.jid });
});

test("§4: a ping to a contact's bare JID is answered by its server; to a stranger's bare JID as if no account existed", async () => {
  const { romeo, juliet, mercutio } = actors;
  const ping = (to: string) => `<iq type="get" to="${to}"><ping xmlns="urn:xmpp:ping"/></iq>`;
  const answer = await romeo.asks(ping(juliet.account));
  expect(answer.attrs).toMatchObject({ type: "result", from: juliet.account });
  for (const to of [juliet.account, "nobody@localhost"]) {
    const refusal = await mercutio.asks(ping(to));
    expect([refusal.attrs.from, conditionOf(refusal)]).toEqual([to, "service-unavailable"]);
  }
});

test("§6: the answer is the same for a missing client and for one that the sender may not see", async () => {
  const { romeo, mercutio } = actors;
  for (const to of [romeo.jid, `${romeo.account}/nowhere`, "nobody@localhost/nowhere"]) {
    const answer = await mercutio.asks(`<iq type="get" to="${to}"><ping xmlns="urn:xmpp:ping"/></iq>`);
    expect(answer.attrs.from).toBe(to);
    expect(conditionOf(answer)).toBe("service-unavailable");
  }
});

test("§5: the domain advertises it", async () => {
  expect(await featuresOf(actors.romeo, "localhost")).toContain("urn:xmpp:ping");
});
