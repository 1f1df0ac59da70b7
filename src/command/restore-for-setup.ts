/** Setup from a backup: the home is put in place first, and what the wizard asks begins from there. */
import { type Answers, readAnswers } from "../../installer/answers.ts";
import { lastChange } from "../backup/restore.ts";
import { backupMessages } from "../messages/backups.ts";
import { sayingBackupProblems } from "./backup-failure.ts";
import { type KeyFlags, openManifest } from "./backup-key.ts";
import { requireConfirmation } from "./confirm.ts";
import { contentText, replaceHome, requireReplaceable } from "./restore-home.ts";
import type { Call } from "./verb.ts";

/**
 * Says what is in the backup at `file`, asks where somebody can be asked, and puts it in place. Resolves with the answers that
 * the wizard begins with; an interrupted setup goes on with the home that it has put in place. Rejects with CommandError.
 */
export async function restoreForSetup(
  call: Pick<Call, "home" | "language" | "terminal">,
  file: string,
  flags: KeyFlags,
  isAsking: boolean,
): Promise<Answers> {
  const { home, language, terminal } = call;
  const messages = backupMessages[language];
  return await sayingBackupProblems(language, async () => {
    const { manifest, key } = await openManifest(file, flags, { language, terminal, isUnattended: !isAsking });
    terminal.out(contentText(manifest, language));
    const restoredFrom = `${new Date(manifest.created).toISOString()} ${manifest.host}`;
    const { directory } = home;
    if (readAnswers(directory).restoredFrom !== restoredFrom) {
      await requireReplaceable(call, manifest, false);
      const question =
        lastChange(home) === undefined ? messages.question(directory) : messages.questionAside(directory);
      if (isAsking)
        await requireConfirmation(call, { question, irrevocable: "", notDone: messages.notDone, isUsual: true });
      const { former, notSent } = await replaceHome({ home, file, manifest, key, sendsWaiting: false });
      terminal.out(messages.restored(directory));
      if (former !== undefined) terminal.out(messages.former(former));
      if (notSent > 0) terminal.out(messages.notSentForSetup(notSent));
    }
    return { restoredFrom };
  });
}
