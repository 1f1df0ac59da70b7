/** RFC 8305, with calls that answer when they are told to. */
import { describe, expect, test } from "bun:test";
import { manualClock } from "../../tests/support/in-memory/manual-clock.ts";
import type { DnsAnswer } from "./dns-answer.ts";
import { type Attempt, raceAddresses } from "./happy-eyeballs.ts";

const FOUR = ["192.0.2.1", "192.0.2.2"];
const SIX = ["2001:db8::1", "2001:db8::2"];
const found = (values: readonly string[]): DnsAnswer<string> => ({ state: "found", values });
const ABSENT: DnsAnswer<string> = { state: "absent" };
const UNKNOWN: DnsAnswer<string> = { state: "unknown", reason: "timeout" };

/** A race whose answers and calls are settled by hand. `notes` tells who was called, given up, won and lost. */
function started(mayCall?: (address: string) => boolean) {
  const clock = manualClock();
  const [six, four] = [Promise.withResolvers<DnsAnswer<string>>(), Promise.withResolvers<DnsAnswer<string>>()];
  const calls = new Map<string, Attempt<string>>();
  const notes: string[] = [];
  const giveUp = raceAddresses<string>(
    { six: six.promise, four: four.promise },
    {
      clock,
      mayConnect: mayCall,
      connect: (address, call) => {
        calls.set(address, call);
        notes.push(address);
        return () => void notes.push(`gave up ${address}`);
      },
      connected: (value, address) => void notes.push(`${value} at ${address}`),
      failed: (failed, answers) => {
        const reasons = failed.map(({ address, reason }) => `${address} ${reason}`);
        notes.push(`lost: ${[...reasons, ...answers.map(({ state }) => state)].join(", ")}`);
      },
    },
  );
  /** DNS says so, and the race has heard it. */
  const says = async (what: { readonly six?: DnsAnswer<string>; readonly four?: DnsAnswer<string> }): Promise<void> => {
    if (what.six) six.resolve(what.six);
    if (what.four) four.resolve(what.four);
    await Promise.resolve();
    await Promise.resolve();
  };
  return { clock, calls, notes, says, giveUp };
}

describe("RFC 8305 §4, §5: the order of calls", () => {
  test("IPv6 first, the families in turn, 250 ms apart", async () => {
    const { clock, notes, says } = started();
    await says({ six: found(SIX), four: found(FOUR) });
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
  test("the next one's turn comes at once where a call has failed", async () => {
    const { clock, calls, notes, says } = started();
    await says({ six: found(SIX), four: found(FOUR) });
    calls.get("2001:db8::1")?.failed("refused");
    expect(notes).toEqual(["2001:db8::1", "192.0.2.1"]);
    clock.advance(249);
    expect(notes).toHaveLength(2);
    clock.advance(1);
    expect(notes).toHaveLength(3);
  });
  test("“the others are cancelled” when one has answered, and nobody else is called", async () => {
    const { clock, calls, notes, says } = started();
    await says({ six: found(SIX), four: found(FOUR) });
    clock.advance(250);
    calls.get("192.0.2.1")?.connected("hello");
    clock.advance(10_000);
    expect(notes).toEqual(["2001:db8::1", "192.0.2.1", "gave up 2001:db8::1", "hello at 192.0.2.1"]);
  });
  test("RFC 1122 §3.2.1.3: the unspecified address is no destination, and there is nobody where there is no other", async () => {
    const { notes, says } = started();
    await says({ six: found(["::", "::ffff:0.0.0.0", "2001:db8::1"]), four: found(["0.0.0.0", "192.0.2.1"]) });
    expect(notes).toEqual(["2001:db8::1"]);
    const alone = started();
    await alone.says({ six: found(["0:0::0"]), four: found(["0.0.0.0"]) });
    expect(alone.notes).toEqual(["lost: found, found"]);
  });

  test("whom nobody may call is passed over, and told of where nobody is left", async () => {
    const { calls, notes, says } = started((address) => address === "192.0.2.2");
    await says({ six: found(SIX), four: found(FOUR) });
    expect(notes).toEqual(["192.0.2.2"]);
    calls.get("192.0.2.2")?.failed("refused");
    expect(notes.at(-1)).toContain("2001:db8::1 not-public, 2001:db8::2 not-public, 192.0.2.1 not-public, 192.0.2.2");
    const alone = started(() => false);
    await alone.says({ six: ABSENT, four: found(FOUR) });
    expect(alone.notes).toEqual(["lost: 192.0.2.1 not-public, 192.0.2.2 not-public, absent, found"]);
  });

  test("no more than eight are called, however many are published", async () => {
    const { calls, notes, says } = started();
    await says({ six: ABSENT, four: found(Array.from({ length: 100 }, (_, index) => `192.0.2.${index}`)) });
    for (let index = 0; index < 8; index += 1) calls.get(`192.0.2.${index}`)?.failed("refused");
    expect(notes.filter((note) => note.startsWith("192"))).toHaveLength(8);
    expect(notes.at(-1)).toStartWith("lost: ");
  });
});

describe("RFC 8305 §3: the two questions to DNS", () => {
  test("whoever has IPv6 addresses does not wait for the IPv4 ones, which join in", async () => {
    const { clock, notes, says } = started();
    await says({ six: found(SIX) });
    expect(notes).toEqual(["2001:db8::1"]);
    await says({ four: found(FOUR) });
    clock.advance(250);
    expect(notes).toEqual(["2001:db8::1", "192.0.2.1"]);
  });
  test("IPv4 waits 50 ms for IPv6, no longer", async () => {
    const { clock, notes, says } = started();
    await says({ four: found(FOUR) });
    clock.advance(49);
    expect(notes).toEqual([]);
    clock.advance(1);
    expect(notes).toEqual(["192.0.2.1"]);
    await says({ six: found(SIX) });
    clock.advance(250);
    expect(notes).toEqual(["192.0.2.1", "2001:db8::1"]);
  });
  test("IPv6 within those 50 ms is called first", async () => {
    const { clock, notes, says } = started();
    await says({ four: found(FOUR) });
    clock.advance(30);
    await says({ six: found(SIX) });
    expect(notes).toEqual(["2001:db8::1"]);
  });
  test("an answer that comes when every call has failed is called at once", async () => {
    const { clock, calls, notes, says } = started();
    await says({ six: found(["2001:db8::1"]) });
    calls.get("2001:db8::1")?.failed("unreachable");
    clock.advance(3_000);
    expect(notes).toEqual(["2001:db8::1"]);
    await says({ four: found(["192.0.2.1"]) });
    calls.get("192.0.2.1")?.connected("hello");
    expect(notes).toEqual(["2001:db8::1", "192.0.2.1", "hello at 192.0.2.1"]);
  });
});

describe("who has lost", () => {
  test("tells each call and why, when the last has failed", async () => {
    const { calls, notes, says } = started();
    await says({ six: found(["2001:db8::1"]), four: found(["192.0.2.1"]) });
    calls.get("2001:db8::1")?.failed("unreachable");
    calls.get("192.0.2.1")?.failed("refused");
    expect(notes.at(-1)).toBe("lost: 2001:db8::1 unreachable, 192.0.2.1 refused, found, found");
  });
  test("tells what DNS said where there was no address", async () => {
    const { notes, says } = started();
    await says({ six: ABSENT });
    expect(notes).toEqual([]);
    await says({ four: UNKNOWN });
    expect(notes).toEqual(["lost: absent, unknown"]);
  });
  test("once, and never after having given up", async () => {
    const { clock, notes, says, giveUp } = started();
    await says({ six: found(SIX) });
    giveUp();
    await says({ four: found(FOUR) });
    clock.advance(10_000);
    expect(notes).toEqual(["2001:db8::1", "gave up 2001:db8::1"]);
  });
});
