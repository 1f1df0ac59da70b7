/** Setup from a backup: the home is put in place first, and what the wizard asks begins from there. */
import { type Answers, readAnswers } from "../../installer/answers.ts";
import { lastChange } from "../backup/restore.ts";
import { backupMessages } from "../messages/backups.ts";
import type { Asker } from "./ask.ts";
import { sayingBackupProblems } from "./backup-failure.ts";
import { type KeyAsker, type KeyFlags, openManifest } from "./backup-key.ts";
import { requireConfirmation } from "./confirm.ts";
import { contentText, replaceHome, requireReplaceable } from "./restore-home.ts";
import type { Call } from "./verb.ts";

export interface RestoreAsker {
  readonly say: (text: string) => void;
  /** Rejects where the person says no. Nobody is asked without it. */
  readonly confirm?: (question: string) => Promise<void>;
}

export type Opening = Omit<KeyAsker, "language"> & { readonly flags: KeyFlags };

/** On the terminal. */
export const confirmAt =
  (call: Pick<Call, "language" | "terminal">) =>
  (question: string): Promise<void> =>
    requireConfirmation(call, {
      question,
      irrevocable: "",
      notDone: backupMessages[call.language].notDone,
      isUsual: true,
    });

/**
 * Says what is in the backup at `file`, asks where somebody can be asked, and puts it in place. Resolves with the answers that
 * the wizard begins with; an interrupted setup goes on with the home that it has put in place. Rejects with CommandError.
 */
export async function restoreForSetup(
  call: Asker,
  file: string,
  { flags, ...opening }: Opening,
  { say, confirm }: RestoreAsker,
): Promise<Answers> {
  const { home, language } = call;
  const messages = backupMessages[language];
  return await sayingBackupProblems(language, async () => {
    const { manifest, key } = await openManifest(file, flags, { ...opening, language });
    say(contentText(manifest, language));
    const restoredFrom = `${new Date(manifest.created).toISOString()} ${manifest.host}`;
    const { directory } = home;
    if (readAnswers(directory).restoredFrom !== restoredFrom) {
      await requireReplaceable(call, manifest, false);
      await confirm?.(
        lastChange(home) === undefined ? messages.question(directory) : messages.questionAside(directory),
      );
      const { former, notSent } = await replaceHome({ home, file, manifest, key, sendsWaiting: false });
      say(messages.restored(directory));
      if (former !== undefined) say(messages.former(former));
      if (notSent > 0) say(messages.notSentForSetup(notSent));
    }
    return { restoredFrom };
  });
}
