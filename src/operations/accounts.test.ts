import { afterEach, beforeEach, expect, mock, test } from "bun:test";
import { parseJid } from "../jid/jid.ts";
import { openAccounts } from "../store/accounts.ts";
import { type Database, openDatabase } from "../store/database.ts";
import { type AccountOperations, accountOperations } from "./accounts.ts";

const quiet = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} };
const storageUsage = new Map([
  ["archive", (account: string) => account.length],
  ["offline", () => 1000],
]);
const DOMAINS = ["example.com", "exämple.org"];
const [alice, bob, carol] = ["alice@example.com", "bob@exämple.org", "carol@example.com"].map(parseJid) as [
  ReturnType<typeof parseJid>,
  ReturnType<typeof parseJid>,
  ReturnType<typeof parseJid>,
];
let db: Database;
let operations: AccountOperations;
const befriend = mock((_one: string, _other: string) => true);

const open = (domains: readonly string[]): AccountOperations =>
  accountOperations({
    accounts: openAccounts(db, { iterations: 4096, now: () => 1000 }),
    domains,
    db,
    sessions: { of: () => new Set(), get: () => undefined, all: () => [], count: 0 },
    inTurns: async (_, work) => {
      for (;;) {
        const { done, value } = work.next();
        if (done) return value;
      }
    },
    booted: {
      use: () =>
        ({
          total: () => ({ listed: 2 }),
          befriend,
          announcementStore: { loginOf: () => ({ time: 5 }) },
          leftAt: () => undefined,
        }) as never,
      catalogue: { storageUsage } as never,
    },
  });

beforeEach(() => {
  db = openDatabase(":memory:", { log: quiet });
  operations = open(DOMAINS);
});

afterEach(() => db.close());

test("accounts are added and listed with what is kept for them", async () => {
  const added = [
    { jid: alice, password: "looking glass", isAdministrator: true },
    { jid: bob, password: "looking in" },
  ];
  expect(await operations.add(added)).toEqual(["alice@example.com", "bob@exämple.org"]);
  expect(operations.list()).toEqual([
    { jid: "alice@example.com", created: 1000, admin: true, bytes: 1017, disabled: false, apps: 0, lastSeen: 5 },
    { jid: "bob@exämple.org", created: 1000, admin: false, bytes: 1015, disabled: false, apps: 0, lastSeen: 5 },
  ]);
  expect(operations.administrators()).toEqual(["alice@example.com"]);
  expect(operations.statistics(alice)).toEqual({ contacts: 2, resources: [], lastLogin: 5 });
});

test("a page of accounts: by address, some at a time, those whose address contains a text", async () => {
  await operations.add([alice, bob, carol].map((jid) => ({ jid, password: "looking glass" })));
  const addressesOf = (...given: Parameters<AccountOperations["page"]>) => {
    const { accounts, next } = operations.page(...given);
    return [accounts.map(({ jid }) => jid), next];
  };
  expect(addressesOf(2)).toEqual([["alice@example.com", "bob@exämple.org"], "bob@exämple.org"]);
  expect(addressesOf(2, "", "bob@exämple.org")).toEqual([["carol@example.com"], undefined]);
  expect(addressesOf(1, " Example.COM ")).toEqual([["alice@example.com"], "alice@example.com"]);
  expect(addressesOf(5, "%")).toEqual([[], undefined]);
  await operations.disable([bob]);
  expect(operations.show(bob)).toMatchObject({ jid: "bob@exämple.org", disabled: true, admin: false });
  expect(() => operations.show(parseJid("nobody@example.com"))).toThrow("no-such-account");
  expect(operations.count()).toBe(3);
});

test("those who are introduced are contacts of each other, with presence both ways", async () => {
  await operations.add([alice, bob].map((jid) => ({ jid, password: "looking in" })));
  expect(await operations.introduce([alice, bob, alice])).toEqual([alice.bare, bob.bare]);
  expect(befriend.mock.calls).toEqual([[alice.bare, bob.bare]]);
  expect(operations.introduce([alice, carol])).rejects.toMatchObject({ reason: "no-such-account" });
});

test("all or none are added", async () => {
  await operations.add([{ jid: alice, password: "looking in" }]);
  const failing = (jid: string, password = "looking in") =>
    expect(
      operations.add([
        { jid: carol, password: "looking in" },
        { jid: parseJid(jid), password },
      ]),
    ).rejects;
  await failing("alice@example.com").toMatchObject({ reason: "account-exists", details: { account: alice.bare } });
  await failing("dave@elsewhere.net").toMatchObject({ reason: "domain-not-served", details: { domains: DOMAINS } });
  await failing("dave@example.com", "").toMatchObject({ reason: "bad-password" });
  const short = { account: "dave@example.com", minimum: 8 };
  await failing("dave@example.com", "looking").toMatchObject({ reason: "short-password", details: short });
  for (const bad of ["example.com", "dave@example.com/phone"])
    await failing(bad).toMatchObject({ reason: "not-an-account", details: { given: bad, domain: "example.com" } });
  expect(operations.registered()).toEqual(["alice@example.com"]);
  await expect(open([]).add([{ jid: carol, password: "looking in" }])).rejects.toMatchObject({
    reason: "no-domain-served",
  });
});

test("a password is changed, an account disabled, enabled and removed", async () => {
  await operations.add([{ jid: alice, password: "looking in" }]);
  expect(await operations.setPassword(alice, "red queen")).toBe("alice@example.com");
  expect(await operations.disable([alice, alice])).toEqual(["alice@example.com"]);
  expect(operations.disabled()).toEqual(["alice@example.com"]);
  expect(await operations.enable([alice])).toEqual(["alice@example.com"]);
  expect(operations.disabled()).toEqual([]);
  expect(await operations.remove([alice])).toEqual(["alice@example.com"]);
  const unknown = { reason: "no-such-account", details: { account: "alice@example.com" } };
  await expect(operations.remove([alice])).rejects.toMatchObject(unknown);
  await expect(operations.setPassword(alice, "x")).rejects.toMatchObject(unknown);
  await expect(operations.disable([alice])).rejects.toMatchObject(unknown);
  expect(() => operations.statistics(alice)).toThrow("no-such-account");
});

test("nobody removes or disables the own account, or dismisses oneself", async () => {
  await operations.add([alice, bob].map((jid) => ({ jid, password: "looking in", isAdministrator: true })));
  const by = parseJid("alice@example.com/phone");
  const own = { reason: "own-account", details: { account: "alice@example.com" } };
  await expect(operations.remove([bob, alice], by)).rejects.toMatchObject(own);
  await expect(operations.disable([alice], by)).rejects.toMatchObject(own);
  expect(() => operations.setAdministrators([bob], by)).toThrow("own-account");
  expect(operations.registered()).toHaveLength(2);
  expect(operations.setAdministrators([alice], by)).toEqual(["alice@example.com"]);
  expect(operations.administrators()).toEqual(["alice@example.com"]);
});

test("the last administrator is not removed, alone or with others", async () => {
  const added = [alice, bob].map((jid) => ({ jid, password: "looking in" }));
  await operations.add([...added, { jid: carol, password: "looking in", isAdministrator: true }]);
  const only = { reason: "only-administrator", details: { account: "carol@example.com" } };
  await expect(operations.remove([carol])).rejects.toMatchObject(only);
  await expect(operations.remove([bob, carol])).rejects.toMatchObject(only);
  expect(operations.registered()).toHaveLength(3);
  operations.setAdministrators([alice, carol]);
  expect(await operations.remove([carol])).toEqual(["carol@example.com"]);
  await expect(operations.remove([alice])).rejects.toMatchObject({ reason: "only-administrator" });
  expect(await operations.remove([bob])).toEqual(["bob@exämple.org"]);
});
