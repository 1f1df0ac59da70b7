/** The certificate of another server becomes that of the home. */
import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CertificateError } from "../src/certificate/certificate-error.ts";
import { selfIssued } from "../src/certificate/self-issued.ts";
import { readConfig } from "../src/config/read.ts";
import { openResolver } from "../src/dns/resolver.ts";
import { modules } from "../src/modules.ts";
import { openCertificateActions } from "./real-certificate.ts";

const folder = mkdtempSync(join(tmpdir(), "real-certificate-"));
afterAll(() => rmSync(folder, { recursive: true }));

const config = readConfig('domains = ["example.com"]\n', modules);
const home = join(folder, "certificate");
const actions = openCertificateActions({
  folder: home,
  configFor: () => config,
  dns: openResolver({ servers: ["127.0.0.1:9"], timeoutMs: 100 }),
  serviceUser: undefined,
});
const DAY = 86_400_000;
const made = selfIssued({ names: ["example.com"], notBefore: Date.now() - DAY, notAfter: Date.now() + 30 * DAY });

test("it is copied, as if it had been issued for this home; one file may have both", () => {
  expect(actions.existing("example.com")).toBeUndefined();
  const both = join(folder, "ejabberd.pem");
  writeFileSync(both, `${made.keyPem}\n${made.chainPem}`);
  expect(actions.adopt(both, both).names).toEqual(["example.com"]);
  expect(actions.existing("example.com")?.names).toEqual(["example.com"]);
  expect(readFileSync(join(home, "chain.pem"), "utf8")).not.toContain("PRIVATE KEY");
  expect(readFileSync(join(home, "key.pem"), "utf8")).not.toContain("CERTIFICATE");
  expect(statSync(join(home, "key.pem")).mode & 0o777).toBe(0o600);
});

test("a key of another one is refused, and what was there stays", () => {
  const other = selfIssued({ names: ["example.com"], notBefore: 0, notAfter: Date.now() + DAY });
  const [chain, key] = [join(folder, "other.crt"), join(folder, "other.key")];
  writeFileSync(chain, other.chainPem);
  writeFileSync(key, made.keyPem);
  expect(() => actions.adopt(chain, key)).toThrow(CertificateError);
  expect(actions.existing("example.com")?.notAfter).toBeGreaterThan(Date.now() + 20 * DAY);
});
