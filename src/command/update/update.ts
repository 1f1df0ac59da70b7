/** jabber-home update: the newest version, tried before it is taken, and taken back where it does not work. */

import { readConfigFile } from "../../config/read.ts";
import type { Config } from "../../config/schema.ts";
import { updateMessages } from "../../messages/update.ts";
import { modules } from "../../modules.ts";
import { readJournal, removeTrials } from "../../release/journal.ts";
import { isNewer, type ReleaseManifest } from "../../release/manifest.ts";
import { newestRelease } from "../../release/newest.ts";
import { type Source, sourceAt } from "../../release/source.ts";
import { version } from "../../version.ts";
import { backupBeforeUpdate } from "../backup-content.ts";
import { sayingBackupProblems } from "../backup-failure.ts";
import { requireConfirmation } from "../confirm.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { CommandError } from "../failure.ts";
import { requireHomeAccess } from "../home-access.ts";
import { boolean, choice, nullable, object, optional, text } from "../json/schema.ts";
import { shellCommand, startCommand } from "../program.ts";
import { type Call, defineVerb, JSON_FLAG, report } from "../verb.ts";
import { VerbError } from "../verb-error.ts";
import { goBack } from "./back.ts";
import { fetchNext, tryNext } from "./fetch.ts";
import { announced, sayingReleaseProblems } from "./look.ts";
import { requireReplaceable, takeUpdateLock } from "./replaceable.ts";
import { type Ending, finish, MOST_MINUTES, restartAndWait, takePlace } from "./swap.ts";

const FLAGS = {
  check: { kind: "switch", meaning: "updateCheck" },
  from: { kind: "text", value: "URL|FOLDER", meaning: "updateFrom" },
  back: { kind: "switch", meaning: "updateBack" },
  yes: { kind: "switch", meaning: "yes" },
  json: JSON_FLAG,
} as const;
type UpdateCall = Call<typeof FLAGS>;

const ANSWER = object({
  version: text("The one that runs here from now on; with --check the one that asks."),
  state: optional(
    choice(
      ["newest", "done", "at-next-start", "back"],
      "Without --check: there is none newer; it runs; it is there from the next start on. With --back: it runs again, or does from the next start on.",
    ),
  ),
  from: optional(text("The version before.")),
  backup: optional(nullable(text("The file of the backup that was made before."))),
  newest: optional(text("With --check: the newest one.")),
  isNewer: optional(boolean("With --check: it is newer than the one that asks.")),
});

export default defineVerb({
  name: "update",
  examples: [
    "update",
    "update --check",
    "update --from https://example.org/jabber-home --yes",
    "update --from /media/usb",
    "update --back",
  ],
  prints: ANSWER,
  flags: FLAGS,
  run: async (call) => {
    const { flags, home, language } = call;
    requireHomeAccess(home);
    const config = readConfigFile(home.config, modules);
    if (flags.back) return await back(call);
    const place = flags.from ?? config.update.url;
    if (place === "" && flags.check && config.update.domain !== "") return await lookIntoDns(call, config);
    if (place === "") throw new CommandError(EXIT.configuration, ...updateMessages[language].noPlace());
    return await sayingReleaseProblems(language, async () => {
      const source = sourceAt(place);
      return flags.check ? await look(call, source) : await update(call, source);
    });
  },
});

async function back(call: UpdateCall): Promise<ExitCode> {
  if (call.flags.check || call.flags.from !== undefined)
    throw new VerbError(EXIT.usage, "not-both", { flags: ["--back", call.flags.check ? "--check" : "--from"] });
  const { from, to, backup, text } = await goBack(call);
  report(call, ANSWER, { state: "back", version: to, from, backup }, text);
  return EXIT.ok;
}

async function lookIntoDns(call: UpdateCall, config: Config): Promise<ExitCode> {
  const messages = updateMessages[call.language];
  const { domain } = config.update;
  const found = await announced(config);
  const text = found === undefined ? messages.newest(version) : messages.announced(found, version, domain);
  report(call, ANSWER, { version, newest: found ?? version, isNewer: found !== undefined }, text);
  return EXIT.ok;
}

async function look(call: UpdateCall, source: Source): Promise<ExitCode> {
  const messages = updateMessages[call.language];
  const manifest = await newestRelease(source, version);
  const isThere = isNewer(manifest.version, version);
  const from = call.flags.from === undefined ? "" : ` --from ${call.flags.from}`;
  report(
    call,
    ANSWER,
    { version, newest: manifest.version, isNewer: isThere },
    isThere
      ? [
          messages.available(manifest.version, version, manifest.released),
          messages.how(shellCommand(call.home, `update${from}`)),
        ].join("\n")
      : messages.newest(version),
  );
  return EXIT.ok;
}

async function update(call: UpdateCall, source: Source): Promise<ExitCode> {
  const { home, language } = call;
  const own = await requireReplaceable(call);
  const lock = takeUpdateLock(call);
  try {
    removeTrials(home.directory);
    // What was interrupted is brought to its end first.
    const journal = readJournal(home.directory);
    if (journal?.state === "back") finish(home, own, journal);
    else if (journal?.to === version)
      return tell(call, journal.from, version, await restartAndWait(home, own, version), undefined);
    const manifest = await newestRelease(source, version);
    if (!isNewer(manifest.version, version)) {
      report(call, ANSWER, { state: "newest", version }, updateMessages[language].newest(version));
      return EXIT.ok;
    }
    if (!call.flags.yes) await ask(call, manifest);
    return await install(call, source, manifest, own);
  } finally {
    lock.release();
  }
}

async function install(call: UpdateCall, source: Source, manifest: ReleaseManifest, own: string): Promise<ExitCode> {
  const { home, language, terminal } = call;
  const messages = updateMessages[language];
  const to = manifest.version;
  const fetching = { home, language, terminal, executable: own };
  await fetchNext(source, manifest, fetching);
  await tryNext(to, fetching);
  terminal.err(messages.backing);
  const { file } = await sayingBackupProblems(language, () => backupBeforeUpdate(call, to));
  takePlace(home, own, version, to);
  terminal.err(messages.restarting);
  return tell(call, version, to, await restartAndWait(home, own, to), file);
}

function tell(call: UpdateCall, from: string, to: string, ending: Ending, backup: string | undefined): ExitCode {
  const messages = updateMessages[call.language];
  const facts = { version: to, from, backup: backup ?? null };
  if (ending.state === "undone") throw new CommandError(EXIT.failed, ...messages.undone(to, from, ending.why));
  if (ending.state === "silent") throw new CommandError(EXIT.failed, ...messages.silent(MOST_MINUTES));
  const isDone = ending.state === "done";
  const text = isDone ? messages.done(to) : messages.atNextStart(to, startCommand(call.home));
  report(
    call,
    ANSWER,
    { state: ending.state, ...facts },
    backup === undefined ? text : `${text}\n${messages.backedUp(backup)}`,
  );
  return EXIT.ok;
}

async function ask(call: UpdateCall, { version: to }: ReleaseManifest): Promise<void> {
  const { question, notAsked, notDone } = updateMessages[call.language];
  await requireConfirmation(call, { question: question(to), irrevocable: notAsked, notDone });
}
