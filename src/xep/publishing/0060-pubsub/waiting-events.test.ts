/** Events that are on their way to many addresses, and a process that is killed meanwhile. */
import { expect, test } from "bun:test";
import type { LogEvent, Logger } from "../../../log.ts";
import type { Server } from "../../../server/module.ts";
import { memoryDatabase } from "../../../server/testing.ts";
import { xml } from "../../../stanza.ts";
import type { Database } from "../../../store/database.ts";
import { DEFAULTS } from "./config.ts";
import { openEventQueue } from "./event-queue.ts";
import { openNotifications } from "./notifications.ts";
import { openStores } from "./stores.ts";
import { pubsubTables } from "./tables.ts";

const SERVICE = "pubsub.localhost";
const TOO_MUCH =
  "INSERT INTO pubsub_event (node, service, xml, is_to_pending) VALUES (?, '', hex(zeroblob(500000)), 0)";
const draft = (service: string) => ({ service, name: "n", creator: "romeo@localhost", created: 0, config: DEFAULTS });

/** A process: what it does in turns waits for `finish`, and is lost with it. */
function start(db = memoryDatabase({ pubsub: pubsubTables })) {
  const told: string[] = [];
  const works: Generator<void, unknown>[] = [];
  const timers: (() => void)[] = [];
  const inTurns = ((_, work) => {
    works.push(work);
    return new Promise(() => {});
  }) as Server["inTurns"];
  const errors: LogEvent[] = [];
  const log = { error: (event: LogEvent) => void errors.push(event) } as Logger;
  const isServed = (service: string): boolean => service === SERVICE;
  const stores = openStores({ db, log, now: () => 0, isClockDoubtful: () => false, isServed });
  const notifications = openNotifications({
    stores,
    host: { notificationAddresses: (_: unknown, jid: string) => [jid], autoSubscribers: () => [] } as never,
    access: { toRetrieve: () => () => undefined } as never,
    events: openEventQueue({ db, log, schedule: (_, each) => void timers.push(each), inTurns }),
    id: () => "id",
    route: ({ attrs, children }) => void told.push(`${attrs.from} ${attrs.to} ${children[0]}`),
  });
  const committed = async (): Promise<void> => {
    await new Promise<void>((resolve) => db.afterCommit(resolve, () => resolve()));
    for (const callback of timers.splice(0)) callback();
  };
  /** All that waits, up to so many steps. */
  const finish = (steps = Number.POSITIVE_INFINITY, then = (): void => {}): void => {
    for (const work of works.splice(0)) for (let done = 0; done < steps && !work.next().done; ) done += 1;
    then();
  };
  return { db, stores, notifications, told, errors, committed, finish };
}

function withSubscribers(count: number, db?: Database) {
  const first = start(db);
  const node = first.stores.nodes.create(draft(SERVICE));
  for (let n = 0; n < count; n++)
    first.stores.subscriptions.put(node, { jid: `u${n}@localhost`, state: "subscribed", deliver: true });
  return { first, node };
}

const item = (id: string) => ({ id, publisher: "romeo@localhost", time: 0, payload: "<a/>" });
const rows = ({ db }: ReturnType<typeof start>) =>
  db.read<{ count: number }>("SELECT count(*) AS count FROM pubsub_event").get()?.count;

test("what was not sent to all when the process was killed is sent by the next one, to all and in order", async () => {
  const { first, node } = withSubscribers(300);
  for (const id of ["one", "two"]) first.notifications.published(node, [item(id)]);
  await first.committed();
  first.finish(20);
  expect(new Set(first.told).size).toBeLessThan(300);
  const second = start(first.db);
  second.notifications.tellLeft();
  await second.committed();
  second.finish();
  expect(new Set(second.told).size).toBe(600);
  expect(second.told.map((text) => text.includes('"two"'))).toEqual([
    ...Array(300).fill(false),
    ...Array(300).fill(true),
  ]);
  expect([second.told[0]?.startsWith(`${SERVICE} u0@localhost <event`), rows(second)]).toEqual([true, 0]);
});

test("its subscribers hear that a node is removed", async () => {
  const { first, node } = withSubscribers(300);
  first.notifications.nodeChanged(node, xml("delete", { node: "n" }));
  first.stores.nodes.remove(node);
  await first.committed();
  const second = start(first.db);
  second.notifications.tellLeft();
  await second.committed();
  second.finish();
  expect(new Set(second.told.map((text) => text.slice(0, SERVICE.length)))).toEqual(new Set([SERVICE]));
  expect(new Set(second.told).size).toBe(300);
});

test("what frees space in a node with many subscribers is not refused where space is low", () => {
  const space = { isLow: false, isExhausted: false, wrote: () => {}, refused: () => {} };
  const { first, node } = withSubscribers(300, memoryDatabase({ pubsub: pubsubTables }, space));
  space.isLow = true;
  first.db.requiringSpace(() => first.notifications.retracted(node, ["one"]));
  expect(rows(first)).toBe(1);
});

test("nothing is stored of what is sent at once, nor once all have it", async () => {
  const few = withSubscribers(100);
  few.first.notifications.published(few.node, [item("one")]);
  expect([few.first.told.length, rows(few.first)]).toEqual([100, 0]);
  const many = withSubscribers(300);
  many.first.notifications.published(many.node, [item("one")]);
  expect(rows(many.first)).toBe(1);
  await many.first.committed();
  many.first.finish();
  expect([many.first.told.length, rows(many.first)]).toEqual([300, 0]);
});

test("an event whose tick is lost removes no other when all have it", () => {
  const { first, node } = withSubscribers(0);
  const { waitingEvents: waiting } = first.stores;
  const lost = new Error("lost");
  const removals: (() => void)[] = [];
  expect(() =>
    first.db.atomically(() => {
      removals.push(waiting.add(node, xml("message", { id: "1" }), false));
      throw lost;
    }),
  ).toThrow(lost);
  waiting.add(node, xml("message", { id: "2" }), false);
  for (const remove of removals) remove();
  expect(waiting.left().map(({ event }) => event.attrs.id)).toEqual(["2"]);
});

test("what cannot be read is logged and removed, as what nobody hears any more is; what came after it is sent", () => {
  const { first, node } = withSubscribers(3);
  const insert = first.db.write("INSERT INTO pubsub_event (node, service, xml, is_to_pending) VALUES (?, ?, ?, 0)");
  insert.run(node.id, SERVICE, "<message");
  insert.run(node.id, "pubsub.former.example", "<message/>");
  first.stores.waitingEvents.add(node, xml("message", {}), false);
  const second = start(first.db);
  second.notifications.tellLeft();
  expect([second.told.length, second.errors.length, rows(second)]).toEqual([3, 1, 0]);
});

test("what the disk has not taken of an event is sent again a while later, to all, before the events behind it", async () => {
  const { first, node } = withSubscribers(600);
  for (const id of ["one", "two"]) first.notifications.published(node, [item(id)]);
  await first.committed();
  first.told.length = 0;
  first.finish(450, () => {
    first.db.read("PRAGMA max_page_count = 1").all();
    expect(() => first.db.write(TOO_MUCH).run(node.id)).toThrow("nearly full");
  });
  await first.committed();
  first.db.read("PRAGMA max_page_count = 100000").all();
  first.told.length = 0;
  await first.committed();
  first.finish();
  expect(first.told.map((text) => text.includes('"two"'))).toEqual([
    ...Array(600).fill(false),
    ...Array(600).fill(true),
  ]);
  expect([new Set(first.told).size, rows(first)]).toEqual([1200, 0]);
});
