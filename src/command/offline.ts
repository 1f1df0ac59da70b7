/** Requests about accounts, answered by the database while no server runs. */
import { existsSync } from "node:fs";
import { completeRename } from "../assembly/domain-rename.ts";
import { openOfflineAccounts } from "../assembly/offline.ts";
import { readConfigFile } from "../config/read.ts";
import type { AnswerOf, BodyArgument } from "../control/protocol.ts";
import { type AccountRequest, accountRoutes } from "../control/routes.ts";
import type { Home } from "../home.ts";
import { openStderrLog } from "../log/stderr.ts";
import { modules } from "../modules.ts";
import { EXIT } from "./exit.ts";
import { VerbError } from "./verb-error.ts";

/** Rejects with OperationError, StoreError ("locked" where another process has the home), ConfigError, CommandError. */
export async function askDatabase<Request extends AccountRequest>(
  home: Home,
  request: Request,
  ...[body]: BodyArgument<Request>
): Promise<AnswerOf<Request>> {
  completeRename(home);
  if (!existsSync(home.config)) throw new VerbError(EXIT.configuration, "not-set-up");
  const config = readConfigFile(home.config, modules);
  const { domains, log_format } = config.general;
  const { accounts, invitations, close } = await openOfflineAccounts(home, config, openStderrLog("warn", log_format));
  try {
    return await accountRoutes({ accounts, invitations, domains })[request](body);
  } finally {
    await close();
  }
}
