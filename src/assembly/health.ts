/** What a running server sees of its home and its machine, each hour. */
import { type Clock, DAY, HOUR, MINUTE } from "../clock.ts";
import type { Config } from "../config/schema.ts";
import type { Resolver } from "../dns/resolver.ts";
import type { ErrorFacts, HealthFacts } from "../doctor/facts.ts";
import type { Home } from "../home.ts";
import { lazy } from "../lazy.ts";
import type { Logger } from "../log.ts";
import type { Database } from "../store/database.ts";
import { openDiskHistory } from "../store/disk-history.ts";

export interface HealthDeps {
  readonly home: Home;
  readonly config: Config;
  readonly db: Database;
  readonly resolver: Resolver;
  readonly log: Logger;
  readonly clock: Clock;
  readonly errors: () => ErrorFacts | undefined;
  /** What is seen of it from the command line's side: the service that serves this home, its config.toml. */
  readonly around: (() => Pick<HealthFacts, "service" | "config">) | undefined;
  /** Something new has been seen. */
  readonly seen: () => void;
}

export interface Health {
  /** Undefined as long as nothing was looked at. */
  report(): HealthFacts | undefined;
  /** Resolves when it has been looked at anew. */
  look(): Promise<void>;
  /** Resolves when nothing is looked at any more. */
  stop(): Promise<void>;
}

/** What begins with the server has settled by then. */
const FIRST_LOOK = MINUTE;
const BETWEEN_LOOKS = HOUR;

const lookFile = lazy((): typeof import("./health-look.ts") => require("./health-look.ts"));

export function openHealth(deps: HealthDeps): Health {
  const { home, config, log, clock, errors, around, seen } = deps;
  const history = openDiskHistory(deps.db);
  let facts: HealthFacts | undefined;
  let running: Promise<void> | undefined;
  let isStopped = false;

  const gather = async (): Promise<void> => {
    const now = clock.now();
    const looked = await lookFile().lookAt({ home, config, resolver: deps.resolver, now });
    if (isStopped) return;
    const { store, volume } = looked;
    if (volume.free !== undefined)
      history.put({ day: Math.floor(now / DAY), free: volume.free, database: store.bytes });
    facts = { ...looked, store: { ...store, days: history.days() }, ...around?.() };
    seen();
  };

  const look = (): Promise<void> => {
    running ??= gather()
      .catch((error: unknown) => log.warn({ event: "health-not-seen", error }))
      .finally(() => {
        running = undefined;
      });
    return running;
  };

  const lookAfter = (milliseconds: number): (() => void) =>
    clock.after(milliseconds, () => {
      void look();
      cancel = lookAfter(BETWEEN_LOOKS);
    });
  let cancel = lookAfter(FIRST_LOOK);

  return {
    look,
    report: () => {
      const logged = errors();
      return facts && { ...facts, ...(logged ? { errors: logged } : {}) };
    },
    stop: async () => {
      isStopped = true;
      cancel();
      await running;
    },
  };
}
