/** Updates that a server installs by itself: as config.toml says from where, and when. */
import { systemClock } from "../clock.ts";
import type { Config } from "../config/schema.ts";
import type { Home } from "../home.ts";
import { lazy } from "../lazy.ts";
import type { Logger } from "../log.ts";
import { openUpdates, type Updates } from "../release/updates.ts";
import { version } from "../version.ts";

const newestFile = lazy((): typeof import("../release/newest.ts") => require("../release/newest.ts"));
const sourceFile = lazy((): typeof import("../release/source.ts") => require("../release/source.ts"));

export interface UpdatesAssemblyDeps {
  readonly home: Home;
  readonly config: Config;
  readonly isClockDoubtful: () => boolean;
  /** Begins to install the newest version (command/update/automatic.ts). */
  readonly install: (() => void) | undefined;
  readonly log: Logger;
  readonly now: () => number;
}

export function watchUpdates({ home, config, install, now, ...deps }: UpdatesAssemblyDeps): Updates {
  const { url, automatic, hour } = config.update;
  if (!automatic || url === "" || !install) return openUpdates(home.directory, undefined);
  return openUpdates(home.directory, {
    ...{ ...deps, home: home.directory, version, hour, install },
    look: async () => (await newestFile().newestRelease(sourceFile().sourceAt(url), version)).version,
    clock: { ...systemClock, now },
  });
}
