/** A server whose domain gets a name of which people have contacts already: those and the ones of this server become one. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { type Actor, befriend, cast, settled } from "../support/cast.ts";
import { renamed } from "../support/renaming.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { archiveOf, field, form } from "../support/xep/archive.ts";
import { itemsOf } from "../support/xep/roster.ts";

const OLD = "old.example";
const NEW = "new.example";
const PUBSUB = "http://jabber.org/protocol/pubsub";

let server: TestServer;
let alice: Actor;

beforeAll(async () => {
  server = await startTestServer({ domains: [OLD] });
  writeFileSync(server.home.config, `domains = ["${OLD}"]\n`);
  const { alice: before, bob } = await cast(server, ["alice", "bob"]);
  await befriend(before, bob);
  await before.asks(
    `<iq type="set"><query xmlns="jabber:iq:roster"><item jid="bob@${NEW}" name="theirs"/></query></iq>`,
  );
  for (const domain of [OLD, NEW]) {
    before.sends(`<message to="bob@${domain}" type="chat"><body>at ${domain}</body></message>`);
    await before.asks(
      `<iq type="set"><pubsub xmlns="${PUBSUB}"><publish node="urn:xmpp:bookmarks:1"><item id="r@rooms.${domain}"><conference xmlns="urn:xmpp:bookmarks:1"/></item></publish></pubsub></iq>`,
    );
    await before.asks(`<iq type="set"><block xmlns="urn:xmpp:blocking"><item jid="m@${domain}"/></block></iq>`);
  }
  await settled(before, bob);
  // The index knows both conversations.
  expect((await archiveOf(before, form(field("with", `bob@${NEW}`)))).results.length).toBe(1);
  await server.server.stop();
  await renamed(server.home, OLD, NEW);
  await server.restart([`domains=${NEW}`]);
  ({ alice } = await cast({ ...server, createAccount: async () => {}, at: () => server.at("starttls", NEW) }, [
    "alice",
  ]));
}, 60_000);
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

test("the contact of this server is the one that stays", async () => {
  expect(await itemsOf(alice)).toEqual({ [`bob@${NEW}`]: { subscription: "both" } });
});

test("what was said to either is in one conversation, and is found by its words", async () => {
  const inConversation = await archiveOf(alice, form(field("with", `bob@${NEW}`)));
  expect(inConversation.results.map(({ body }) => body)).toEqual([`at ${OLD}`, `at ${NEW}`]);
  const found = await archiveOf(
    alice,
    form(field("with", `bob@${NEW}`), field("{urn:xmpp:fulltext:0}fulltext", "at new")),
  );
  expect(found.results.map(({ body }) => body)).toEqual([`at ${NEW}`]);
});

test("what would be there twice is there once, and counted once", async () => {
  const ask = async (payload: string): Promise<string> => String(await alice.asks(`<iq type="get">${payload}</iq>`));
  const bookmarks = await ask(`<pubsub xmlns="${PUBSUB}"><items node="urn:xmpp:bookmarks:1"/></pubsub>`);
  expect(bookmarks.match(/<item /g)?.length).toBe(1);
  expect((await ask('<blocklist xmlns="urn:xmpp:blocking"/>')).match(/<item /g)?.length).toBe(1);
});
