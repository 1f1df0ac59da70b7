/** RFC 6121 §2: how large a roster is, is kept right, whatever happens to its contacts. */
import { expect, test } from "bun:test";
import { memoryDatabase } from "../server/testing.ts";
import { type Contact, itemSize, stranger } from "./contact.ts";
import { contactTables, openContacts, type Total } from "./contacts.ts";

const ROMEO = "romeo@localhost";
const JULIET: Contact = { ...stranger("juliet@localhost"), name: "Zoé", groups: ["é", "friends"], isListed: true };
const ASKS: Contact = { ...stranger("tybalt@localhost"), request: '<presence type="subscribe"/>' };

function open() {
  const db = memoryDatabase({ roster: contactTables });
  return { db, contacts: openContacts(db) };
}

/** Counted anew. */
function totalOf(...contacts: readonly Contact[]): Total {
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

test("an item's size is its address, its name, its groups, and what stands around them", () => {
  expect(itemSize(stranger("a@b"))).toBe(100 + 3);
  expect(itemSize(JULIET)).toBe(100 + 16 + 4 + (32 + 2) + (32 + 7));
});

test("the total of an account is that of its contacts, as they come, change and go", () => {
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

test("what is rolled back does not count", () => {
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

test("rosters of before sizes were kept are measured", () => {
  const db = memoryDatabase({ roster: contactTables.slice(0, 2) });
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
  db.migrate("roster", contactTables);
  expect(openContacts(db).total(ROMEO)).toEqual(
    totalOf(JULIET, ASKS, { ...JULIET, jid: "nurse@localhost", groups: [] }),
  );
});

test("those with whom there is something to end are those with a subscription, in one way or the other, or a question", () => {
  const { contacts } = open();
  const jid = (name: string): string => `${name}@localhost`;
  contacts.put(ROMEO, { ...stranger(jid("none")), isListed: true });
  contacts.put(ROMEO, { ...stranger(jid("asked")), ask: true });
  contacts.put(ROMEO, { ...stranger(jid("both")), subscription: "both" });
  contacts.put(ROMEO, { ...ASKS, jid: jid("waits") });
  expect(contacts.ending(ROMEO)).toEqual([
    { jid: jid("asked"), subscription: "none", ask: true, hasAsked: false },
    { jid: jid("both"), subscription: "both", ask: false, hasAsked: false },
    { jid: jid("waits"), subscription: "none", ask: false, hasAsked: true },
  ]);
});
