/** What the wizard sees of another server's data, and brings here. */
import { statSync } from "node:fs";
import type { BringRequest, Brought, SeenDomain, SourceSight } from "../../installer/former/server.ts";
import { tryParseJid } from "../jid/jid.ts";
import { importMessages } from "../messages/import.ts";
import type { Language } from "../messages/language.ts";
import { domainMapOf } from "../operations/import-domains.ts";
import type { Source } from "../transfer/source.ts";
import { SourceError } from "../transfer/source-error.ts";
import { kindAt } from "../transfer/sources.ts";
import type { Asker } from "./ask.ts";
import { failureOf } from "./failure.ts";
import { type ImportReportFacts, importText } from "./import-report.ts";
import { importFrom, sourceErrorText } from "./import-run.ts";

/** What the system says of a file or folder that belongs to somebody else. */
const DENIED: readonly string[] = ["EACCES", "EPERM"];

/** A look at a path; what is wrong there is said in the language of the caller. */
export function sightAt(path: string, { language }: Asker): SourceSight {
  try {
    statSync(path);
    const kind = kindAt(path);
    const source = kind.open(path);
    try {
      return {
        state: "readable",
        kind: kind.name as Extract<SourceSight, { state: "readable" }>["kind"],
        domains: domainsIn(source, path),
      };
    } finally {
      source.close();
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof SourceError) {
      const problem = sourceErrorText(error, language).filter(Boolean).join("; ");
      const isDenied =
        error.reason === "unreadable" && DENIED.includes((error as SourceError<"unreadable">).details.why);
      return { state: error.reason === "raw-database" ? "raw" : isDenied ? "denied" : "refused", problem };
    }
    if (code === undefined) throw error;
    const unreadable = new SourceError("unreadable", { file: path }, { why: code });
    const problem = sourceErrorText(unreadable, language).filter(Boolean).join("; ");
    return { state: DENIED.includes(code) ? "denied" : "refused", problem };
  }
}

/** The report without what to do next: the wizard does it. */
export function reportLines(facts: ImportReportFacts, language: Language): readonly string[] {
  const lines = importText(facts, language).split("\n");
  const { next } = importMessages[language];
  return lines.at(-1) === next ? lines.slice(0, -2) : lines;
}

function domainsIn(source: Source, file: string): readonly SeenDomain[] {
  const names = source.hosts.filter(({ kind }) => kind === "domain").map(({ jid }) => jid);
  return names.flatMap((name): SeenDomain[] => {
    const domain = tryParseJid(name)?.domain;
    if (domain === undefined) return [];
    const { roomLabels, fileHosts } = domainMapOf(source, { domains: [domain], file });
    return [{ domain, roomLabels, fileHosts }];
  });
}

/** Rejects with an Error whose message is for the person; what is thrown when `signal` is aborted is its reason. */
export async function bringForSetup(
  { path, domain, isTrial, onProgress, signal }: BringRequest,
  { home, language }: Asker,
): Promise<Brought> {
  const accounts = new Map<string, { readonly jid: string; readonly admin: boolean }>();
  const watched = (source: Source): Source => ({
    ...source,
    read: async function* () {
      for await (const item of source.read()) {
        if (item.type === "account") accounts.set(item.account, { jid: item.account, admin: item.admin === true });
        yield item;
      }
    },
  });
  try {
    const facts = await importFrom({
      ...{ home, language, path, domain, isTrial, watched },
      onProgress: (done, total) => {
        signal.throwIfAborted();
        onProgress(done, total);
      },
    });
    const { domains } = facts.result;
    return {
      lines: reportLines(facts, language),
      accounts: [...accounts.values()].flatMap(({ jid, admin }) => {
        const parsed = tryParseJid(jid);
        return parsed?.local && domains.get(parsed.domain) === domain ? [{ name: parsed.local, admin }] : [];
      }),
    };
  } catch (error) {
    signal.throwIfAborted();
    const { error: sentence, remedy } = failureOf(error, language, home);
    throw new Error(remedy === undefined ? sentence : `${sentence}; ${remedy}`, { cause: error });
  }
}
