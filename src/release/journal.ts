/** How far an update has come: a file in the home that the next start of either version reads, whatever has happened before. */
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ownFolder, syncFolder, textOf, writeDurably } from "../store/durable-file.ts";
import { makeFolder } from "../store/folder-owner.ts";
import { isVersion } from "./manifest.ts";

/** In the home; no part of a backup. */
export const UPDATE_FOLDER = "update";
/** Starts of the new version that may end before it is known to work: a power cut is not its fault, three of them may be. */
export const MAX_ATTEMPTS = 3;

export interface Journal {
  /** "trial": the new version is to prove itself. "back": it has failed, and the one before is to run. */
  readonly state: "trial" | "back";
  readonly from: string;
  readonly to: string;
  /** Starts of the new version so far. */
  readonly attempts: number;
  /** Of "back", in a few words of this program. */
  readonly why?: string | undefined;
  /** Of "back": somebody wanted it (`update --back`). */
  readonly asked?: true | undefined;
}

/** How the last update has ended. */
export interface Outcome {
  readonly from: string;
  readonly to: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Why the version before was taken again; undefined where the update has succeeded. */
  readonly undone?: string | undefined;
  /** Of an update that was taken back: somebody wanted it. */
  readonly asked?: true | undefined;
}

const MAX_WHY = 500;

export const updateFolder = (home: string): string => join(home, UPDATE_FOLDER);
/** Held by the process that updates the home (store/lock.ts). */
export const updateLock = (home: string): string => join(updateFolder(home), "lock");
export const journalAt = (home: string): string => join(updateFolder(home), "journal.json");
const outcomeAt = (home: string): string => join(updateFolder(home), "last.json");

/** Makes the folder of updates in a home, mode 0700. */
export function makeUpdateFolder(home: string): void {
  makeFolder(home);
  ownFolder(updateFolder(home));
}

/** In it: a server that may not replace its executable asks for an update. */
export const WANTED = "wanted";
/** In it: the home of a trial on a copy of the database. */
export const TRIAL = "check-";

/** What trials have left that were killed. */
export function removeTrials(home: string): void {
  for (const name of readdirSync(updateFolder(home)))
    if (name.startsWith(TRIAL)) rmSync(join(updateFolder(home), name), { recursive: true, force: true });
}

/** Undefined where no update is under way, or nobody can read what is there. */
export function readJournal(home: string): Journal | undefined {
  const given = recordIn(textOf(journalAt(home)));
  if (given === undefined) return undefined;
  const { state, from, to, attempts, why, asked } = given;
  if ((state !== "trial" && state !== "back") || !areVersions(from, to) || !Number.isSafeInteger(attempts))
    return undefined;
  return { state, from: String(from), to: String(to), attempts: Number(attempts), ...whyIn(why), ...askedIn(asked) };
}

/** On the disk when it returns. */
export function writeJournal(home: string, journal: Journal): void {
  makeUpdateFolder(home);
  writeDurably(journalAt(home), journalText(journal));
}

/** What is in its file. */
export const journalText = (journal: Journal): string =>
  `${JSON.stringify({ ...journal, why: journal.why?.slice(0, MAX_WHY) })}\n`;

/** The update is over; how it ended is kept. */
export function endJournal(home: string, outcome: Outcome): void {
  makeUpdateFolder(home);
  writeDurably(outcomeAt(home), `${JSON.stringify({ ...outcome, undone: outcome.undone?.slice(0, MAX_WHY) })}\n`);
  rmSync(journalAt(home), { force: true });
  syncFolder(updateFolder(home));
}

/** Undefined where none was ever made. */
export function lastOutcome(home: string): Outcome | undefined {
  const { from, to, at, undone, asked } = recordIn(textOf(outcomeAt(home))) ?? {};
  if (!areVersions(from, to) || !Number.isSafeInteger(at)) return undefined;
  const { why } = whyIn(undone);
  return {
    from: String(from),
    to: String(to),
    at: Number(at),
    ...(why === undefined ? {} : { undone: why }),
    ...askedIn(asked),
  };
}

const areVersions = (...given: readonly unknown[]): boolean =>
  given.every((each) => typeof each === "string" && isVersion(each));

const whyIn = (why: unknown): { readonly why?: string } =>
  typeof why === "string" ? { why: why.slice(0, MAX_WHY) } : {};

const askedIn = (asked: unknown): { readonly asked?: true } => (asked === true ? { asked } : {});

function recordIn(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  try {
    const given: unknown = JSON.parse(text ?? "");
    return typeof given === "object" && given !== null ? (given as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
