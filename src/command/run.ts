/** jabber-home run: the server, in the foreground, until it is told to stop. */
import { existsSync } from "node:fs";
import { reserveOf } from "../assembly/backups.ts";
import { isRenaming } from "../assembly/rename-journal.ts";
import { startServer } from "../assembly/server.ts";
import { readConfigFile } from "../config/read.ts";
import { restartNeeded } from "../config/reload.ts";
import type { Config } from "../config/schema.ts";
import { lazy } from "../lazy.ts";
import { openStderrLog } from "../log/stderr.ts";
import type { LogWriter } from "../log/writer.ts";
import type { LogLevel } from "../log.ts";
import { modules } from "../modules.ts";
import { inheritedSockets } from "../net/inherited-sockets.ts";
import { EXIT } from "./exit.ts";
import { requireHomeAccess } from "./home-access.ts";
import { type ServiceManager, serviceManager } from "./sd-notify.ts";
import { type AfterStop, type RunningServer, untilStopped } from "./signals.ts";
import { becomeCurrent, type UpdatedStart, updatedStart } from "./updated-start.ts";
import { type Call, defineVerb, SET_FLAG } from "./verb.ts";
import { VerbError } from "./verb-error.ts";

const renameFile = lazy((): typeof import("../assembly/domain-rename.ts") => require("../assembly/domain-rename.ts"));
const aroundFile = lazy((): typeof import("./doctor/around.ts") => require("./doctor/around.ts"));
const holderFile = lazy((): typeof import("./port-holder.ts") => require("./port-holder.ts"));
const checkFile = lazy((): typeof import("./run-check.ts") => require("./run-check.ts"));
const automaticFile = lazy((): typeof import("./update/automatic.ts") => require("./update/automatic.ts"));

/** How long a log that cannot be written may delay the end of the process, in milliseconds. */
const MAX_FLUSH_MS = 1000;

export default defineVerb({
  name: "run",
  examples: ["run", "run --home /srv/jabber", "run --set log_level=debug --set listen.http=off", "run --check"],
  flags: { set: SET_FLAG, check: { kind: "switch", meaning: "runCheck" } },
  run: async (call) => {
    const { home } = call;
    requireHomeAccess(home);
    if (call.flags.check) return await checkFile().checkStart(call);
    const { NOTIFY_SOCKET, WATCHDOG_USEC, WATCHDOG_PID } = process.env;
    const manager = serviceManager({ NOTIFY_SOCKET, WATCHDOG_USEC, WATCHDOG_PID });
    let log: LogWriter | undefined;
    let config: Config | undefined;
    const update = updatedStart({
      home,
      reserve: () => (config ? reserveOf(config) : 0),
      log: () => log,
      lasting: (what) => manager.extendStart(what),
    });
    try {
      if (isRenaming(home)) renameFile().completeRename(home);
      config = readConfigOf(call);
      log = openStderrLog(config.general.log_level, config.general.log_format);
      const after = await serve(call, { config, log, manager, update });
      if (after === "restart") becomeCurrent();
      return EXIT.ok;
    } catch (error) {
      await update.failed(error);
      throw error;
    }
  },
});

type RunCall = Pick<Call<{ readonly set: typeof SET_FLAG }>, "flags" | "home">;

/** Throws VerbError, ConfigError. */
function readConfigOf({ flags, home }: RunCall): Config {
  if (!existsSync(home.config) && flags.set.length === 0) throw new VerbError(EXIT.configuration, "not-set-up");
  return withDomains(readConfigFile(home.config, modules, flags.set));
}

interface Serving {
  readonly config: Config;
  readonly log: LogWriter;
  readonly manager: ServiceManager;
  readonly update: UpdatedStart;
}

async function serve(call: RunCall, { config, log, manager, update }: Serving): Promise<AfterStop> {
  const { home } = call;
  const { LISTEN_FDS, LISTEN_PID } = process.env;
  const inherited = inheritedSockets({ LISTEN_FDS, LISTEN_PID });
  const { watchdogInterval } = manager;
  const watchdog = watchdogInterval === undefined ? undefined : setInterval(manager.alive, watchdogInterval);
  const exitAtOnce = (): void => void flushed(log).finally(() => process.exit(EXIT.failed));
  try {
    const start = async (): Promise<RunningServer> => {
      const setLogLevel = (level: LogLevel): void => log.set({ level });
      const installUpdate = (): void => automaticFile().beginUpdate(home, config.update.url, log);
      const around = () => aroundFile().seenAround(home);
      const { migrating } = update;
      const options = { onFailure: exitAtOnce, setLogLevel, inherited, migrating, around, installUpdate };
      const server = await update
        .start((trial) => startServer(home, config, log, { ...options, ...trial }))
        .catch(async (error: unknown) => {
          throw await holderFile().namingHolder(error);
        });
      const reload = async (changed: Config): Promise<void> => {
        await server.reload(changed);
        const options = restartNeeded(config, changed, modules);
        if (options.length > 0) log.warn({ event: "restart-needed", options });
      };
      return { stop: () => server.stop(), reload };
    };
    const summary = `serves ${config.general.domains.join(", ")}`;
    const readConfig = (): Config => readConfigOf(call);
    return await untilStopped({ start, signals: process, manager, summary, log, readConfig, exitAtOnce });
  } finally {
    clearInterval(watchdog);
    await flushed(log);
  }
}

function withDomains(config: Config): Config {
  if (config.general.domains.length > 0) return config;
  throw new VerbError(EXIT.configuration, "no-domain");
}

const flushed = (log: LogWriter): Promise<void> => Promise.race([log.flush(), Bun.sleep(MAX_FLUSH_MS)]);
