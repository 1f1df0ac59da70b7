/** RFC 8305, with attempts that answer when they are told to. */
import { describe, expect, test } from "bun:test";
import { manualClock } from "../../tests/support/in-memory/manual-clock.ts";
import type { DnsAnswer } from "./dns-answer.ts";
import { type Attempt, raceAddresses } from "./happy-eyeballs.ts";

const FOUR = ["192.0.2.1", "192.0.2.2"];
const SIX = ["2001:db8::1", "2001:db8::2"];
const found = (values: readonly string[]): DnsAnswer<string> => ({ state: "found", values });
const ABSENT: DnsAnswer<string> = { state: "absent" };
const UNKNOWN: DnsAnswer<string> = { state: "unknown", reason: "timeout" };

/** A race whose DNS answers and attempts are settled by hand. `notes`: the attempts, what was cancelled, and the result. */
function startedRace(mayConnect?: (address: string) => boolean) {
  const clock = manualClock();
  const [six, four] = [Promise.withResolvers<DnsAnswer<string>>(), Promise.withResolvers<DnsAnswer<string>>()];
  const attempts = new Map<string, Attempt<string>>();
  const notes: string[] = [];
  const cancel = raceAddresses<string>(
    { six: six.promise, four: four.promise },
    {
      clock,
      mayConnect,
      connect: (address, attempt) => {
        attempts.set(address, attempt);
        notes.push(address);
        return () => void notes.push(`cancelled ${address}`);
      },
      connected: (value, address) => void notes.push(`${value} at ${address}`),
      failed: (failed, answers) => {
        const reasons = failed.map(({ address, reason }) => `${address} ${reason}`);
        notes.push(`failed: ${[...reasons, ...answers.map(({ state }) => state)].join(", ")}`);
      },
    },
  );
  /** Settles the DNS answers. */
  const answer = async (what: {
    readonly six?: DnsAnswer<string>;
    readonly four?: DnsAnswer<string>;
  }): Promise<void> => {
    if (what.six) six.resolve(what.six);
    if (what.four) four.resolve(what.four);
    await Promise.resolve();
    await Promise.resolve();
  };
  return { clock, attempts, notes, answer, cancel };
}

describe("RFC 8305 §4, §5: the order of attempts", () => {
  test("IPv6 first, then the families alternately, 250 ms apart", async () => {
    const { clock, notes, answer } = startedRace();
    await answer({ six: found(SIX), four: found(FOUR) });
    expect(notes).toEqual(["2001:db8::1"]);
    clock.advance(249);
    expect(notes).toHaveLength(1);
    clock.advance(1);
    clock.advance(250);
    clock.advance(250);
    expect(notes).toEqual(["2001:db8::1", "192.0.2.1", "2001:db8::2", "192.0.2.2"]);
    clock.advance(10_000);
    expect(notes).toHaveLength(4);
  });
  test("the next attempt begins at once where one has failed", async () => {
    const { clock, attempts, notes, answer } = startedRace();
    await answer({ six: found(SIX), four: found(FOUR) });
    attempts.get("2001:db8::1")?.failed("refused");
    expect(notes).toEqual(["2001:db8::1", "192.0.2.1"]);
    clock.advance(249);
    expect(notes).toHaveLength(2);
    clock.advance(1);
    expect(notes).toHaveLength(3);
  });
  test("“the others are cancelled” when one has succeeded, and no further attempt begins", async () => {
    const { clock, attempts, notes, answer } = startedRace();
    await answer({ six: found(SIX), four: found(FOUR) });
    clock.advance(250);
    attempts.get("192.0.2.1")?.connected("hello");
    clock.advance(10_000);
    expect(notes).toEqual(["2001:db8::1", "192.0.2.1", "cancelled 2001:db8::1", "hello at 192.0.2.1"]);
  });
  test("RFC 1122 §3.2.1.3: the unspecified address is no destination; without another there is no attempt", async () => {
    const { notes, answer } = startedRace();
    await answer({ six: found(["::", "::ffff:0.0.0.0", "2001:db8::1"]), four: found(["0.0.0.0", "192.0.2.1"]) });
    expect(notes).toEqual(["2001:db8::1"]);
    const alone = startedRace();
    await alone.answer({ six: found(["0:0::0"]), four: found(["0.0.0.0"]) });
    expect(alone.notes).toEqual(["failed: found, found"]);
  });

  test("addresses that are not allowed are skipped, and reported where no other is left", async () => {
    const { attempts, notes, answer } = startedRace((address) => address === "192.0.2.2");
    await answer({ six: found(SIX), four: found(FOUR) });
    expect(notes).toEqual(["192.0.2.2"]);
    attempts.get("192.0.2.2")?.failed("refused");
    expect(notes.at(-1)).toContain("2001:db8::1 not-public, 2001:db8::2 not-public, 192.0.2.1 not-public, 192.0.2.2");
    const alone = startedRace(() => false);
    await alone.answer({ six: ABSENT, four: found(FOUR) });
    expect(alone.notes).toEqual(["failed: 192.0.2.1 not-public, 192.0.2.2 not-public, absent, found"]);
  });

  test("there are at most eight attempts, however many addresses are published", async () => {
    const { attempts, notes, answer } = startedRace();
    await answer({ six: ABSENT, four: found(Array.from({ length: 100 }, (_, index) => `192.0.2.${index}`)) });
    for (let index = 0; index < 8; index += 1) attempts.get(`192.0.2.${index}`)?.failed("refused");
    expect(notes.filter((note) => note.startsWith("192"))).toHaveLength(8);
    expect(notes.at(-1)).toStartWith("failed: ");
  });
});

describe("RFC 8305 §3: the AAAA and A queries", () => {
  test("with IPv6 addresses the race does not wait for IPv4 ones, which join in", async () => {
    const { clock, notes, answer } = startedRace();
    await answer({ six: found(SIX) });
    expect(notes).toEqual(["2001:db8::1"]);
    await answer({ four: found(FOUR) });
    clock.advance(250);
    expect(notes).toEqual(["2001:db8::1", "192.0.2.1"]);
  });
  test("IPv4 addresses wait 50 ms for the AAAA answer, and no longer", async () => {
    const { clock, notes, answer } = startedRace();
    await answer({ four: found(FOUR) });
    clock.advance(49);
    expect(notes).toEqual([]);
    clock.advance(1);
    expect(notes).toEqual(["192.0.2.1"]);
    await answer({ six: found(SIX) });
    clock.advance(250);
    expect(notes).toEqual(["192.0.2.1", "2001:db8::1"]);
  });
  test("an AAAA answer within those 50 ms comes first", async () => {
    const { clock, notes, answer } = startedRace();
    await answer({ four: found(FOUR) });
    clock.advance(30);
    await answer({ six: found(SIX) });
    expect(notes).toEqual(["2001:db8::1"]);
  });
  test("an answer that comes when every attempt has failed is used at once", async () => {
    const { clock, attempts, notes, answer } = startedRace();
    await answer({ six: found(["2001:db8::1"]) });
    attempts.get("2001:db8::1")?.failed("unreachable");
    clock.advance(3_000);
    expect(notes).toEqual(["2001:db8::1"]);
    await answer({ four: found(["192.0.2.1"]) });
    attempts.get("192.0.2.1")?.connected("hello");
    expect(notes).toEqual(["2001:db8::1", "192.0.2.1", "hello at 192.0.2.1"]);
  });
});

describe("a race without a connection", () => {
  test("reports each attempt and its failure, when the last has failed", async () => {
    const { attempts, notes, answer } = startedRace();
    await answer({ six: found(["2001:db8::1"]), four: found(["192.0.2.1"]) });
    attempts.get("2001:db8::1")?.failed("unreachable");
    attempts.get("192.0.2.1")?.failed("refused");
    expect(notes.at(-1)).toBe("failed: 2001:db8::1 unreachable, 192.0.2.1 refused, found, found");
  });
  test("reports the DNS answers where there was no address", async () => {
    const { notes, answer } = startedRace();
    await answer({ six: ABSENT });
    expect(notes).toEqual([]);
    await answer({ four: UNKNOWN });
    expect(notes).toEqual(["failed: absent, unknown"]);
  });
  test("fails once, and never after it was cancelled", async () => {
    const { clock, notes, answer, cancel } = startedRace();
    await answer({ six: found(SIX) });
    cancel();
    await answer({ four: found(FOUR) });
    clock.advance(10_000);
    expect(notes).toEqual(["2001:db8::1", "cancelled 2001:db8::1"]);
  });
});
