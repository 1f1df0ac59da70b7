/** XEP-0160: the totals of offline messages stay right, whatever happens to the messages. */
import { expect, test } from "bun:test";
import { memoryDatabase } from "../server/testing.ts";
import { offlineTables, openOfflineStore } from "./offline-store.ts";

const ROMEO = "romeo@localhost";
const JULIET = "juliet@localhost";

function open() {
  const db = memoryDatabase({ offline: offlineTables });
  const store = openOfflineStore(db);
  const add = (account: string, bytes: number, { weight = bytes, isArchived = false } = {}): void =>
    store.add(account, { xml: "x".repeat(bytes), bytes, weight, isArchived });
  const counted = db.read(
    "SELECT count(*) AS messages, total(octet_length(xml)) AS bytes FROM offline_message WHERE account = ?",
  );
  /** The stored total, and the one that is counted: they have to be equal. */
  const totals = (account: string): unknown[] => [store.total(account), counted.get(account)];
  const both = (messages: number, bytes: number): unknown[] => Array(2).fill({ messages, bytes });
  const ids = (account: string): number[] => store.portion(account, 0, Number.POSITIVE_INFINITY).map(({ id }) => id);
  return { db, store, add, totals, both, ids };
}

test("the total of an account is that of its messages, as they are added and removed", () => {
  const { store, add, totals, both, ids } = open();
  expect(totals(ROMEO)).toEqual(both(0, 0));
  for (const bytes of [10, 20, 30]) add(ROMEO, bytes);
  add(JULIET, 7);
  add(ROMEO, 40, { isArchived: true });
  expect(totals(ROMEO)).toEqual(both(4, 100));
  store.removeUpTo(ROMEO, ids(ROMEO)[1] ?? 0);
  expect(totals(ROMEO)).toEqual(both(2, 70));
  store.removeArchived(ROMEO);
  expect(totals(ROMEO)).toEqual(both(1, 30));
  store.removeArchived(ROMEO);
  expect(totals(ROMEO)).toEqual(both(1, 30));
  store.forget(ROMEO);
  expect(totals(ROMEO)).toEqual(both(0, 0));
  expect(totals(JULIET)).toEqual(both(1, 7));
});

test("a message from another server is known after it has been delivered, until its account is gone", () => {
  const { store, ids } = open();
  const message = { xml: "<message/>", bytes: 10, weight: 10, isArchived: false };
  expect(store.has(ROMEO, "<message/>", 10)).toBe(false);
  store.addImported(ROMEO, message);
  store.removeUpTo(ROMEO, ids(ROMEO)[0] ?? 0);
  const isKnown = (account: string, xml: string) => store.has(account, xml, 10);
  expect([isKnown(ROMEO, "<message/>"), isKnown(ROMEO, "<massage/>"), isKnown(JULIET, "<message/>")]).toEqual([
    true,
    false,
    false,
  ]);
  store.forget(ROMEO);
  expect(isKnown(ROMEO, "<message/>")).toBe(false);
});

test("changes that are rolled back do not count", () => {
  const { db, store, add, totals, both, ids } = open();
  add(ROMEO, 10);
  add(ROMEO, 20, { isArchived: true });
  const [, last = 0] = ids(ROMEO);
  for (const work of [
    () => add(ROMEO, 5),
    () => store.removeUpTo(ROMEO, last),
    () => store.removeArchived(ROMEO),
    () => store.forget(ROMEO),
  ]) {
    expect(() =>
      db.atomically(() => {
        work();
        throw new Error("no");
      }),
    ).toThrow("no");
    expect(totals(ROMEO)).toEqual(both(2, 30));
  }
});

test("a portion ends with the message that reaches the weight, the next one begins after it", () => {
  const { store, add } = open();
  for (const weight of [40, 50, 20, 500, 1]) add(ROMEO, 1, { weight });
  const sizes: number[] = [];
  for (let last = 0; ; ) {
    const portion = store.portion(ROMEO, last, 100);
    if (portion.length === 0) break;
    sizes.push(portion.length);
    last = portion.at(-1)?.id ?? 0;
  }
  expect(sizes).toEqual([3, 1, 1]);
});

test("messages from before sizes were stored are measured by the migration: bytes, at least their weight, and whether they are archived", () => {
  const db = memoryDatabase({ offline: offlineTables.slice(0, 1) });
  const insert = db.write("INSERT INTO offline_message (account, xml) VALUES (?, ?)");
  const delay = '<delay xmlns="urn:xmpp:delay" from="localhost" stamp="2026-01-01T12:00:00.000Z"/>';
  const idBy = (by: string): string => `<stanza-id xmlns="urn:xmpp:sid:0" by="${by}" id="1"/>`;
  const plain = `<message><body>é</body>${idBy("juliet@localhost")}${delay}</message>`;
  insert.run(ROMEO, plain);
  insert.run(ROMEO, `<message><body>x</body>${idBy(ROMEO)}${delay}</message>`);
  db.migrate("offline", offlineTables);
  const store = openOfflineStore(db);
  store.removeArchived(ROMEO);
  expect(store.total(ROMEO)).toEqual({ messages: 1, bytes: Buffer.byteLength(plain) });
  expect(db.read("SELECT weight >= bytes + 4 * 256 AS heavy FROM offline_message").all()).toEqual([{ heavy: 1 }]);
});
