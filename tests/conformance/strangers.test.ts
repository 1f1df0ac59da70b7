/** RFC 6121 §11: an account may refuse messages from addresses that are not in its roster. */
import { afterEach, expect, test } from "bun:test";
import { befriend, cast } from "../support/cast.ts";
import { startTestServer, type TestServer } from "../support/server.ts";

let server: TestServer | undefined;
afterEach(async () => {
  await server?.[Symbol.asyncDispose]();
});

const REFUSED =
  '<message type="error"><error><service-unavailable xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></message>';

async function openFixture(policy: string) {
  server = await startTestServer({ settings: [`strangers.messages=${policy}`] });
  return cast(server, ["romeo", "juliet", "tybalt"]);
}

test("by default everybody may send messages to everybody", async () => {
  const { romeo, juliet } = await openFixture("everyone");
  romeo.sends('<message to="juliet@localhost" type="chat"><body>But soft!</body></message>');
  await juliet.receives("<message><body>But soft!</body></message>");
});

test("nobody: contacts may send messages, strangers get the error of an account that does not exist", async () => {
  const { romeo, juliet, tybalt } = await openFixture("nobody");
  await befriend(romeo, juliet);
  romeo.sends('<message to="juliet@localhost" type="chat"><body>But soft!</body></message>');
  await juliet.receives("<message><body>But soft!</body></message>");
  tybalt.sends('<message to="juliet@localhost" type="chat" id="t1"><body>Villain!</body></message>');
  tybalt.sends('<message to="nobody@localhost" type="chat" id="t2"><body>Villain!</body></message>');
  const answers = [await tybalt.receives(REFUSED), await tybalt.receives(REFUSED)];
  expect(answers.map(({ attrs }) => attrs.id)).toEqual(["t1", "t2"]);
  await juliet.receivesNothing("<message><body>Villain!</body></message>");
});

test("nobody: a stranger may still request a subscription", async () => {
  const { juliet, tybalt } = await openFixture("nobody");
  tybalt.sends('<presence type="subscribe" to="juliet@localhost"/>');
  await juliet.receives('<presence type="subscribe" from="tybalt@localhost"/>');
});

test("neighbours: accounts of this server may send messages", async () => {
  const { juliet, tybalt } = await openFixture("neighbours");
  tybalt.sends('<message to="juliet@localhost" type="chat"><body>A word with you.</body></message>');
  await juliet.receives("<message><body>A word with you.</body></message>");
});
