/** A changing address: what leads here is compared with what the zone says, written when it differs, and looked at afterwards. */
import { type Clock, DAY, HOUR, MINUTE, SECOND } from "../../clock.ts";
import type { Logger } from "../../log.ts";
import { DnsApiError } from "../providers/api.ts";
import type { RecordWriter } from "../providers/writer.ts";
import type { RecordSet } from "../record-set.ts";
import type { Resolver } from "../resolver.ts";
import { FAMILIES, type Look, type Memory, memoryOf, remember, setsToWrite } from "./address-plan.ts";

export interface AddressWatchDeps {
  /** The name whose addresses are kept, in A-labels. */
  readonly host: string;
  /** Public addresses that lead here, as far as they can be found out now. */
  readonly addresses: () => Promise<readonly string[]>;
  /** Those of this machine's interfaces, which cost nothing to look at. */
  readonly interfaces: () => readonly string[];
  /** Whether this machine has a route into the Internet, by family. */
  readonly hasWay: () => Promise<Look["hasWay"]>;
  readonly records: RecordWriter;
  /** Asks the authoritative name servers. */
  readonly dns: Resolver;
  readonly clock: Pick<Clock, "monotonic" | "after">;
  readonly log: Pick<Logger, "info" | "warn">;
  /** What is kept over restarts: what was kept last, or whatever else is there. */
  readonly memory: { readonly read: () => unknown; readonly write: (memory: Memory) => void };
}

export interface AddressWatch {
  /** Looks now; resolves when it is done. Never rejects. */
  look(): Promise<void>;
  stop(): void;
}

const BETWEEN_LOOKS = 5 * MINUTE;
/** From the API to the name servers it takes seconds, at some providers a minute. */
const UNTIL_SEEN = MINUTE;
/** The same is not written again before, however long the name servers take: services shut out who does. */
const UNTIL_AGAIN = HOUR;
/** How often this machine's own interfaces are looked at, and how long they get to settle. */
const BETWEEN_GLANCES = 30 * SECOND;

interface Sent {
  readonly values: string;
  readonly at: number;
  /** Whether it has been told that the name servers have it, or that they have not. */
  readonly isTold: boolean;
}

/** Looks at once, then every five minutes, and when an interface has got another address. */
export function watchAddresses(deps: AddressWatchDeps): AddressWatch {
  const { clock, log, host } = deps;
  let isStopped = false;
  let cancel = (): void => {};
  let cancelGlance = (): void => {};
  let lookedAt = clock.monotonic();
  /** Nothing is written before this time, after failures. */
  let pausedUntil = 0;
  let failures = 0;
  let memory = memoryOf(deps.memory.read());
  const sent = new Map<string, Sent>();

  const write = async (sets: readonly RecordSet[]): Promise<void> => {
    if (sets.length === 0 || clock.monotonic() < pausedUntil || isStopped) return;
    try {
      await deps.records.write(sets);
      failures = 0;
      for (const { type, values } of sets)
        sent.set(type, { values: values.join(), at: clock.monotonic(), isTold: false });
      const removed = sets.filter(({ values }) => values.length === 0).map(({ type }) => type);
      const addresses = sets.flatMap(({ values }) => values);
      if (addresses.length > 0) log.info({ event: "address-written", name: host, addresses });
      if (removed.length > 0) log.info({ event: "address-removed", name: host, types: removed });
    } catch (error) {
      if (!(error instanceof DnsApiError)) throw error;
      failures += 1;
      pausedUntil = clock.monotonic() + pauseAfter(error, failures);
      log.warn({ event: "address-not-written", name: host, reason: error.reason, text: error.message });
    }
  };
  /** Of what is not in the zone: without what was written a moment ago. Tells once whether the name servers have it. */
  const withoutSent = (sets: readonly RecordSet[], { answers }: Look): readonly RecordSet[] => {
    const due: RecordSet[] = [];
    for (const set of sets) {
      const before = sent.get(set.type);
      const isSame = before?.values === set.values.join() && clock.monotonic() - before.at < UNTIL_AGAIN;
      if (!isSame) due.push(set);
      else if (!before.isTold && clock.monotonic() - before.at >= UNTIL_SEEN) {
        log.warn({ event: "address-not-seen", name: host, addresses: set.values });
        sent.set(set.type, { ...before, isTold: true });
      }
    }
    for (const type of FAMILIES) {
      const before = sent.get(type);
      if (before === undefined || answers[type].state === "unknown" || sets.some((set) => set.type === type)) continue;
      log.info({ event: "address-seen", name: host, addresses: before.values === "" ? [] : before.values.split(",") });
      sent.delete(type);
    }
    return due;
  };
  const keep = (next: Memory): void => {
    if (JSON.stringify(next) === JSON.stringify(memory)) return;
    memory = next;
    deps.memory.write(memory);
  };
  const lookNow = async (): Promise<void> => {
    try {
      const now = clock.monotonic();
      const look = await lookAt(deps, now - lookedAt);
      if (isStopped) return;
      lookedAt = now;
      keep(remember(memory, look));
      const sets = setsToWrite(memory, look).filter(
        ({ values }) => values.length > 0 || deps.records.canRemoveAddresses,
      );
      await write(withoutSent(sets, look));
    } catch (error) {
      log.warn({ event: "address-not-looked-at", error });
    }
  };
  /** One after the other: each sees what the one before has written. */
  let looking = Promise.resolve();
  const look = (): Promise<void> => {
    looking = looking.then(() => (isStopped ? undefined : lookNow()));
    return looking;
  };
  const lookAndGoOn = async (): Promise<void> => {
    cancel();
    await look();
    const isUnseen = [...sent.values()].some(({ isTold }) => !isTold);
    if (!isStopped) cancel = clock.after(isUnseen ? UNTIL_SEEN : BETWEEN_LOOKS, () => void lookAndGoOn());
  };
  /** One more glance, until the addresses are the same twice: they come one by one. */
  const glance = (looked: string, before: string): void => {
    const now = deps.interfaces().toSorted().join();
    const isSettled = now === before && now !== looked;
    if (isSettled) void lookAndGoOn();
    cancelGlance = clock.after(BETWEEN_GLANCES, () => glance(isSettled ? now : looked, now));
  };
  cancel = clock.after(0, () => void lookAndGoOn());
  const atStart = deps.interfaces().toSorted().join();
  cancelGlance = clock.after(BETWEEN_GLANCES, () => glance(atStart, atStart));
  return {
    look,
    stop: () => {
      isStopped = true;
      cancel();
      cancelGlance();
    },
  };
}

/** Services shut out who asks again with what they have refused: it waits for somebody who mends it. */
function pauseAfter({ reason }: DnsApiError, failures: number): number {
  if (reason === "credentials" || reason === "too-many" || reason === "no-zone") return DAY;
  const pause = Math.min(HOUR, BETWEEN_LOOKS * 2 ** Math.min(failures - 1, 5));
  // dyndns2: half an hour at least.
  return reason === "out-of-order" ? Math.max(pause, HOUR / 2) : pause;
}

async function lookAt({ host, addresses, dns, hasWay }: AddressWatchDeps, elapsed: number): Promise<Look> {
  const [known, a, aaaa, ways] = await Promise.all([
    addresses(),
    dns.query("A", host),
    dns.query("AAAA", host),
    hasWay(),
  ]);
  const all = [...new Set(known)];
  const ours = {
    A: all.filter((address) => !address.includes(":")),
    AAAA: all.filter((address) => address.includes(":")),
  };
  return { host, ours, answers: { A: a, AAAA: aaaa }, hasWay: ways, elapsed };
}
