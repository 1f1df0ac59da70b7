/** While no server runs: the same questions, answered by the database itself. */
import { existsSync } from "node:fs";
import { assembleKernel } from "../assembly/kernel.ts";
import { readConfigFile } from "../config/read.ts";
import type { Home } from "../home.ts";
import { openStderrLog } from "../log/stderr.ts";
import { modules } from "../modules.ts";
import { StanzaError } from "../stanza-error.ts";
import { openAccounts } from "../store/accounts.ts";
import { openDatabase } from "../store/database.ts";
import { secretAt } from "../store/home-secret.ts";
import { takeLock } from "../store/lock.ts";
import { EXIT } from "./exit.ts";
import { CommandError } from "./failure.ts";
import { userRoutes } from "./user/routes.ts";

/** Holds the home's lock meanwhile. Throws StoreError (locked) where another process has it, ConfigError, CommandError. */
export async function answerOffline(home: Home, asked: string, body: unknown): Promise<unknown> {
  if (!existsSync(home.config))
    throw new CommandError(EXIT.configuration, "nothing is set up yet", "run jabber-home setup");
  const config = readConfigFile(home.config, modules);
  const log = openStderrLog("warn", config.general.log_format);
  await using opened = new AsyncDisposableStack();
  opened.adopt(takeLock(home.lock, process.pid), (lock) => lock.release());
  const db = opened.adopt(openDatabase(home.database, { log }), (database) => database.close());
  const accounts = openAccounts(db, { iterations: config.accounts.iterations, now: Date.now });
  // The modules too: each deletes what it keeps for an account that is removed. What they put off is left to a server.
  const { booted } = assembleKernel({
    config,
    db,
    accounts,
    modules,
    log,
    now: Date.now,
    secret: secretAt(home.secret),
    remote: () => {
      throw new StanzaError("remote-server-timeout", { text: "no server is running here" });
    },
  });
  opened.defer(() => booted.stop());
  const synced = (): Promise<void> => new Promise((resolve, reject) => db.afterSync(resolve, reject));
  const routes = userRoutes({
    accounts,
    usage: booted.catalogue.storageUsage,
    domains: config.general.domains,
    synced,
  });
  const answer = Object.hasOwn(routes, asked) ? routes[asked] : undefined;
  if (!answer) throw new CommandError(EXIT.unavailable, "the server is not running", "start it: jabber-home run");
  return await answer(body);
}
