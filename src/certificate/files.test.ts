import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { manualClock } from "../../tests/support/in-memory/manual-clock.ts";
import { DAY, SECOND } from "../clock.ts";
import type { Logger } from "../log.ts";
import type { CertificateAndKey } from "./certificate-and-key.ts";
import { CertificateError } from "./certificate-error.ts";
import { readValidFiles, watchCertificateFiles } from "./files.ts";
import { openFilesSource } from "./files-source.ts";
import { selfIssued } from "./self-issued.ts";
import { currentSelfSigned } from "./self-signed-source.ts";
import { type CertificatesDeps, watchExpiry } from "./source.ts";
import { openStateFile } from "./state.ts";

const nothing = (): void => {};
const silent: Logger = { error: nothing, warn: nothing, info: nothing, debug: nothing };
const NOW = Date.UTC(2026, 10, 22);
const pairFor = (names: readonly string[], days = 30, from = NOW): CertificateAndKey =>
  selfIssued({ names, notBefore: from, notAfter: from + days * DAY });

let folder = "";
let paths = { chainFile: "", keyFile: "" };
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "files-"));
  paths = { chainFile: join(folder, "fullchain.pem"), keyFile: join(folder, "privkey.pem") };
});
afterEach(() => rmSync(folder, { recursive: true }));

function put({ chainPem, keyPem }: CertificateAndKey): void {
  writeFileSync(paths.chainFile, chainPem);
  writeFileSync(paths.keyFile, keyPem);
}
function reasonOf(domains: readonly string[] = ["example.com"]): string {
  try {
    readValidFiles(paths, domains, NOW + DAY);
    return "good";
  } catch (error) {
    if (error instanceof CertificateError) return error.reason;
    throw error;
  }
}

describe("a certificate in files", () => {
  test("is used when it covers the domains, is valid now, and the key matches", () => {
    put(pairFor(["example.com", "*.example.org"]));
    expect(reasonOf(["example.com", "rooms.example.org"])).toBe("good");
  });

  const good = pairFor(["example.com"]);
  const other = pairFor(["example.com"]);
  test.each([
    ["file-missing", undefined],
    ["not-a-certificate", { ...good, chainPem: "hello" }],
    ["not-a-certificate", { ...good, chainPem: good.chainPem.replace(/MII[A-Za-z0-9+/]/, "AAAA") }],
    ["not-a-key", { ...good, keyPem: "hello" }],
    ["key-does-not-fit", { ...good, keyPem: other.keyPem }],
    ["chain-broken", { ...good, chainPem: good.chainPem + other.chainPem }],
    ["name-missing", pairFor(["example.org"])],
    ["expired", pairFor(["example.com"], 30, NOW - 60 * DAY)],
    ["not-yet-valid", pairFor(["example.com"], 30, NOW + 2 * DAY)],
  ] as const)("is refused: %s", (reason, pair) => {
    if (pair !== undefined) put(pair);
    expect(reasonOf()).toBe(reason);
  });

  const remedyOf = (): string => {
    try {
      readValidFiles(paths, ["example.com"], NOW + DAY);
      return "none";
    } catch (error) {
      return error instanceof CertificateError ? (error.problem.remedies[0]?.key ?? "none") : "none";
    }
  };

  test("each problem of a file has its own remedy; who may read it is said only where that is the reason", () => {
    expect(remedyOf()).toBe("check-path");
    put({ chainPem: good.keyPem, keyPem: good.chainPem });
    expect(remedyOf()).toBe("swap-files");
    put({ chainPem: "0\u0082", keyPem: "" });
    expect(remedyOf()).toBe("write-pem");
    put({ ...good, keyPem: "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n" });
    expect(remedyOf()).toBe("open-key");
    put({ ...good, keyPem: other.keyPem });
    expect(remedyOf()).toBe("take-its-key");
    put(pairFor(["example.org"]));
    expect(remedyOf()).toBe("order-for-name");
    put(pairFor(["example.com"], 30, NOW - 60 * DAY));
    expect(remedyOf()).toBe("renew-files");
  });

  /** What the watch has told, while the files are changed by hand. */
  function watched() {
    const clock = manualClock(NOW + DAY);
    const told: string[] = [];
    const stop = watchCertificateFiles(paths, ["example.com"], {
      clock,
      replaced: ({ chainPem }) => told.push(chainPem),
      refused: ({ reason }) => told.push(reason),
    });
    return { clock, told, stop };
  }

  test("is watched: a new certificate is reported once both files are stable", async () => {
    put(good);
    const { clock, told, stop } = watched();
    await clock.advanceSettled(60 * SECOND);
    writeFileSync(paths.chainFile, other.chainPem);
    await clock.advanceSettled(10 * SECOND);
    writeFileSync(paths.keyFile, other.keyPem);
    await clock.advanceSettled(10 * SECOND);
    expect(told).toEqual([]);
    await clock.advanceSettled(60 * SECOND);
    expect(told).toEqual([other.chainPem]);
    stop();
    put(good);
    await clock.advanceSettled(60 * SECOND);
    expect(told).toHaveLength(1);
  });

  test("is watched: an invalid one is refused once, the next valid one is used", async () => {
    put(good);
    const { clock, told, stop } = watched();
    writeFileSync(paths.keyFile, other.keyPem);
    await clock.advanceSettled(60 * SECOND);
    expect(told).toEqual(["key-does-not-fit"]);
    rmSync(paths.keyFile);
    await clock.advanceSettled(60 * SECOND);
    expect(told).toEqual(["key-does-not-fit", "file-missing"]);
    writeFileSync(`${paths.chainFile}.tmp`, other.chainPem);
    renameSync(`${paths.chainFile}.tmp`, paths.chainFile);
    writeFileSync(paths.keyFile, other.keyPem);
    await clock.advanceSettled(60 * SECOND);
    expect(told.at(-1)).toBe(other.chainPem);
    stop();
  });
});

describe("a self-signed certificate", () => {
  const files = (kept: CertificateAndKey | undefined) => {
    let pair = kept;
    const write = (made: CertificateAndKey): void => {
      pair = made;
    };
    return { read: () => pair, write };
  };

  test("is kept while it covers the names and has a third of its lifetime left", () => {
    const kept = files(undefined);
    const first = currentSelfSigned(kept, ["localhost"], NOW);
    expect(currentSelfSigned(kept, ["localhost"], NOW + 500 * DAY)).toEqual(first);
    expect(currentSelfSigned(kept, ["localhost", "rooms.localhost"], NOW)).not.toEqual(first);
    expect(currentSelfSigned(kept, ["localhost"], NOW + 540 * DAY)).not.toEqual(first);
    // Made while the clock was ahead: not valid yet.
    const early = currentSelfSigned(kept, ["localhost"], NOW + 3650 * DAY);
    expect(currentSelfSigned(kept, ["localhost"], NOW)).not.toEqual(early);
  });
});

describe("a certificate that is about to expire", () => {
  test("is reported once a day in its last seven days", async () => {
    const clock = manualClock(NOW);
    const days: number[] = [];
    const stop = watchExpiry({
      clock,
      notAfter: () => NOW + 30 * DAY,
      state: openStateFile(folder),
      log: silent,
      expiresSoon: () => days.push((clock.now() - NOW) / DAY),
    });
    await clock.advanceSettled(22.5 * DAY);
    expect(days).toEqual([]);
    await clock.advanceSettled(3 * DAY);
    expect(days).toEqual([23, 24, 25]);
    stop();
  });

  test("in files is reported once a day, whatever restarts there are", async () => {
    put(pairFor(["example.com"], 5));
    const clock = manualClock(NOW);
    const days: number[] = [];
    const restart = async (): Promise<void> => {
      const { stop } = openFilesSource({
        folder: join(folder, "certificate"),
        config: { source: "files", chain_file: paths.chainFile, key_file: paths.keyFile },
        names: { domains: ["example.com"], others: [], services: [] },
        clock,
        log: silent,
        replaced: () => {},
        expiresSoon: () => days.push((clock.now() - NOW) / DAY),
      } as unknown as CertificatesDeps);
      await clock.advanceSettled(0.75 * DAY);
      stop();
    };
    for (let start = 0; start < 3; start++) await restart();
    expect(days).toEqual([0, 1, 2]);
  });

  test("is reported and the watch goes on where the disk does not take a note of it", async () => {
    const clock = manualClock(NOW);
    const days: number[] = [];
    const state = openStateFile(join(folder, "not-there"));
    const stop = watchExpiry({
      clock,
      notAfter: () => NOW + 5 * DAY,
      state,
      log: silent,
      expiresSoon: () => days.push((clock.now() - NOW) / DAY),
    });
    await clock.advanceSettled(1.5 * DAY);
    expect(days).toEqual([0, 1]);
    stop();
  });

  test("that is renewed by hand is reported from when that is due: once a week, then once a day", async () => {
    const clock = manualClock(NOW);
    const notices: unknown[] = [];
    const stop = watchExpiry({
      clock,
      notAfter: () => NOW + 30 * DAY,
      byHandFrom: () => NOW + 10 * DAY,
      state: openStateFile(folder),
      log: silent,
      expiresSoon: (_, isByHand) => notices.push([(clock.now() - NOW) / DAY, isByHand]),
    });
    await clock.advanceSettled(25.5 * DAY);
    expect(notices).toEqual([10, 17, 23, 24, 25].map((day) => [day, true]));
    stop();
  });
});
