/** XEP-0379: Pre-Authenticated Roster Subscription. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { type Actor, appear, type Cast, cast, enter, settled } from "../support/cast.ts";
import { openTestFederation, type TestFederation } from "../support/federation/federation.ts";
import { twoServers } from "../support/federation/two-servers.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { commandIn, commands } from "../support/xep/commands.ts";
import { invite, PARS, tokenOf } from "../support/xep/invitations.ts";
import { itemsOf, rosterOf } from "../support/xep/roster.ts";

let time = Date.now();
let server: TestServer;
let actors: Cast<"romeo" | "juliet" | "tybalt">;

beforeAll(async () => {
  server = await startTestServer({ now: () => time });
  actors = await cast(server, ["romeo", "juliet", "tybalt"]);
});
beforeEach(() => settled(...Object.values(actors)));
afterEach(() => expect(server.errors).toEqual([]));
afterAll(() => server[Symbol.asyncDispose]());

/** Somebody else, who is available. */
async function arrives(name: string): Promise<Actor> {
  const actor = await enter(server, name, "street");
  await appear(actor);
  return actor;
}

/** The token of an invitation to become this person's contact. */
async function tokenFrom(actor: Actor): Promise<string> {
  const to = actor.account.split("@")[1] ?? "";
  const answer = await commands(actor, 'node="urn:xmpp:invite#invite" action="execute"', "", to);
  const fields = commandIn(answer).getChild("x", "jabber:x:data")?.getChildren("field") ?? [];
  return tokenOf(fields.find(({ attrs }) => attrs.var === "uri")?.getChildText("value") ?? "");
}
const asksWith = (actor: Actor, to: string, token: string): void =>
  actor.sends(`<presence type="subscribe" to="${to}"><preauth xmlns="${PARS}" token="${token}"/></presence>`);

const pushOf = (actor: Actor, jid: string, subscription: string): Promise<unknown> =>
  actor.receives(
    `<iq type="set"><query xmlns="jabber:iq:roster"><item jid="${jid}" subscription="${subscription}"/></query></iq>`,
  );

test("§3.5, §3.6: the request is approved at once, the inviter asks back, and both are subscribed; nobody is asked", async () => {
  const { romeo, juliet } = actors;
  await rosterOf(romeo);
  await rosterOf(juliet);
  asksWith(juliet, romeo.account, await tokenFrom(romeo));
  await juliet.receives(`<presence type="subscribed" from="${romeo.account}" to="${juliet.account}"/>`);
  await pushOf(juliet, romeo.account, "both");
  await pushOf(romeo, juliet.account, "both");
  await juliet.receives(`<presence from="${romeo.jid}"/>`);
  await romeo.receives(`<presence from="${juliet.jid}"/>`);
  await romeo.receivesNothing('<presence type="subscribe"/>');
  await juliet.receivesNothing('<presence type="subscribe"/>');
  expect((await itemsOf(romeo))[juliet.account]).toEqual({ subscription: "both" });
});

test("§5.2: a token is used once", async () => {
  const { romeo, tybalt } = actors;
  const mercutio = await arrives("mercutio");
  const token = await tokenFrom(romeo);
  asksWith(tybalt, romeo.account, token);
  await tybalt.receives(`<presence type="subscribed" from="${romeo.account}"/>`);
  asksWith(mercutio, romeo.account, token);
  await romeo.receives(`<presence type="subscribe" from="${mercutio.account}"/>`);
  await mercutio.receivesNothing('<presence type="subscribed"/>');
  mercutio.client.destroy();
});

test("§4.1: a token that is malformed, unknown, expired or of somebody else is ignored: the person is asked", async () => {
  const { romeo } = actors;
  const expired = await tokenFrom(romeo);
  time += 8 * 86_400_000;
  const others = await tokenFrom(actors.juliet);
  for (const [index, token] of ["", "x", "a".repeat(22), "b".repeat(2000), expired, others].entries()) {
    const stranger = await arrives(`stranger${index}`);
    asksWith(stranger, romeo.account, token);
    await romeo.receives(`<presence type="subscribe" from="${stranger.account}"/>`);
    await stranger.receivesNothing('<presence type="subscribed"/>');
    stranger.client.destroy();
  }
});

test("a token of an invitation for an account also makes its inviter a contact", async () => {
  const { token } = await invite(server, { inviter: "romeo" });
  const paris = await arrives("paris");
  asksWith(paris, actors.romeo.account, token);
  await paris.receives(`<presence type="subscribed" from="${actors.romeo.account}"/>`);
  paris.client.destroy();
});

test("one does not become one's own contact, and a contact uses nothing up", async () => {
  const { romeo, juliet } = actors;
  const token = await tokenFrom(romeo);
  asksWith(romeo, romeo.account, token);
  await romeo.pings();
  asksWith(juliet, romeo.account, token);
  await juliet.pings();
  const friar = await arrives("friar");
  asksWith(friar, romeo.account, token);
  await friar.receives(`<presence type="subscribed" from="${romeo.account}"/>`);
  friar.client.destroy();
});

describe("from another server", () => {
  let federation: TestFederation;
  beforeAll(async () => {
    federation = await openTestFederation();
  });
  afterAll(() => federation[Symbol.asyncDispose]());

  test("§3.4 to §3.7: with pre-approval, both are subscribed without anybody being asked", async () => {
    const { juliet, romeo } = await twoServers(federation);
    await rosterOf(romeo);
    await rosterOf(juliet);
    const token = await tokenFrom(romeo);
    juliet.sends(`<presence type="subscribed" to="${romeo.account}"/>`);
    asksWith(juliet, romeo.account, token);
    await pushOf(romeo, juliet.account, "both");
    await pushOf(juliet, romeo.account, "both");
    await romeo.receivesNothing('<presence type="subscribe"/>');
    await juliet.receivesNothing('<presence type="subscribe"/>');
  });

  test("§3.6: without pre-approval, the new contact gets the inviter's request", async () => {
    const { juliet, romeo } = await twoServers(federation);
    asksWith(juliet, romeo.account, await tokenFrom(romeo));
    await juliet.receives(`<presence type="subscribed" from="${romeo.account}"/>`);
    await juliet.receives(`<presence type="subscribe" from="${romeo.account}"/>`);
    juliet.sends(`<presence type="subscribed" to="${romeo.account}"/>`);
    await romeo.receives(`<presence type="subscribed" from="${juliet.account}"/>`);
    expect((await itemsOf(romeo))[juliet.account]).toEqual({ subscription: "both" });
  });
});
