/** XEP-0172: User Nickname: nothing but PEP and stanzas that pass as they are. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { befriend, type Cast, cast, settled } from "../support/cast.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { EVENT, follows, publish, refusal } from "../support/xep/pubsub.ts";

const NICK = "http://jabber.org/protocol/nick";

let server: TestServer;
let actors: Cast<"narrator" | "starbuck" | "queequeg">;

beforeAll(async () => {
  server = await startTestServer();
  actors = await cast(server, ["narrator", "starbuck", "queequeg"]);
  await befriend(actors.narrator, actors.starbuck);
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

test("§4.1: a nickname in a subscription request is delivered", async () => {
  const { narrator, queequeg } = actors;
  narrator.sends(`<presence type="subscribe" to="${queequeg.account}"><nick xmlns="${NICK}">Ishmael</nick></presence>`);
  await queequeg.receives(
    `<presence type="subscribe" from="${narrator.account}"><nick xmlns="${NICK}">Ishmael</nick></presence>`,
  );
});

test("§4.2: a nickname in a message is delivered", async () => {
  const { narrator, queequeg } = actors;
  narrator.sends(
    `<message type="chat" to="${queequeg.account}"><body>Hi</body><nick xmlns="${NICK}">Ishmael</nick></message>`,
  );
  await queequeg.receives(`<message><body>Hi</body><nick xmlns="${NICK}">Ishmael</nick></message>`);
});

test("§4.3: a published nickname is notified to contacts with +notify", async () => {
  const { narrator, starbuck } = actors;
  await follows(starbuck, NICK);
  await settled(narrator, starbuck);
  expect(refusal(await publish(narrator, NICK, `<item><nick xmlns="${NICK}">CallMeIshmael</nick></item>`))).toBe("");
  const item = `<item><nick xmlns="${NICK}">CallMeIshmael</nick></item>`;
  await starbuck.receives(
    `<message from="${narrator.account}" type="headline"><event xmlns="${EVENT}"><items node="${NICK}">${item}</items></event></message>`,
  );
});
