/** Who may put another executable in the place of this one, one at a time. */
import { updateMessages } from "../../messages/update.ts";
import { baseOf, mayReplace } from "../../release/executables.ts";
import { makeUpdateFolder, updateLock } from "../../release/journal.ts";
import { StoreError } from "../../store/errors.ts";
import { type HomeLock, takeLock } from "../../store/lock.ts";
import type { Asker } from "../ask.ts";
import { EXIT } from "../exit.ts";
import { CommandError } from "../failure.ts";
import { executable, sudoCommand } from "../program.ts";
import { installedBy } from "./installed-by.ts";
import { executableOf, serverProcess } from "./swap.ts";

type Said = readonly [sentence: string, remedy?: string | undefined];

/**
 * The path of this executable, which this user may replace and nobody else does. Rejects with CommandError; `byPackage` says what to
 * do where a package has put it there, if that is not to update the package.
 */
export async function requireReplaceable(
  { home, language }: Asker,
  byPackage?: (file: string) => Said,
): Promise<string> {
  const messages = updateMessages[language];
  const running = executable();
  if (running === undefined) throw new CommandError(EXIT.configuration, ...messages.notCompiled());
  const own = baseOf(running);
  const installer = installedBy(own);
  if (installer !== undefined)
    throw new CommandError(EXIT.configuration, ...(byPackage ?? messages.byPackage[installer])(own));
  if (!mayReplace(own)) throw new CommandError(EXIT.notPermitted, ...messages.notWritable(own, sudoCommand(home)));
  const pid = await serverProcess(home);
  const served = pid === undefined ? undefined : executableOf(pid);
  if (served !== undefined && baseOf(served) !== own)
    throw new CommandError(EXIT.configuration, ...messages.otherExecutable(baseOf(served)));
  return own;
}

/** Throws CommandError where another process has it. */
export function takeUpdateLock({ home, language }: Asker): HomeLock {
  makeUpdateFolder(home.directory);
  try {
    return takeLock(updateLock(home.directory), process.pid);
  } catch (error) {
    if (!(error instanceof StoreError) || error.reason !== "locked") throw error;
    throw new CommandError(EXIT.tryAgain, updateMessages[language].running);
  }
}
