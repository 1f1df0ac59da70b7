/** A home that was dark says so once it is back, over power cuts as well, and not where the server was stopped. */
import { expect, test } from "bun:test";
import { manualClock } from "../../tests/support/in-memory/manual-clock.ts";
import { memoryLog } from "../../tests/support/in-memory/memory-log.ts";
import { HOUR, MINUTE } from "../clock.ts";
import { readConfig } from "../config/read.ts";
import { openDatabase } from "../store/database.ts";
import { openAliveStore } from "../store/last-alive.ts";
import { type Darkness, followDarkness, watchDarkness } from "./darkness.ts";

const START = Date.UTC(2026, 10, 30);

/** A home whose power fails, and whose line is cut, as a test says. Times in the notices are minutes from the start. */
function home() {
  const db = openDatabase(":memory:", { log: memoryLog() });
  let clock = manualClock(START);
  let line = true;
  let watch: ReturnType<typeof watchDarkness> | undefined;
  const told: number[][] = [];
  const minutes = (time: number): number => (time - START) / MINUTE;
  const isBack = ({ since, until, off }: Darkness): void => {
    told.push([since, until, ...(off ? [off.since, off.until] : [])].map(minutes));
  };
  const start = (): void => {
    watch = watchDarkness({ store: openAliveStore(db), isOnline: async () => line, isBack, clock });
  };
  start();
  return {
    db,
    told,
    pass: (time: number) => clock.advanceSettled(time),
    cut: () => {
      line = false;
    },
    mend: () => {
      line = true;
    },
    /** The process is gone for so long; another one starts. */
    powerCut: (time: number) => {
      clock = manualClock(clock.now() + time);
      start();
    },
    restart: (time: number) => {
      watch?.stop();
      clock = manualClock(clock.now() + time);
      start();
    },
    stored: () => db.read<{ alive: number; online: number }>("SELECT alive, online FROM alive").get(),
    /** Somebody sets it. */
    setClock: (by: number) => {
      const former = clock;
      const before = former.now;
      Object.assign(clock, { now: () => before() + by });
    },
  };
}

test("without a line from the start, the time is stored, though one clock counts fractions of milliseconds", async () => {
  const db = openDatabase(":memory:", { log: memoryLog() });
  const dates = manualClock(START);
  const clock = { ...dates, monotonic: () => (dates.now() - START) / 7 };
  const watch = watchDarkness({ store: openAliveStore(db), isOnline: async () => false, isBack: () => {}, clock });
  await dates.advanceSettled(10 * MINUTE);
  expect(db.read<{ alive: number }>("SELECT alive FROM alive").get()).toEqual({ alive: START + 10 * MINUTE });
  watch.stop();
});

test("a line that was cut for a quarter of an hour or more is told once, a shorter time is not", async () => {
  const { pass, cut, mend, told } = home();
  await pass(10 * MINUTE);
  cut();
  await pass(9 * MINUTE);
  mend();
  await pass(11 * MINUTE);
  expect(told).toEqual([]);
  cut();
  await pass(60 * MINUTE);
  mend();
  await pass(HOUR);
  expect(told).toEqual([[30, 95]]);
});

test("after a power cut it is told that the computer was off, once", async () => {
  const { pass, powerCut, told } = home();
  await pass(12 * MINUTE);
  powerCut(HOUR);
  await pass(MINUTE);
  expect(told).toEqual([]);
  await pass(HOUR);
  expect(told).toEqual([[10, 74, 10, 72]]);
  powerCut(5 * MINUTE);
  await pass(HOUR);
  expect(told).toHaveLength(1);
});

test("a router that needs longer than the computer: the line and the power are told apart", async () => {
  const { pass, cut, mend, powerCut, told } = home();
  await pass(10 * MINUTE);
  cut();
  await pass(30 * MINUTE);
  powerCut(HOUR);
  await pass(20 * MINUTE);
  mend();
  await pass(HOUR);
  expect(told).toEqual([[10, 122, 40, 100]]);
});

test("two power cuts before the line is back are one darkness", async () => {
  const { pass, cut, mend, powerCut, told } = home();
  await pass(10 * MINUTE);
  cut();
  powerCut(HOUR);
  await pass(20 * MINUTE);
  powerCut(HOUR);
  mend();
  await pass(HOUR);
  expect(told.map(([since]) => since)).toEqual([10]);
});

test("a server that was stopped on purpose was not dark", async () => {
  const { pass, restart, told, stored } = home();
  await pass(10 * MINUTE);
  restart(HOUR);
  await pass(HOUR);
  expect(told).toEqual([]);
  expect(stored()?.online).toBe(START + 130 * MINUTE);
});

test("a clock that is set forward makes no darkness", async () => {
  const { pass, setClock, told } = home();
  await pass(10 * MINUTE);
  setClock(HOUR);
  await pass(10 * MINUTE);
  expect(told).toEqual([]);
});

test("it is stored that the server is alive, every five minutes and no more often", async () => {
  const { db, pass } = home();
  let writes = 0;
  const { atomically } = db;
  db.atomically = ((act: () => unknown) => {
    writes += 1;
    return atomically.call(db, act);
  }) as typeof atomically;
  await pass(HOUR);
  expect(writes).toBe(13);
});

test("a server for this computer alone, and one with a name that is none of the Internet, look for nothing", () => {
  const resolver = {
    query: (): never => {
      throw new Error("asked");
    },
  };
  const follow = (...settings: string[]) =>
    followDarkness(
      {
        config: readConfig("", [], settings),
        db: openDatabase(":memory:", { log: memoryLog() }),
        resolver,
        log: memoryLog(),
      },
      () => {},
    );
  expect(follow("domains=tintin.local")).toBeUndefined();
  const listeners = ["client", "client_tls", "http", "https", "proxy"].map((name) => `listen.${name}=127.0.0.1:0`);
  const off = ["server", "server_tls", "http_proxied"].map((name) => `listen.${name}=off`);
  expect(follow("domains=example.com", ...listeners, ...off)).toBeUndefined();
  const watch = follow("domains=example.com");
  expect(watch).toBeDefined();
  watch?.stop();
});
