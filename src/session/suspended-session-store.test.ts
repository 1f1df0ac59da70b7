import { expect, test } from "bun:test";
import { memoryDatabase } from "../server/testing.ts";
import { parseElement } from "../xml/parse-element.ts";
import type { Sent, StoredStanzas } from "./stream-management-state.ts";
import {
  openSuspendedSessionStore,
  type RevivedSession,
  type SuspendedSession,
  suspendedTables,
} from "./suspended-session-store.ts";

const message = (n: number) => parseElement(`<message id="${n}" to="a@b"><body>&lt;${n}&gt; é</body></message>`);

type SavedSession = Parameters<ReturnType<typeof openSuspendedSessionStore>["save"]>[0];

const SESSION: SavedSession = {
  id: "sm1",
  jid: "juliet@localhost/balcony",
  received: 4_294_967_295,
  acknowledged: 7,
  stanzas: [1, 2, 3].map((n) => ({ stanza: message(n), time: n < 3 ? n * 1000 : undefined })),
  hasStored: false,
  presence: parseElement('<presence from="juliet@localhost/balcony"><priority>5</priority></presence>'),
  priority: 5,
  expiry: 123_456,
  moduleStates: { carbons: "enabled" },
};

const printed = ({ stanzas, hasStored: _, presence, ...rest }: SuspendedSession) => ({
  ...rest,
  stanzas: stanzas.map(({ stanza, time }) => [time, stanza.toString()]),
  presence: presence?.toString(),
});

const readFrom = (stored: StoredStanzas | undefined): readonly Sent[] =>
  stored ? [...Iterator.from(stored.read())].flat() : [];

const asSaved = ({ stored, waiting, ...rest }: RevivedSession) => {
  const stanzas = [
    ...readFrom(stored).map(({ stanza, time }) => ({ stanza, time })),
    ...waiting.map((stanza) => ({ stanza, time: undefined })),
  ];
  return printed({ ...rest, stanzas, hasStored: true });
};

function setUp() {
  const db = memoryDatabase({});
  const store = openSuspendedSessionStore(db, parseElement);
  const save = (session: SavedSession): number => [...store.save(session)].length;
  return { db, store, save };
}

test("a session is read as it was saved, any number of times, until it is forgotten", () => {
  const { store, save } = setUp();
  const bare: SavedSession = { ...SESSION, id: "sm2", presence: undefined, expiry: Number.POSITIVE_INFINITY };
  save(SESSION);
  save(bare);
  for (let n = 0; n < 2; n++) expect(store.all().map(asSaved)).toEqual([SESSION, bare].map(printed));
  store.forget("sm1");
  expect(store.all().map(asSaved)).toEqual([printed(bare)]);
});

test("sessions are read in the order in which they expire, those that never do last", () => {
  const { store, save } = setUp();
  const ends = [Number.POSITIVE_INFINITY, 5, 3, 4];
  for (const [n, end] of ends.entries()) save({ ...SESSION, id: `sm${n}`, expiry: end });
  expect(store.all().map((session) => session.expiry)).toEqual([3, 4, 5, Number.POSITIVE_INFINITY]);
});

test("saving a session again replaces it", () => {
  const { store, save } = setUp();
  save(SESSION);
  const later: SavedSession = { ...SESSION, stanzas: [], acknowledged: 9 };
  save(later);
  expect(store.all().map(asSaved)).toEqual([printed(later)]);
});

test("stored stanzas are not written again: new ones come behind them, in place of the unsent ones", () => {
  const { db, store, save } = setUp();
  save(SESSION);
  db.write("UPDATE suspended_stanza SET time = 5 WHERE position = 1").run();
  const stanzas = [3, 4].map((n) => ({ stanza: message(n), time: n < 4 ? n * 1000 : undefined }));
  save({ ...SESSION, stanzas, hasStored: true, priority: 6, presence: undefined, expiry: 999, moduleStates: {} });
  store.add("sm1", { stanza: message(5), time: undefined });
  const [session] = store.all();
  expect(readFrom(session?.stored).map(({ stanza, time }) => [time, stanza.attrs.id])).toEqual([
    [1000, "1"],
    [5, "2"],
    [3000, "3"],
  ]);
  expect(session?.waiting.map(({ attrs }) => attrs.id)).toEqual(["4", "5"]);
  expect(session).toMatchObject({
    priority: 6,
    presence: undefined,
    expiry: 999,
    moduleStates: {},
    received: 4_294_967_295,
  });
});

test("the count and the bytes are known without reading the stanzas", () => {
  const { db, store, save } = setUp();
  save(SESSION);
  store.add("sm1", { stanza: message(4), time: 4000 });
  const bytes = [1, 2, 4].reduce((sum, n) => sum + Buffer.byteLength(message(n).toString()), 0);
  db.write("DELETE FROM suspended_stanza").run();
  expect(store.all()[0]?.stored).toMatchObject({ count: 3, bytes });
  expect(db.read("SELECT sent, waiting FROM suspended_session").all()).toEqual([{ sent: 3, waiting: 1 }]);
});

test("a session is saved in portions; if that is interrupted it is expired, with all that is saved by then", () => {
  const { store } = setUp();
  const stanzas = Array.from({ length: 250 }, (_, n) => ({ stanza: message(n), time: n }));
  const portions = store.save({ ...SESSION, stanzas });
  portions.next();
  const [half] = store.all();
  expect([half?.expiry, readFrom(half?.stored).length]).toEqual([0, 100]);
  // What is sent meanwhile is saved, too.
  stanzas.push({ stanza: message(250), time: 250 });
  expect([...portions]).toHaveLength(2);
  const [whole] = store.all();
  expect([whole?.expiry, readFrom(whole?.stored).length, whole?.stored?.count]).toEqual([123_456, 251, 251]);
});

test("the migration counts the stanzas of an older store", () => {
  const db = memoryDatabase({ sessions: suspendedTables.slice(0, 1) });
  db.write("INSERT INTO suspended_session VALUES ('sm1', 'a@b/c', NULL, 3, 4, NULL, 0, '{}')").run();
  for (const time of [7, null])
    db.write("INSERT INTO suspended_stanza VALUES ('sm1', ?, ?, '<message/>')").run(time ?? 8, time);
  const [session] = openSuspendedSessionStore(db, parseElement).all();
  expect(session?.stored).toMatchObject({ count: 1, bytes: 10 });
  expect(readFrom(session?.stored).map(({ time }) => time)).toEqual([7]);
  expect(session?.waiting).toHaveLength(1);
});
