/** jabber-home restore: a home out of a backup, or what one person has in it. */

import { resolve } from "node:path";
import type { Manifest } from "../backup/manifest.ts";
import { lastChange, type Restored } from "../backup/restore.ts";
import { readBackup } from "../backup/unpack.ts";
import type { Home } from "../home.ts";
import { backupMessages } from "../messages/backups.ts";
import type { Language } from "../messages/language.ts";
import { sayingBackupProblems } from "./backup-failure.ts";
import { type OpenedManifest, openManifest } from "./backup-key.ts";
import { CONTENT_FIELDS, RESTORED_ACCOUNT } from "./backup-schema.ts";
import { requireConfirmation } from "./confirm.ts";
import { EXIT } from "./exit.ts";
import { CommandError } from "./failure.ts";
import { choice, either, integer, meaning, nullable, object, optional, text } from "./json/schema.ts";
import { startCommand } from "./program.ts";
import { contentText, replaceHome, requireKnown, requireReplaceable } from "./restore-home.ts";
import { type Call, defineVerb, JSON_FLAG, report } from "./verb.ts";

const ANSWER = either([
  object({
    home: text(),
    ...CONTENT_FIELDS,
    beforeUpdate: nullable(text("Made before an update: the version that was to be installed.")),
    dryRun: optional(choice([true])),
    former: optional(nullable(text("Where the home is that was there before."))),
    notSent: optional(integer("Stanzas that waited for other servers, and are not sent.")),
  }),
  meaning(RESTORED_ACCOUNT, "With --account."),
]);

export default defineVerb({
  name: "restore",
  operands: ["FILE"],
  examples: [
    "restore /media/usb/jabber-home-2026-11-30-0312.tar.zst",
    "restore jabber.tar.zst --home /srv/jabber --no-input --json",
    "restore jabber.tar.zst --account alice --dry-run --no-input",
  ],
  prints: ANSWER,
  flags: {
    account: { kind: "text", value: "JID", meaning: "restoreAccount" },
    "dry-run": { kind: "switch", meaning: "restoreTrial" },
    "passphrase-file": { kind: "text", value: "FILE", meaning: "decryptBy" },
    identity: { kind: "text", value: "FILE", meaning: "decryptByKey" },
    replace: { kind: "switch", meaning: "replaceNewer" },
    "send-waiting": { kind: "switch", meaning: "sendWaiting" },
    "no-input": { kind: "switch", meaning: "noInput" },
    json: JSON_FLAG,
  },
  run: async (call) => {
    const { flags, operands, language, terminal } = call;
    const file = resolve(operands[0] ?? "");
    await sayingBackupProblems(language, async () => {
      const isUnattended = flags["no-input"];
      const opened = await openManifest(file, flags, { language, terminal, isUnattended });
      if (!flags.json) terminal.err(contentText(opened.manifest, language));
      const wish: Wish = {
        ...{ file, isUnattended, isTrial: flags["dry-run"] },
        ...{ isReplaced: flags.replace, sendsWaiting: flags["send-waiting"] },
      };
      if (flags.account === undefined) await restoreAll(call, opened, wish);
      else await restoreOne(call, opened, wish, flags.account);
    });
    return EXIT.ok;
  },
});

type Caller = Pick<Call, "home" | "language" | "terminal"> & { readonly flags: { readonly json: boolean } };

interface Wish {
  readonly file: string;
  readonly isUnattended: boolean;
  readonly isTrial: boolean;
  readonly isReplaced: boolean;
  readonly sendsWaiting: boolean;
}

async function restoreAll(call: Caller, { manifest, key }: OpenedManifest, wish: Wish): Promise<void> {
  const { home, language } = call;
  const messages = backupMessages[language];
  const { file, isUnattended, isTrial, isReplaced, sendsWaiting } = wish;
  await requireReplaceable(call, manifest, isReplaced);
  const isThere = lastChange(home) !== undefined;
  const { directory } = home;
  if (isTrial) {
    await readBackup(file, { key });
    const json = { ...contentJson(manifest), home: directory, dryRun: true } as const;
    return report(call, ANSWER, json, messages.wouldRestore(directory, isThere));
  }
  const question = isThere ? messages.questionAside(directory) : messages.question(directory);
  if (!isUnattended) await ask(call, question);
  const restored = await replaceHome({ home, file, manifest, key, sendsWaiting });
  report(call, ANSWER, jsonOf(restored, home), restoredText(restored, home, language));
}

async function restoreOne(call: Caller, opened: OpenedManifest, wish: Wish, account: string): Promise<void> {
  const { home, language } = call;
  const { file, isUnattended, isTrial } = wish;
  await requireKnown(opened.manifest);
  // With all that a server is made of: loaded where it is needed.
  const { restoreAccount, restoredAccountJson, restoredAccountText } = await import("./restore-account.ts");
  const restored = await restoreAccount({
    ...{ home, language, file, account, isTrial },
    ...opened,
    confirm: async (jid, isHere) => {
      if (!isUnattended && !isTrial) await ask(call, backupMessages[language].questionAccount(jid, isHere));
    },
  });
  report(call, RESTORED_ACCOUNT, restoredAccountJson(restored), restoredAccountText(restored, language));
}

/** Rejects with CommandError where there is no terminal, or the person says no. */
async function ask(call: Caller, question: string): Promise<void> {
  const messages = backupMessages[call.language];
  if (!call.terminal.isInteractive) throw new CommandError(EXIT.usage, ...messages.notAsked());
  await requireConfirmation(call, { question, irrevocable: "", notDone: messages.notDone });
}

const contentJson = ({ version, created, host, domains, counts, beforeUpdate }: Manifest) => ({
  ...{ version, created, host, domains, counts },
  beforeUpdate: beforeUpdate ?? null,
});

const jsonOf = ({ manifest, former, notSent }: Restored, home: Home) => ({
  ...{ home: home.directory, ...contentJson(manifest), former: former ?? null, notSent },
});

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
