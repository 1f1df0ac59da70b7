import { afterEach, beforeEach, expect, test } from "bun:test";
import { openAccounts } from "../../store/accounts.ts";
import { type Database, openDatabase } from "../../store/database.ts";
import type { Routes } from "../control/server.ts";
import { CommandError } from "../failure.ts";
import { accountAt, userRoutes } from "./routes.ts";

const quiet = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} };
const usage = new Map([
  ["archive", (account: string) => account.length],
  ["offline", () => 1000],
]);
const DOMAINS = ["example.com", "exämple.org"];
let db: Database;
let routes: Routes;

beforeEach(() => {
  db = openDatabase(":memory:", { log: quiet });
  const accounts = openAccounts(db, { iterations: 4096, now: () => 1000 });
  routes = userRoutes({ accounts, usage, domains: DOMAINS, synced: () => Promise.resolve() });
});

afterEach(() => db.close());

const ask = async (asked: string, body?: unknown): Promise<unknown> => await routes[asked]?.(body);
const alice = { jid: "Alice@EXAMPLE.com", password: "looking glass", admin: true };

test("accounts are added under their prepared address, and listed", async () => {
  const bob = { jid: "bob@xn--exmple-cua.org", password: "p" };
  expect(await ask("POST /users", { users: [alice, bob] })).toEqual({
    added: ["alice@example.com", "bob@exämple.org"],
  });
  expect(await ask("GET /users")).toEqual({
    users: [
      { jid: "alice@example.com", created: 1000, admin: true, bytes: 1017 },
      { jid: "bob@exämple.org", created: 1000, admin: false, bytes: 1015 },
    ],
  });
});

test("all or none are added", async () => {
  await ask("POST /users", { users: [alice] });
  const carol = { jid: "carol@example.com", password: "p" };
  await expect(ask("POST /users", { users: [carol, alice] })).rejects.toThrow("exists");
  await expect(ask("POST /users", { users: [carol, { jid: "dave@elsewhere.net", password: "p" }] })).rejects.toThrow(
    "not served",
  );
  await expect(ask("POST /users", { users: [carol, { jid: "dave@example.com", password: "" }] })).rejects.toThrow(
    "dave",
  );
  expect(await ask("GET /users")).toMatchObject({ users: [{ jid: "alice@example.com" }] });
});

test("a password is changed, an account removed", async () => {
  await ask("POST /users", { users: [alice] });
  expect(await ask("PUT /users/password", { jid: "alice", password: "red queen" })).toEqual({
    changed: "alice@example.com",
  });
  expect(await ask("DELETE /users", { jid: "alice@example.com" })).toEqual({ removed: "alice@example.com" });
  await expect(ask("DELETE /users", { jid: "alice@example.com" })).rejects.toThrow("no such account");
  await expect(ask("PUT /users/password", { jid: "alice", password: "x" })).rejects.toThrow("no such account");
});

test.each([undefined, null, 1, [], {}, { users: 1 }, { users: [1] }, { users: [{ jid: "a@b" }] }, { jid: 3 }])(
  "a request of another shape is refused: %p",
  async (body) => {
    for (const asked of ["POST /users", "PUT /users/password", "DELETE /users"])
      await expect(ask(asked, body)).rejects.toBeInstanceOf(CommandError);
  },
);

test("a name alone is at the first domain; what is no account's address is refused", () => {
  expect(accountAt("Bob", DOMAINS)).toBe("bob@example.com");
  for (const bad of ["@example.com", "bob@example.com/phone", "b b@example.com", "bob@", "bob@elsewhere.net", ""])
    expect(() => accountAt(bad, DOMAINS)).toThrow(CommandError);
  expect(() => accountAt("bob@example.com", [])).toThrow("no domain");
});
