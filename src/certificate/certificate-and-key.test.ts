import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CertificateAndKey, openCertificateAndKey } from "./certificate-and-key.ts";
import { selfIssued } from "./self-issued.ts";

const DAY = 86_400_000;
const issued = (): CertificateAndKey =>
  selfIssued({ names: ["example.com"], notBefore: Date.now(), notAfter: Date.now() + DAY });

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pair-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("a certificate and its key on the disk", () => {
  test("what was written is read again, by its owner alone", () => {
    const pair = issued();
    openCertificateAndKey(folder).write(pair);
    expect(openCertificateAndKey(folder).read()).toEqual(pair);
    expect(readdirSync(folder).sort()).toEqual(["chain.pem", "key.pem"]);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const name of ["chain.pem", "key.pem"]) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  });

  test("a key that is not the certificate's is refused, and the old ones stay", () => {
    const files = openCertificateAndKey(folder);
    const old = issued();
    files.write(old);
    expect(() => files.write({ chainPem: issued().chainPem, keyPem: issued().keyPem })).toThrow("does not belong");
    expect(files.read()).toEqual(old);
  });

  const old = issued();
  const fresh = issued();
  // Everything that a crash can leave behind, in the order in which write() does its work.
  test.each([
    ["nothing was written yet", { "chain.pem": old.chainPem, "key.pem": old.keyPem }, old],
    [
      "half of the new key",
      { "chain.pem": old.chainPem, "key.pem": old.keyPem, "key.pem.new": fresh.keyPem.slice(0, 60) },
      old,
    ],
    ["the new key", { "chain.pem": old.chainPem, "key.pem": old.keyPem, "key.pem.new": fresh.keyPem }, old],
    [
      "half of the new chain",
      {
        "chain.pem": old.chainPem,
        "key.pem": old.keyPem,
        "key.pem.new": fresh.keyPem,
        "chain.pem.new": fresh.chainPem.slice(0, 100),
      },
      old,
    ],
    [
      "both, not renamed",
      {
        "chain.pem": old.chainPem,
        "key.pem": old.keyPem,
        "key.pem.new": fresh.keyPem,
        "chain.pem.new": fresh.chainPem,
      },
      fresh,
    ],
    [
      "the key renamed, the chain not",
      { "chain.pem": old.chainPem, "key.pem": fresh.keyPem, "chain.pem.new": fresh.chainPem },
      fresh,
    ],
    ["all done", { "chain.pem": fresh.chainPem, "key.pem": fresh.keyPem }, fresh],
  ] as const)("after a crash with %s, certificate and key match", (_, files, expected) => {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    expect(openCertificateAndKey(folder).read()).toEqual(expected);
    expect(readdirSync(folder).sort()).toEqual(["chain.pem", "key.pem"]);
    expect(readFileSync(join(folder, "key.pem"), "utf8")).toBe(expected.keyPem);
  });
});
