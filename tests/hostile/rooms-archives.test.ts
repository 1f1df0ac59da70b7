/** XEP-0313 §6.1.2: reading the archive of a room without the right to. */
import { beforeEach, describe, expect, test } from "bun:test";
import { type Actor, cast, settled } from "../support/cast.ts";
import { stage } from "../support/stage.ts";
import { archiveOf, field, form, MAM, page } from "../support/xep/archive.ts";
import {
  enterAll,
  join,
  makeRoom,
  OPEN,
  OWNER,
  refusal,
  roomAt,
  setAffiliation,
  setRole,
} from "../support/xep/rooms.ts";

const SECRET = "double, double toil and trouble";

let number = 0;
let room = "";
const fixture = stage(["owner", "member", "stranger"]);
const { actors } = fixture;

beforeEach(() => {
  room = `room${++number}`;
});

async function sendMessage(actor: Actor, body = SECRET): Promise<void> {
  actor.sends(`<message to="${roomAt(room)}" type="groupchat"><body>${body}</body></message>`);
  await actor.pings();
}

/** Each kind of query is refused with `condition`, and no message arrives. */
async function expectAllRefused(actor: Actor, condition = "forbidden"): Promise<void> {
  const queries = [
    "",
    page("<max>1</max>", "<before/>"),
    page("<max>0</max>"),
    form(field("with", `${roomAt(room)}/owner`)),
    form(field("{urn:xmpp:fulltext:0}fulltext", "toil")),
  ];
  for (const query of queries) {
    const { answer, results } = await archiveOf(actor, query, roomAt(room));
    expect([refusal(answer), results]).toEqual([condition, []]);
  }
  const metadata = await actor.asks(`<iq type="get" to="${roomAt(room)}"><metadata xmlns="${MAM}"/></iq>`);
  expect(refusal(metadata)).toBe(condition);
  expect(actor.client.inbox.all.some((stanza) => String(stanza).includes(SECRET))).toBe(false);
}

describe("a query of the archive is refused", () => {
  test("in a members-only room for a non-member, a former member and an outcast, and in a locked room for everybody", async () => {
    const { owner, stranger } = actors;
    await makeRoom(owner, room, {});
    await sendMessage(owner);
    await expectAllRefused(stranger);
    await setAffiliation(owner, room, stranger.account, "member");
    await setAffiliation(owner, room, stranger.account, "none");
    stranger.client.inbox.forget();
    await expectAllRefused(stranger);
    await setAffiliation(owner, room, stranger.account, "outcast");
    await expectAllRefused(stranger);
    room = `room${++number}`;
    owner.sends(join(room, "owner"));
    await owner.pings();
    await expectAllRefused(stranger, "item-not-found");
  });

  test("in an open room with a public archive for an outcast, banned by account or by domain", async () => {
    const { owner } = actors;
    const { banned, neighbour } = await cast(fixture.server, ["banned", "neighbour"]);
    await makeRoom(owner, room, { ...OPEN, enablelogging: "1" });
    await sendMessage(owner);
    await setAffiliation(owner, room, banned.account, "outcast");
    await expectAllRefused(banned);
    await setAffiliation(owner, room, "localhost", "outcast");
    await expectAllRefused(neighbour);
  });

  test("in an open room for a kicked occupant, until they enter again", async () => {
    const { owner } = actors;
    const { kicked } = await cast(fixture.server, ["kicked"]);
    await makeRoom(owner, room);
    await enterAll(room, kicked);
    await setRole(owner, room, "kicked", "none");
    await settled(kicked);
    await sendMessage(owner);
    await expectAllRefused(kicked);
    await enterAll(room, kicked);
    expect((await archiveOf(kicked, "", roomAt(room))).results).toHaveLength(1);
  });

  test("in one room for ids or addresses of another room", async () => {
    const { owner } = actors;
    const { curious } = await cast(fixture.server, ["curious"]);
    await makeRoom(owner, room, {});
    await sendMessage(owner);
    const secret = (await archiveOf(owner, "", roomAt(room))).results[0]?.id ?? "";
    const hidden = room;
    room = `room${++number}`;
    await makeRoom(owner, room);
    await enterAll(room, curious);
    for (const query of [form(field("ids", secret)), form(field("after-id", secret)), page(`<after>${secret}</after>`)])
      expect((await archiveOf(curious, query, roomAt(room))).results).toEqual([]);
    expect((await archiveOf(curious, form(field("with", `${roomAt(hidden)}/owner`)), roomAt(room))).results).toEqual(
      [],
    );
    expect((await archiveOf(curious, form(field("ids", secret)))).results).toEqual([]);
  });

  test("in a room that replaces a destroyed one of the same name", async () => {
    const { owner } = actors;
    const { heir } = await cast(fixture.server, ["heir"]);
    await makeRoom(owner, room, {});
    await sendMessage(owner);
    const { results } = await archiveOf(owner, "", roomAt(room));
    await owner.asks(`<iq type="set" to="${roomAt(room)}"><query xmlns="${OWNER}"><destroy/></query></iq>`);
    await makeRoom(heir, room, {});
    expect((await archiveOf(heir, "", roomAt(room))).results).toEqual([]);
    const old = await archiveOf(heir, form(field("ids", results[0]?.id ?? "")), roomAt(room));
    expect(refusal(old.answer)).toBe("item-not-found");
    expect(heir.client.inbox.all.some((stanza) => String(stanza).includes(SECRET))).toBe(false);
  });

  test("in a semi-anonymous room for the real address of an occupant", async () => {
    const { owner, member } = actors;
    await makeRoom(owner, room, { ...OPEN, whois: "moderators" });
    await enterAll(room, member);
    await sendMessage(owner, "x");
    for (const jid of [owner.account, owner.jid])
      expect((await archiveOf(member, form(field("with", jid)), roomAt(room))).results).toEqual([]);
  });
});

test("oversized queries are answered with an error", async () => {
  const { owner } = actors;
  await makeRoom(owner, room);
  await sendMessage(owner);
  const ask = async (query: string): Promise<string> => refusal((await archiveOf(owner, query, roomAt(room))).answer);
  expect(await ask(page("<max>99999999999</max>"))).toBe("bad-request");
  expect(await ask(page("<max>-1</max>"))).toBe("bad-request");
  expect(await ask(page("<index>1</index>"))).toBe("feature-not-implemented");
  expect(await ask(form(field("with", "@")))).toBe("jid-malformed");
  expect(await ask(form(field("start", "yesterday")))).toBe("bad-request");
  const { results } = await archiveOf(owner, "", roomAt(room));
  expect(await ask(form(field("ids", ...Array.from({ length: 251 }, () => results[0]?.id ?? ""))))).toBe(
    "policy-violation",
  );
});
