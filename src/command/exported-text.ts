/** Everything of all accounts, or of one, as of XEP-0227: from the running server, or from the database where none runs. */
import { existsSync } from "node:fs";
import { readConfigFile } from "../config/read.ts";
import { openStderrLog } from "../log/stderr.ts";
import { modules } from "../modules.ts";
import { parseTypedAccount } from "../operations/addresses.ts";
import { byteStreamOf } from "../operations/export.ts";
import { type Asker, fileIfRunning, sayingWhy } from "./ask.ts";
import { EXIT } from "./exit.ts";
import { VerbError } from "./verb-error.ts";

export interface ExportedText extends AsyncDisposable {
  readonly text: ReadableStream<Uint8Array>;
}

/**
 * With what checks the passwords. `account` is a JID or a name. Where no server runs, none can be started before it is
 * disposed of. Rejects with CommandError, StoreError, ConfigError.
 */
export async function exportedText(asker: Asker, account: string | undefined): Promise<ExportedText> {
  const running =
    account === undefined
      ? await fileIfRunning(asker, "POST /export/all", undefined)
      : await fileIfRunning(asker, "POST /export", { jid: account, withKeys: true });
  if (running) return { text: running, [Symbol.asyncDispose]: async () => {} };
  const { home } = asker;
  if (!existsSync(home.config)) throw new VerbError(EXIT.configuration, "not-set-up");
  // With all that a server is made of: loaded where no server runs.
  const { completeRename } = await import("../assembly/domain-rename.ts");
  completeRename(home);
  const config = readConfigFile(home.config, modules);
  const { domains, log_format } = config.general;
  const { openOfflineAccounts } = await import("../assembly/offline.ts");
  const { exports, close } = await openOfflineAccounts(home, config, openStderrLog("warn", log_format));
  try {
    const pieces = await sayingWhy(asker, async () =>
      account === undefined ? exports.all() : exports.account(parseTypedAccount(account, domains), true),
    );
    return { text: byteStreamOf(pieces), [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}
