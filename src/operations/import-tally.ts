/** What an import has counted: of whom, how much of what, and what is left. */
import type { ImportReport, Kind, LeftReason } from "../import-report.ts";
import { onOneLine } from "../one-line.ts";

/** What belongs to no account. */
export const OF_SERVER = "";

export interface Count {
  /** Bare JID, or OF_SERVER. */
  readonly account: string;
  readonly kind: Kind;
  readonly stored: number;
  /** Were here already. */
  readonly known: number;
}

export interface LeftThing {
  /** Bare JID, or OF_SERVER. */
  readonly account: string;
  readonly kind: Kind;
  readonly reason: LeftReason;
  /** "" where it says nothing. */
  readonly subject: string;
  readonly count: number;
}

/** Characters of a subject. */
const MAX_SUBJECT = 200;

/** The counts of one portion. */
export class Tally {
  readonly #counts = new Map<string, { account: string; kind: Kind; stored: number; known: number }>();
  readonly #left = new Map<
    string,
    { account: string; kind: Kind; reason: LeftReason; subject: string; count: number }
  >();
  /** Bare JIDs that need a link with which a password is chosen. */
  readonly withoutPassword: string[] = [];

  /** Reports what belongs to an account, or to the server. */
  reportOf(account: string): ImportReport {
    return {
      stored: (kind, count = 1) => this.#count(account, kind, count, 0),
      known: (kind, count = 1) => this.#count(account, kind, 0, count),
      left: (kind, reason, subject = "") =>
        this.#leave(account, kind, reason, onOneLine(subject.slice(0, MAX_SUBJECT))),
    };
  }

  get counts(): Iterable<Count> {
    return this.#counts.values();
  }

  get left(): Iterable<LeftThing> {
    return this.#left.values();
  }

  #count(account: string, kind: Kind, stored: number, known: number): void {
    const key = `${account} ${kind}`;
    const entry = this.#counts.get(key) ?? { account, kind, stored: 0, known: 0 };
    entry.stored += stored;
    entry.known += known;
    this.#counts.set(key, entry);
  }

  #leave(account: string, kind: Kind, reason: LeftReason, subject: string): void {
    const key = JSON.stringify([account, kind, reason, subject]);
    const entry = this.#left.get(key) ?? { account, kind, reason, subject, count: 0 };
    entry.count += 1;
    this.#left.set(key, entry);
  }
}
