import { afterEach, beforeEach, expect, test } from "bun:test";
import type { LogEvent } from "../log.ts";
import { LoginRefusal } from "../login-refusal.ts";
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
  ["not-admitted", "disabled", "account-disabled"],
  ["unavailable", "unavailable", "temporary-auth-failure"],
] as const)("whoever checks passwords elsewhere says %s: that is no guess", async (reason, is, condition) => {
  const verify = () => Promise.reject(new LoginRefusal(reason));
  const log = { ...quiet, info: (event: LogEvent) => void events.push(event) };
  signIn = signInOperation({ accounts: { ...accounts, verify }, throttle, domains: DOMAINS, log });
  expect(await by("alice")).toEqual({ is });
  expect(failures).toEqual([]);
  expect(events).toMatchObject([{ event: "authentication-failed", condition }]);
});

test("the log has who and from where, and never the password", async () => {
  await by("alice");
  await by("alice", "nonsense");
  expect(events).toEqual([
    { event: "authenticated", account: ALICE, mechanism: "page", address: ADDRESS },
    { event: "authentication-failed", condition: "not-authorized", account: ALICE, address: ADDRESS },
  ]);
});
