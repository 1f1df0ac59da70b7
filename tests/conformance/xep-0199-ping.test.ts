/** XEP-0199: XMPP Ping. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { type Cast, cast } from "../support/cast.ts";
import { startTestServer, type TestServer } from "../support/server.ts";

let server: TestServer;
let actors: Cast<"romeo" | "juliet">;

beforeAll(async () => {
  server = await startTestServer();
  actors = await cast(server, ["romeo", "juliet"]);
});
afterAll(() => server[Symbol.asyncDispose]());

test("§4.2: the server answers a ping", async () => {
  const answer = await actors.romeo.asks('<iq type="get" to="localhost"><ping xmlns="urn:xmpp:ping"/></iq>');
  expect(answer.attrs).toMatchObject({ type: "result", from: "localhost", to: actors.romeo.jid });
});

test("§4.2: so does it for one's own account", async () => {
  const answer = await actors.romeo.asks('<iq type="get"><ping xmlns="urn:xmpp:ping"/></iq>');
  expect(answer.attrs.type).toBe("result");
});

test("§4.3: a ping to another client reaches it, and its answer comes back", async () => {
  const { romeo, juliet } = actors;
  const answer = romeo.asks(`<iq type="get" to="${juliet.jid}" id="j1"><ping xmlns="urn:xmpp:ping"/></iq>`);
  await juliet.receives(`<iq type="get" from="${romeo.jid}" id="j1"><ping xmlns="urn:xmpp:ping"/></iq>`);
  juliet.sends(`<iq type="result" to="${romeo.jid}" id="j1"/>`);
  expect((await answer).attrs).toMatchObject({ type: "result", from: juliet.jid });
});

test("the domain advertises it", async () => {
  const info = await actors.romeo.asks(
    '<iq type="get" to="localhost"><query xmlns="http://jabber.org/protocol/disco#info"/></iq>',
  );
  const features = info
    .getChild("query")
    ?.getChildren("feature")
    .map(({ attrs }) => attrs.var);
  expect(features).toContain("urn:xmpp:ping");
});
