/** One-time passwords of the chat page. */
import { beforeEach, expect, test } from "bun:test";
import { MINUTE, SECOND } from "../clock.ts";
import { type OneTimePasswords, openOneTimePasswords } from "./one-time-passwords.ts";

const ALICE = "alice@example.com";
const BOB = "bob@example.com";

let time = 0;
let open: Set<string>;
let passwords: OneTimePasswords;
const listeners = new Map<string, (account: string) => void>();
const on = (event: string) => (listener: (account: string) => void) => void listeners.set(event, listener);

const session = (id: string, account = ALICE) => ({ id, account, token: `token of ${id}`, isFresh: true });

beforeEach(() => {
  time = 1000;
  open = new Set(["one", "two"]);
  passwords = openOneTimePasswords({
    sessions: {
      isOpen: (id) => open.has(id),
      of: () => [{ id: "one", browser: "Firefox", started: 0, seen: 0 }],
    },
    accounts: { onDisable: on("disable"), onPasswordChange: on("password"), onRemove: on("remove") },
    clock: { monotonic: () => time },
  });
});

test("it has 256 random bits, and is good once, for the client of its session", () => {
  const password = passwords.issue(session("one"));
  expect(passwords.isOne(password)).toBe(true);
  expect(Buffer.from(password.replace("one-time:", ""), "base64url")).toHaveLength(32);
  expect(passwords.issue(session("one"))).not.toBe(password);
  expect(passwords.redeem(ALICE, password)).toEqual({ id: "page:one", software: "converse.js", device: "Firefox" });
  expect(passwords.redeem(ALICE, password)).toBeUndefined();
});

test.each(["", "wherefore art thou", "one-time:", `one-time:${"a".repeat(42)}`, `one-time:${"a".repeat(44)}`])(
  "%j does not have its form, and is a password like any other",
  (text) => expect(passwords.isOne(text)).toBe(false),
);

test("for another account it is nothing", () => {
  const password = passwords.issue(session("one"));
  passwords.issue(session("two", BOB));
  expect(passwords.redeem(BOB, password)).toBeUndefined();
  expect(passwords.redeem("nobody@example.com", password)).toBeUndefined();
});

test("it is good for a minute", () => {
  const [early, late] = [passwords.issue(session("one")), passwords.issue(session("one"))];
  time += MINUTE - SECOND;
  expect(passwords.redeem(ALICE, early)).toBeDefined();
  time += SECOND;
  expect(passwords.redeem(ALICE, late)).toBeUndefined();
});

test("it ends with its session, and that of another session does not", () => {
  const [one, two] = [passwords.issue(session("one")), passwords.issue(session("two"))];
  open.delete("one");
  expect(passwords.redeem(ALICE, one)).toBeUndefined();
  expect(passwords.redeem(ALICE, two)?.id).toBe("page:two");
});

test.each(["password", "disable", "remove"])("it ends with the password (%s)", (event) => {
  const password = passwords.issue(session("one"));
  const other = passwords.issue(session("two", BOB));
  listeners.get(event)?.(ALICE);
  expect(passwords.redeem(ALICE, password)).toBeUndefined();
  expect(passwords.redeem(BOB, other)).toBeDefined();
});

test("an account has eight at most: the oldest makes room", () => {
  const issued = Array.from({ length: 9 }, () => passwords.issue(session("one")));
  const good = issued.map((password) => passwords.redeem(ALICE, password) !== undefined);
  expect(good).toEqual([false, ...Array<boolean>(8).fill(true)]);
});
