import { afterEach, beforeEach, expect, test } from "bun:test";
import type { LogEvent } from "../log.ts";
import { type Accounts, openAccounts } from "../store/accounts.ts";
import { type Database, openDatabase } from "../store/database.ts";
import { type SignIn, signInOperation } from "./sign-in.ts";

const quiet = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} };
const DOMAINS = ["example.com", "example.org"];
const ALICE = "alice@example.com";
const PASSWORD = "wherefore art thou";
const ADDRESS = "192.0.2.1";

let db: Database;
let accounts: Accounts;
let tried: string[];
let failures: string[];
let events: LogEvent[];
let mayTry: boolean;
let signIn: SignIn;

const throttle = {
  mayTry: (_: string, account: string) => {
    tried.push(account);
    return mayTry;
  },
  failed: (address: string) => void failures.push(address),
  succeeded: () => {},
};

beforeEach(async () => {
  db = openDatabase(":memory:", { log: quiet });
  accounts = openAccounts(db, { iterations: 4096, now: Date.now });
  await accounts.createMany([
    { account: ALICE, password: PASSWORD },
    { account: "alice@example.org", password: "another password" },
  ]);
  [tried, failures, events, mayTry] = [[], [], [], true];
  signIn = signInOperation({
    accounts,
    throttle,
    domains: DOMAINS,
    log: { ...quiet, info: (event) => void events.push(event) },
  });
});
afterEach(() => db.close());

const by = (name: string, password = PASSWORD, domain = "example.com") =>
  signIn({ name, password, domain, address: ADDRESS });

test("an address, or its local part at the domain whose page it is, in any case", async () => {
  for (const name of [ALICE, "alice", " Alice ", "ALICE@Example.COM"])
    expect(await by(name)).toEqual({ is: "proven", account: ALICE });
  expect(await by("alice", "another password", "example.org")).toEqual({ is: "proven", account: "alice@example.org" });
  expect(await by("alice", PASSWORD, "elsewhere.example")).toEqual({ is: "proven", account: ALICE });
  expect(failures).toEqual([]);
});

test("a wrong password and an account that there is not are the same, and count as failures of the address", async () => {
  expect(await by("alice", "nonsense")).toEqual({ is: "unknown" });
  expect(await by("nobody")).toEqual({ is: "unknown" });
  expect(failures).toEqual([ADDRESS, ADDRESS]);
  expect(tried).toEqual([ALICE, "nobody@example.com"]);
});

test.each([
  ["nothing", ""],
  ["a sign alone", "@"],
  ["a full JID", "alice@example.com/phone"],
  ["a kilometre", "x".repeat(5000)],
  ["NUL", "a\u0000b"],
])("%s is nobody's name", async (_, name) => {
  expect(await by(name)).toEqual({ is: "unknown" });
  expect(tried).toEqual([]);
});

test("an address of another server is not tried", async () => {
  expect(await by("alice@gmail.example")).toEqual({ is: "elsewhere" });
  expect(tried).toEqual([]);
});

test("who has failed too often is not tried, with the right password neither", async () => {
  mayTry = false;
  expect(await by("alice")).toEqual({ is: "throttled" });
});

test("only who knows the password learns that an account is disabled", async () => {
  accounts.setDisabled(ALICE, true);
  expect(await by("alice")).toEqual({ is: "disabled" });
  expect(await by("alice", "nonsense")).toEqual({ is: "unknown" });
});

test.each<[string, () => unknown]>([
  ["changed", () => accounts.setPassword(ALICE, "yet another one")],
  ["set once more", () => accounts.setPassword(ALICE, PASSWORD)],
  ["gone with its account", () => accounts.remove(ALICE)],
])("a password that is %s while it is hashed proves nothing", async (_, change) => {
  const slow: typeof accounts.verify = async (account, password) => {
    const isPassword = await accounts.verify(account, password);
    await change();
    return isPassword;
  };
  signIn = signInOperation({ accounts: { ...accounts, verify: slow }, throttle, domains: DOMAINS, log: quiet });
  expect(await by("alice")).toEqual({ is: "unknown" });
});

test("the log has who and from where, and never the password", async () => {
  await by("alice");
  await by("alice", "nonsense");
  expect(events).toEqual([
    { event: "authenticated", account: ALICE, mechanism: "page", address: ADDRESS },
    { event: "authentication-failed", condition: "not-authorized", account: ALICE, address: ADDRESS },
  ]);
});
