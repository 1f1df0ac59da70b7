import { expect, test } from "bun:test";
import { createHash, createHmac, pbkdf2Sync } from "node:crypto";
import { memoryLog } from "../../tests/support/in-memory/memory-log.ts";
import { type Accounts, openAccounts } from "./accounts.ts";
import { openDatabase } from "./database.ts";
import { SCRAM_HASHES } from "./scram-keys.ts";
import { temporaryFolder } from "./testing.ts";

const ROMEO = "romeo@montague.example";
const JULIET = "juliet@capulet.example";

function open(iterations = 4096, path = ":memory:") {
  const db = openDatabase(path, { log: memoryLog() });
  return { db, accounts: openAccounts(db, { iterations, now: () => 1_600_000_000_000 }) };
}

const refusal = (reason: string) => expect.objectContaining({ reason });

test("RFC 5802 §3: StoredKey := H(HMAC(SaltedPassword, 'Client Key')), ServerKey := HMAC(SaltedPassword, 'Server Key')", async () => {
  const { accounts } = open();
  await accounts.create(ROMEO, "wherefore");
  const salts = new Set<string>();
  for (const [hash, digest, bytes] of [
    ["SHA-1", "sha1", 20],
    ["SHA-256", "sha256", 32],
    ["SHA-512", "sha512", 64],
  ] as const) {
    const keys = accounts.keys(ROMEO, hash);
    if (!keys) throw new Error(`no keys for ${hash}`);
    const salted = pbkdf2Sync("wherefore", keys.salt, keys.iterations, bytes, digest);
    const clientKey = createHmac(digest, salted).update("Client Key").digest();
    expect(Buffer.from(keys.storedKey)).toEqual(createHash(digest).update(clientKey).digest());
    expect(Buffer.from(keys.serverKey)).toEqual(createHmac(digest, salted).update("Server Key").digest());
    expect(keys.iterations).toBe(4096);
    salts.add(Buffer.from(keys.salt).toString("hex"));
  }
  expect(salts.size).toBe(3);
});

test("RFC 7677 §3: the keys of its example verify its proof", async () => {
  const { deriveKeys } = await import("./scram-keys.ts");
  const salt = Buffer.from("W22ZaJ0SNY7soEsUEjb6gQ==", "base64");
  const { storedKey, serverKey } = await deriveKeys("pencil", "SHA-256", { salt, iterations: 4096 });
  const bare = "n=user,r=rOprNGfwEbeRWgbNEkqO";
  const nonce = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
  const message = `${bare},${nonce},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,c=biws,${nonce}`;
  const signature = createHmac("sha256", storedKey).update(message).digest();
  const proof = Buffer.from("dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=", "base64");
  const clientKey = proof.map((byte, index) => byte ^ (signature[index] ?? 0));
  expect(createHash("sha256").update(clientKey).digest()).toEqual(Buffer.from(storedKey));
  const server = createHmac("sha256", serverKey).update(message).digest("base64");
  expect(server).toBe("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
});

test("verify accepts the password as RFC 8265 §4.2 prepares it, and no other one", async () => {
  const { accounts } = open();
  await accounts.create(ROMEO, "un e\u0301t\u00e9\u00a0!");
  expect(await accounts.verify(ROMEO, "un \u00e9te\u0301 !")).toBe(true);
  expect(await accounts.verify(ROMEO, "un ete !")).toBe(false);
  expect(await accounts.verify(ROMEO, "")).toBe(false);
  expect(await accounts.verify(JULIET, "un \u00e9t\u00e9 !")).toBe(false);
});

test("RFC 5802 §5.1: an account that does not exist has a salt of its own, the same one after a restart", async () => {
  using folder = temporaryFolder();
  const path = folder.file("data.sqlite");
  const first = open(4096, path);
  const shown = first.accounts.decoyKeys(JULIET, "SHA-256");
  expect(first.accounts.keys(JULIET, "SHA-256")).toBeUndefined();
  expect(first.accounts.decoyKeys(ROMEO, "SHA-256").salt).not.toEqual(shown.salt);
  expect(first.accounts.decoyKeys(JULIET, "SHA-512").salt).not.toEqual(shown.salt);
  await first.db.close();
  const second = open(4096, path);
  expect(second.accounts.decoyKeys(JULIET, "SHA-256")).toEqual(shown);
  await second.db.close();
  expect(open().accounts.decoyKeys(JULIET, "SHA-256").salt).not.toEqual(shown.salt);
});

test("a decoy has the iterations of most accounts, whatever new accounts get", async () => {
  using folder = temporaryFolder();
  const path = folder.file("data.sqlite");
  const first = open(4096, path);
  await first.accounts.create(ROMEO, "wherefore");
  const real = first.accounts.keys(ROMEO, "SHA-512");
  await first.db.close();
  const { db, accounts } = open(5000, path);
  const decoy = accounts.decoyKeys(JULIET, "SHA-512");
  expect(decoy.iterations).toBe(4096);
  for (const part of ["salt", "storedKey", "serverKey"] as const)
    expect(decoy[part].length).toBe(real?.[part].length ?? -1);
  await db.close();
});

test("an account is created once, with a valid password", async () => {
  const { accounts } = open();
  await accounts.create(ROMEO, "wherefore");
  await expect(accounts.create(ROMEO, "again")).rejects.toThrow(refusal("exists"));
  await expect(accounts.create(JULIET, "")).rejects.toThrow(refusal("password"));
  await expect(accounts.create(JULIET, "where\u0000fore")).rejects.toThrow(refusal("password"));
  // Characters, and not bytes or UTF-16 units.
  await expect(accounts.create(JULIET, "clé \u{1f339}\u{1f339}\u{1f339}")).rejects.toThrow(refusal("short"));
  expect(accounts.exists(JULIET)).toBe(false);
  const twice = await Promise.allSettled([accounts.create(JULIET, "a rose by"), accounts.create(JULIET, "any other")]);
  expect(twice.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(accounts.list()).toEqual([JULIET, ROMEO].map((jid) => ({ jid, created: 1_600_000_000_000, admin: false })));
});

test("createMany creates all accounts or none", async () => {
  const { accounts } = open();
  await accounts.create(JULIET, "what's in a name");
  const nurse = { account: "nurse@capulet.example", password: "aye, aye" };
  await expect(accounts.createMany([nurse, { account: JULIET, password: "sweet rose" }])).rejects.toThrow(
    refusal("exists"),
  );
  await expect(accounts.createMany([nurse, nurse])).rejects.toThrow(refusal("exists"));
  expect(accounts.exists(nurse.account)).toBe(false);
  await accounts.createMany([nurse, { account: ROMEO, password: "wherefore" }]);
  expect(await accounts.verify(nurse.account, "aye, aye")).toBe(true);
  expect(await accounts.verify(ROMEO, "wherefore")).toBe(true);
});

test("a new password replaces the keys of all hashes, and listeners are called", async () => {
  const { accounts } = open();
  const told: string[] = [];
  accounts.onPasswordChange((account) => told.push(account));
  await accounts.create(ROMEO, "old love");
  const before = accounts.keys(ROMEO, "SHA-1");
  await accounts.setPassword(ROMEO, "new love");
  expect(told).toEqual([ROMEO]);
  expect(accounts.keys(ROMEO, "SHA-1")?.salt).not.toEqual(before?.salt);
  expect(await accounts.verify(ROMEO, "old love")).toBe(false);
  expect(await accounts.verify(ROMEO, "new love")).toBe(true);
  await expect(accounts.setPassword(JULIET, "x")).rejects.toThrow(refusal("unknown"));
  await expect(accounts.setPassword(ROMEO, "love")).rejects.toThrow(refusal("short"));
});

test("an account is removed with all that listeners delete, or not at all", async () => {
  const { db, accounts } = open();
  db.migrate("notes", ["CREATE TABLE notes (account TEXT NOT NULL, note TEXT NOT NULL) STRICT"]);
  const drop = db.write("DELETE FROM notes WHERE account = ?");
  const notes = db.read<{ note: string }>("SELECT note FROM notes");
  let refuses = true;
  accounts.onRemove((account) => {
    drop.run(account);
    if (refuses) throw new Error("not now");
  });
  await accounts.create(ROMEO, "wherefore");
  db.write("INSERT INTO notes VALUES (?, 'a rose')").run(ROMEO);
  expect(() => accounts.remove(ROMEO)).toThrow("not now");
  expect(accounts.exists(ROMEO)).toBe(true);
  expect(notes.all()).toEqual([{ note: "a rose" }]);
  refuses = false;
  accounts.remove(ROMEO);
  expect(accounts.exists(ROMEO)).toBe(false);
  expect(accounts.keys(ROMEO, "SHA-256")).toBeUndefined();
  expect(notes.all()).toEqual([]);
  expect(() => accounts.remove(ROMEO)).toThrow(refusal("unknown"));
});

test("administrators are the accounts that setAdmin has named", async () => {
  const { accounts } = open();
  await accounts.create(ROMEO, "wherefore");
  expect(accounts.isAdmin(ROMEO)).toBe(false);
  accounts.setAdmin(ROMEO, true);
  expect(accounts.isAdmin(ROMEO)).toBe(true);
  expect(accounts.list().map(({ admin }) => admin)).toEqual([true]);
  expect(accounts.administrators()).toEqual([ROMEO]);
  expect(accounts.isAdmin(JULIET)).toBe(false);
  expect(() => accounts.setAdmin(JULIET, true)).toThrow(refusal("unknown"));
});

test("an administrator who is disabled does not administer in the place of the last one who can sign in", async () => {
  const { accounts } = open();
  expect(accounts.areAllAdministrators([ROMEO])).toBe(false);
  for (const account of [ROMEO, JULIET]) {
    await accounts.create(account, "wherefore");
    accounts.setAdmin(account, true);
  }
  expect([[ROMEO], [JULIET, ROMEO]].map(accounts.areAllAdministrators)).toEqual([false, true]);
  accounts.setDisabled(JULIET, true);
  expect([[ROMEO], [JULIET]].map(accounts.areAllAdministrators)).toEqual([true, false]);
  accounts.setDisabled(ROMEO, true);
  expect([[ROMEO], [JULIET, ROMEO]].map(accounts.areAllAdministrators)).toEqual([false, true]);
});

test("opening reads no rows: a start takes as long with ten thousand accounts as with ten", () => {
  const { db } = open();
  const asked: string[] = [];
  const read: typeof db.read = <Row>(sql: string) => {
    const query = db.read<Row>(sql);
    const noted =
      <Result>(run: (...values: Parameters<typeof query.get>) => Result) =>
      (...values: Parameters<typeof query.get>): Result => {
        asked.push(sql);
        return run(...values);
      };
    return { ...query, get: noted(query.get), all: noted(query.all) };
  };
  const accounts = openAccounts({ ...db, read }, { iterations: 4096, now: () => 0 });
  expect(asked).toEqual(["SELECT secret FROM account_decoys"]);
  // Each is counted once, when it is first needed.
  for (let time = 0; time < 2; time++) {
    expect(accounts.incompleteHashes).toEqual([]);
    expect(accounts.decoyKeys("nobody@x", "SHA-1").iterations).toBe(4096);
  }
  expect(asked.length).toBe(1 + 3 + 1);
});

test("XEP-0480: missing keys are added once, to an account that exists, with the length of their hash", async () => {
  const { db, accounts } = open();
  await accounts.create(ROMEO, "wherefore");
  db.write("DELETE FROM account_keys WHERE hash = 'SHA-512'").run();
  const reopened = openAccounts(db, { iterations: 4096, now: () => 0 });
  expect(reopened.incompleteHashes).toEqual(["SHA-512"]);
  const made = (bytes: number) => ({ salted: new Uint8Array(bytes).fill(7), ...reopened.newSalt() });
  expect(await reopened.addKeys(JULIET, "SHA-512", made(64))).toBe(false);
  expect(await reopened.addKeys(ROMEO, "SHA-512", made(32))).toBe(false);
  expect(reopened.keys(ROMEO, "SHA-512")).toBeUndefined();
  expect(await reopened.addKeys(ROMEO, "SHA-512", made(64))).toBe(true);
  const before = reopened.keys(ROMEO, "SHA-512");
  expect(await reopened.addKeys(ROMEO, "SHA-512", made(64))).toBe(false);
  expect(reopened.keys(ROMEO, "SHA-512")).toEqual(before);
  expect(openAccounts(db, { iterations: 4096, now: () => 0 }).incompleteHashes).toEqual([]);
});

test("RFC 5802 §2.2: an account without keys for the SASLprep form of its password gets them when the password is verified", async () => {
  const { db, accounts } = open();
  await accounts.create(ROMEO, "petite maison\u00B2");
  const before = SCRAM_HASHES.map((hash) => accounts.keys(ROMEO, hash));
  db.write("UPDATE account_keys SET alternate_stored_key = NULL, alternate_server_key = NULL").run();
  for (const wrong of ["petite maison", "petite maison2"]) expect(await accounts.verify(ROMEO, wrong)).toBe(false);
  expect(accounts.keys(ROMEO, "SHA-1")?.alternate).toBeUndefined();
  expect(await accounts.verify(ROMEO, "petite maison\u00B2")).toBe(true);
  expect(SCRAM_HASHES.map((hash) => accounts.keys(ROMEO, hash))).toEqual(before);
  expect(await accounts.verify(ROMEO, "petite maison2")).toBe(true);
});

test("RFC 4013 §2.1: a password of which SASLprep leaves nothing has no other form, and is not the empty one", async () => {
  const { accounts } = open();
  const hyphens = "\u1806".repeat(8);
  await accounts.create(ROMEO, hyphens);
  for (const hash of SCRAM_HASHES) expect(accounts.keys(ROMEO, hash)?.alternate).toBeUndefined();
  expect([await accounts.verify(ROMEO, hyphens), await accounts.verify(ROMEO, "")]).toEqual([true, false]);
});

test("the existence of an account is cached, its absence is not", async () => {
  const { db, accounts: makes } = open();
  let asked = 0;
  const read: typeof db.read = <Row>(sql: string) => {
    const query = db.read<Row>(sql);
    return {
      ...query,
      get: (...values) => {
        if (sql.startsWith("SELECT 1 AS one")) asked += 1;
        return query.get(...values);
      },
    };
  };
  const accounts = openAccounts({ ...db, read }, { iterations: 4096, now: () => 0 });
  expect([accounts.exists(ROMEO), accounts.exists(ROMEO), asked]).toEqual([false, false, 2]);
  await makes.create(ROMEO, "wherefore");
  expect([accounts.exists(ROMEO), accounts.exists(ROMEO), asked]).toEqual([true, true, 3]);
});

test.each([
  ["changed", (accounts: Accounts) => accounts.setPassword(ROMEO, "another one")],
  ["set once more", (accounts: Accounts) => accounts.setPassword(ROMEO, "wherefore")],
  ["gone with its account", async (accounts: Accounts) => accounts.remove(ROMEO)],
] as const)("a password that is %s while it is hashed proves nothing", async (_, change) => {
  const { db, accounts } = open();
  await accounts.create(ROMEO, "wherefore");
  /** The keys as they were when it began. */
  let before: unknown;
  const read: typeof db.read = <Row>(sql: string) => {
    const query = db.read<Row>(sql);
    const get = (...values: Parameters<typeof query.get>): Row | undefined => {
      const row = before as Row | undefined;
      before = undefined;
      return row ?? query.get(...values);
    };
    return sql.includes("WHERE account = ? AND hash = ?") ? { ...query, get } : query;
  };
  const slow = openAccounts({ ...db, read }, { iterations: 4096, now: () => 0 });
  expect(await slow.verify(ROMEO, "wherefore")).toBe(true);
  before = accounts.keys(ROMEO, "SHA-256");
  await change(accounts);
  expect(await slow.verify(ROMEO, "wherefore")).toBe(false);
});

test("an account stays disabled until it is enabled; listeners are called when it is disabled, not when it is enabled", async () => {
  const { accounts } = open();
  await accounts.create(ROMEO, "wherefore");
  const told: string[] = [];
  accounts.onDisable((account) => told.push(account));
  expect(accounts.isDisabled(ROMEO)).toBe(false);
  accounts.setDisabled(ROMEO, true);
  expect([accounts.isDisabled(ROMEO), accounts.disabled(), told]).toEqual([true, [ROMEO], [ROMEO]]);
  accounts.setDisabled(ROMEO, false);
  expect([accounts.isDisabled(ROMEO), accounts.disabled(), told]).toEqual([false, [], [ROMEO]]);
  expect(() => accounts.setDisabled(JULIET, true)).toThrow(refusal("unknown"));
});

test("on a full disk no account is created, and one that a lost tick has created does not exist", async () => {
  const room = { isLow: true, isExhausted: false, wrote: () => {}, refused: () => {} };
  const db = openDatabase(":memory:", { log: memoryLog(), space: room });
  db.migrate("letters", ["CREATE TABLE letters (text BLOB) STRICT"]);
  const seen: boolean[] = [];
  /** Something else in the same tick is too much for the disk. */
  const atomically = <T>(work: () => T): T => {
    const done = db.atomically(work);
    seen.push(accounts.exists(ROMEO));
    expect(() => big.run()).toThrow("nearly full");
    return done;
  };
  const accounts = openAccounts({ ...db, atomically }, { iterations: 4096, now: () => 0 });
  const big = db.write("INSERT INTO letters VALUES (zeroblob(1000000))");
  const full = refusal("full");
  await expect(accounts.create(ROMEO, "wherefore")).rejects.toThrow(full);
  expect(seen).toEqual([]);
  room.isLow = false;
  db.read("PRAGMA max_page_count = 20").all();
  await expect(accounts.create(ROMEO, "wherefore")).rejects.toThrow(full);
  expect(seen).toEqual([true]);
  expect(accounts.exists(ROMEO)).toBe(false);
  await db.close();
});
