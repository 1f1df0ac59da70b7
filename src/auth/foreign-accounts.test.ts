import { beforeEach, expect, test } from "bun:test";
import { memoryLog } from "../../tests/support/in-memory/memory-log.ts";
import { type Accounts, openAccounts } from "../store/accounts.ts";
import { type Database, openDatabase } from "../store/database.ts";
import { foreignAccounts } from "./foreign-accounts.ts";
import type { PasswordSource, Verdict } from "./password-source.ts";

const ALICE = "alice@example.com";

let db: Database;
let stored: Accounts;
let asked: string[];
/** By name. */
let passwords: Record<string, string>;
let verdict: Verdict;
let told: string[];
let time: number;

const source: PasswordSource = {
  name: "system",
  verify: async (name, password) => {
    asked.push(name);
    return passwords[name] === password ? verdict : "wrong";
  },
  admits: async (name) => (name in passwords ? verdict : "wrong"),
  passwordMark: (name) => (name in passwords ? Buffer.from(`mark of ${passwords[name]}`) : undefined),
  stop: () => {},
};

const open = (options: { keepKeys?: boolean; source?: PasswordSource; failureTime?: number } = {}): Accounts =>
  foreignAccounts({
    ...{
      accounts: stored,
      db,
      source,
      domain: "example.com",
      keepKeys: true,
      failureTime: 0,
      recheck: 5000,
      now: () => time,
      log: memoryLog(),
    },
    ...options,
  });

beforeEach(() => {
  db = openDatabase(":memory:", { log: memoryLog() });
  stored = openAccounts(db, { iterations: 4096, now: () => 1000 });
  [asked, told, time] = [[], [], 10_000];
  [passwords, verdict] = [{ alice: "tr\u00E8s" }, "proven"];
  stored.onPasswordChange((account) => told.push(account));
});

test("an account appears when its password is proven for the first time, and not before", async () => {
  const accounts = open();
  expect(await accounts.verify(ALICE, "wrong")).toBe(false);
  expect(accounts.exists(ALICE)).toBe(false);
  expect(await accounts.verify(ALICE, "tr\u00E8s")).toBe(true);
  expect(accounts.list()).toEqual([{ jid: ALICE, created: 1000, admin: false }]);
  expect(told).toEqual([]);
});

test("two logins at the same moment make one account", async () => {
  const accounts = open();
  expect(await Promise.all([accounts.verify(ALICE, "tr\u00E8s"), accounts.verify(ALICE, "tr\u00E8s")])).toEqual([
    true,
    true,
  ]);
  expect(accounts.count()).toBe(1);
});

test("on a full disk no account appears, and those that are there sign in", async () => {
  const room = { isLow: false, isExhausted: false, wrote: () => {}, refused: () => {} };
  db = openDatabase(":memory:", { log: memoryLog(), space: room });
  stored = openAccounts(db, { iterations: 4096, now: () => 1000 });
  const accounts = open();
  expect(await accounts.verify(ALICE, "tr\u00E8s")).toBe(true);
  room.isLow = true;
  passwords = { alice: "another", bob: "tr\u00E8s" };
  await expect(accounts.verify("bob@example.com", "tr\u00E8s")).rejects.toMatchObject({ reason: "unavailable" });
  expect(await accounts.verify(ALICE, "another")).toBe(true);
  expect(accounts.exists("bob@example.com")).toBe(false);
});

test("all accounts are at one domain: nobody is asked about those of another", async () => {
  expect(await open().verify("alice@example.org", "tr\u00E8s")).toBe(false);
  expect(asked).toEqual([]);
});

test("a wrong password takes as long as it is told to, so that time does not tell which names there are", async () => {
  const accounts = open({ failureTime: 150 });
  for (const account of [ALICE, "nobody@example.com", "alice@example.org"]) {
    const started = performance.now();
    expect(await accounts.verify(account, "wrong")).toBe(false);
    expect(performance.now() - started).toBeGreaterThanOrEqual(145);
  }
});

test.each(["not-admitted", "unavailable"] as const)("%s is no wrong password, and makes no account", async (reason) => {
  verdict = reason;
  await expect(open().verify(ALICE, "tr\u00E8s")).rejects.toMatchObject({ reason });
  expect(stored.count()).toBe(0);
});

test("neither accounts nor passwords are made here, and it is said whose they are", async () => {
  const accounts = open();
  await accounts.verify(ALICE, "tr\u00E8s");
  const refused = (reason: string) => expect.objectContaining({ reason, source: "system" });
  await expect(accounts.create("bob@example.com", "long enough")).rejects.toThrow(refused("account-elsewhere"));
  await expect(accounts.createMany([{ account: "bob@example.com", password: "long enough" }])).rejects.toThrow(
    refused("account-elsewhere"),
  );
  await expect(accounts.setPassword(ALICE, "long enough")).rejects.toThrow(refused("password-elsewhere"));
  expect(accounts.count()).toBe(1);
});

test("SCRAM is offered to who has kept keys, and to nobody else", async () => {
  const accounts = open();
  expect([accounts.offeredHashes(ALICE), accounts.offeredHashes(undefined)]).toEqual([[], []]);
  await accounts.verify(ALICE, "tr\u00E8s");
  expect(accounts.offeredHashes(ALICE)).toEqual(["SHA-1", "SHA-256", "SHA-512"]);
  expect([accounts.offeredHashes("bob@example.com"), accounts.offeredHashes(undefined)]).toEqual([[], []]);
  expect(accounts.keys(ALICE, "SHA-256")?.iterations).toBe(4096);
  // XEP-0480: there is nothing to add.
  expect(accounts.incompleteHashes).toEqual([]);
});

test("kept keys are good until the password changes; the first login with the new one replaces them", async () => {
  const accounts = open();
  await accounts.verify(ALICE, "tr\u00E8s");
  const first = accounts.keys(ALICE, "SHA-256")?.storedKey;
  passwords.alice = "another";
  expect([accounts.offeredHashes(ALICE), accounts.keys(ALICE, "SHA-256")]).toEqual([[], undefined]);
  expect(told).toEqual([]);
  expect(await accounts.verify(ALICE, "another")).toBe(true);
  // Sessions and tokens of the old one end.
  expect(told).toEqual([ALICE]);
  expect(accounts.offeredHashes(ALICE).length).toBe(3);
  expect(accounts.keys(ALICE, "SHA-256")?.storedKey).not.toEqual(first);
  // Once only.
  await accounts.verify(ALICE, "another");
  expect(told).toEqual([ALICE]);
});

test("what was proven by a token or by keys is asked about as well: whether the account may come in, and its password", async () => {
  const accounts = open();
  await accounts.verify(ALICE, "tr\u00E8s");
  await accounts.admit?.(ALICE, false);
  verdict = "not-admitted";
  await expect(accounts.admit?.(ALICE, false)).rejects.toMatchObject({ reason: "not-admitted" });
  verdict = "unavailable";
  await expect(accounts.admit?.(ALICE, false)).rejects.toMatchObject({ reason: "unavailable" });
  verdict = "proven";
  passwords.alice = "another";
  await expect(accounts.admit?.(ALICE, false)).rejects.toMatchObject({ reason: "password-changed" });
  expect(told).toEqual([ALICE]);
  // Whoever is gone has no password that anything could belong to.
  await accounts.verify(ALICE, "another");
  delete passwords.alice;
  await expect(accounts.admit?.(ALICE, true)).rejects.toMatchObject({ reason: "password-changed" });
  await expect(accounts.admit?.(ALICE, true)).rejects.toMatchObject({ reason: "not-admitted" });
});

test("without the option no keys are kept, and those that were kept are forgotten", async () => {
  await open().verify(ALICE, "tr\u00E8s");
  expect(stored.keys(ALICE, "SHA-1")).toBeDefined();
  const accounts = open({ keepKeys: false });
  expect([stored.keys(ALICE, "SHA-1"), accounts.offeredHashes(ALICE)]).toEqual([undefined, []]);
  await accounts.verify(ALICE, "tr\u00E8s");
  expect(stored.keys(ALICE, "SHA-1")).toBeUndefined();
  // That the password changes is seen nevertheless.
  passwords.alice = "another";
  await expect(accounts.admit?.(ALICE, false)).rejects.toMatchObject({ reason: "password-changed" });
});

test("where it cannot be seen that a password changes, no keys are kept of it, and it is asked for again before long", async () => {
  const accounts = open({ source: { ...source, passwordMark: () => undefined } });
  await expect(accounts.admit?.(ALICE, false)).rejects.toMatchObject({ reason: "password-changed" });
  expect(await accounts.verify(ALICE, "tr\u00E8s")).toBe(true);
  expect([stored.keys(ALICE, "SHA-1"), accounts.offeredHashes(ALICE)]).toEqual([undefined, []]);
  time = 15_000;
  await accounts.admit?.(ALICE, false);
  time = 15_001;
  await expect(accounts.admit?.(ALICE, false)).rejects.toMatchObject({ reason: "password-changed" });
  // The pages have a time of their own, after which one signs in there again.
  await accounts.admit?.(ALICE, true);
  await accounts.verify(ALICE, "tr\u00E8s");
  await accounts.admit?.(ALICE, false);
  expect(told).toEqual([]);
});

test("the keys of a password that was set here before are of no use: whose it is now is said elsewhere", async () => {
  await stored.create(ALICE, "set here before");
  const accounts = open();
  expect([accounts.keys(ALICE, "SHA-256"), accounts.offeredHashes(ALICE)]).toEqual([undefined, []]);
  expect(await accounts.verify(ALICE, "set here before")).toBe(false);
});

test("a removed account appears again when somebody signs in with it", async () => {
  const accounts = open();
  await accounts.verify(ALICE, "tr\u00E8s");
  accounts.remove(ALICE);
  expect(accounts.exists(ALICE)).toBe(false);
  expect(await accounts.verify(ALICE, "tr\u00E8s")).toBe(true);
  expect([accounts.exists(ALICE), accounts.offeredHashes(ALICE).length]).toEqual([true, 3]);
});
