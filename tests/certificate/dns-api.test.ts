/** RFC 8555 §8.4 with records that a program writes: an authority (pebble), and a name server that takes updates (BIND). */
import { afterAll, beforeAll, expect } from "bun:test";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CertificateError } from "../../src/certificate/certificate-error.ts";
import { openCertificateStore } from "../../src/certificate/certificate-store.ts";
import { solverFor } from "../../src/certificate/challenges/solver.ts";
import { factsOf } from "../../src/certificate/facts.ts";
import { obtain } from "../../src/certificate/obtain.ts";
import { systemClock } from "../../src/clock.ts";
import { openRecordWriter } from "../../src/dns/providers/providers.ts";
import type { RecordWriter } from "../../src/dns/providers/writer.ts";
import { PEBBLE, type Pebble, startPebble } from "../support/certificate/pebble.ts";
import { describeWith, testWith } from "../support/needs.ts";
import { type Bind, NAMED, startBind } from "../support/network/bind.ts";

const ZONE = "example.test";
const NEEDS = [...PEBBLE, NAMED];
const testDns = testWith(NEEDS);
const CLOSED_PORT = { host: "127.0.0.1", port: 1 };

describeWith(NEEDS)("DNS-01 by API", () => {
  let bind: Bind;
  let pebble: Pebble;
  let folder = "";
  let tokenFile = "";
  /** What was waited for; nobody waits. */
  const clock = { ...systemClock, sleep: () => Promise.resolve() };

  beforeAll(async () => {
    bind = await startBind(ZONE);
    pebble = await startPebble({ dnsServer: bind.server });
    folder = mkdtempSync(join(tmpdir(), "dns-api-"));
    tokenFile = join(folder, "token");
    writeFileSync(tokenFile, bind.credentials, { mode: 0o600 });
  });
  afterAll(async () => {
    await pebble?.stop();
    await bind?.stop();
    if (folder !== "") rmSync(folder, { recursive: true });
  });

  const order = (names: readonly string[], change = (records: RecordWriter) => records) => {
    const { resolver: dns } = bind;
    const opened = openRecordWriter({ provider: "rfc2136", token_file: tokenFile }, dns);
    const records = opened && change(opened);
    const ports = { http: CLOSED_PORT, https: CLOSED_PORT };
    const solver = solverFor("dns-01", { ...ports, dns, confirm: undefined, records, clock });
    const authority = { directory: pebble.directory, rootsPem: pebble.rootsPem };
    const store = openCertificateStore(folder);
    const fixed = { publicAddresses: [], host: ZONE, contact: "", profile: "tlsserver", clock: systemClock, fetch };
    return obtain(authority, { names }, { ...fixed, store, solver, dns });
  };

  testDns("a certificate for several names without a person or a port, and no record stays behind", async () => {
    const names = [ZONE, `rooms.${ZONE}`];
    expect([...factsOf((await order(names)).chainPem).names].sort()).toEqual(names);
    for (const name of names)
      expect((await bind.resolver.query("TXT", `_acme-challenge.${name}`)).state).toBe("absent");
  });

  testDns("where there is one text for all names, they are proven one after the other", async () => {
    const written: number[] = [];
    const shared = (records: RecordWriter): RecordWriter => ({
      ...records,
      hasOneText: true,
      write: async (sets) => {
        written.push(sets.filter(({ values }) => values.length > 0).length);
        await records.write(sets);
      },
    });
    const names = [`one.${ZONE}`, `three.${ZONE}`, `two.${ZONE}`];
    expect([...factsOf((await order(names, shared)).chainPem).names].sort()).toEqual(names.toSorted());
    expect(Math.max(...written)).toBe(1);
    // Each is removed before the next one comes.
    expect(written.join("")).toBe("101010");
  });

  testDns("a token that may not is a problem with a name, a reason and a remedy, and without the token", async () => {
    writeFileSync(tokenFile, bind.credentials.replace("key = home.", "key = other."));
    const error = await order([ZONE]).catch((thrown: unknown) => thrown);
    writeFileSync(tokenFile, bind.credentials);
    expect(error).toBeInstanceOf(CertificateError);
    const { problem } = error as CertificateError;
    expect(problem).toMatchObject({ reason: "dns-api-failed", name: ZONE, remedies: [{ key: "look-at-token" }] });
    expect(problem.values).toMatchObject({ provider: "rfc2136", detail: expect.stringContaining("BADKEY") });
    expect(JSON.stringify(problem)).not.toContain(bind.secret);
  });

  testDns("a file that others may read is not used", async () => {
    chmodSync(tokenFile, 0o640);
    const error = await order([ZONE]).catch((thrown: unknown) => thrown);
    chmodSync(tokenFile, 0o600);
    expect((error as CertificateError).problem.values.detail).toContain("file-open");
  });
});
