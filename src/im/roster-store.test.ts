/** RFC 6121 §2: the total of a roster stays right, whatever happens to its contacts. */
import { expect, test } from "bun:test";
import { memoryDatabase } from "../server/testing.ts";
import { type Contact, itemSize, unknownContact } from "./contact.ts";
import { openRosterStore, type RosterTotal, rosterTables } from "./roster-store.ts";

const ROMEO = "romeo@localhost";
const JULIET: Contact = {
  ...unknownContact("juliet@localhost"),
  name: "Zoé",
  groups: ["é", "friends"],
  isListed: true,
};
const ASKS: Contact = { ...unknownContact("tybalt@localhost"), request: '<presence type="subscribe"/>' };

function open() {
  const db = memoryDatabase({ roster: rosterTables });
  return { db, contacts: openRosterStore(db) };
}

/** The total as it is counted from the rows. */
function totalOf(...contacts: readonly Contact[]): RosterTotal {
  const listed = contacts.filter(({ isListed }) => isListed);
  const sum = (sizes: readonly number[]): number => sizes.reduce((all, size) => all + size, 0);
  const requests = contacts.map(({ request = "" }) => Buffer.byteLength(request));
  return {
    listed: listed.length,
    listedBytes: sum(listed.map(itemSize)),
    requests: contacts.length - listed.length,
    bytes: sum([...contacts.map(itemSize), ...requests]),
  };
}

test("an item's size is that of its address, name and groups, with an overhead for each element", () => {
  expect(itemSize(unknownContact("a@b"))).toBe(100 + 3);
  expect(itemSize(JULIET)).toBe(100 + 16 + 4 + (32 + 2) + (32 + 7));
});

test("the total of an account is that of its contacts, as they are added, changed and removed", () => {
  const { contacts } = open();
  const is = (...all: readonly Contact[]): void => expect(contacts.total(ROMEO)).toEqual(totalOf(...all));
  is();
  contacts.put(ROMEO, JULIET);
  is(JULIET);
  contacts.put(ROMEO, ASKS);
  contacts.put("mercutio@localhost", ASKS);
  is(JULIET, ASKS);
  const renamed = { ...JULIET, name: undefined, groups: ["x"] };
  contacts.put(ROMEO, renamed);
  is(renamed, ASKS);
  const listed = { ...ASKS, isListed: true };
  contacts.put(ROMEO, listed);
  is(renamed, listed);
  contacts.put(ROMEO, { ...listed, request: undefined });
  is(renamed, { ...listed, request: undefined });
  contacts.remove(ROMEO, JULIET.jid);
  is({ ...listed, request: undefined });
  contacts.remove(ROMEO, JULIET.jid);
  is({ ...listed, request: undefined });
  contacts.forget(ROMEO);
  is();
  expect(contacts.total("mercutio@localhost")).toEqual(totalOf(ASKS));
});

test("changes that are rolled back do not count", () => {
  const { db, contacts } = open();
  contacts.put(ROMEO, JULIET);
  for (const work of [
    () => contacts.put(ROMEO, ASKS),
    () => contacts.put(ROMEO, { ...JULIET, name: "another" }),
    () => contacts.remove(ROMEO, JULIET.jid),
    () => contacts.forget(ROMEO),
  ]) {
    expect(() =>
      db.atomically(() => {
        work();
        throw new Error("no");
      }),
    ).toThrow("no");
    expect(contacts.total(ROMEO)).toEqual(totalOf(JULIET));
  }
});

test("rosters from before totals were stored are measured by the migration", () => {
  const db = memoryDatabase({ roster: rosterTables.slice(0, 2) });
  const insert = db.write(
    `INSERT INTO roster_contact (account, jid, name, groups, subscription, ask, approved, request, is_listed)
      VALUES (?, ?, ?, ?, 'none', 0, 0, ?, ?)`,
  );
  for (const { jid, name, groups, request, isListed } of [
    JULIET,
    ASKS,
    { ...JULIET, jid: "nurse@localhost", groups: [] },
  ])
    insert.run(ROMEO, jid, name ?? null, JSON.stringify(groups), request ?? null, Number(isListed));
  db.migrate("roster", rosterTables);
  expect(openRosterStore(db).total(ROMEO)).toEqual(
    totalOf(JULIET, ASKS, { ...JULIET, jid: "nurse@localhost", groups: [] }),
  );
});

test("subscriptionsOf gives the contacts with a subscription or a request in either direction", () => {
  const { contacts } = open();
  const jid = (name: string): string => `${name}@localhost`;
  contacts.put(ROMEO, { ...unknownContact(jid("none")), isListed: true });
  contacts.put(ROMEO, { ...unknownContact(jid("asked")), ask: true });
  contacts.put(ROMEO, { ...unknownContact(jid("both")), subscription: "both" });
  contacts.put(ROMEO, { ...ASKS, jid: jid("waits") });
  expect(contacts.subscriptionsOf(ROMEO)).toEqual([
    { jid: jid("asked"), subscription: "none", ask: true, hasAsked: false },
    { jid: jid("both"), subscription: "both", ask: false, hasAsked: false },
    { jid: jid("waits"), subscription: "none", ask: false, hasAsked: true },
  ]);
});
