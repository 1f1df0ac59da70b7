/** When the certificate is renewed next, as `certificate` tells it: by the running server, and without one. */
import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { manualClock } from "../../tests/support/in-memory/manual-clock.ts";
import { DAY, MINUTE } from "../clock.ts";
import { openCertificateStore } from "./certificate-store.ts";
import { openCertificates, storedStatus } from "./certificates.ts";
import { selfIssued } from "./self-issued.ts";
import type { CertificateConfig, CertificatesDeps } from "./source.ts";

const NOW = Date.UTC(2026, 10, 22);
const names = { domains: ["example.com"], others: [], services: [] };

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "certificates-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The days from now, of a certificate that was due five days ago, after a failure that lets renewals wait. */
function nextRenewals(challenge: string, waitDays: number, hasDnsApi = false): readonly unknown[] {
  const store = openCertificateStore(folder);
  store.issued.write(selfIssued({ names: names.domains, notBefore: NOW - 65 * DAY, notAfter: NOW + 25 * DAY }));
  store.state.change({ failedRenewals: 4, notBefore: NOW + waitDays * DAY });
  const config = { source: "acme", challenge, directory: "https://ca.example/dir" } as CertificateConfig;
  const running = openCertificates({
    folder,
    config: { ...config, trial_directory: "", ca_file: "" },
    names,
    challenges: hasDnsApi
      ? { records: { provider: "desec", canWrite: () => true, canRemoveAddresses: true, write: async () => {} } }
      : {},
    clock: manualClock(NOW),
  } as unknown as CertificatesDeps);
  const statuses = [running.status(), storedStatus(folder, config, names, NOW, hasDnsApi)];
  running.stop();
  return statuses.map((status) => ((status?.nextRenewal ?? Number.NaN) - NOW) / DAY);
}

test("a renewal that has failed is repeated after a pause", () => {
  expect(nextRenewals("http-01", 1)).toEqual([1, 1]);
});

test("a pause of over a week is of a clock that was ahead: it is over", () => {
  expect(nextRenewals("http-01", 300)).toEqual([-5, -5]);
});

test("by hand it is due since it became so, whatever the server has tried alone", () => {
  expect(nextRenewals("dns-01", 1)).toEqual([-5, -5]);
});

test("what others would say of it is looked at once a minute, and at once where another is in use", async () => {
  const clock = manualClock(Date.now());
  const files = openCertificateStore(folder).issued;
  const issue = (): void =>
    files.write(selfIssued({ names: names.domains, notBefore: clock.now() - DAY, notAfter: clock.now() + 90 * DAY }));
  issue();
  const running = openCertificates({
    ...{ folder, names, clock, replaced() {}, log: { info() {}, warn() {} } },
    config: { source: "files", chain_file: join(folder, "chain.pem"), key_file: join(folder, "key.pem") },
  } as unknown as CertificatesDeps);
  const { findings } = running.status();
  expect(findings.map(({ reason }) => reason)).toEqual(["own-signature"]);
  clock.advance(MINUTE - 1);
  expect(running.status().findings).toBe(findings);
  clock.advance(1);
  const later = running.status().findings;
  expect(later).not.toBe(findings);
  issue();
  await running.renewNow();
  expect(running.status().findings).not.toBe(later);
  running.stop();
});

test("DNS-01 by API needs no hand: it is repeated like the others", () => {
  expect(nextRenewals("dns-01", 1, true)).toEqual([1, 1]);
});
