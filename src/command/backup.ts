/** jabber-home backup: everything of this server in one file, while it runs or not. */

import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import { type AgeRecipient, recipientBytes } from "../backup/age-keys.ts";
import { type WrittenBackup, writeBackup } from "../backup/write.ts";
import { backupMessages } from "../messages/backups.ts";
import type { Language } from "../messages/language.ts";
import { userMessages } from "../messages/users.ts";
import { isVersion } from "../release/manifest.ts";
import { backupBeforeUpdate, backupContent } from "./backup-content.ts";
import { sayingBackupProblems } from "./backup-failure.ts";
import { CONTENT_FIELDS } from "./backup-schema.ts";
import { EXIT } from "./exit.ts";
import { CommandError } from "./failure.ts";
import { integer, object, text } from "./json/schema.ts";
import { readPassword } from "./password-input.ts";
import { type Call, defineVerb, JSON_FLAG, report } from "./verb.ts";

const ANSWER = object({ file: text(), bytes: integer(), ...CONTENT_FIELDS });

export default defineVerb({
  name: "backup",
  examples: ["backup --to /media/usb", "backup --home /srv/jabber --to jabber.tar.zst --json"],
  prints: ANSWER,
  flags: {
    to: { kind: "text", value: "FILE", meaning: "backupTo" },
    "passphrase-file": { kind: "text", value: "FILE", meaning: "encryptFor" },
    recipient: { kind: "text", value: "KEY", meaning: "encryptForKey" },
    "before-update": { kind: "text", value: "VERSION", meaning: "backupBeforeUpdate" },
    json: JSON_FLAG,
  },
  run: async (call) => {
    const { flags, language } = call;
    const make = flags["before-update"] === undefined ? backup(call) : beforeUpdate(call, flags["before-update"]);
    const { file, ...written } = await sayingBackupProblems(language, make);
    const { manifest, bytes } = written;
    const { version: by, host, domains, counts, created } = manifest;
    report(call, ANSWER, { file, bytes, version: by, created, host, domains, counts }, textOf(written, file, language));
    return EXIT.ok;
  },
});

type BackupCall = Pick<Call, "home" | "language" | "terminal"> & {
  readonly flags: { readonly [Name in "to" | "recipient" | "passphrase-file"]: string | undefined };
};
type MadeBackup = WrittenBackup & { readonly file: string };

/** Throws CommandError. */
function backup(call: BackupCall): () => Promise<MadeBackup> {
  const recipient = recipientIn(call);
  const file = fileAt(call.flags.to, new Date(), recipient ? ".age" : "");
  return async () => {
    await using made = await backupContent(call);
    return { ...(await writeBackup(made.content, file, { recipient })), file };
  };
}

/** What `update` does, for a package that is about to replace this program. Throws CommandError. */
function beforeUpdate(call: BackupCall, to: string): () => Promise<MadeBackup> {
  const messages = backupMessages[call.language];
  const { flags } = call;
  if (flags.to !== undefined || flags.recipient !== undefined || flags["passphrase-file"] !== undefined)
    throw new CommandError(EXIT.usage, ...messages.notBoth());
  if (!isVersion(to)) throw new CommandError(EXIT.usage, ...messages.noVersion(to));
  return () => backupBeforeUpdate(call, to);
}

/** Undefined where it is not encrypted. Throws CommandError. */
function recipientIn({ flags, language, terminal }: BackupCall): AgeRecipient | undefined {
  const messages = backupMessages[language];
  const { recipient, "passphrase-file": secret } = flags;
  if (recipient !== undefined && secret !== undefined) throw new CommandError(EXIT.usage, ...messages.oneRecipient());
  if (secret !== undefined) return { passphrase: readPassword(secret, terminal, userMessages[language]) };
  if (recipient === undefined) return undefined;
  if (!recipientBytes(recipient)) throw new CommandError(EXIT.usage, ...messages.noRecipient(recipient));
  return { recipient };
}

/** In a folder, it is named after the moment: "jabber-home-2026-11-30-0312.tar.zst". */
function fileAt(to: string | undefined, now: Date, ending: string): string {
  const path = resolve(to ?? ".");
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return path;
  const stamp = now.toISOString().slice(0, 16).replace("T", "-").replace(":", "");
  return join(path, `jabber-home-${stamp}.tar.zst${ending}`);
}

function textOf({ manifest, bytes }: WrittenBackup, file: string, language: Language): string {
  const messages = backupMessages[language];
  return [messages.made(file, bytes), `  ${messages.counts(manifest.counts)}`, messages.secret].join("\n");
}
