/** jabber-home import: accounts, rooms and all that belongs to them come here from another server. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { type OpenedImport, openImport } from "../assembly/import.ts";
import { DAY } from "../clock.ts";
import { readConfigFile } from "../config/read.ts";
import type { Config } from "../config/schema.ts";
import { tryParseDomain } from "../jid/domain.ts";
import { storedJid } from "../jid/jid.ts";
import { openStderrLog } from "../log/stderr.ts";
import { failureText } from "../messages/failures.ts";
import { importMessages } from "../messages/import.ts";
import type { Language } from "../messages/language.ts";
import { modules } from "../modules.ts";
import { OperationError } from "../operation-error.ts";
import { type ImportResult, runImport } from "../operations/import.ts";
import type { Source } from "../transfer/source.ts";
import { placeText, SourceError, type SourceErrorReason } from "../transfer/source-error.ts";
import { kindAt } from "../transfer/sources.ts";
import { askIfRunning } from "./ask.ts";
import { EXIT, type ExitCode } from "./exit.ts";
import { CommandError } from "./failure.ts";
import { requireHomeAccess } from "./home-access.ts";
import { type ImportReportFacts, importJson, importText, type ResetLink } from "./import-report.ts";
import { answerAt, newFileHosts, newRoomLabels } from "./import-settings.ts";
import type { Terminal } from "./terminal.ts";
import { defineVerb, JSON_FLAG, report } from "./verb.ts";
import { VerbError } from "./verb-error.ts";

export default defineVerb({
  name: "import",
  operands: ["SOURCE"],
  examples: [
    "import /var/lib/prosody --dry-run --no-input",
    "import ejabberd.backup --no-input",
    "import /srv/old --domain example.com --no-input --json",
  ],
  flags: {
    domain: { kind: "text", value: "D", meaning: "importDomain" },
    "dry-run": { kind: "switch", meaning: "importTrial" },
    "no-input": { kind: "switch", meaning: "noInput" },
    json: JSON_FLAG,
  },
  run: async (call) => {
    const { flags, operands, home, language, terminal } = call;
    const messages = importMessages[language];
    const isTrial = flags["dry-run"];
    requireHomeAccess(home);
    if (!existsSync(home.config)) throw new VerbError(EXIT.configuration, "not-set-up");
    if (!flags["no-input"]) throw new CommandError(EXIT.usage, ...messages.notAsked());
    if (!isTrial && (await askIfRunning(call, "GET /status")))
      throw new CommandError(EXIT.tryAgain, ...messages.runsNow(home.directory));
    const config = readConfigFile(home.config, modules);
    const path = resolve(operands[0] ?? "");
    const domain = flags.domain === undefined ? undefined : domainIn(flags.domain, config, language);
    const facts = await sayingWhere(language, async () => {
      const kind = kindAt(path);
      const source = kind.open(path);
      try {
        return { kind: kind.name, ...(await imported(source)) };
      } finally {
        source.close();
      }
    });
    const told: ImportReportFacts = { ...facts, path, isTrial };
    report(call, importJson(told), importText(told, language));
    return EXIT.ok;

    async function imported(source: Source): Promise<Omit<ImportReportFacts, "kind" | "path" | "isTrial">> {
      const opened = await openImport(home, config, openStderrLog("warn", config.general.log_format), isTrial);
      try {
        const onProgress = progressOf(terminal, language);
        const choice = { domains: config.general.domains, domain, file: path, isTrial, onProgress };
        const result = await runImport(opened.deps, source, choice);
        terminal.line?.("");
        const resets = isTrial ? [] : await resetLinks(opened, result);
        const roomLabels = newRoomLabels(config, result);
        const fileHosts = newFileHosts(config, result);
        if (!isTrial) answerAt(home, config, roomLabels, fileHosts);
        await result.forget();
        return { result, resets, roomLabels, fileHosts, isHashLacking: !isTrial && opened.isHashLacking() };
      } finally {
        await opened.close();
      }
    }
  },
});

/** Throws CommandError. */
function domainIn(given: string, { general }: Config, language: Language): string {
  const domain = tryParseDomain(given);
  if (domain !== undefined && general.domains.includes(domain)) return domain;
  const error =
    domain === undefined
      ? new OperationError("not-a-domain", { given })
      : new OperationError("domain-not-served", { domain, domains: general.domains });
  throw new CommandError(EXIT.usage, ...failureText(error, language));
}

/** Undefined where the terminal cannot show it. */
function progressOf({ line }: Terminal, language: Language) {
  if (!line) return undefined;
  const { checking, progress } = importMessages[language];
  return (done: number, total: number | undefined): void =>
    line(total === undefined ? checking(done) : `${bar(done, total)} ${progress(done, total)}`);
}

const WIDTH = 24;

function bar(done: number, total: number): string {
  const filled = Math.min(WIDTH, Math.floor((done / Math.max(1, total)) * WIDTH));
  return `${"█".repeat(filled)}${"░".repeat(WIDTH - filled)}`;
}

/** A week, in milliseconds: links have to be handed out. */
const RESET_VALIDITY = 7 * DAY;

/** For each account without a password; no link where there are no pages to choose one. */
async function resetLinks({ invitations }: OpenedImport, { withoutPassword }: ImportResult): Promise<ResetLink[]> {
  const links: ResetLink[] = [];
  for (const account of withoutPassword) links.push({ account, link: await linkFor(invitations, account) });
  return links;
}

async function linkFor(invitations: OpenedImport["invitations"], account: string): Promise<string | undefined> {
  try {
    return (await invitations.reset(storedJid(account), undefined, RESET_VALIDITY)).url;
  } catch (error) {
    if (error instanceof OperationError) return undefined;
    throw error;
  }
}

/** What a person can correct by the command, in place of the source. */
const USAGE: ReadonlySet<SourceErrorReason> = new Set(["unknown", "raw-database", "no-such-domain"]);

async function sayingWhere<T>(language: Language, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    const { problems } = importMessages[language];
    const say = problems[error.reason as SourceErrorReason] as (details: object) => readonly [string, string?];
    const [sentence, remedy] = say(error.details);
    const exitCode: ExitCode = USAGE.has(error.reason) ? EXIT.usage : EXIT.failed;
    throw new CommandError(exitCode, `${placeText(error.place)}: ${sentence}`, remedy);
  }
}
