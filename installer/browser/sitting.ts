/** One setup in a browser: the pages, who is let in to them, and the wizard that begins with the first one. */
import type { Language } from "../../src/messages/language.ts";
import { besides } from "./aside.ts";
import { openEntrance } from "./entrance.ts";
import type { Presence } from "./idle.ts";
import type { SetupServer } from "./listen.ts";
import { openPages, type PagesDeps } from "./pages.ts";
import { type BrowserRun, type BrowserRunDeps, runInBrowser } from "./run-in-browser.ts";
import { openTurns } from "./turns.ts";
import type { Uploads } from "./upload-route.ts";

export interface SittingDeps
  extends Pick<BrowserRunDeps, "prepare" | "restore" | "say">,
    Omit<PagesDeps, "entrance" | "host"> {
  /** Undefined where the first browser is let in. */
  readonly code: string | undefined;
  /** Whether others could read what comes from there. */
  readonly isOverheard: (remoteAddress: string) => boolean;
  /** Whether the server that was set up runs. */
  readonly isUp: () => Promise<boolean>;
  readonly uploads: Uploads;
  /** A browser has come in. */
  readonly onEntered: (remoteAddress: string) => void;
}

export interface BrowserSitting extends Presence {
  readonly server: SetupServer;
  /** Undefined before a browser has come in. */
  readonly run: () => BrowserRun | undefined;
  /** Resolves with it; with undefined where the sitting is left before. */
  readonly begun: Promise<BrowserRun | undefined>;
  /** The last page has been fetched. */
  readonly fetched: Promise<void>;
  /** Nobody is asked any more. */
  readonly leave: () => void;
}

/** Throws what the system says of the port. */
export function openSitting({
  code,
  onEntered,
  isOverheard,
  isUp,
  prepare,
  restore,
  say,
  uploads,
  ...listen
}: SittingDeps): BrowserSitting {
  const { clock } = listen;
  const turns = openTurns();
  const begun = Promise.withResolvers<BrowserRun | undefined>();
  const fetched = Promise.withResolvers<void>();
  let run: BrowserRun | undefined;
  let visitor = "";
  const opened = clock.monotonic();
  let lastVisit = opened;
  const visited = (remoteAddress: string): void => {
    visitor = remoteAddress;
    lastVisit = clock.monotonic();
  };
  const entered = (language: Language, remoteAddress: string): void => {
    visited(remoteAddress);
    onEntered(remoteAddress);
    run ??= runInBrowser(language, {
      ...{ prepare, restore, say, turns, clock },
      adapt: (environment) => besides(server.signpost, environment),
      isOverheard: () => isOverheard(visitor),
    });
    begun.resolve(run);
  };
  const server = openPages({
    ...listen,
    entrance: openEntrance(code, clock),
    host: {
      conversation: () => run?.conversation(),
      language: () => run?.language(),
      entered,
      visited,
      changeLanguage: (language) => run?.conversation().changeLanguage(language),
      settled: turns.settled,
      closed: fetched.resolve,
      isUp,
      uploads,
    },
  });
  return {
    server,
    run: () => run,
    begun: begun.promise,
    fetched: fetched.promise,
    waitingSince: () => (run === undefined ? opened : run.conversation().waitingSince()),
    lastVisit: () => lastVisit,
    leave: () => {
      begun.resolve(undefined);
      run?.conversation().leave();
    },
  };
}
