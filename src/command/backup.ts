/** jabber-home backup: everything of this server in one file, while it runs or not. */
import { existsSync, statSync } from "node:fs";
import { hostname } from "node:os";
import { join, resolve } from "node:path";
import { backupFolder } from "../assembly/backups.ts";
import { pack } from "../backup/pack.ts";
import { type WrittenBackup, writeBackup } from "../backup/write.ts";
import { readConfigFile } from "../config/read.ts";
import { backupMessages } from "../messages/backups.ts";
import type { Language } from "../messages/language.ts";
import { userMessages } from "../messages/users.ts";
import { modules } from "../modules.ts";
import { takeLock } from "../store/lock.ts";
import { version } from "../version.ts";
import { type Asker, fileIfRunning } from "./ask.ts";
import { sayingBackupProblems } from "./backup-failure.ts";
import { EXIT } from "./exit.ts";
import { readPassword } from "./password-input.ts";
import { defineVerb, JSON_FLAG, report } from "./verb.ts";
import { VerbError } from "./verb-error.ts";

export default defineVerb({
  name: "backup",
  examples: ["backup --to /media/usb", "backup --home /srv/jabber --to jabber.tar.zst --json"],
  flags: {
    to: { kind: "text", value: "FILE", meaning: "backupTo" },
    "passphrase-file": { kind: "text", value: "FILE", meaning: "encryptFor" },
    json: JSON_FLAG,
  },
  run: async (call) => {
    const { flags, language } = call;
    const secret = flags["passphrase-file"];
    const passphrase = secret === undefined ? undefined : readPassword(secret, call.terminal, userMessages[language]);
    const file = fileAt(flags.to, new Date(), passphrase === undefined ? "" : ".age");
    const written = await sayingBackupProblems(language, async () => {
      const running = await fileIfRunning(call, "POST /backup", undefined);
      return running ? await writeBackup(running, file, { passphrase }) : await withoutServer(call, file, passphrase);
    });
    const { manifest, bytes } = written;
    const { version: by, host, domains, counts, created } = manifest;
    report(
      call,
      { file, bytes, version: by, created: new Date(created).toISOString(), host, domains, counts },
      textOf(written, file, language),
    );
    return EXIT.ok;
  },
});

/** In a folder, it is named after the moment: "jabber-home-2026-11-30-0312.tar.zst". */
function fileAt(to: string | undefined, now: Date, ending: string): string {
  const path = resolve(to ?? ".");
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return path;
  const stamp = now.toISOString().slice(0, 16).replace("T", "-").replace(":", "");
  return join(path, `jabber-home-${stamp}.tar.zst${ending}`);
}

/** The home's lock keeps a server from starting until it is done. */
async function withoutServer({ home }: Asker, file: string, passphrase?: string): Promise<WrittenBackup> {
  if (!existsSync(home.config) || !existsSync(home.database)) throw new VerbError(EXIT.configuration, "not-set-up");
  const config = readConfigFile(home.config, modules);
  const { domains } = config.general;
  const lock = takeLock(home.lock, process.pid);
  try {
    const facts = { version, created: Date.now(), host: hostname(), domains };
    await using packed = await pack({
      ...{ ...facts, home: home.directory, database: home.database, backups: backupFolder(home, config), reserve: 0 },
    });
    return await writeBackup(packed.content(), file, { passphrase });
  } finally {
    lock.release();
  }
}

function textOf({ manifest, bytes }: WrittenBackup, file: string, language: Language): string {
  const messages = backupMessages[language];
  return [messages.made(file, bytes), `  ${messages.counts(manifest.counts)}`, messages.secret].join("\n");
}
