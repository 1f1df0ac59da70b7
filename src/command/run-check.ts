/** jabber-home run --check: whether this program would work with this home, without changing it. */
import { existsSync } from "node:fs";
import { reserveOf } from "../assembly/backups.ts";
import { rehearse } from "../assembly/rehearsal.ts";
import { readConfigFile } from "../config/read.ts";
import { openStderrLog } from "../log/stderr.ts";
import { updateMessages } from "../messages/update.ts";
import { modules } from "../modules.ts";
import { version } from "../version.ts";
import { sayingBackupProblems } from "./backup-failure.ts";
import { EXIT, type ExitCode } from "./exit.ts";
import type { Call, SET_FLAG } from "./verb.ts";
import { VerbError } from "./verb-error.ts";

/** Rejects with whatever keeps the server from starting, or from delivering a message. */
export async function checkStart(call: Call<{ readonly set: typeof SET_FLAG }>): Promise<ExitCode> {
  const { home, flags, language, terminal } = call;
  if (!existsSync(home.config)) throw new VerbError(EXIT.configuration, "no-config", { file: home.config });
  const config = readConfigFile(home.config, modules, flags.set);
  const log = openStderrLog("error", config.general.log_format);
  await sayingBackupProblems(language, () => rehearse(home, config, reserveOf(config), log));
  await log.flush();
  terminal.out(updateMessages[language].works(version));
  return EXIT.ok;
}
