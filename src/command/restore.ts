/** jabber-home restore: a home out of a backup. */
import { resolve } from "node:path";
import { BackupError } from "../backup/backup-error.ts";
import type { Manifest } from "../backup/manifest.ts";
import { isSomethingElse, lastChange, type Restored, restore } from "../backup/restore.ts";
import type { Home } from "../home.ts";
import { backupMessages } from "../messages/backups.ts";
import type { Language } from "../messages/language.ts";
import { createHome } from "../store/home-folder.ts";
import { takeLock } from "../store/lock.ts";
import { version } from "../version.ts";
import { askIfRunning } from "./ask.ts";
import { sayingBackupProblems } from "./backup-failure.ts";
import { openManifest } from "./backup-key.ts";
import { requireConfirmation } from "./confirm.ts";
import { EXIT } from "./exit.ts";
import { CommandError } from "./failure.ts";
import { requireHomeAccess } from "./home-access.ts";
import { startCommand } from "./program.ts";
import { defineVerb, JSON_FLAG, report } from "./verb.ts";

export default defineVerb({
  name: "restore",
  operands: ["FILE"],
  examples: [
    "restore /media/usb/jabber-home-2026-11-30-0312.tar.zst",
    "restore jabber.tar.zst --home /srv/jabber --no-input --json",
  ],
  flags: {
    "passphrase-file": { kind: "text", value: "FILE", meaning: "decryptBy" },
    identity: { kind: "text", value: "FILE", meaning: "decryptByKey" },
    replace: { kind: "switch", meaning: "replaceNewer" },
    "send-waiting": { kind: "switch", meaning: "sendWaiting" },
    "no-input": { kind: "switch", meaning: "noInput" },
    json: JSON_FLAG,
  },
  run: async (call) => {
    const { flags, operands, home, language, terminal } = call;
    const messages = backupMessages[language];
    const file = resolve(operands[0] ?? "");
    const restored = await sayingBackupProblems(language, async () => {
      const isUnattended = flags["no-input"];
      const { manifest, key } = await openManifest(file, flags, { language, terminal, isUnattended });
      if (!flags.json) terminal.err(contentText(manifest, language));
      await requireKnown(manifest);
      requireHomeAccess(home);
      if (await askIfRunning(call, "GET /status"))
        throw new CommandError(EXIT.tryAgain, ...messages.running(home.directory));
      requireOlder(home, manifest, flags.replace, language);
      if (!flags["no-input"]) await ask(call, lastChange(home) !== undefined);
      createHome(home);
      const lock = takeLock(home.lock, process.pid);
      try {
        return await restore(file, home, manifest, {
          sendsWaiting: flags["send-waiting"],
          now: Date.now(),
          key,
        });
      } finally {
        lock.release();
      }
    });
    report(call, jsonOf(restored, home), restoredText(restored, home, language));
    return EXIT.ok;
  },
});

/** Rejects with BackupError newer where this program does not know a table as the backup has it. */
async function requireKnown({ schema, version: by }: Manifest): Promise<void> {
  const { tableOwners } = await import("../assembly/stored-addresses.ts");
  const known = new Map(tableOwners.map(({ name, tables }) => [name, tables.length]));
  const isLater = Bun.semver.order(by, version) > 0;
  for (const [owner, step] of Object.entries(schema)) {
    const here = known.get(owner);
    if (here === undefined ? isLater : step > here) throw new BackupError({ kind: "newer", version: by });
  }
}

/** Throws CommandError where the home is newer than the backup, or something else than a home. */
function requireOlder(home: Home, { created }: Manifest, isReplaced: boolean, language: Language): void {
  const messages = backupMessages[language];
  if (isSomethingElse(home)) throw new CommandError(EXIT.cannotCreate, ...messages.somethingElse(home.directory));
  const changed = lastChange(home);
  if (changed !== undefined && changed > created && !isReplaced)
    throw new CommandError(EXIT.cannotCreate, ...messages.newerHome(changed, created));
}

type Asked = Parameters<typeof requireConfirmation>[0] & { readonly home: Home };

/** Rejects with CommandError where there is no terminal, or the person says no. */
async function ask(call: Asked, isThere: boolean): Promise<void> {
  const messages = backupMessages[call.language];
  if (!call.terminal.isInteractive) throw new CommandError(EXIT.usage, ...messages.notAsked());
  const { directory } = call.home;
  await requireConfirmation(call, {
    question: isThere ? messages.questionAside(directory) : messages.question(directory),
    irrevocable: "",
    notDone: messages.notDone,
  });
}

const bytesOf = ({ parts }: Manifest): number => parts.reduce((sum, { bytes }) => sum + bytes, 0);

function contentText(manifest: Manifest, language: Language): string {
  const messages = backupMessages[language];
  return `${messages.content({ ...manifest, bytes: bytesOf(manifest) })}\n  ${messages.counts(manifest.counts)}`;
}

function jsonOf({ manifest, former, notSent }: Restored, home: Home) {
  const { version: by, created, host, domains, counts, beforeUpdate = null } = manifest;
  const content = { version: by, created: new Date(created).toISOString(), host, domains, counts, beforeUpdate };
  return { home: home.directory, ...content, former: former ?? null, notSent };
}

function restoredText({ former, notSent }: Restored, home: Home, language: Language): string {
  const messages = backupMessages[language];
  return [
    messages.restored(home.directory),
    ...(former === undefined ? [] : [messages.former(former)]),
    ...(notSent > 0 ? [messages.notSent(notSent)] : []),
    messages.signIn,
    messages.next(startCommand(home)),
  ].join("\n");
}
