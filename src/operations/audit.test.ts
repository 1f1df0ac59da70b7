import { expect, test } from "bun:test";
import { memoryLog } from "../../tests/support/in-memory/memory-log.ts";
import { DAY } from "../clock.ts";
import { parseJid } from "../jid/jid.ts";
import { OperationError } from "../operation-error.ts";
import { openDatabase } from "../store/database.ts";
import type { AccountOperations } from "./accounts.ts";
import { recorded } from "./acts.ts";
import { openAuditLog } from "./audit.ts";

const BOB = parseJid("bob@example.com");
const ADMIN = { door: "app", account: "alice@example.com" } as const;

function open({ isClockDoubtful = false } = {}) {
  let time = Date.parse("2026-01-01T00:00:00Z");
  const db = openDatabase(":memory:", { log: memoryLog() });
  const log = openAuditLog({ db, now: () => time, isClockDoubtful: () => isClockDoubtful });
  const pass = (milliseconds: number): void => {
    time += milliseconds;
  };
  return { log, db, pass };
}

/** Operations on accounts of which these are there. */
const accounts = (given: Partial<AccountOperations>) => given as AccountOperations;

test("an act is recorded with who did it and to whom; what changes nothing is not", async () => {
  const { log } = open();
  const asked = recorded(
    { accounts: accounts({ disable: async () => [BOB.bare], registered: () => [] }), domains: ["example.com"] },
    log,
    ADMIN,
  );
  expect(asked.domains).toEqual(["example.com"]);
  expect(asked.accounts.registered()).toEqual([]);
  expect(log.list(10).entries).toEqual([]);
  expect(await asked.accounts.disable([BOB])).toEqual([BOB.bare]);
  expect(log.list(10).entries).toEqual([
    { id: 1, time: Date.parse("2026-01-01"), ...ADMIN, act: "accounts.disable", whom: [BOB.bare] },
  ]);
});

test("it stands there before the act begins, and is withdrawn only where the act was refused", async () => {
  const { log } = open();
  const seen: number[] = [];
  const look = () => void seen.push(log.list(10).entries.length);
  const asked = recorded(
    {
      accounts: accounts({
        remove: async () => {
          look();
          throw new OperationError("no-such-account", { account: BOB.bare });
        },
        setAdministrators: () => {
          look();
          throw new OperationError("own-account", { account: BOB.bare });
        },
        enable: async () => {
          throw new Error("the disk is gone");
        },
      }),
    },
    log,
    { door: "command line" },
  );
  await expect(asked.accounts.remove([BOB])).rejects.toThrow("no-such-account");
  expect(() => asked.accounts.setAdministrators([BOB])).toThrow("own-account");
  expect(seen).toEqual([1, 1]);
  expect(log.list(10).entries).toEqual([]);
  await expect(asked.accounts.enable([BOB])).rejects.toThrow("the disk is gone");
  expect(log.list(10).entries).toMatchObject([{ act: "accounts.enable", door: "command line", account: null }]);
});

test("no password is written down", async () => {
  const { log } = open();
  const asked = recorded({ accounts: accounts({ setPassword: async () => "", add: async () => [] }) }, log, ADMIN);
  await asked.accounts.setPassword(BOB, "open sesame");
  await asked.accounts.add([{ jid: BOB, password: "open sesame" }]);
  expect(log.list(10).entries.length).toBe(2);
  expect(JSON.stringify(log.list(10))).not.toContain("sesame");
});

test("it is kept for a year, unless the clock is not believed", () => {
  const kept = open();
  const doubtful = open({ isClockDoubtful: true });
  for (const { log, pass } of [kept, doubtful]) {
    log.begin(ADMIN, "accounts.add", {});
    pass(365 * DAY);
    log.begin(ADMIN, "accounts.remove", {});
    expect(log.list(10).entries.length).toBe(2);
    pass(2 * DAY);
    log.begin(ADMIN, "accounts.enable", {});
  }
  expect(kept.log.list(10).entries.map(({ act }) => act)).toEqual(["accounts.enable", "accounts.remove"]);
  expect(doubtful.log.list(10).entries.length).toBe(3);
});

test("it is bounded: in entries, in names and in what was said", () => {
  const { log, db } = open();
  const whom = Array.from({ length: 500 }, (_, index) => `a${index}@example.com`);
  const id = log.begin(ADMIN, "accounts.remove", { whom, what: "é".repeat(100_000) });
  const [entry] = log.list(10).entries;
  expect(entry?.whom?.length).toBe(20);
  expect(entry?.others).toBe(480);
  expect(entry?.what?.length).toBe(200);
  db.atomically(() => {
    for (let number = 0; number < 20_000; number++) log.begin(ADMIN, "accounts.add", {});
  });
  expect(log.list(10, id + 1).entries).toEqual([]);
  expect(log.list(10, id + 2).entries.length).toBe(1);
});

test("it is read page by page, the latest first", () => {
  const { log } = open();
  for (let number = 0; number < 5; number++) log.begin(ADMIN, "accounts.add", { what: String(number) });
  const first = log.list(2);
  const second = log.list(2, first.next);
  const third = log.list(2, second.next);
  expect([first, second, third].map(({ entries }) => entries.map(({ what }) => what))).toEqual([
    ["4", "3"],
    ["2", "1"],
    ["0"],
  ]);
  expect(third.next).toBeUndefined();
});
