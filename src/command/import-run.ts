/** One import from its source to what is told of it: for the verb, and for setup. */
import { completeRename } from "../assembly/domain-rename.ts";
import { openImport } from "../assembly/import.ts";
import { DAY } from "../clock.ts";
import { readConfigFile } from "../config/read.ts";
import type { Config } from "../config/schema.ts";
import { askServer } from "../control/client.ts";
import type { Home } from "../home.ts";
import { storedJid } from "../jid/jid.ts";
import { openStderrLog } from "../log/stderr.ts";
import { importMessages } from "../messages/import.ts";
import type { Language } from "../messages/language.ts";
import { modules } from "../modules.ts";
import { OperationError } from "../operation-error.ts";
import { feed, runImport } from "../operations/import.ts";
import { domainMapOf } from "../operations/import-domains.ts";
import type { ImportResult } from "../operations/import-run.ts";
import type { Source, SourceKind } from "../transfer/source.ts";
import { placeText, SourceError, type SourceErrorReason } from "../transfer/source-error.ts";
import { kindAt } from "../transfer/sources.ts";
import { EXIT, type ExitCode } from "./exit.ts";
import { CommandError } from "./failure.ts";
import { openRemoteRun, type RemoteRun, SMALL } from "./import-remote.ts";
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
  /** The domains of the running server, which then stores what comes along; undefined where none runs, and in a trial. */
  readonly running?: { readonly domains: readonly string[] } | undefined;
  /** Called after each portion; `total` is undefined while things are still being counted. What it throws ends the import. */
  readonly onProgress: ((done: number, total: number | undefined) => void) | undefined;
  /** Of the source, in place of it: to look at what is read. */
  readonly watched?: (source: Source) => Source;
}

/** Rejects with CommandError for what is wrong with the source, with StoreError where another process serves the home. */
export async function importFrom(request: ImportRequest): Promise<ImportReportFacts> {
  const { home, language, path, watched = (source) => source } = request;
  return await sayingWhere(language, async () => {
    const kind = kindAt(path);
    const source = kind.open(path);
    try {
      const into = request.running === undefined ? intoDatabase : intoRunning;
      const done = await into({
        ...request,
        config: readConfigFile(home.config, modules),
        kind,
        source: watched(source),
      });
      return { kind: kind.name, path, isTrial: request.isTrial, isRunning: request.running !== undefined, ...done };
    } finally {
      source.close();
    }
  });
}

interface OpenedRequest extends ImportRequest {
  readonly config: Config;
  readonly kind: SourceKind;
  readonly source: Source;
}
type Done = Omit<ImportReportFacts, "kind" | "path" | "isTrial" | "isRunning">;

async function intoDatabase(request: OpenedRequest): Promise<Done> {
  const { home, config, source, path, domain, isTrial, onProgress } = request;
  if (!isTrial) completeRename(home);
  const opened = await openImport(home, config, openStderrLog("warn", config.general.log_format), isTrial);
  try {
    const choice = { domains: config.general.domains, domain, file: path, isTrial, onProgress };
    const result = await runImport(opened.deps, source, choice);
    const isHashLacking = !isTrial && opened.isHashLacking();
    const reset = async (account: string): Promise<string | undefined> =>
      (await opened.invitations.reset(storedJid(account), undefined, RESET_VALIDITY)).url;
    return await settled(request, result, isHashLacking, reset);
  } finally {
    await opened.close();
  }
}

/** The server stores what is read here. */
async function intoRunning(request: OpenedRequest): Promise<Done> {
  const { home, language, source, kind, path, domain, onProgress, running } = request;
  const { domains = [] } = running ?? {};
  // What the server would refuse, with the names that the source has.
  domainMapOf(source, { domains, domain, file: path });
  const ended = (): CommandError => new CommandError(EXIT.tryAgain, ...importMessages[language].ended());
  let run: RemoteRun | undefined;
  const result = await feed(source, { isTrial: false, onProgress }, SMALL, async () => {
    run = await openRemoteRun({ home, language }, { name: `${kind.name} (${path})`, source, domain, ended });
    return run;
  });
  const reset = async (jid: string): Promise<string | undefined> =>
    (await askServer(home, "POST /users/reset", { jid, validity: RESET_VALIDITY }))?.url;
  return await settled(request, result, run?.isHashLacking ?? false, reset);
}

/** What follows from a result: links for new passwords, and names that go on being answered. */
async function settled(
  { home, config, isTrial }: OpenedRequest,
  done: ImportResult,
  isHashLacking: boolean,
  reset: (account: string) => Promise<string | undefined>,
): Promise<Done> {
  // Passwords that are kept elsewhere are chosen there.
  const result = config.auth.source === "internal" ? done : { ...done, withoutPassword: [] };
  const resets: ResetLink[] = [];
  if (!isTrial)
    for (const account of result.withoutPassword) resets.push({ account, link: await linkFor(account, reset) });
  const roomLabels = newRoomLabels(config, result);
  const fileHosts = newFileHosts(config, result);
  if (!isTrial) answerAt(home, config, roomLabels, fileHosts);
  await result.forget();
  return { result, resets, roomLabels, fileHosts, isHashLacking };
}

/** A week, in milliseconds: links have to be handed out. */
const RESET_VALIDITY = 7 * DAY;

/** No link where there are no pages to choose a password. */
async function linkFor(account: string, reset: (account: string) => Promise<string | undefined>) {
  try {
    return await reset(account);
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
