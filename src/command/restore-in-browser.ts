/** A backup that is named or sent on the page of setup. */
import { randomBytes } from "node:crypto";
import { readdirSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { BegunFrom } from "../../installer/browser/run-in-browser.ts";
import type { Uploads } from "../../installer/browser/upload-route.ts";
import { type Prompts, plain } from "../../installer/prompts.ts";
import { ownBackups } from "../assembly/backups.ts";
import { BackupError } from "../backup/backup-error.ts";
import { freeAt } from "../backup/database-copy.ts";
import { looksLikeBackup, manifestOf } from "../backup/unpack.ts";
import type { Home } from "../home.ts";
import { backupMessages } from "../messages/backups.ts";
import type { Language } from "../messages/language.ts";
import { setupBrowserMessages } from "../messages/setup-browser.ts";
import { ownFolder } from "../store/durable-file.ts";
import { createHome } from "../store/home-folder.ts";
import { CommandError } from "./failure.ts";
import { restoreForSetup } from "./restore-for-setup.ts";
import type { Call } from "./verb.ts";

/** What a browser has sent, among the backups of the home: removed when it was put in place, or was not. */
const SENT = /^sent-[0-9a-f]{16}\.part$/;

export const uploadsInto = (home: Home): Uploads => ({
  newPath: () => {
    createHome(home);
    ownFolder(ownBackups(home));
    // What a setup that was killed has left: one is sent at a time.
    for (const name of readdirSync(ownBackups(home)))
      if (SENT.test(name)) rmSync(join(ownBackups(home), name), { force: true });
    return join(ownBackups(home), `sent-${randomBytes(8).toString("hex")}.part`);
  },
  room: () => freeAt(ownBackups(home)),
  isBackup: looksLikeBackup,
});

/** Rejects with an Error for the person, with GoBack and Leave. */
export const restoreInBrowser =
  ({ home, terminal }: Pick<Call, "home" | "terminal">) =>
  async (path: string, prompts: Prompts, language: Language): Promise<BegunFrom> => {
    const texts = setupBrowserMessages[language].upload;
    const flags = { "passphrase-file": undefined, identity: undefined };
    const lines: string[] = [];
    let isAgreed = false;
    const say = (text: string): void => {
      const said = text.split("\n").map((line) => line.trim());
      if (isAgreed) lines.push(...said);
      else prompts.show("", plain(...said));
    };
    const confirm = async (question: string): Promise<void> => {
      const choices = [
        { value: "yes", label: texts.yes },
        { value: "no", label: texts.no },
      ] as const;
      if ((await prompts.choose({ message: question, choices, initial: "yes" })) === "no") throw new Declined();
      isAgreed = true;
    };
    const askPassphrase = async (): Promise<string> => {
      const passphrase = await prompts.askSecret({
        message: backupMessages[language].askPassphrase,
        check: () => undefined,
      });
      if (await opens(path, passphrase)) return passphrase;
      prompts.show("", [{ mark: "wrong", text: texts.wrongPassphrase }]);
      return await askPassphrase();
    };
    try {
      const opening = { flags, terminal, isUnattended: false, askPassphrase };
      return { answers: await restoreForSetup({ home, language }, path, opening, { say, confirm }), lines };
    } catch (error) {
      if (error instanceof Declined) return { answers: {}, lines: [] };
      if (!(error instanceof CommandError)) throw error;
      throw new Error([error.message, ...(error.remedy === undefined ? [] : [error.remedy])].join("\n"));
    } finally {
      if (SENT.test(basename(path)) && dirname(path) === ownBackups(home)) rmSync(path, { force: true });
    }
  };

/** The person would rather not. */
class Declined extends Error {}

/** False where it is another passphrase; what else is wrong is found later. */
const opens = (path: string, passphrase: string): Promise<boolean> =>
  manifestOf(path, { passphrase }).then(
    () => true,
    (error) => !(error instanceof BackupError && error.problem.kind === "passphrase"),
  );
