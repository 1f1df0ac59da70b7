/** `update --back`: the version of before runs again, on what is there now, or where it cannot read that, on the backup of before. */
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ownBackups } from "../../assembly/backups.ts";
import { backupsBeforeUpdates } from "../../backup/before-update.ts";
import { changeDatabase, checkDatabase } from "../../backup/database-copy.ts";
import { ENDED, WAITING } from "../../backup/ended.ts";
import { extract } from "../../backup/extract.ts";
import { DATABASE, type Manifest } from "../../backup/manifest.ts";
import { manifestOf } from "../../backup/unpack.ts";
import type { Home } from "../../home.ts";
import { backupMessages } from "../../messages/backups.ts";
import { updateMessages } from "../../messages/update.ts";
import { formerOf } from "../../release/executables.ts";
import { forgetDatabase, isKept, keepCopy } from "../../release/former-database.ts";
import { type Journal, readJournal, removeTrials, TRIAL, updateFolder, writeJournal } from "../../release/journal.ts";
import { isVersion } from "../../release/manifest.ts";
import { version } from "../../version.ts";
import { backupBeforeUpdate } from "../backup-content.ts";
import { sayingBackupProblems } from "../backup-failure.ts";
import { requireConfirmation } from "../confirm.ts";
import { EXIT } from "../exit.ts";
import { CommandError } from "../failure.ts";
import { startCommand } from "../program.ts";
import type { Call } from "../verb.ts";
import { requireReplaceable, takeUpdateLock } from "./replaceable.ts";
import { finish, MOST_MINUTES, restartToGoBack, serverProcess } from "./swap.ts";
import { tried } from "./tried.ts";

type BackCall = Pick<Call, "home" | "language" | "terminal"> & { readonly flags: { readonly yes: boolean } };

export interface WentBack {
  readonly from: string;
  readonly to: string;
  /** The file of the backup of what was there until now; null where an update that was interrupted was brought to its end. */
  readonly backup: string | null;
  /** For people. */
  readonly text: string;
}

/** Rejects with CommandError, and changes nothing then but that a backup is there. */
export async function goBack(call: BackCall): Promise<WentBack> {
  const { home, language } = call;
  const messages = updateMessages[language];
  const own = await requireReplaceable(call, messages.backByPackage);
  // A process cannot become another program there.
  if (process.platform === "win32" && (await serverProcess(home)) !== undefined)
    throw new CommandError(EXIT.tryAgain, ...backupMessages[language].running(home.directory));
  const lock = takeUpdateLock(call);
  try {
    removeTrials(home.directory);
    const journal = readJournal(home.directory);
    // The version that is on trial needs the copy of the database, and goes back by itself.
    if (journal?.state === "trial" && isKept(home)) throw new CommandError(EXIT.tryAgain, messages.running);
    if (journal?.state === "back") return await restart(call, own, journal, null);
    const to = await formerVersion(call, formerOf(own));
    const backup = await prepare(call, formerOf(own), to);
    const wanted: Journal = { state: "back", from: to, to: version, attempts: 0, why: WHY, asked: true };
    writeJournal(home.directory, wanted);
    return await restart(call, own, wanted, backup);
  } finally {
    lock.release();
  }
}

const WHY = "somebody asked for it";

/** Of the executable that is kept. Rejects with CommandError where there is none. */
async function formerVersion(call: BackCall, former: string): Promise<string> {
  const { output } = await tried(former, ["version"], call);
  const found = output.trim().replace(/^jabber-home /, "");
  if (isVersion(found) && found !== version) return found;
  throw new CommandError(EXIT.configuration, ...updateMessages[call.language].noFormer(former));
}

/** Whoever calls agrees, everything of now is in a backup, and the database that the version of before needs is at hand. Returns the backup. */
async function prepare(call: BackCall, former: string, to: string): Promise<string> {
  const { home, language, terminal } = call;
  const messages = updateMessages[language];
  const flags = ["--home", home.directory, "--lang", language];
  const checked = await tried(former, ["config", "check", ...flags], call);
  if (!checked.isRight) throw new CommandError(EXIT.failed, ...messages.refused(to, checked.output.trim()));
  terminal.err(messages.trying(to));
  const started = await tried(former, ["run", "--check", ...flags], call);
  forgetDatabase(home);
  if (started.isRight) await confirm(call, messages.questionBack(to), messages.notAsked);
  else await takeFromBackup(call, to, started.output.trim());
  terminal.err(messages.backing);
  try {
    return (await sayingBackupProblems(language, () => backupBeforeUpdate(call, to))).file;
  } catch (error) {
    forgetDatabase(home);
    throw error;
  }
}

async function takeFromBackup(call: BackCall, to: string, output: string): Promise<void> {
  const { home, language, terminal } = call;
  const messages = updateMessages[language];
  const found = await backupOfBefore(home, to);
  if (!found) throw new CommandError(EXIT.failed, ...messages.noBackupOfBefore(to, output));
  const { file, manifest } = found;
  terminal.err(messages.unreadable(to, output));
  await confirm(call, messages.questionLosing(to, manifest.created), messages.losing(manifest.created));
  // Where it is killed, the next update removes this folder.
  const folder = mkdtempSync(join(updateFolder(home.directory), TRIAL));
  try {
    await sayingBackupProblems(language, async () => {
      await extract(file, folder, manifest, { key: undefined, isWanted: (path) => path === DATABASE });
      const database = join(folder, DATABASE);
      await checkDatabase(database);
      changeDatabase(database, [WAITING, ...ENDED]);
      keepCopy(home, database);
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function confirm(call: BackCall, question: string, irrevocable: string): Promise<void> {
  if (call.flags.yes) return;
  await requireConfirmation(call, { question, irrevocable, notDone: updateMessages[call.language].notDone });
}

/** The last one that the version `to` has made before the update to this one. */
async function backupOfBefore(
  home: Home,
  to: string,
): Promise<{ readonly file: string; readonly manifest: Manifest } | undefined> {
  const folder = ownBackups(home);
  for (const { name } of backupsBeforeUpdates(folder)) {
    const file = join(folder, name);
    const manifest = await manifestOf(file).catch(() => undefined);
    if (manifest?.version === to && manifest.beforeUpdate === version) return { file, manifest };
  }
  return undefined;
}

async function restart(call: BackCall, own: string, journal: Journal, backup: string | null): Promise<WentBack> {
  const { home, language, terminal } = call;
  const messages = updateMessages[language];
  const { from: to } = journal;
  terminal.err(messages.restarting);
  const ending = await restartToGoBack(home, to);
  // What is left to do, the next start does.
  if (ending === "silent") throw new CommandError(EXIT.failed, ...messages.silent(MOST_MINUTES));
  finish(home, own, journal);
  const text = ending === "runs" ? messages.back(to) : messages.backAtNextStart(to, startCommand(home));
  return {
    ...{ from: version, to, backup },
    text: backup === null ? text : `${text}\n${messages.keptNow(backup)}`,
  };
}
