/** Stanzas that wait for their turn in a large room, and a process that is killed meanwhile. */
import { expect, test } from "bun:test";
import { openTestKernel } from "../../../../tests/support/in-memory/kernel.ts";
import { parseJid } from "../../../jid/jid.ts";
import type { LogEvent } from "../../../log.ts";
import type { Server } from "../../../server/module.ts";
import { testRouter, testSession } from "../../../server/testing.ts";
import { type Stanza, stanzaOf, xml } from "../../../stanza.ts";
import { StanzaError } from "../../../stanza-error.ts";
import type { Database } from "../../../store/database.ts";
import { parseElement } from "../../../xml/parse-element.ts";
import { RoomQueues } from "./room-queues.ts";
import { openQueuedStanzas } from "./state/queued-stanzas.ts";
import { roomTables } from "./state/tables.ts";
import { WaitingStanzas } from "./waiting-stanzas.ts";

const ROOM = "garden@rooms.localhost";
const JOIN = `<presence id="join" to="${ROOM}/romeo"/>`;

const stanza = (text: string, from = "romeo@localhost/a"): Stanza => stanzaOf(parseElement(text), parseJid(from));

function newKernel() {
  const kernel = testRouter();
  kernel.db.migrate("rooms", roomTables);
  return kernel;
}

const unreadable: unknown[] = [];

function storedIn(db: Database) {
  const log = { error: ({ error }: LogEvent) => void unreadable.push(error) };
  return openQueuedStanzas({ db, log, isServed: (service) => service === "rooms.localhost" });
}

/** A process: what it does in turns waits for `turn`, and is lost with it. */
function start({ db } = newKernel(), { gone = "" } = {}) {
  const turns: (() => void)[] = [];
  const handled: string[] = [];
  const refused: unknown[] = [];
  const state = { isStopping: false, takesNothing: () => {} };
  const timers: (() => void)[] = [];
  const tooMuch = db.write("INSERT INTO rooms_queued (xml) VALUES (hex(zeroblob(500000)))");
  const inTurns: Server["inTurns"] = (_, work) =>
    new Promise((resolve, reject) => {
      turns.push(() => {
        try {
          const step = db.atomically(() => work.next());
          if (step.done) resolve(step.value);
        } catch (error) {
          reject(error);
        }
      });
    });
  const waiting = new WaitingStanzas({
    queues: new RoomQueues({ inTurns, log: { error: () => {} } }),
    rooms: { occupantCount: () => 50 } as never,
    stored: storedIn(db),
    db,
    schedule: (_, callback) => void timers.push(callback),
    handle: ({ id }) => {
      if (id === "bad") throw new StanzaError("forbidden");
      state.takesNothing();
      handled.push(id ?? "");
    },
    refuse: ({ id }) => void refused.push(id),
    isGone: (client) => client.full === gone,
    isStopping: () => state.isStopping,
  });
  const turn = async (): Promise<void> => {
    await Bun.sleep(0);
    turns.shift()?.();
    await Bun.sleep(0);
  };
  const resume = (): void => {
    for (const callback of timers.splice(0)) callback();
  };
  return { waiting, handled, refused, turn, state, tooMuch, resume };
}

test("what waited for its turn when the process was killed is handled by the next one, once and in order", async () => {
  const kernel = newKernel();
  const first = start(kernel);
  expect(first.waiting.includes(stanza(JOIN))).toBe(true);
  first.waiting.add(stanza(JOIN));
  expect(first.waiting.includes(stanza(`<message id="1" to="${ROOM}" type="groupchat"/>`))).toBe(true);
  for (const id of ["1", "bad", "2"]) first.waiting.add(stanza(`<message id="${id}" to="${ROOM}" type="groupchat"/>`));
  await first.turn();
  expect(first.handled).toEqual(["join"]);
  const second = start(kernel);
  second.waiting.addLeft();
  for (let turns = 0; turns < 3; turns++) await second.turn();
  expect([second.handled, second.refused]).toEqual([["1", "2"], ["bad"]]);
  const third = start(kernel);
  third.waiting.addLeft();
  await third.turn();
  expect([third.handled, third.refused]).toEqual([[], []]);
});

test("after it, nobody enters whose client is gone; who leaves does", async () => {
  const kernel = newKernel();
  const first = start(kernel);
  first.waiting.add(stanza(JOIN));
  first.waiting.add(stanza(`<presence id="leave" type="unavailable" to="${ROOM}/romeo"/>`));
  const second = start(kernel, { gone: "romeo@localhost/a" });
  second.waiting.addLeft();
  for (let turns = 0; turns < 2; turns++) await second.turn();
  expect(second.handled).toEqual(["leave"]);
});

test("what waits or comes behind it while the server stops is handled after the restart, in order", async () => {
  const kernel = newKernel();
  const first = start(kernel);
  const [one, two] = ["1", "2"].map((id) => stanza(`<message id="${id}" to="${ROOM}" type="groupchat"/>`)) as [
    Stanza,
    Stanza,
  ];
  for (const each of [stanza(JOIN), one]) first.waiting.add(each);
  first.state.isStopping = true;
  for (let turns = 0; turns < 2; turns++) await first.turn();
  expect([first.waiting.includes(two), first.handled]).toEqual([true, []]);
  first.waiting.add(two);
  await first.turn();
  const second = start(kernel);
  const allHandled = second.waiting.addLeft();
  for (let turns = 0; turns < 3; turns++) await second.turn();
  await allHandled;
  expect(second.handled).toEqual(["join", "1", "2"]);
});

test("presence that a client sends while the server stops is kept for the restart; that of an ended session is not", async () => {
  const { kernel, db, close } = openTestKernel();
  const romeo = testSession("romeo@localhost/a", 0);
  kernel.register.add(romeo);
  kernel.booted.stop();
  kernel.router.accept(stanza(JOIN), romeo);
  kernel.router.route(xml("presence", { type: "unavailable", from: "juliet@localhost/gone", to: ROOM }));
  expect(
    storedIn(db)
      .left()
      .map(({ stanza: { id } }) => id),
  ).toEqual(["join"]);
  expect(romeo.received).toEqual([]);
  await close();
});

test("a client that leaves twice leaves nothing behind", async () => {
  const kernel = newKernel();
  const first = start(kernel);
  for (const id of ["a", "b"])
    first.waiting.add(stanza(`<presence id="${id}" type="unavailable" to="${ROOM}/romeo"/>`));
  await first.turn();
  expect(first.handled).toEqual(["a"]);
  expect(storedIn(kernel.db).left()).toEqual([]);
});

test("a stanza whose tick is lost removes no other when its turn comes", () => {
  const { db } = newKernel();
  const stored = storedIn(db);
  const lost = new Error("lost");
  const removals: (() => void)[] = [];
  expect(() =>
    db.atomically(() => {
      removals.push(stored.add(stanza(`<message id="1" to="${ROOM}"/>`)));
      throw lost;
    }),
  ).toThrow(lost);
  stored.add(stanza(`<message id="2" to="${ROOM}"/>`));
  for (const remove of removals) remove();
  expect(stored.left().map(({ stanza: { id } }) => id)).toEqual(["2"]);
});

test("what cannot be read is logged and removed, and what came after it is handled", async () => {
  const kernel = newKernel();
  const insert = kernel.db.write("INSERT INTO rooms_queued (xml) VALUES (?)");
  for (const xml of ["<presence", `<a from="romeo@localhost/a" to="${ROOM}"/>`, "<presence/>"]) insert.run(xml);
  start(kernel).waiting.add(stanza(JOIN));
  unreadable.length = 0;
  const second = start(kernel);
  second.waiting.addLeft();
  expect(unreadable).toHaveLength(3);
  await second.turn();
  expect([second.handled, storedIn(kernel.db).left()]).toEqual([["join"], []]);
  expect(unreadable).toHaveLength(3);
});

test("what waited for a room of a service that is not served any more is removed", () => {
  const { db } = newKernel();
  const stored = storedIn(db);
  stored.add(stanza('<message to="garden@rooms.former.example"/>'));
  expect([stored.left(), db.read("SELECT * FROM rooms_queued").all()]).toEqual([[], []]);
});

test.each([
  ["at its turn", (write: () => void) => write()],
  ["after it, in the same tick", (write: () => void) => queueMicrotask(() => expect(write).toThrow("nearly full"))],
])("where the disk takes nothing %s, a stanza is handled later, in order and once", async (_, fail) => {
  const kernel = newKernel();
  const { waiting, handled, refused, turn, state, tooMuch, resume } = start(kernel);
  const message = (id: string): Stanza => stanza(`<message id="${id}" to="${ROOM}" type="groupchat"/>`);
  for (const each of [stanza(JOIN), message("1")]) waiting.add(each);
  await kernel.committed();
  kernel.db.read("PRAGMA max_page_count = 1").all();
  state.takesNothing = () => fail(() => tooMuch.run());
  await turn();
  await kernel.committed();
  kernel.db.read("PRAGMA max_page_count = 100000").all();
  state.takesNothing = () => {};
  handled.length = 0;
  await turn();
  expect([handled, waiting.includes(message("2"))]).toEqual([[], true]);
  waiting.add(message("2"));
  resume();
  for (let turns = 0; turns < 3; turns++) await turn();
  await kernel.committed();
  expect([handled, refused, storedIn(kernel.db).left()]).toEqual([["join", "1", "2"], [], []]);
});

test("a stanza that the disk did not take is not handled either: whoever sent it is told, and sends it again", async () => {
  const kernel = newKernel();
  const { waiting, handled, refused, turn, tooMuch } = start(kernel);
  const message = (id: string): Stanza => stanza(`<message id="${id}" to="${ROOM}" type="groupchat"/>`);
  waiting.add(stanza(JOIN));
  await kernel.committed();
  waiting.add(message("lost"));
  kernel.db.read("PRAGMA max_page_count = 1").all();
  expect(() => tooMuch.run()).toThrow("nearly full");
  await kernel.committed();
  kernel.db.read("PRAGMA max_page_count = 100000").all();
  waiting.add(message("again"));
  for (let turns = 0; turns < 3; turns++) await turn();
  expect([handled, refused, storedIn(kernel.db).left()]).toEqual([["join", "again"], [], []]);
});
