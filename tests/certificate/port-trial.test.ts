import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Authority } from "../../src/certificate/authority.ts";
import { openCertificateStore } from "../../src/certificate/certificate-store.ts";
import { http01OnOwnPort } from "../../src/certificate/challenges/http-01.ts";
import { tlsAlpn01OnOwnPort } from "../../src/certificate/challenges/tls-alpn-01.ts";
import { openTrialStore, type PortTrialDeps, tryPorts } from "../../src/certificate/port-trial.ts";
import { systemClock } from "../../src/clock.ts";
import { openAcmeProxy } from "../support/certificate/acme-proxy.ts";
import { PEBBLE, type Pebble, startPebble } from "../support/certificate/pebble.ts";
import { describeWith } from "../support/needs.ts";

const NAME = "tintin.example.test";

let pebble: Pebble;
let authority: Authority;
let folder = "";
let deps: PortTrialDeps;

describeWith(PEBBLE)("whether the world reaches ports 80 and 443, by the authority's test service (pebble)", () => {
  beforeAll(async () => {
    pebble = await startPebble({ reusesAuthorizations: true });
    authority = { directory: pebble.directory, rootsPem: pebble.rootsPem };
    folder = mkdtempSync(join(tmpdir(), "port-trial-"));
  });
  afterAll(async () => {
    await pebble?.stop();
    if (folder) rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    await pebble.setAddresses(NAME, ["127.0.0.1"]);
    const store = openTrialStore(openCertificateStore(folder));
    const publicAddresses = ["127.0.0.1"];
    deps = { store, dns: pebble.dns, publicAddresses, host: NAME, contact: "", clock: systemClock, fetch };
  });

  const http = (port = pebble.httpPort) => ({
    ...http01OnOwnPort({ host: "127.0.0.1", port }),
    type: "http-01" as const,
  });
  const tls = (port = pebble.tlsPort) => ({
    ...tlsAlpn01OnOwnPort({ host: "127.0.0.1", port }, Date.now),
    type: "tls-alpn-01" as const,
  });

  test("RFC 8555 §8.3, RFC 8737: both are reached, and the address is said that was connected to", async () => {
    const trials = await tryPorts(authority, [http(), tls()], deps);
    expect(trials).toMatchObject([
      { port: 80, reached: "yes", problem: undefined },
      { port: 443, reached: "yes", problem: undefined },
    ]);
  });

  test("RFC 8555 §7.5.2: the authorizations are deactivated: the next trial validates anew", async () => {
    const [first] = await tryPorts(authority, [http()], deps);
    expect(first?.reached).toBe("yes");
    const elsewhere = http(0);
    const [second] = await tryPorts(authority, [elsewhere], deps);
    expect(second).toMatchObject({ port: 80, reached: "no", problem: { reason: "nothing-listens" } });
  });

  test("a port that nothing answers at is not reached, with the remedies for the port alone", async () => {
    const [trial] = await tryPorts(authority, [tls(0)], deps);
    expect(trial).toMatchObject({ port: 443, reached: "no", problem: { reason: "nothing-listens", name: NAME } });
    expect(trial?.problem?.remedies.map(({ key }) => key)).toEqual(["forward-port", "start-listening"]);
  });

  test("a name without an address is reached at no port", async () => {
    await pebble.setAddresses(NAME, []);
    const [trial] = await tryPorts(authority, [http()], deps);
    expect(trial).toMatchObject({ reached: "no", problem: { reason: "no-address" } });
  });

  test("an authority that does not answer has not looked", async () => {
    const nobody = { directory: "https://127.0.0.1:1/dir" };
    const [trial] = await tryPorts(nobody, [http()], deps);
    expect(trial).toMatchObject({ reached: "unknown", problem: { reason: "ca-unreachable" } });
  });

  test("a refusal in words that would steer a terminal is read on one line, without them", async () => {
    const front = openAcmeProxy(pebble);
    try {
      const detail = `no \u001b[2J\u0007${"x".repeat(100_000)}`;
      front.refuseOrder(403, { type: "urn:ietf:params:acme:error:malformed", detail });
      const [trial] = await tryPorts(front.authority, [http()], deps);
      expect(trial).toMatchObject({ reached: "unknown", problem: { reason: "ca-refused" } });
      const shown = String(trial?.problem?.values.detail);
      expect(shown).toMatch(/^no \[2J x+$/);
      expect(shown.length).toBeLessThanOrEqual(500);
    } finally {
      await front.stop();
    }
  });

  test("an authority that keeps its authorizations has not looked again, and is not believed", async () => {
    const front = openAcmeProxy(pebble, { keepsAuthorizations: true });
    try {
      const [first] = await tryPorts(front.authority, [http()], deps);
      expect(first?.reached).toBe("yes");
      const [second] = await tryPorts(front.authority, [http(0)], deps);
      expect(second).toMatchObject({ reached: "unknown", problem: { reason: "ca-refused" } });
    } finally {
      await front.stop();
    }
  });

  test("what a trial finds out is not written over the state of the certificate", async () => {
    const before = openCertificateStore(folder).state.read();
    await tryPorts(authority, [http()], deps);
    expect(openCertificateStore(folder).state.read()).toEqual(before);
  });
});
