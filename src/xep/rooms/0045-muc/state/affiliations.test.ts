/** XEP-0045 §5.2, §9.2: affiliations of accounts and of whole domains. */
import { expect, test } from "bun:test";
import { openDatabase } from "../../../../store/database.ts";
import type { Affiliation } from "../privileges.ts";
import { openAffiliations } from "./affiliations.ts";
import { roomTables } from "./tables.ts";

const [ONE, OTHER] = [{ id: 1 }, { id: 2 }];

function opened() {
  const quiet = (): void => {};
  const disk = { isLow: false, isExhausted: false, wrote: quiet, refused: quiet };
  const log = { error: quiet, warn: quiet, info: quiet, debug: quiet };
  const db = openDatabase(":memory:", { log, space: disk });
  db.migrate("rooms", roomTables);
  const room = db.write(
    "INSERT INTO rooms_room (id, jid, service, created, is_locked, is_listed, config, subject) VALUES (?, ?, '', 0, 0, 0, '', '')",
  );
  for (const { id } of [ONE, OTHER]) room.run(id, `room${id}@rooms.localhost`);
  const affiliations = openAffiliations(db);
  const set = (jid: string, affiliation: Affiliation, since = 0, reason: string | null = null): void =>
    affiliations.set(ONE, { jid, affiliation, since, reason });
  return { affiliations, set, db, disk };
}

test("an account's own affiliation takes precedence over that of its domain", () => {
  const { affiliations, set } = opened();
  set("b.example", "outcast");
  set("a@b.example", "member");
  const of = (jid: string): Affiliation => affiliations.of(ONE, jid);
  expect([of("a@b.example"), of("c@b.example"), of("a@other.example")]).toEqual(["member", "outcast", "none"]);
  expect(affiliations.of(OTHER, "a@b.example")).toBe("none");
});

test("the affiliation of an exact address ignores that of its domain", () => {
  const { affiliations, set } = opened();
  set("b.example", "outcast");
  const exactly = (jid: string): Affiliation => affiliations.ofExactJid(ONE, jid);
  expect([exactly("a@b.example"), exactly("b.example")]).toEqual(["none", "outcast"]);
});

test("a change has a new reason, and keeps the time of the first", () => {
  const { affiliations, set } = opened();
  set("a@b", "member", 1, "a friend");
  set("a@b", "outcast", 2, "a foe");
  expect(affiliations.all(ONE)).toEqual([{ jid: "a@b", affiliation: "outcast", reason: "a foe", since: 1 }]);
  set("a@b", "none", 3);
  expect([affiliations.all(ONE), affiliations.count(ONE)]).toEqual([[], 0]);
});

test("the longest holder of an affiliation is an account, and not the excluded one", () => {
  const { affiliations, set } = opened();
  set("z.example", "admin", 1);
  set("leaving@b", "admin", 2);
  set("second@b", "admin", 3);
  set("a-third@b", "admin", 4);
  expect(affiliations.longestHolder(ONE, "admin", "leaving@b")).toBe("second@b");
  expect(affiliations.longestHolder(ONE, "member", "leaving@b")).toBeUndefined();
});

test("the holders of an affiliation are listed up to a maximum, and counted", () => {
  const { affiliations, set } = opened();
  for (const jid of ["c@b", "a@b", "b@b"]) set(jid, "owner");
  set("d@b", "member");
  expect(affiliations.holders(ONE, "owner", 2)).toEqual(["a@b", "b@b"]);
  expect([affiliations.countHolders(ONE, "owner"), affiliations.count(ONE), affiliations.count(OTHER)]).toEqual([
    3, 4, 0,
  ]);
  expect(affiliations.roomsOf("d@b")).toEqual([1]);
});

test("a ban is stored even where the disk is nearly full", () => {
  const { affiliations, set, db, disk } = opened();
  disk.isLow = true;
  db.requiringSpace(() => set("a@b", "outcast"));
  expect(affiliations.of(ONE, "a@b")).toBe("outcast");
});
