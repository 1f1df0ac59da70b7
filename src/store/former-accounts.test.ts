/** Accounts that came from another server: who signs in how, until they have all keys. */

import { expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { DAY } from "../clock.ts";
import { type Accounts, openAccounts } from "./accounts.ts";
import { openDatabase } from "./database.ts";
import type { FormerPassword } from "./former-password.ts";
import { deriveKeys, type KeysByHash, SCRAM_HASHES, type ScramHash } from "./scram-keys.ts";

const ALICE = "alice@localhost";

function opened() {
  const clock = { now: Date.parse("2026-11-30T12:00:00Z") };
  const quiet = (): void => {};
  const db = openDatabase(":memory:", { log: { error: quiet, warn: quiet, info: quiet, debug: quiet } });
  const accounts = openAccounts(db, { iterations: 4096, now: () => clock.now, minPasswordLength: 8 });
  const add = (given: { keys?: KeysByHash; password?: FormerPassword; account?: string; disabled?: boolean } = {}) =>
    accounts.addFormer({ account: ALICE, created: 1, keys: [], disabled: false, admin: false, ...given });
  return { accounts, clock, add };
}

const keysOf = async (hash: ScramHash, password: string): Promise<KeysByHash> => [
  [hash, await deriveKeys(password, hash, { salt: Buffer.from("salt"), iterations: 4096 })],
];
const hashesOf = (accounts: Accounts, account = ALICE): ScramHash[] =>
  SCRAM_HASHES.filter((hash) => accounts.keys(account, hash));

test("keys of one hash alone check a password that is sent, and then there are keys of all", async () => {
  for (const hash of SCRAM_HASHES) {
    const { accounts, add } = opened();
    expect(add({ keys: await keysOf(hash, "short") })).toBe("added");
    expect([await accounts.verify(ALICE, "wrong"), hashesOf(accounts)]).toEqual([false, [hash]]);
    const before = accounts.keys(ALICE, hash);
    expect(await accounts.verify(ALICE, "short")).toBe(true);
    expect(hashesOf(accounts)).toEqual([...SCRAM_HASHES]);
    expect(accounts.keys(ALICE, hash)).toEqual(before as NonNullable<typeof before>);
    expect([await accounts.verify(ALICE, "short"), await accounts.verify(ALICE, "wrong")]).toEqual([true, false]);
  }
});

test("RFC 5802 §2.2: keys of a password that was prepared by SASLprep", async () => {
  const { accounts, add } = opened();
  add({ keys: await keysOf("SHA-1", "maison2") });
  expect(await accounts.verify(ALICE, "maison²")).toBe(true);
});

const FORMS: readonly FormerPassword[] = [
  { form: "a1hash", value: createHash("md5").update("alice:home:secret").digest("hex"), name: "alice", realm: "home" },
  { form: "bcrypt", value: await Bun.password.hash("secret", { algorithm: "bcrypt", cost: 4 }) },
  {
    form: "crypt",
    value: "$6$ab$2lDVylRMp48hlYZZFOCx/xnhJEsGPynJ17rt2um9Gb8wX6ygI4uDxg3Bg43pp/Hv397hwWfT8mciHws9eE4sR/",
  },
  { form: "sha", value: createHash("sha1").update("secret").digest("base64") },
];

test("a form that can only check a password does so once, and then there are keys", async () => {
  for (const form of FORMS) {
    const { accounts, add } = opened();
    add({ password: form });
    expect([await accounts.verify(ALICE, "wrong"), hashesOf(accounts)]).toEqual([false, []]);
    expect([form.form, await accounts.verify(ALICE, "secret"), hashesOf(accounts)]).toEqual([
      form.form,
      true,
      [...SCRAM_HASHES],
    ]);
  }
});

test("an account without anything that checks a password is completed once, one that has something stays as it is", async () => {
  const { accounts, add } = opened();
  expect([add(), await accounts.verify(ALICE, "")]).toEqual(["added", false]);
  const keys = await keysOf("SHA-1", "secret");
  expect([add({ keys }), add({ keys: await keysOf("SHA-1", "another") })]).toEqual(["completed", "known"]);
  expect(await accounts.verify(ALICE, "secret")).toBe(true);
});

test("only hashes are usable that all accounts have which came lately and may sign in", async () => {
  const { accounts, add, clock } = opened();
  expect(accounts.offeredHashes(undefined)).toEqual(SCRAM_HASHES);
  const keys = await keysOf("SHA-1", "secret");
  add({ keys });
  add({ account: "bob@localhost", keys });
  add({ account: "nobody@localhost" });
  add({ account: "gone@localhost", password: FORMS[0] as FormerPassword, disabled: true });
  expect(accounts.offeredHashes(undefined)).toEqual(["SHA-1"]);
  await accounts.verify(ALICE, "secret");
  expect(accounts.offeredHashes(undefined)).toEqual(["SHA-1"]);
  accounts.remove("bob@localhost");
  expect(accounts.offeredHashes(undefined)).toEqual(SCRAM_HASHES);
  add({ account: "carol@localhost", password: FORMS[0] as FormerPassword });
  expect(accounts.offeredHashes(undefined)).toEqual([]);
  clock.now += 31 * DAY;
  expect(accounts.offeredHashes(undefined)).toEqual(SCRAM_HASHES);
});

test("keys of a hash are considered for ninety days", async () => {
  const { accounts, add, clock } = opened();
  add({ keys: await keysOf("SHA-1", "secret") });
  clock.now += 89 * DAY;
  expect(accounts.offeredHashes(undefined)).toEqual(["SHA-1"]);
  clock.now += 2 * DAY;
  expect(accounts.offeredHashes(undefined)).toEqual(SCRAM_HASHES);
});

test("a new password, and XEP-0480's keys, complete an account", async () => {
  const { accounts, add } = opened();
  add({ keys: await keysOf("SHA-1", "secret") });
  await accounts.setPassword(ALICE, "a longer one");
  expect(accounts.offeredHashes(undefined)).toEqual(SCRAM_HASHES);
  add({ account: "bob@localhost", keys: await keysOf("SHA-1", "secret") });
  for (const hash of ["SHA-256", "SHA-512"] as const) {
    expect(accounts.offeredHashes(undefined)).not.toContain(hash);
    const salted = new Uint8Array(hash === "SHA-256" ? 32 : 64);
    await accounts.addKeys("bob@localhost", hash, { ...accounts.newSalt(), salted });
    expect(accounts.offeredHashes(undefined)).toContain(hash);
  }
});

test("a password that somebody has already may be short; what cannot be one has no keys", async () => {
  const { accounts } = opened();
  expect((await accounts.keysFor("abc"))?.map(([hash]) => hash)).toEqual([...SCRAM_HASHES]);
  expect(await accounts.keysFor("a\tb")).toBeUndefined();
});
