import { afterAll, beforeAll, expect, test } from "bun:test";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  executableFor,
  type Given,
  isNewer,
  isVersion,
  MAX_MANIFEST,
  type ReleaseManifest,
  verifiedManifest,
  writeManifest,
} from "./manifest.ts";
import type { ReleaseProblem } from "./release-error.ts";
import { publicPem, requireSignature, signaturesOf } from "./signature.ts";
import { testKey } from "./testing.ts";

const DAY = 24 * 60 * 60 * 1000;
const released = Date.parse("2026-11-30T12:00:00Z");
const sha256 = "a".repeat(64);
const executable = { target: "linux-x64", unpackedBytes: 300, unpackedSha256: "b".repeat(64) };
const packed = { file: "jabber-home-linux-x64.gz", bytes: 100, sha256 };
const good: ReleaseManifest = {
  version: "1.2.3",
  released,
  expires: released + 180 * DAY,
  files: [
    { ...packed, executable },
    { file: "install.sh", bytes: 10, sha256 },
  ],
};

const [first, second, other] = [testKey(), testKey(), testKey()];
const keys = [first.publicKey, second.publicKey];

const signed = (text: string, ...by: readonly { readonly privateKey: string }[]): Given => {
  const manifest = Buffer.from(text);
  const signatures = signaturesOf(
    manifest,
    (by.length > 0 ? by : [first]).map(({ privateKey }) => privateKey),
  );
  return { manifest, signatures, keys, now: released, current: "1.0.0" };
};

const problemOf = (given: Given): ReleaseProblem | undefined => {
  try {
    verifiedManifest(given);
    return undefined;
  } catch (error) {
    return (error as { problem?: ReleaseProblem }).problem ?? (Promise.reject(error) as never);
  }
};

test("what was written is read again: a manifest that one of two keys has signed, whichever it is", () => {
  for (const key of [first, second]) expect(verifiedManifest(signed(writeManifest(good), key))).toEqual(good);
});

test("each file is on one line, its fields in the order that install.sh reads", () => {
  const lines = writeManifest(good).split("\n");
  expect(lines.slice(0, 6)).toEqual([
    "{",
    '  "format": 1,',
    '  "name": "jabber-home",',
    '  "version": "1.2.3",',
    '  "released": "2026-11-30T12:00:00Z",',
    '  "expires": "2027-05-29T12:00:00Z",',
  ]);
  expect(lines[7]).toBe(
    `    {"target":"linux-x64","file":"jabber-home-linux-x64.gz","bytes":100,"sha256":"${sha256}","unpackedBytes":300,"unpackedSha256":"${"b".repeat(64)}"},`,
  );
  expect(lines[8]).toBe(`    {"file":"install.sh","bytes":10,"sha256":"${sha256}"}`);
});

test("rotation: signed by the key of before and by its successor, it is taken by programs that know only one of them", () => {
  const both = signed(writeManifest(good), other, second);
  expect(both.signatures.length).toBe(128);
  for (const known of [other, second]) expect(problemOf({ ...both, keys: [known.publicKey] })).toBeUndefined();
  expect(problemOf({ ...both, keys: [first.publicKey] })).toEqual({ kind: "not-signed" });
});

test("refused: signed by another key, by nobody, or changed after it was signed", () => {
  const given = signed(writeManifest(good));
  const changed = Buffer.from(writeManifest({ ...good, version: "1.2.4" }));
  const flipped = Uint8Array.from(given.signatures);
  flipped[0] = (flipped[0] ?? 0) ^ 1;
  for (const wrong of [
    signed(writeManifest(good), other),
    { ...given, manifest: changed },
    { ...given, signatures: flipped },
    { ...given, signatures: new Uint8Array(0) },
    { ...given, signatures: given.signatures.subarray(1) },
    { ...given, signatures: Buffer.concat([given.signatures, new Uint8Array(1)]) },
    { ...given, signatures: new Uint8Array(64) },
    signed(writeManifest(good), other, other, other, other, first),
  ])
    expect(problemOf(wrong)).toEqual({ kind: "not-signed" });
});

test("a program without keys takes nothing, and says that it has none", () => {
  expect(problemOf({ ...signed(writeManifest(good)), keys: [] })).toEqual({ kind: "no-keys" });
});

test("expired: from that second on; made in the future: by more than clocks differ", () => {
  const given = signed(writeManifest(good));
  expect(problemOf({ ...given, now: good.expires - 1 })).toBeUndefined();
  expect(problemOf({ ...given, now: good.expires })).toEqual({ kind: "expired", expires: good.expires });
  expect(problemOf({ ...given, now: released - DAY })).toBeUndefined();
  const now = released - DAY - 1;
  expect(problemOf({ ...given, now })).toEqual({ kind: "future", released, now });
});

test("no downgrade, in the order of Semantic Versioning", () => {
  const given = signed(writeManifest(good));
  for (const current of ["1.2.3", "1.2.3-rc.9", "1.1.10", "0.9.9"])
    expect(problemOf({ ...given, current })).toBeUndefined();
  for (const current of ["1.2.4", "1.2.10", "1.10.0", "2.0.0-rc.1"])
    expect(problemOf({ ...given, current })).toEqual({ kind: "downgrade", version: "1.2.3", current });
  expect(isNewer("1.10.0", "1.9.0")).toBe(true);
  expect(isNewer("1.9.0", "1.9.0")).toBe(false);
  expect(isNewer("1.0.0", "1.0.0-rc.1")).toBe(true);
});

test("versions are of Semantic Versioning, §2 and §9, and short", () => {
  for (const text of ["0.1.0", "1.2.3-rc.1", "10.20.30"]) expect(isVersion(text)).toBe(true);
  for (const text of ["1.2", "01.2.3", "1.2.3+x", "1.2.3 ", "v1.2.3", "1.2.3-", "1.2.3/..", "1.2.1234567", "1.2.3\n"])
    expect(isVersion(text)).toBe(false);
});

const field = (change: (manifest: Record<string, unknown>) => void): string => {
  const manifest = JSON.parse(writeManifest(good)) as Record<string, unknown>;
  change(manifest);
  return JSON.stringify(manifest);
};
const firstFile = (change: Record<string, unknown>): string =>
  field((manifest) => {
    manifest.files = [{ ...(manifest.files as object[])[0], ...change }];
  });

test.each([
  ["JSON", "{"],
  ["JSON", "[]"],
  ["name", field((manifest) => (manifest.name = "other"))],
  ["format", field((manifest) => (manifest.format = 0))],
  ["format", field((manifest) => (manifest.format = "1"))],
  ["version", field((manifest) => (manifest.version = "1.2.3; reboot"))],
  ["version", field((manifest) => (manifest.version = `1.2.3-${"a".repeat(100)}`))],
  ["released", field((manifest) => (manifest.released = "2026-11-30"))],
  ["released", field((manifest) => (manifest.released = "2026-02-30T00:00:00Z"))],
  ["expires", field((manifest) => (manifest.expires = "2026-11-30T12:00:00.5Z"))],
  ["expires", field((manifest) => (manifest.expires = manifest.released))],
  ["files", field((manifest) => (manifest.files = []))],
  ["files", field((manifest) => (manifest.files = {}))],
  ["files", field((manifest) => (manifest.files = Array(65).fill((manifest.files as object[])[0])))],
  ["files", field((manifest) => (manifest.files = Array(2).fill((manifest.files as object[])[0])))],
  ["files", field((manifest) => (manifest.files = [null]))],
  ["file", firstFile({ file: "../jabber-home" })],
  ["file", firstFile({ file: "a/b" })],
  ["file", firstFile({ file: ".profile" })],
  ["file", firstFile({ file: `a${"b".repeat(100)}` })],
  ["target", firstFile({ target: "Linux X64" })],
  ["target", firstFile({ target: null })],
  ["bytes", firstFile({ bytes: -1 })],
  ["bytes", firstFile({ bytes: 1.5 })],
  ["bytes", firstFile({ bytes: 1e12 })],
  ["sha256", firstFile({ sha256: sha256.toUpperCase() })],
  ["sha256", firstFile({ sha256: "a" })],
  ["unpackedBytes", firstFile({ unpackedBytes: undefined })],
  ["unpackedSha256", firstFile({ unpackedSha256: 1 })],
])("signed, but malformed (%s): refused with the field's name", (why, text) => {
  expect(problemOf(signed(text))).toEqual({ kind: "malformed", why });
});

test("two executables of one platform are refused, and a manifest that is too long before it is looked at", () => {
  const twice = { ...good, files: good.files.map((file, at) => ({ ...file, file: `f${at}`, executable })) };
  expect(problemOf(signed(writeManifest(twice)))).toEqual({ kind: "malformed", why: "files" });
  const long = signed(`${writeManifest(good)}${" ".repeat(MAX_MANIFEST)}`);
  expect(problemOf({ ...long, signatures: new Uint8Array(0) })).toEqual({ kind: "malformed", why: "length" });
});

test("a later format is named as such", () => {
  const later = field((manifest) => Object.assign(manifest, { format: 2, files: "elsewhere" }));
  expect(problemOf(signed(later))).toEqual({ kind: "format", format: 2 });
});

test("nothing is read of a manifest that nobody has signed", () => {
  expect(problemOf({ ...signed("{"), keys: [other.publicKey] })).toEqual({ kind: "not-signed" });
});

test("the executable of a platform, or word that there is none", () => {
  expect(executableFor(good, "linux-x64")).toEqual({ ...packed, executable });
  expect(() => executableFor(good, "plan9-x64")).toThrow('"kind":"no-target","target":"plan9-x64"');
});

test("keys of other algorithms are refused, since the signature does not name its own", () => {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const pem = privateKey.export({ format: "pem", type: "pkcs8" }).toString();
  expect(() => signaturesOf(Buffer.from("x"), [pem])).toThrow("not of Ed25519");
  const key = publicKey.export({ format: "der", type: "spki" }).toString("base64");
  expect(() => requireSignature(Buffer.from("x"), new Uint8Array(64), [key])).toThrow("not of Ed25519");
});

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "jabber-home-manifest-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const openssl = Bun.which("openssl");
if (!openssl && process.env.CI === "true") throw new Error("openssl is needed to check signatures");

test.skipIf(!openssl)("openssl pkeyutl checks the same files in a shell, each signature by itself", () => {
  const given = signed(writeManifest(good), other, second);
  writeFileSync(join(folder, "manifest.json"), given.manifest);
  writeFileSync(join(folder, "manifest.json.sig"), given.signatures);
  writeFileSync(join(folder, "key.pem"), publicPem(second.publicKey));
  const check = (skip: number): number =>
    Bun.spawnSync(
      [
        ...["sh", "-c"],
        `dd if=manifest.json.sig of=one bs=64 skip=${skip} count=1 2>/dev/null
         exec openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in manifest.json -sigfile one`,
      ],
      { cwd: folder },
    ).exitCode;
  expect(check(1)).toBe(0);
  expect(check(0)).not.toBe(0);
  writeFileSync(join(folder, "manifest.json"), Buffer.concat([given.manifest, Buffer.from(" ")]));
  expect(check(1)).not.toBe(0);
});
