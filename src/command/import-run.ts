/** One import from its source to what is told of it: for the verb, and for setup. */
import { completeRename } from "../assembly/domain-rename.ts";
import { type OpenedImport, openImport } from "../assembly/import.ts";
import { DAY } from "../clock.ts";
import { readConfigFile } from "../config/read.ts";
import type { Home } from "../home.ts";
import { storedJid } from "../jid/jid.ts";
import { openStderrLog } from "../log/stderr.ts";
import { importMessages } from "../messages/import.ts";
import type { Language } from "../messages/language.ts";
import { modules } from "../modules.ts";
import { OperationError } from "../operation-error.ts";
import { type ImportResult, runImport } from "../operations/import.ts";
import type { Source } from "../transfer/source.ts";
import { placeText, SourceError, type SourceErrorReason } from "../transfer/source-error.ts";
import { kindAt } from "../transfer/sources.ts";
import { EXIT, type ExitCode } from "./exit.ts";
import { CommandError } from "./failure.ts";
import type { ImportReportFacts, ResetLink } from "./import-report.ts";
import { answerAt, newFileHosts, newRoomLabels } from "./import-settings.ts";

export interface ImportRequest {
  readonly home: Home;
  readonly language: Language;
  /** Of the source, absolute. */
  readonly path: string;
  /** Served here; undefined where the source has one of those that are. */
  readonly domain: string | undefined;
  readonly isTrial: boolean;
  /** Called after each portion; `total` is undefined while things are still being counted. What it throws ends the import. */
  readonly onProgress: ((done: number, total: number | undefined) => void) | undefined;
  /** Of the source, in place of it: to look at what is read. */
  readonly watched?: (source: Source) => Source;
}

/** Rejects with CommandError for what is wrong with the source, with StoreError where another process serves the home. */
export async function importFrom(request: ImportRequest): Promise<ImportReportFacts> {
  const { home, language, path, domain, isTrial, onProgress, watched = (source) => source } = request;
  if (!isTrial) completeRename(home);
  const config = readConfigFile(home.config, modules);
  return await sayingWhere(language, async () => {
    const kind = kindAt(path);
    const source = kind.open(path);
    try {
      const opened = await openImport(home, config, openStderrLog("warn", config.general.log_format), isTrial);
      try {
        const choice = { domains: config.general.domains, domain, file: path, isTrial, onProgress };
        const done = await runImport(opened.deps, watched(source), choice);
        // Passwords that are kept elsewhere are chosen there.
        const result = config.auth.source === "internal" ? done : { ...done, withoutPassword: [] };
        const resets = isTrial ? [] : await resetLinks(opened, result);
        const roomLabels = newRoomLabels(config, result);
        const fileHosts = newFileHosts(config, result);
        if (!isTrial) answerAt(home, config, roomLabels, fileHosts);
        await result.forget();
        const isHashLacking = !isTrial && opened.isHashLacking();
        return { kind: kind.name, path, isTrial, result, resets, roomLabels, fileHosts, isHashLacking };
      } finally {
        await opened.close();
      }
    } finally {
      source.close();
    }
  });
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
    const exitCode: ExitCode = USAGE.has(error.reason as SourceErrorReason) ? EXIT.usage : EXIT.failed;
    throw new CommandError(exitCode, ...sourceErrorText(error, language));
  }
}

/** Where what is wrong, and what helps. */
export function sourceErrorText(error: SourceError, language: Language): readonly [sentence: string, remedy?: string] {
  const { problems } = importMessages[language];
  const say = problems[error.reason as SourceErrorReason] as (details: object) => readonly [string, string?];
  const [sentence, ...remedy] = say(error.details);
  return [`${placeText(error.place)}: ${sentence}`, ...remedy];
}
