/** XEP-0313, XEP-0421, XEP-0425, XEP-0452 across servers: remote occupants read, moderate and are mentioned. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { type Actor, cast, settled } from "../support/cast.ts";
import { openTestFederation, type TestFederation } from "../support/federation/federation.ts";
import type { TestServer } from "../support/server.ts";
import { archiveOf, page } from "../support/xep/archive.ts";
import { ADMIN, configForm, itemIn, MUC, OPEN, OWNER, refusal } from "../support/xep/rooms.ts";

const ROOM = "orchard@rooms.capulet.example";
const RETRACT = "urn:xmpp:message-retract:1";

let federation: TestFederation;
let servers: TestServer[];
let juliet: Actor;
let romeo: Actor;
let tybalt: Actor;

beforeAll(async () => {
  federation = await openTestFederation();
  const [capulet, montague] = [await federation.server("capulet.example"), await federation.server("montague.example")];
  servers = [capulet, montague];
  ({ juliet } = await cast(capulet, ["juliet"]));
  ({ romeo, tybalt } = await cast(montague, ["romeo", "tybalt"]));
  juliet.sends(`<presence to="${ROOM}/juliet"><x xmlns="${MUC}"/></presence>`);
  const form = configForm({ ...OPEN, whois: "moderators" });
  expect(refusal(await juliet.asks(`<iq type="set" to="${ROOM}"><query xmlns="${OWNER}">${form}</query></iq>`))).toBe(
    "",
  );
  romeo.sends(`<presence to="${ROOM}/romeo"><x xmlns="${MUC}"/></presence>`);
  await romeo.receives(`<message from="${ROOM}" type="groupchat"><subject/></message>`);
  for (let n = 0; n < 30; n += 1)
    juliet.sends(`<message to="${ROOM}" type="groupchat" id="m${n}"><body>${n}</body></message>`);
  await romeo.receives(`<message from="${ROOM}/juliet"><body>29</body></message>`);
  await settled(juliet, romeo);
});
afterAll(async () => {
  expect(servers.flatMap(({ errors }) => errors)).toEqual([]);
  await federation[Symbol.asyncDispose]();
});

test("an occupant reads the archive in pages, in order, each before its <fin/>, without real JIDs", async () => {
  const first = await archiveOf(romeo, page("<max>20</max>"), ROOM);
  const second = await archiveOf(romeo, page("<max>20</max>", `<after>${first.last}</after>`), ROOM);
  const bodies = [...first.results, ...second.results].map(({ body }) => body);
  expect(bodies).toEqual(Array.from({ length: 30 }, (_, n) => String(n)));
  expect([first.isComplete, second.isComplete]).toEqual([false, true]);
  for (const { message } of first.results) expect(String(message)).not.toContain(juliet.account);
});

test("a user outside the room cannot read the archive", async () => {
  const { answer, results } = await archiveOf(tybalt, "", ROOM);
  expect([refusal(answer), results]).toEqual(["forbidden", []]);
});

test("an admin from another server moderates a message, and sees its sender in the archive", async () => {
  const admin = `<item jid="${romeo.account}" affiliation="admin"/>`;
  await juliet.asks(`<iq type="set" to="${ROOM}"><query xmlns="${ADMIN}">${admin}</query></iq>`);
  const { results } = await archiveOf(romeo, page("<max>1</max>"), ROOM);
  const moderate = `<moderate xmlns="urn:xmpp:message-moderate:1" id="${results[0]?.id}"><retract xmlns="${RETRACT}"/></moderate>`;
  expect(refusal(await romeo.asks(`<iq type="set" to="${ROOM}">${moderate}</iq>`))).toBe("");
  await juliet.receives(`<message from="${ROOM}" type="groupchat"><retract xmlns="${RETRACT}"/></message>`);
  const [tombstone] = (await archiveOf(romeo, page("<max>1</max>"), ROOM)).results;
  expect(tombstone?.body).toBe("");
  expect(tombstone?.message.getChild("retracted", RETRACT)).toBeDefined();
  expect(itemIn(tombstone?.message as never).jid).toBe(juliet.jid);
});

test("an offline user with a registered nickname is notified of a mention", async () => {
  const field = (name: string, value: string): string => `<field var="${name}"><value>${value}</value></field>`;
  const form = `<x xmlns="jabber:x:data" type="submit">${field("FORM_TYPE", `${MUC}#register`)}${field("muc#register_roomnick", "prince")}</x>`;
  const registered = await tybalt.asks(
    `<iq type="set" to="${ROOM}"><query xmlns="jabber:iq:register">${form}</query></iq>`,
  );
  expect(refusal(registered)).toBe("");
  const reference = `<reference xmlns="urn:xmpp:reference:0" type="mention" uri="xmpp:${tybalt.account}"/>`;
  juliet.sends(`<message to="${ROOM}" type="groupchat"><body>prince of cats</body>${reference}</message>`);
  const mention = await tybalt.receives(`<message from="${ROOM}"><mentions xmlns="urn:xmpp:mmn:0"/></message>`);
  expect(String(mention)).toContain("prince of cats");
});
