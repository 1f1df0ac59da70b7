/** A changing address: what leads here is compared with what the zone says, and written when it differs. */
import { type Clock, DAY, HOUR, MINUTE } from "../../clock.ts";
import type { Logger } from "../../log.ts";
import { DnsApiError, type RecordSet } from "../providers/api.ts";
import type { RecordWriter } from "../providers/writer.ts";
import type { Resolver } from "../resolver.ts";

export interface AddressWatchDeps {
  /** The name whose addresses are kept, in A-labels. */
  readonly host: string;
  /** Public addresses that lead here, as far as they can be found out now. */
  readonly addresses: () => Promise<readonly string[]>;
  readonly records: RecordWriter;
  /** Asks the authoritative name servers. */
  readonly dns: Resolver;
  readonly clock: Pick<Clock, "now" | "after">;
  readonly log: Pick<Logger, "info" | "warn">;
  /** There is a way to the Internet again, after at least DARKNESS; both in milliseconds since 1970. */
  readonly isBack: (since: number, until: number) => void;
}

export interface AddressWatch {
  /** Looks now; resolves when it is done. Never rejects. */
  look(): Promise<void>;
  stop(): void;
}

const BETWEEN_LOOKS = 5 * MINUTE;
/** Others ask again for an address that may change after this many seconds. */
export const ADDRESS_TTL = 300;
/** Shorter than that, nobody has missed anything. */
const DARKNESS = 15 * MINUTE;

/** Looks at once, and then every five minutes. */
export function watchAddresses(deps: AddressWatchDeps): AddressWatch {
  const { clock, log, host } = deps;
  let isStopped = false;
  let cancel = (): void => {};
  let wasOnlineAt = clock.now();
  /** Nothing is written before this time, after failures. */
  let pausedUntil = 0;
  let failures = 0;

  const write = async (sets: readonly RecordSet[]): Promise<void> => {
    if (sets.length === 0 || clock.now() < pausedUntil || isStopped) return;
    try {
      await deps.records.write(sets);
      failures = 0;
      log.info({ event: "address-written", name: host, addresses: sets.flatMap(({ values }) => values) });
    } catch (error) {
      if (!(error instanceof DnsApiError)) throw error;
      failures += 1;
      pausedUntil = clock.now() + pauseAfter(error, failures);
      log.warn({ event: "address-not-written", name: host, reason: error.reason, text: error.message });
    }
  };
  const lookNow = async (): Promise<void> => {
    try {
      const { isOnline, sets } = await lookAt(deps);
      if (isStopped) return;
      const now = clock.now();
      if (isOnline && now - wasOnlineAt >= DARKNESS) deps.isBack(wasOnlineAt, now);
      if (isOnline) wasOnlineAt = now;
      await write(sets);
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
    await look();
    if (!isStopped) cancel = clock.after(BETWEEN_LOOKS, () => void lookAndGoOn());
  };
  cancel = clock.after(0, () => void lookAndGoOn());
  return {
    look,
    stop: () => {
      isStopped = true;
      cancel();
    },
  };
}

/** Services shut out who asks again with what they have refused: it waits for somebody who mends it. */
const pauseAfter = ({ reason }: DnsApiError, failures: number): number =>
  reason === "credentials" || reason === "too-many"
    ? DAY
    : Math.min(HOUR, BETWEEN_LOOKS * 2 ** Math.min(failures - 1, 5));

/** What has to be written; a family of which nothing is known, or of which DNS does not tell, is left as it is. */
async function lookAt({ host, addresses, dns }: AddressWatchDeps) {
  const [known, a, aaaa] = await Promise.all([addresses(), dns.query("A", host), dns.query("AAAA", host)]);
  const all = [...new Set(known)];
  const six = all.filter((address) => address.includes(":"));
  const four = all.filter((address) => !address.includes(":"));
  const sets = [
    { type: "A", ours: four, answer: a },
    { type: "AAAA", ours: six, answer: aaaa },
  ] as const;
  return {
    isOnline: a.state !== "unknown" || aaaa.state !== "unknown",
    sets: sets.flatMap(({ type, ours, answer }): RecordSet[] => {
      if (ours.length === 0 || answer.state === "unknown") return [];
      const published = answer.state === "found" ? answer.values : [];
      // One of several addresses of this machine is enough.
      const isRight = published.length > 0 && published.every((address) => ours.includes(address));
      return isRight ? [] : [{ name: host, type, ttl: ADDRESS_TTL, values: ours }];
    }),
  };
}
