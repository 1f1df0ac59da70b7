import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DAY, HOUR, MINUTE } from "../clock.ts";
import { CertificateError, type CertificateProblem } from "./certificate-error.ts";
import { attemptsLeft, recordFailures, recordIssued, refuseOverLimit } from "./rate-limits.ts";
import { openStateFile, type StateFile } from "./state.ts";

const real = { directory: "https://acme-v02.api.letsencrypt.org/directory" };
const staging = { directory: "https://acme-staging-v02.api.letsencrypt.org/directory" };
const NOW = Date.UTC(2026, 10, 22);

let folder = "";
let state: StateFile;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rate-limits-"));
  state = openStateFile(folder);
});
afterEach(() => rmSync(folder, { recursive: true }));

const refusalOf = (names: readonly string[], now: number, isSuggested = false): CertificateProblem | undefined => {
  try {
    refuseOverLimit(state.read(), real, { names, isSuggested }, now);
  } catch (error) {
    if (error instanceof CertificateError) return error.problem;
    throw error;
  }
  return undefined;
};

describe("Let's Encrypt's limits", () => {
  test("authorization failures per identifier per account: 5 an hour", () => {
    for (let minute = 0; minute < 4; minute++) recordFailures(state, real, ["example.com"], NOW + minute * MINUTE);
    expect(attemptsLeft(state.read(), real, "example.com", NOW + 5 * MINUTE)).toEqual({ left: 1, nextAt: NOW + HOUR });
    expect(refusalOf(["example.com"], NOW + 5 * MINUTE)).toBeUndefined();
    recordFailures(state, real, ["example.com"], NOW + 5 * MINUTE);
    expect(refusalOf(["rooms.example.com", "example.com"], NOW + 6 * MINUTE)).toMatchObject({
      reason: "too-many-failures",
      name: "example.com",
      retryAt: NOW + HOUR,
    });
    expect(refusalOf(["rooms.example.com"], NOW + 6 * MINUTE)).toBeUndefined();
    expect(refusalOf(["example.com"], NOW + HOUR)).toBeUndefined();
  });

  test("failures at the staging service do not count for the production one", () => {
    for (let tries = 0; tries < 6; tries++) recordFailures(state, staging, ["example.com"], NOW);
    expect(attemptsLeft(state.read(), real, "example.com", NOW)).toEqual({ left: 5, nextAt: undefined });
    expect(attemptsLeft(state.read(), staging, "example.com", NOW).left).toBe(194);
  });

  test("certificates for the same exact set of names: 5 in seven days, whatever their order", () => {
    for (let day = 0; day < 5; day++) recordIssued(state, real, ["b.example", "a.example"], NOW + day * DAY);
    expect(refusalOf(["a.example", "b.example"], NOW + 5 * DAY)).toMatchObject({
      reason: "too-many-duplicates",
      retryAt: NOW + 7 * DAY,
    });
    expect(refusalOf(["a.example"], NOW + 5 * DAY)).toBeUndefined();
    expect(refusalOf(["a.example", "b.example"], NOW + 7 * DAY)).toBeUndefined();
  });

  test("renewals by ARI are exempt from it", () => {
    for (let day = 0; day < 5; day++) recordIssued(state, real, ["a.example"], NOW + day * DAY);
    expect(refusalOf(["a.example"], NOW + 5 * DAY, true)).toBeUndefined();
  });

  test("the counts are kept in state.json", () => {
    for (let tries = 0; tries < 5; tries++) recordFailures(state, real, ["example.com"], NOW);
    state = openStateFile(folder);
    expect(refusalOf(["example.com"], NOW)?.reason).toBe("too-many-failures");
  });
});
