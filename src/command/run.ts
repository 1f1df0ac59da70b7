/** jabber-home run: the server, in the foreground, until it is told to stop. */
import { existsSync } from "node:fs";
import { changedKeys } from "../config/changed.ts";
import { readConfigFile } from "../config/read.ts";
import type { Config } from "../config/schema.ts";
import { openStderrLog } from "../log/stderr.ts";
import type { LogWriter } from "../log/writer.ts";
import { startServer } from "../main.ts";
import { modules } from "../modules.ts";
import { EXIT } from "./exit.ts";
import { CommandError } from "./failure.ts";
import { type RunningServer, untilStopped } from "./life.ts";
import { reachHome } from "./reach-home.ts";
import { serviceManager } from "./sd-notify.ts";
import { defineVerb, SET_FLAG } from "./verb.ts";

/** What SIGHUP changes; for all else the server has to be started again. */
const LIVE: readonly string[] = [
  "log_level",
  "limits.failures_per_account",
  "limits.failures_per_address",
  "limits.failure_window",
  "federation.allow",
  "federation.deny",
  "federation.require_certificate",
  "federation.plaintext",
  "federation.unverified",
];

/** What a stuck reader of the log may hold up the end, in milliseconds. */
const LAST_WORDS = 1000;

export default defineVerb({
  name: "run",
  summary: "runs the server until it is told to stop",
  examples: ["run", "run --home /srv/jabber", "run --set log_level=debug --set listen.http=off"],
  flags: { set: SET_FLAG },
  run: async ({ flags, home }) => {
    reachHome(home);
    if (!existsSync(home.config) && flags.set.length === 0)
      throw new CommandError(EXIT.configuration, "nothing is set up yet", "run jabber-home setup");
    const read = (): Config => withDomains(readConfigFile(home.config, modules, flags.set));
    const config = read();
    const { domains, log_level, log_format } = config.general;
    const log = openStderrLog(log_level, log_format);
    const { NOTIFY_SOCKET, WATCHDOG_USEC, WATCHDOG_PID } = process.env;
    const manager = serviceManager({ NOTIFY_SOCKET, WATCHDOG_USEC, WATCHDOG_PID });
    const { watchdogInterval } = manager;
    const watchdog = watchdogInterval === undefined ? undefined : setInterval(manager.alive, watchdogInterval);
    const abandon = (): void => void lastWords(log).finally(() => process.exit(EXIT.failed));
    try {
      const start = async (): Promise<RunningServer> => {
        const server = await startServer(home, config, log, { onFailure: abandon });
        const reload = async (changed: Config): Promise<void> => {
          log.set({ level: changed.general.log_level });
          await server.reload(changed);
          const options = changedKeys(config, changed).filter((key) => !LIVE.includes(key));
          if (options.length > 0) log.warn({ event: "restart-needed", options });
        };
        return { stop: () => server.stop(), reload };
      };
      const summary = `serves ${domains.join(", ")}`;
      await untilStopped({ start, signals: process, manager, summary, log, readAgain: read, abandon });
      return EXIT.ok;
    } finally {
      clearInterval(watchdog);
      await lastWords(log);
    }
  },
});

function withDomains(config: Config): Config {
  if (config.general.domains.length > 0) return config;
  throw new CommandError(
    EXIT.configuration,
    "no domain is served",
    "run jabber-home setup, or --set domains=example.com",
  );
}

const lastWords = (log: LogWriter): Promise<void> => Promise.race([log.flush(), Bun.sleep(LAST_WORDS)]);
