import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { manualClock } from "../../tests/support/in-memory/manual-clock.ts";
import { DAY, HOUR, MINUTE } from "../clock.ts";
import type { LogEvent } from "../log.ts";
import { CertificateError } from "./certificate-error.ts";
import { type Renewal, startRenewal } from "./renewal.ts";
import { selfIssued } from "./self-issued.ts";
import { openStateFile } from "./state.ts";

const START = Date.UTC(2026, 10, 22);
const refusal = (retryAt?: number) =>
  new CertificateError({ reason: "no-answer", values: {}, remedies: [], retryAt, name: "example.com" });

let folder = "";
let renewal: Renewal | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "renewal-"));
});
afterEach(() => {
  renewal?.stop();
  rmSync(folder, { recursive: true });
});

/** A server with a certificate of 90 days. `fails` says whether a renewal at this time fails, and how. */
function scene(options: { life?: number; fails?: () => Error | undefined; missing?: () => boolean } = {}) {
  const clock = manualClock(START);
  const { life = 90 * DAY, fails = () => undefined, missing = () => false } = options;
  const made = () =>
    selfIssued({ names: ["example.com"], notBefore: clock.now(), notAfter: clock.now() + life }).chainPem;
  let chainPem: string | undefined = made();
  const renewals: { readonly day: number; readonly reason: string }[] = [];
  const events: LogEvent[] = [];
  const note = (event: LogEvent) => void events.push(event);
  const start = () =>
    startRenewal({
      state: openStateFile(folder),
      clock,
      log: { error: note, warn: note, info: note, debug: note },
      current: () => chainPem,
      renewalInfo: async () => undefined,
      isNameMissing: async () => missing(),
      renew: async (reason) => {
        renewals.push({ day: (clock.now() - START) / DAY, reason });
        const error = fails();
        if (error !== undefined) throw error;
        chainPem = made();
      },
    });
  const lose = (): void => {
    chainPem = undefined;
  };
  return { clock, renewals, events, start, lose };
}

describe("a running server", () => {
  test("renews at two thirds of the certificate's lifetime, again and again", async () => {
    const { clock, renewals, start } = scene();
    renewal = start();
    await clock.advanceSettled(59 * DAY);
    expect(renewals).toEqual([]);
    await clock.advanceSettled(2 * DAY);
    expect(renewals).toEqual([{ day: 60, reason: "due" }]);
    await clock.advanceSettled(61 * DAY);
    expect(renewals.map(({ day }) => Math.floor(day))).toEqual([60, 120]);
  });

  test("obtains the first certificate at once", async () => {
    const { clock, renewals, start, lose } = scene();
    lose();
    renewal = start();
    await clock.advanceSettled(MINUTE);
    expect(renewals).toEqual([{ day: 0, reason: "due" }]);
  });

  test("tries again after 1, 10 and 100 minutes, then daily, across restarts", async () => {
    const { clock, renewals, start, lose } = scene({ fails: () => refusal() });
    lose();
    renewal = start();
    await clock.advanceSettled(5 * MINUTE);
    renewal.stop();
    renewal = start();
    await clock.advanceSettled(3 * DAY);
    const minutes = renewals.map(({ day }) => Math.round((day * DAY) / MINUTE));
    expect(minutes.slice(0, 5)).toEqual([0, 1, 11, 111, 111 + 24 * 60]);
  });

  test("does not try before Retry-After", async () => {
    const { clock, renewals, start, lose } = scene({ fails: () => refusal(START + 5 * HOUR) });
    lose();
    renewal = start();
    await clock.advanceSettled(6 * HOUR);
    expect(renewals.map(({ day }) => day * 24)).toEqual([0, 5, 5 + 10 / 60]);
  });

  test("keeps the last problem until a renewal succeeds", async () => {
    let broken = true;
    const { clock, events, start, lose } = scene({ fails: () => (broken ? refusal() : undefined) });
    lose();
    renewal = start();
    await clock.advanceSettled(30_000);
    expect(openStateFile(folder).read()).toMatchObject({
      failedRenewals: 1,
      lastProblem: { reason: "no-answer", at: START },
    });
    expect(events).toMatchObject([{ event: "certificate-not-renewed", reason: "no-answer", failures: 1 }]);
    broken = false;
    await clock.advanceSettled(MINUTE);
    expect(openStateFile(folder).read()).toMatchObject({ failedRenewals: 0, notBefore: 0 });
    expect(openStateFile(folder).read().lastProblem).toBeUndefined();
  });

  test("is not held up by what it wrote down while the clock was ten years ahead", async () => {
    const ahead = START + 3650 * DAY;
    let looks = 0;
    const { clock, renewals, start, lose } = scene({ missing: () => ++looks > 0 });
    openStateFile(folder).change({ failedRenewals: 3, notBefore: ahead + DAY, namesCheckedAt: ahead });
    renewal = start();
    await clock.advanceSettled(MINUTE);
    expect(renewals.map(({ reason }) => reason)).toEqual(["name-missing"]);
    renewal.stop();
    lose();
    openStateFile(folder).change({ notBefore: ahead + DAY });
    renewal = start();
    await clock.advanceSettled(MINUTE);
    expect(renewals.map(({ reason }) => reason)).toEqual(["name-missing", "due"]);
  });

  test("adds a name that has appeared in DNS, checking once a day", async () => {
    let looks = 0;
    const { clock, renewals, start } = scene({ missing: () => ++looks === 3 });
    renewal = start();
    await clock.advanceSettled(4 * DAY);
    expect(looks).toBeGreaterThanOrEqual(4);
    expect(renewals.map(({ day, reason }) => [Math.floor(day), reason])).toEqual([[2, "name-missing"]]);
  });

  test("renewNow: calls while a renewal is under way get its outcome", async () => {
    const { clock, renewals, start } = scene();
    renewal = start();
    await Promise.all([renewal.renewNow(), renewal.renewNow()]);
    expect(renewals).toHaveLength(1);
    await clock.advanceSettled(MINUTE);
    expect(renewals).toHaveLength(1);
  });

  test("a fault of the program is logged and does not end the renewals", async () => {
    let faults = 1;
    const { clock, renewals, events, start, lose } = scene({
      fails: () => (faults-- > 0 ? new TypeError("bug") : undefined),
    });
    lose();
    renewal = start();
    await clock.advanceSettled(MINUTE);
    expect(events).toMatchObject([{ event: "renewal-failed" }]);
    expect(renewals.map(({ day }) => (day * DAY) / MINUTE)).toEqual([0, 1]);
  });

  test("stops", async () => {
    const { clock, renewals, start } = scene();
    renewal = start();
    await clock.advanceSettled(MINUTE);
    renewal.stop();
    await clock.advanceSettled(80 * DAY);
    expect(renewals).toEqual([]);
  });
});
