/** A running server looks once a day whether there is a newer version, and begins to install it, where that is wanted. */
import { type Clock, MINUTE } from "../clock.ts";
import type { Logger } from "../log.ts";
import { lastOutcome, readJournal } from "./journal.ts";
import { isNewer } from "./manifest.ts";

export interface UpdateReport {
  /** A version that is newer than the one that runs; not there where none is known. */
  readonly newest?: string;
  /** The last update was taken back, and nobody had asked for that. */
  readonly undone?: {
    readonly version: string;
    /** Milliseconds since 1970. */
    readonly at: number;
    /** In a few words of the version that has failed. */
    readonly why: string;
  };
}

export interface UpdatesDeps {
  /** The folder of the home. */
  readonly home: string;
  /** The version that runs. */
  readonly version: string;
  /** Resolves with the newest version. May reject. */
  readonly look: () => Promise<string>;
  /** Begins to install it. */
  readonly install: () => void;
  /** From this hour of the day on. */
  readonly hour: number;
  readonly clock: Pick<Clock, "now" | "after">;
  /** No date is trusted. */
  readonly isClockDoubtful: () => boolean;
  readonly log: Logger;
}

export interface Updates {
  report(): UpdateReport;
  stop(): void;
}

const PERIOD = 10 * MINUTE;

/** Undefined `deps`: that is not wanted, and only what became of the last update is told. */
export function openUpdates(home: string, deps: UpdatesDeps | undefined): Updates {
  let newest: string | undefined;
  let lookedOn: string | undefined;
  let cancelTimer = (): void => {};

  const look = async ({ version, install, log, ...asked }: UpdatesDeps): Promise<void> => {
    try {
      const found = await asked.look();
      newest = isNewer(found, version) ? found : undefined;
      if (newest === undefined) return;
      log.info({ event: "update-there", version: newest });
      const last = lastOutcome(home);
      // What has failed here once is not tried again by itself.
      if (last?.undone === undefined || last.to !== newest) install();
    } catch (error) {
      log.warn({ event: "update-not-known", reason: error instanceof Error ? error.message : String(error) });
    }
  };
  const wait = (given: UpdatesDeps): void => {
    const { clock, hour, isClockDoubtful } = given;
    cancelTimer = clock.after(PERIOD, () => {
      const now = new Date(clock.now());
      // What becomes of an update that is under way is not known yet.
      const mayLook = !isClockDoubtful() && readJournal(home) === undefined;
      const isDue = now.toDateString() !== lookedOn && now.getHours() >= hour && mayLook;
      if (isDue) {
        lookedOn = now.toDateString();
        void look(given);
      }
      wait(given);
    });
  };
  if (deps) wait(deps);

  return {
    report: () => {
      const last = lastOutcome(home);
      const undone =
        last?.undone === undefined || last.asked ? {} : { undone: { version: last.to, at: last.at, why: last.undone } };
      return { ...(newest === undefined ? {} : { newest }), ...undone };
    },
    stop: () => cancelTimer(),
  };
}
