/** Connection attempts: one at a time, ever further apart as long as they fail. */
import { describe, expect, test } from "bun:test";
import { outgoingTrial } from "../../../tests/support/federation/outgoing-trial.ts";
import { manualClock } from "../../../tests/support/in-memory/manual-clock.ts";
import { memoryLog } from "../../../tests/support/in-memory/memory-log.ts";
import { DialError } from "../../net/dial-error.ts";
import type { StepReport } from "../report.ts";
import { ConnectAttempts } from "./connect-attempts.ts";
import { ConnectError, connectErrorFrom } from "./connect-error.ts";
import type { ConnectResult } from "./session.ts";

function setUp() {
  const clock = manualClock();
  let ahead = 0;
  const leap = (ms: number): void => {
    ahead += ms;
  };
  const log = memoryLog();
  const events: string[] = [];
  const calls: { readonly signal: AbortSignal; readonly fail: (error: unknown) => void; readonly open: () => void }[] =
    [];
  const attempts = new ConnectAttempts({
    pair: { local: "capulet.example", remote: "montague.example" },
    connect: (signal) =>
      new Promise((resolve, reject) => calls.push({ signal, fail: reject, open: () => resolve({} as ConnectResult) })),
    connected: () => void events.push("opened"),
    failed: ({ message }, isNews) => void events.push(`failed: ${message}${isNews ? ", news" : ""}`),
    due: () => void events.push("due"),
    clock: { ...clock, now: () => clock.now() + ahead },
    random: () => 0.999_999,
    log,
  });
  const fail = async (error: unknown): Promise<void> => {
    attempts.start();
    calls.at(-1)?.fail(error);
    await Bun.sleep(0);
  };
  return { attempts, clock, log, events, calls, fail, leap };
}

const silent = (text = "silent"): ConnectError => new ConnectError("remote-server-timeout", false, text);

test("how long it has not been reached does not depend on a clock that is set meanwhile", async () => {
  const { attempts, clock, fail, leap } = setUp();
  await fail(silent());
  clock.advance(60_000);
  leap(-3_600_000);
  expect(attempts.failedAt).toBe(-3_600_000);
});

describe("the pause", () => {
  test("is doubled with each failure, up to two minutes, and reset by a success", async () => {
    const { attempts, clock, events, fail } = setUp();
    for (const seconds of [1, 2, 4, 8, 16, 32, 64, 120, 120]) {
      await fail(silent());
      attempts.backOff();
      expect(attempts.isBackingOff).toBe(true);
      clock.advance(seconds * 1000 - 1);
      expect(events.filter((event) => event === "due")).toEqual([]);
      clock.advance(1);
      expect(events.splice(0).filter((event) => event === "due")).toEqual(["due"]);
      expect(attempts.isBackingOff).toBe(false);
    }
    attempts.resetBackOff();
    attempts.backOff();
    clock.advance(1000);
    expect(events).toEqual(["due"]);
  });

  test("is a short one where the last transport has held for a minute, whatever the machine's clock says", () => {
    const { attempts, clock, leap, events } = setUp();
    for (let n = 0; n < 5; n++) attempts.backOff();
    attempts.reached();
    leap(86_400_000);
    attempts.lost();
    attempts.backOff();
    clock.advance(16_000);
    expect(events).toEqual([]);
    attempts.cancelBackOff();
    attempts.reached();
    clock.advance(60_001);
    attempts.lost();
    attempts.backOff();
    clock.advance(1000);
    expect(events).toEqual(["due"]);
  });

  test("can be cancelled, and replaces the one before", () => {
    const { attempts, clock, events } = setUp();
    attempts.backOff();
    attempts.cancelBackOff();
    expect(attempts.isBackingOff).toBe(false);
    attempts.backOff();
    attempts.backOff();
    clock.advance(120_000);
    expect(events).toEqual(["due"]);
    attempts.backOff();
    attempts.abort();
    clock.advance(120_000);
    expect(events).toEqual(["due"]);
  });
});

describe("a failure", () => {
  test("is new where its reason is another one than before", async () => {
    const { attempts, clock, events, fail } = setUp();
    const kind = (text: string, what: "dns" | "no-service"): ConnectError =>
      new ConnectError(
        "remote-server-timeout",
        false,
        text,
        what === "dns" ? { kind: "dns", detail: "" } : { kind: what },
      );
    await fail(kind("a", "dns"));
    clock.advance(7);
    await fail(kind("b", "dns"));
    await fail(kind("c", "no-service"));
    expect(events).toEqual(["failed: a, news", "failed: b", "failed: c, news"]);
    expect([attempts.failure?.message, attempts.failedAt]).toEqual(["c", 0]);
    attempts.reached();
    expect(attempts.failure).toBeUndefined();
    await fail(kind("d", "no-service"));
    expect([events.at(-1), attempts.failedAt]).toEqual(["failed: d, news", 7]);
  });

  test("is a refusal for fifteen seconds where it is final, and none otherwise", async () => {
    const { attempts, clock, fail } = setUp();
    await fail(silent());
    expect(attempts.refusal).toBeUndefined();
    await fail(new ConnectError("remote-server-not-found", true, "no such server"));
    clock.advance(14_999);
    expect(attempts.refusal?.message).toBe("no such server");
    clock.advance(1);
    expect(attempts.refusal).toBeUndefined();
  });

  test("that is a bug is logged, and its text is not passed on", async () => {
    const { log, events, fail } = setUp();
    await fail(new Error("undefined is not a function"));
    expect(events).toEqual(["failed: this server made a mistake, news"]);
    expect(log.events.map(({ event }) => event)).toEqual(["connecting-failed"]);
  });
});

test("an attempt runs until it is settled, and can be aborted", async () => {
  const { attempts, events, calls } = setUp();
  attempts.start();
  expect(attempts.isConnecting).toBe(true);
  attempts.abort();
  expect(calls[0]?.signal.aborted).toBe(true);
  calls[0]?.open();
  await Bun.sleep(0);
  expect([attempts.isConnecting, events]).toEqual([false, ["opened"]]);
});

test("a private address is a final failure; a refused connection or a timeout is not", () => {
  const by = (reason: DialError["reason"]): boolean => connectErrorFrom(new DialError("tcp", reason), "x:5269").isFinal;
  expect([by("not-public"), by("refused"), by("timeout")]).toEqual([true, false, false]);
});

test("a trial of a denied domain makes no connection, and reports the policy", async () => {
  const trial = outgoingTrial({ policy: { deny: ["montague.example"] } });
  const told: StepReport[] = [];
  await trial.outgoing.trial("capulet.example", "montague.example", (report) => void told.push(report));
  expect(told).toMatchObject([{ step: "dns", ok: false, obstacle: { kind: "policy" } }]);
  expect(trial.pendingDials).toBe(0);
});

test("a trial of a domain that DNS does not know reports that", async () => {
  const trial = outgoingTrial({ targets: () => ({ state: "absent" }) });
  const told: StepReport[] = [];
  await trial.outgoing.trial("capulet.example", "montague.example", (report) => void told.push(report));
  expect(told).toMatchObject([{ step: "dns", ok: false, obstacle: { kind: "no-such-domain" } }]);
});
