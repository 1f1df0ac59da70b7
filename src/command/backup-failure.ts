/** What a person is told where a backup could not be made or taken back. */
import { BackupError, type BackupProblem } from "../backup/backup-error.ts";
import { FileExistsError } from "../backup/write.ts";
import { backupMessages, backupProblemText } from "../messages/backups.ts";
import type { Language } from "../messages/language.ts";
import { EXIT, type ExitCode } from "./exit.ts";
import { CommandError } from "./failure.ts";

const EXITS: Readonly<Record<BackupProblem["kind"], ExitCode>> = {
  "not-a-backup": EXIT.usage,
  "no-room": EXIT.cannotCreate,
  "database-damaged": EXIT.damaged,
  changed: EXIT.tryAgain,
  cut: EXIT.damaged,
  damaged: EXIT.damaged,
  hostile: EXIT.damaged,
  newer: EXIT.configuration,
  runs: EXIT.tryAgain,
  encrypted: EXIT.usage,
  passphrase: EXIT.usage,
  identity: EXIT.usage,
  "no-folder": EXIT.cannotCreate,
  "not-writable": EXIT.cannotCreate,
  other: EXIT.failed,
};

/** Does `work`; it rejects with CommandError instead of BackupError and FileExistsError. */
export const sayingBackupProblems = <Answer>(language: Language, work: () => Promise<Answer>): Promise<Answer> =>
  work().catch((error: unknown) => {
    if (error instanceof FileExistsError)
      throw new CommandError(EXIT.cannotCreate, ...backupMessages[language].exists(error.message));
    if (!(error instanceof BackupError)) throw error;
    throw new CommandError(EXITS[error.problem.kind], ...backupProblemText(error.problem, language));
  });
