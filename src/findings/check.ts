/** The contract of a check: what is looked at, what may be found, and what is said of it. */
import { MINUTE } from "../clock.ts";
import { findingMessages, healthMessages, machineMessages } from "../messages/findings.ts";
import type { Language } from "../messages/language.ts";
import { dateText, durationText, momentText, sizeText } from "../messages/units.ts";
import type { StatusReport } from "../operations/status.ts";

/** "bad": people notice it; "warning": they will, where nobody does anything; "notice": good to know. */
export type Severity = "bad" | "warning" | "notice";

/** The worst first. */
export const SEVERITIES: readonly Severity[] = ["bad", "warning", "notice"];

/** What is known of a server: all of it while it runs, else what can be seen of its home. Checks look at nothing else. */
export type Facts = Partial<StatusReport>;

/** Something that is wrong, as data. */
export interface Found<Kind extends string, Details> {
  /** Names it for good: in `--json`, and in docs/troubleshooting.md, which has a paragraph for each. */
  readonly kind: Kind;
  readonly severity: Severity;
  /** What a sentence about it needs. Sizes are in bytes, times in milliseconds since 1970. */
  readonly details: Details;
}

/** The findings of a check, by what an interface says of their details. */
export type FoundOf<D extends object> = { [Kind in keyof D & string]: Found<Kind, D[Kind]> }[keyof D & string];

export interface FindingText {
  readonly sentence: string;
  /** The best first. */
  readonly remedies: readonly string[];
}

/** What sentences are made with. */
export interface Words {
  readonly language: Language;
  readonly messages: (typeof findingMessages)[Language];
  /** Of what is found of a home and its names, and of a machine. */
  readonly health: (typeof healthMessages)[Language];
  readonly machine: (typeof machineMessages)[Language];
  readonly size: (bytes: number) => string;
  /** Of a duration in milliseconds. */
  readonly age: (milliseconds: number) => string;
  readonly day: (time: number) => string;
  readonly moment: (time: number) => string;
}

/** `D`: by kind, what a sentence about it needs. */
export interface Check<D extends object> {
  /** `now` in milliseconds since 1970. */
  readonly look: (facts: Facts, now: number) => readonly FoundOf<D>[];
  readonly say: { readonly [Kind in keyof D]: (details: D[Kind], words: Words) => FindingText };
}

/** A check that finds what `D` lists. */
export const defineCheck = <D extends object>(check: Check<D>): Check<D> => check;

/** A sentence, and what to do about it. */
export const said = ([sentence, ...remedies]: readonly [sentence: string, ...remedies: string[]]): FindingText => ({
  sentence,
  remedies,
});

/** Nothing that a sentence could need. */
export type NoDetails = Readonly<Record<never, never>>;

export const wordsIn = (language: Language): Words => ({
  language,
  messages: findingMessages[language],
  health: healthMessages[language],
  machine: machineMessages[language],
  size: (bytes) => sizeText(bytes, language),
  age: (milliseconds) => durationText(Math.floor(milliseconds / MINUTE), language),
  day: (time) => dateText(time, language),
  moment: (time) => momentText(time, language),
});
