/** XEP-0313 §3, XEP-0227 §4.11: messages of former times in an archive. */
import { expect, test } from "bun:test";
import { parseJid } from "../../../jid/jid.ts";
import { parseElement } from "../../../xml/parse-element.ts";
import { Eras } from "../0359-eras.ts";
import type { StanzaIds } from "../0359-stanza-ids.ts";
import { openGivenIds } from "./given-ids.ts";
import { openArchiveImporter } from "./importing.ts";
import { testArchive } from "./testing.ts";

const ALICE = "alice@localhost";
const NOW = Date.parse("2026-11-30T12:00:00Z");
const SECOND = Date.parse("2024-03-05T10:11:12Z");

function opened({ isAlone = false } = {}) {
  const archive = testArchive();
  const eras = new Eras(() => {});
  const ids = {
    numberAt: (time: number) => eras.idAt(time),
    skipTo: (last: number) => eras.skipTo(last),
    decode: (text: string) => (/^ours-\d+$/.test(text) ? Number(text.slice(5)) : undefined),
  } as unknown as StanzaIds;
  const importer = openArchiveImporter({ ...archive, ids, now: () => NOW, isAlone });
  const add = (given: string, time: number, body: string, owner = ALICE, peer = "bob@example.org/r"): boolean => {
    const message = parseElement(`<message from="${peer}" to="${owner}" id="m${body}"><body>${body}</body></message>`);
    return importer.add(owner, { given, time, peer: parseJid(peer), message });
  };
  const all = (owner = ALICE) => archive.search.oldest(owner, -1, 100_000);
  const bodies = (owner = ALICE): string[] => all(owner).map(({ xml }) => parseElement(xml).getChildText("body") ?? "");
  const times = (owner = ALICE): number[] => all(owner).map(({ id }) => eras.timeOf(id));
  return { ...archive, importer, eras, add, all, bodies, times };
}

test("hundreds of messages of one second stay in their order, and keep that second", () => {
  const { add, bodies, times } = opened();
  const names = Array.from({ length: 300 }, (_, n) => String(n));
  for (const name of names) add(`id${name}`, SECOND, name);
  expect(bodies()).toEqual(names);
  expect(new Set(times())).toEqual(new Set([SECOND]));
});

test("archives share a second: each keeps its own order", () => {
  const { add, bodies, times } = opened();
  const owners = Array.from({ length: 20 }, (_, n) => `u${n}@localhost`);
  for (const owner of owners) for (let n = 0; n < 50; n++) add(`id${n}`, SECOND, String(n), owner);
  for (const owner of owners) {
    expect(bodies(owner)).toEqual(Array.from({ length: 50 }, (_, n) => String(n)));
    for (const time of times(owner)) expect(Math.abs(time - SECOND)).toBeLessThan(10);
  }
});

test("a clock that was set back by less than a second changes no order; by more, times count", () => {
  const { add, bodies, times } = opened();
  add("1", SECOND + 500, "first");
  add("2", SECOND, "second");
  add("3", SECOND - 3_600_000, "an hour before");
  expect(bodies()).toEqual(["an hour before", "first", "second"]);
  expect(times()[0]).toBe(SECOND - 3_600_000);
});

test("a message that is there already is not added again, also by another importer", () => {
  const archive = opened();
  expect([archive.add("a", SECOND, "one"), archive.add("a", SECOND, "one")]).toEqual([true, false]);
  expect(archive.add("a", SECOND, "one", "bob@localhost")).toBe(true);
  expect(archive.bodies()).toEqual(["one"]);
});

test("an interrupted import goes on in the order of the same second", () => {
  const archive = opened();
  for (const name of ["a", "b", "c"]) archive.add(name, SECOND, name);
  const again = openArchiveImporter({ ...archive, ids: idsOf(archive.eras), now: () => NOW, isAlone: false });
  const message = parseElement(`<message from="bob@example.org" to="${ALICE}"><body>d</body></message>`);
  again.add(ALICE, { given: "d", time: SECOND, peer: parseJid("bob@example.org"), message });
  expect(archive.bodies()).toEqual(["a", "b", "c", "d"]);
});

const idsOf = (eras: Eras): StanzaIds =>
  ({
    numberAt: (time: number) => eras.idAt(time),
    skipTo: (last: number) => eras.skipTo(last),
    decode: () => undefined,
  }) as unknown as StanzaIds;

test("a message to oneself that the other server has archived twice is one message with both ids", () => {
  const { add, all, search } = opened();
  add("sent", SECOND, "note", ALICE, `${ALICE}/r`);
  add("received", SECOND + 20, "note", ALICE, `${ALICE}/r`);
  add("other", SECOND + 40, "another", ALICE, `${ALICE}/r`);
  expect(all()).toHaveLength(2);
  const numbers = ["sent", "received"].map((id) => search.withGivenId(ALICE, id));
  expect(numbers).toEqual([all()[0]?.id, all()[0]?.id]);
  expect(add("received", SECOND + 20, "note", ALICE, `${ALICE}/r`)).toBe(false);
});

test("a time that is still to come is now, and one before 1970 is 1970", () => {
  const { add, times } = opened();
  add("1", Number.MIN_SAFE_INTEGER, "old");
  add("2", NOW + 1e12, "new");
  expect(times()).toEqual([0, NOW]);
});

test("an id of this very server is what it was", () => {
  const { add, all } = opened();
  add(`ours-${SECOND * 1000 + 7}`, SECOND, "one");
  expect(all()).toMatchObject([{ id: SECOND * 1000 + 7, given: null }]);
});

test("what was indexed is indexed again with older messages in between, once the importer has ended", () => {
  const archive = opened();
  const { say, catchUp, search, importer, pass } = archive;
  importer.end();
  say((SECOND + 1000) * 1000, ALICE, "bob@example.org", "new words");
  catchUp();
  const found = (text: string) =>
    search.page(ALICE, { text, after: -1, before: Number.MAX_SAFE_INTEGER }, 10, "oldest").messages.length;
  expect(found("new")).toBe(1);
  const later = openArchiveImporter({ ...archive, ids: idsOf(archive.eras), now: () => NOW, isAlone: false });
  const message = parseElement(`<message from="bob@example.org" to="${ALICE}"><body>old words</body></message>`);
  later.add(ALICE, { given: "1", time: SECOND, peer: parseJid("bob@example.org"), message });
  later.end();
  pass(60_000);
  expect([found("old"), found("new"), found("words")]).toEqual([1, 1, 2]);
});

test("while messages are added, nothing is indexed", () => {
  const { add, importer, indexed, pass, catchUp } = opened();
  add("1", SECOND, "one");
  catchUp();
  pass(60_000);
  expect(indexed("one")).toBe(0);
  importer.end();
  pass(0);
  expect(indexed("one")).toBe(1);
});

test("where nobody reads meanwhile, ids are found as soon as the import has ended; one that comes twice is the first one's", () => {
  const archive = opened({ isAlone: true });
  const isThere = (): boolean => !archive.givenIds.isUnindexed();
  expect(isThere()).toBe(true);
  expect([archive.add("a", SECOND, "one"), archive.add("a", SECOND, "one")]).toEqual([true, false]);
  expect(isThere()).toBe(false);
  expect([archive.add("b", SECOND, "two"), archive.add("a", SECOND + 5_000_000, "later")]).toEqual([true, true]);
  expect(archive.add("a", SECOND, "other", "bob@localhost")).toBe(true);
  archive.importer.end();
  expect(isThere()).toBe(true);
  expect(archive.bodies()).toEqual(["one", "two", "later"]);
  expect(archive.all().map(({ given }) => given)).toEqual(["a", "b", null]);
  expect(archive.all("bob@localhost").map(({ given }) => given)).toEqual(["a"]);
});

test("an archive that has such ids keeps the index, and knows them", () => {
  const archive = opened();
  archive.add("a", SECOND, "one");
  const again = openArchiveImporter({ ...archive, ids: idsOf(archive.eras), now: () => NOW, isAlone: true });
  const message = parseElement(`<message from="bob@example.org" to="${ALICE}"><body>x</body></message>`);
  const former = { given: "a", time: SECOND + 5_000_000, peer: parseJid("bob@example.org"), message };
  expect([again.add(ALICE, former), archive.givenIds.isUnindexed()]).toEqual([false, false]);
});

test("what an import has left unindexed, as it was ended, is indexed at the next start", () => {
  const archive = opened({ isAlone: true });
  archive.add("a", SECOND, "one");
  openGivenIds(archive.db).index();
  expect(archive.givenIds.isUnindexed()).toBe(false);
});
