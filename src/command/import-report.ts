/** What has come along from another server, for people and for programs. */

import type { Kind } from "../import-report.ts";
import { importMessages } from "../messages/import.ts";
import type { Language } from "../messages/language.ts";
import type { ImportResult } from "../operations/import-run.ts";
import { type Count, type LeftThing, OF_SERVER } from "../operations/import-tally.ts";
import type { IMPORTED, ONE_FIELDS } from "./import-schema.ts";
import type { Given, GivenFields } from "./json/schema.ts";

export interface ResetLink {
  readonly account: string;
  /** Undefined where there are no pages. */
  readonly link: string | undefined;
}

export interface ImportReportFacts {
  /** The name of the kind of source. */
  readonly kind: string;
  readonly path: string;
  readonly isTrial: boolean;
  /** The server has it, and goes on. */
  readonly isRunning: boolean;
  readonly result: ImportResult;
  readonly resets: readonly ResetLink[];
  /** At which rooms answer from now on, beside those at which they did. */
  readonly roomLabels: readonly string[];
  /** At which files are found from now on. */
  readonly fileHosts: readonly string[];
  /** Whether apps are offered fewer mechanisms for a while. */
  readonly isHashLacking: boolean;
}

/** Accounts, and things that are left, that a person is told one by one. */
const MAX_ACCOUNTS = 40;
const MAX_LEFT = 40;

/** Names as in JavaScript: "roomMessages". */
export const nameOfKind = (kind: Kind): string => kind.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

export function importJson(facts: ImportReportFacts): Given<typeof IMPORTED> {
  const { kind, path, isTrial, isRunning, result, resets, roomLabels, fileHosts } = facts;
  const links = new Map(resets.map(({ account, link }) => [account, link]));
  return {
    source: kind,
    path,
    dryRun: isTrial,
    domains: [...result.domains].map(([from, to]) => ({ from, to })),
    roomsAlso: roomLabels,
    webAlso: fileHosts,
    restartNeeded: isRunning && (roomLabels.length > 0 || fileHosts.length > 0),
    total: countsJson(result.counts),
    server: ofOne(OF_SERVER, result),
    accounts: accountsIn(result).map((account) => ({
      account,
      ...ofOne(account, result),
      needsPassword: result.withoutPassword.includes(account),
      resetLink: links.get(account) ?? null,
    })),
  };
}

export const ofOne = (account: string, { counts, left }: ImportResult): GivenFields<typeof ONE_FIELDS> => ({
  ...countsJson(counts.filter((count) => count.account === account)),
  left: left
    .filter((thing) => thing.account === account)
    .map(({ kind, reason, subject, count }) => ({ kind: nameOfKind(kind), reason, subject, count })),
});

function countsJson(counts: readonly Count[]) {
  const sums = sumsOf(counts);
  const by = (what: "stored" | "known") =>
    Object.fromEntries(sums.filter((sum) => sum[what] > 0).map((sum) => [nameOfKind(sum.kind), sum[what]]));
  return { stored: by("stored"), known: by("known") };
}

/** By kind, in the order in which they first occur. */
function sumsOf(counts: readonly Count[]): readonly Omit<Count, "account">[] {
  const sums = new Map<Kind, { kind: Kind; stored: number; known: number }>();
  for (const { kind, stored, known } of counts) {
    const sum = sums.get(kind) ?? { kind, stored: 0, known: 0 };
    sum.stored += stored;
    sum.known += known;
    sums.set(kind, sum);
  }
  return [...sums.values()];
}

const accountsIn = ({ counts, left }: ImportResult): readonly string[] =>
  [...new Set([...counts, ...left].map(({ account }) => account))].filter((account) => account !== OF_SERVER).sort();

export function importText(facts: ImportReportFacts, language: Language): string {
  const { kind, path, isTrial, isHashLacking, result } = facts;
  const messages = importMessages[language];
  const source = messages.sources[kind] ?? kind;
  const head = isTrial ? messages.headTrial(source, path) : messages.head(source, path);
  const domains = [...result.domains].map(([from, to]) => `  ${messages.domain(from, to)}`);
  const lines = [
    head,
    ...domains,
    ...totalsText(result, language),
    "",
    ...peopleText(result, language),
    ...leftText(result, language),
    ...passwordText(facts, language),
    ...roomsText(facts, language),
    ...portText(facts, language),
    ...(isHashLacking ? ["", messages.oldHashes] : []),
    ...(isTrial ? [] : ["", nextText(facts, language)]),
  ];
  return lines.join("\n");
}

/** At which these servers give out files, where no web server stands before them. */
const FILE_PORTS: Readonly<Record<string, number>> = { prosody: 5281, ejabberd: 5443 };

function portText({ kind, result }: ImportReportFacts, language: Language): readonly string[] {
  const port = FILE_PORTS[kind];
  const hasFiles = result.counts.some((count) => count.kind === "files");
  return port === undefined || !hasFiles ? [] : ["", importMessages[language].filePort(port)];
}

/** Services at further names are made when a server starts. */
function nextText({ isRunning, roomLabels, fileHosts }: ImportReportFacts, language: Language): string {
  const { next, isHere, restart } = importMessages[language];
  if (!isRunning) return next;
  return roomLabels.length > 0 || fileHosts.length > 0 ? restart : isHere;
}

const SUM_INDENT = "  ";

export function totalsText({ counts }: Pick<ImportResult, "counts">, language: Language): readonly string[] {
  const { kinds, alreadyHere, nothing } = importMessages[language];
  const sums = sumsOf(counts).toSorted((a, b) => orderOf(a.kind) - orderOf(b.kind));
  if (sums.length === 0) return [`${SUM_INDENT}${nothing}`];
  return sums.map(
    ({ kind, stored, known }) => `${SUM_INDENT}${kinds[kind](stored)}${known > 0 ? alreadyHere(known) : ""}`,
  );
}

const ORDER: readonly Kind[] = ["accounts", "contacts", "requests", "archived", "offline", "rooms", "room-messages"];
const orderOf = (kind: Kind): number => (ORDER.includes(kind) ? ORDER.indexOf(kind) : ORDER.length);

function peopleText({ counts, ...result }: ImportResult, language: Language): readonly string[] {
  const { kinds, perAccount, moreAccounts, nothing, knownToo, entry } = importMessages[language];
  const byAccount = Map.groupBy(counts, ({ account }) => account);
  const accounts = accountsIn({ counts, ...result });
  if (accounts.length === 0) return [];
  const line = (account: string): string => {
    const sums = sumsOf(byAccount.get(account) ?? []).filter(({ kind }) => kind !== "accounts");
    const words = sums.flatMap(({ kind, stored, known }) => [
      ...(stored > 0 ? [kinds[kind](stored)] : []),
      ...(known > 0 ? [knownToo(known)] : []),
    ]);
    return `  ${entry(account, words.join(", ") || nothing)}`;
  };
  const more = accounts.length - MAX_ACCOUNTS;
  return [
    perAccount,
    ...accounts.slice(0, MAX_ACCOUNTS).map(line),
    ...(more > 0 ? [`  ${moreAccounts(more)}`] : []),
    "",
  ];
}

export function leftText({ left }: ImportResult, language: Language): readonly string[] {
  const { leftHead, nothingLeft, moreLeft, kinds, reasons, ofServer, entry } = importMessages[language];
  if (left.length === 0) return [nothingLeft];
  const line = ({ account, kind, reason, subject, count }: LeftThing): string => {
    const which = subject === "" ? "" : ` (${subject})`;
    return `  ${entry(account || ofServer, entry(`${kinds[kind](count)}${which}`, reasons[reason]))}`;
  };
  const more = left.length - MAX_LEFT;
  return [leftHead, ...left.slice(0, MAX_LEFT).map(line), ...(more > 0 ? [`  ${moreLeft(more)}`] : [])];
}

function passwordText({ result, resets, isTrial }: ImportReportFacts, language: Language): readonly string[] {
  const { resetHead, resetTrial, resetWithoutPages, entry } = importMessages[language];
  const { withoutPassword } = result;
  if (withoutPassword.length === 0) return [];
  if (isTrial) return ["", resetTrial(withoutPassword.length)];
  const withLink = resets.filter(({ link }) => link !== undefined);
  if (withLink.length === 0) return ["", resetWithoutPages(withoutPassword.join(", "))];
  return ["", resetHead, ...withLink.map(({ account, link = "" }) => `  ${entry(account, link)}`)];
}

function roomsText(
  { result, roomLabels, fileHosts, isTrial }: ImportReportFacts,
  language: Language,
): readonly string[] {
  const { rooms, roomsTrial } = importMessages[language];
  const services = roomLabels.flatMap((label) =>
    [...result.domains.values()].filter((name) => name.startsWith(`${label}.`)),
  );
  const names = [...new Set([...services, ...fileHosts])].join(", ");
  if (names === "") return [];
  return ["", isTrial ? roomsTrial(names) : rooms(names)];
}
