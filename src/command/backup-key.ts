/** What opens an encrypted backup: named by flags, or asked for at the terminal. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { type AgeKey, identitiesIn } from "../backup/age-keys.ts";
import { BackupError } from "../backup/backup-error.ts";
import type { Manifest } from "../backup/manifest.ts";
import { manifestOf } from "../backup/unpack.ts";
import { backupMessages } from "../messages/backups.ts";
import type { Language } from "../messages/language.ts";
import { userMessages } from "../messages/users.ts";
import { EXIT } from "./exit.ts";
import { CommandError } from "./failure.ts";
import { readPassword } from "./password-input.ts";
import type { Terminal } from "./terminal.ts";

export interface KeyFlags {
  readonly "passphrase-file": string | undefined;
  readonly identity: string | undefined;
}

export interface KeyAsker {
  readonly language: Language;
  readonly terminal: Terminal;
  /** Nobody is to be asked. */
  readonly isUnattended: boolean;
  /** Asks elsewhere than at the terminal. */
  readonly askPassphrase?: () => Promise<string>;
}

export interface OpenedManifest {
  readonly manifest: Manifest;
  /** Undefined where the backup is not encrypted. */
  readonly key: AgeKey | undefined;
}

/** What is in the backup at `file`, and what opens it. Rejects with CommandError, BackupError, the system's errors. */
export async function openManifest(file: string, flags: KeyFlags, asker: KeyAsker): Promise<OpenedManifest> {
  const { language, terminal, isUnattended, askPassphrase: ask } = asker;
  const given = givenKey(flags, asker);
  try {
    return { manifest: await manifestOf(file, given), key: given };
  } catch (error) {
    const isAskedFor = error instanceof BackupError && isForPassphrase(error);
    if (!isAskedFor || given || isUnattended || (!ask && !terminal.isInteractive)) throw error;
  }
  const key = { passphrase: await (ask?.() ?? askPassphrase(language)) };
  return { manifest: await manifestOf(file, key), key };
}

/** Throws CommandError. */
function givenKey(flags: KeyFlags, { language, terminal }: KeyAsker): AgeKey | undefined {
  const { identity, "passphrase-file": passphrase } = flags;
  if (identity !== undefined && passphrase !== undefined)
    throw new CommandError(EXIT.usage, ...backupMessages[language].oneKey());
  if (passphrase !== undefined) return { passphrase: readPassword(passphrase, terminal, userMessages[language]) };
  if (identity === undefined) return undefined;
  const identities = identitiesIn(readFileSync(resolve(identity), "utf8"));
  if (!identities) throw new CommandError(EXIT.usage, ...backupMessages[language].noIdentity(identity));
  return { identities };
}

const isForPassphrase = ({ problem }: BackupError): boolean =>
  problem.kind === "encrypted" && problem.by === "passphrase";

/** Rejects with CommandError for Ctrl-C. */
async function askPassphrase(language: Language): Promise<string> {
  const messages = backupMessages[language];
  const { isCancel, password } = await import("@clack/prompts");
  const given = await password({ message: messages.askPassphrase });
  if (isCancel(given)) throw new CommandError(EXIT.failed, messages.notDone);
  return given;
}
