/** XEP-0045 §9.5: a list of ten thousand is read in portions, and sent whole unless it is too long for a stanza. */
import { expect, test } from "bun:test";
import type { Element } from "ltx";
import { parseJid } from "../../../../jid/jid.ts";
import { memoryDatabase } from "../../../../server/testing.ts";
import { xml } from "../../../../stanza.ts";
import type { Engine } from "../engine.ts";
import type { RoomRequest } from "../feature.ts";
import { NS_MUC_ADMIN } from "../namespaces.ts";
import { DEFAULT_CONFIG } from "../settings.ts";
import { openAffiliations } from "../state/affiliations.ts";
import { openReservedNicknames } from "../state/reserved-nicknames.ts";
import { Room } from "../state/room.ts";
import { roomTables } from "../state/tables.ts";
import { affiliationList } from "./lists.ts";

const RSM = "http://jabber.org/protocol/rsm";

function roomWith(members: readonly string[], reason: string | null = null) {
  const db = memoryDatabase({ rooms: roomTables });
  const row = { id: 1, jid: parseJid("coven@rooms.localhost"), created: 0, isLocked: false };
  const room = new Room({ ...row, config: DEFAULT_CONFIG, subject: { text: "" } });
  db.write(
    "INSERT INTO rooms_room (id, jid, service, created, is_locked, is_listed, config, subject) VALUES (1, ?, '', 0, 0, 0, '', '')",
  ).run(room.jid.bare);
  const [affiliations, reservedNicknames] = [openAffiliations(db), openReservedNicknames(db)];
  db.atomically(() => {
    for (const jid of members) affiliations.set(room, { jid, affiliation: "member", reason, since: 0 });
  });
  const engine = { affiliations, reservedNicknames } as unknown as Engine;
  const request = { room, affiliation: "owner", occupant: undefined } as RoomRequest;
  /** The list, and the number of its portions. */
  const list = (page?: Element) => {
    const work = affiliationList(engine, request, "member", xml("query", { xmlns: NS_MUC_ADMIN }, page));
    let portions = 1;
    let step = work.next();
    for (; !step.done; step = work.next()) portions += 1;
    const items = step.value.filter((element) => element.is("item"));
    return { portions, items, set: step.value.find((element) => element.is("set", RSM)) };
  };
  return { room, reservedNicknames, list };
}

const numbered = (count: number, length = 5): string[] =>
  Array.from({ length: count }, (_, n) => `${String(n).padStart(length, "0")}@example.org`);

const page = (max: number, after?: string): Element =>
  xml("set", { xmlns: RSM }, xml("max", {}, max), after === undefined ? undefined : xml("after", {}, after));

test("ten thousand members are sent whole, read in forty portions", () => {
  const members = numbered(10_000);
  const { list } = roomWith(members);
  const { portions, items, set } = list();
  expect(items.map(({ attrs }) => attrs.jid)).toEqual(members);
  expect(portions).toBeGreaterThanOrEqual(40);
  expect(set).toBeUndefined();
});

test("an item has the reserved nickname, or the one in use now", () => {
  const { room, reservedNicknames, list } = roomWith(["a@b", "c@d", "e@f"]);
  reservedNicknames.reserve(room, "a@b", "ann");
  for (const [account, nick] of [
    ["a@b", "other"],
    ["c@d", "cat"],
  ] as const)
    room.occupants.add({ nick, account, role: "participant", affiliation: "member", sessions: new Map() });
  expect(list().items.map(({ attrs }) => attrs.nick)).toEqual(["ann", "cat", undefined]);
});

test("XEP-0059 §2.1: a page where one is requested, with the count of all", () => {
  const { list } = roomWith(numbered(10));
  const first = list(page(3));
  expect(first.items.map(({ attrs }) => attrs.jid)).toEqual(numbered(10).slice(0, 3));
  const [last, count] = [first.set?.getChildText("last"), first.set?.getChildText("count")];
  expect([last, count]).toEqual([numbered(10)[2], "10"]);
  expect(list(page(300, last ?? "")).items).toHaveLength(7);
  expect(list(page(0))).toMatchObject({ items: [] });
});

test("a list of millions of characters is sent as a page, though none was requested; its reasons are left out first", () => {
  const members = numbered(4000, 1000);
  const { list } = roomWith(members, "x".repeat(500));
  const { items, set } = list();
  const length = items.reduce((sum, item) => sum + String(item).length, 0);
  expect(length).toBeGreaterThan(1_900_000);
  expect(length).toBeLessThan(2_600_000);
  expect(items.at(0)?.getChildText("reason")).toBe("x".repeat(500));
  expect(items.at(-1)?.getChildText("reason")).toBeNull();
  expect([set?.getChildText("last"), set?.getChildText("count")]).toEqual([items.at(-1)?.attrs.jid, "4000"]);
});
