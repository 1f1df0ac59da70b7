/** A home that went dark, without power or without the Internet: once it is back, that is told, with from when to when. */
import { type Clock, MINUTE, systemClock } from "../clock.ts";
import type { Config } from "../config/schema.ts";
import { isForThisComputer } from "../config/this-computer.ts";
import { isOnline } from "../dns/online.ts";
import type { Resolver } from "../dns/resolver.ts";
import { domainToAscii } from "../jid/domain.ts";
import type { Logger } from "../log.ts";
import { isPrivateName } from "../special-names.ts";
import type { Database } from "../store/database.ts";
import { type AliveStore, type LastAlive, openAliveStore } from "../store/last-alive.ts";

/** Times in milliseconds since 1970. */
export interface Darkness {
  /** Nobody outside reached this server between these two. */
  readonly since: number;
  readonly until: number;
  /** Where the server did not run for a part of it, or for all of it: the computer was off, or the server had ended by mistake. */
  readonly off?: { readonly since: number; readonly until: number };
}

export interface DarknessDeps {
  readonly store: AliveStore;
  /** Whether there is a way to the Internet now. Never rejects. */
  readonly isOnline: () => Promise<boolean>;
  readonly isBack: (darkness: Darkness) => void;
  readonly clock: Clock;
}

/** How often is looked, and stored that the server is alive. */
const BETWEEN_LOOKS = 5 * MINUTE;
/** A computer without a clock of its own has been told the time by then. */
const FIRST_LOOK = 2 * MINUTE;
/** Shorter than that, nobody has missed anything. */
const SHORTEST = 15 * MINUTE;

/** Undefined where nobody outside is to reach this server, or its name is none of the Internet. */
export function followDarkness(
  { config, db, resolver, log }: { config: Config; db: Database; resolver: Resolver; log: Logger },
  isBack: DarknessDeps["isBack"],
): { readonly stop: () => void } | undefined {
  const { general } = config;
  const host = general.host || general.domains[0];
  if (host === undefined || isPrivateName(host) || isForThisComputer(config)) return undefined;
  return watchDarkness({
    store: openAliveStore(db),
    isOnline: () => isOnline(domainToAscii(host), resolver),
    isBack: (darkness) => {
      const [since, until] = [darkness.since, darkness.until].map((time) => new Date(time).toISOString());
      log.info({ event: "online-again", since, until });
      isBack(darkness);
    },
    clock: systemClock,
  });
}

/** Looks from now on. `stop` is for an end on purpose. */
export function watchDarkness({ store, isOnline, isBack, clock }: DarknessDeps): { readonly stop: () => void } {
  const startedAt = clock.monotonic();
  /** Of an earlier run, until there is a way to the Internet again. */
  let { former } = store;
  /** By the clock that only grows: somebody who sets the other one makes no darkness. */
  let onlineAt = startedAt;
  let isStopped = false;
  let cancel = (): void => {};

  const look = async (): Promise<void> => {
    const isThere = await isOnline();
    if (isStopped) return;
    const [now, grown] = [clock.now(), clock.monotonic()];
    // The clock that only grows has fractions of milliseconds, and dates have none.
    const online = former?.online ?? Math.round(now - (grown - onlineAt));
    if (isThere && now - online >= SHORTEST)
      isBack(darknessOf({ former, online, now, started: now - (grown - startedAt) }));
    if (isThere) {
      former = undefined;
      onlineAt = grown;
    }
    // Until then, the time of the earlier run stays, should the power fail again.
    store.put({ alive: now, online: isThere ? now : online });
    cancel = clock.after(BETWEEN_LOOKS, () => void look());
  };
  cancel = clock.after(former ? FIRST_LOOK : 0, () => void look());
  return {
    stop: () => {
      isStopped = true;
      cancel();
      store.clear();
    },
  };
}

interface Moments {
  readonly former: LastAlive | undefined;
  readonly online: number;
  readonly now: number;
  /** When this run began, by the clock as it is now. */
  readonly started: number;
}

/** A start that is over within minutes is not worth a word. */
function darknessOf({ former, online, now, started }: Moments): Darkness {
  const whole = { since: online, until: now };
  if (!former || started - former.alive < SHORTEST) return whole;
  return { ...whole, off: { since: former.alive, until: started } };
}
