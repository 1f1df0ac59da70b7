/** What the wizard knows: plain data, kept in the home from question to question, never with a password in it. */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { CHALLENGES, type ChallengeType } from "../src/certificate/challenges/challenge.ts";
import { writeDurably } from "../src/store/durable-file.ts";

export const SOURCES = ["acme", "self-signed", "files"] as const;
export type Source = (typeof SOURCES)[number];

export interface Answers {
  readonly purpose?: "internet" | "here";
  /** As parseDomain returns it. */
  readonly domain?: string;
  /** The name of this machine; the domain itself where they are the same. */
  readonly host?: string;
  /** Where the Internet reaches this machine. */
  readonly addresses?: readonly string[];
  readonly source?: Source;
  readonly challenge?: ChallengeType;
  readonly chainFile?: string;
  readonly keyFile?: string;
  /** The first account, before the @. */
  readonly admin?: string;
  /** Values of config.toml by key that steps have found necessary ("listen.client" is "127.0.0.1:5222", say). */
  readonly findings?: Readonly<Record<string, string>>;
  /** The listeners whose port cannot be had now, and need not be: looked at anew each time. */
  readonly lacking?: readonly string[];
  /** What runs the server from now on. */
  readonly running?: Running;
}

export const RUNNING = ["service", "foreground", "later", "already"] as const;
export type Running = (typeof RUNNING)[number];

const pathIn = (home: string): string => join(home, "setup.json");

/** What an interrupted setup knew; nothing where there is none or it cannot be understood. */
export function keptAnswers(home: string): Answers {
  if (!existsSync(pathIn(home))) return {};
  try {
    return understood(JSON.parse(readFileSync(pathIn(home), "utf8")));
  } catch {
    return {};
  }
}

/** Durable, and readable by its owner alone. */
export const keepAnswers = (home: string, answers: Answers): void =>
  writeDurably(pathIn(home), `${JSON.stringify(answers, undefined, 2)}\n`);

export const forgetAnswers = (home: string): void => rmSync(pathIn(home), { force: true });

type Reading = { readonly [Key in keyof Answers]-?: (value: unknown) => boolean };

const isText = (value: unknown): boolean => typeof value === "string";
const isOneOf =
  (choices: readonly string[]) =>
  (value: unknown): boolean =>
    typeof value === "string" && choices.includes(value);

const READING: Reading = {
  purpose: isOneOf(["internet", "here"]),
  domain: isText,
  host: isText,
  addresses: (value) => Array.isArray(value) && value.every(isText),
  source: isOneOf(SOURCES),
  challenge: isOneOf(CHALLENGES),
  chainFile: isText,
  keyFile: isText,
  admin: isText,
  running: isOneOf(RUNNING),
  lacking: (value) => Array.isArray(value) && value.every(isText),
  findings: (value) => typeof value === "object" && value !== null && Object.values(value).every(isText),
};

/** The entries that are what they should be; a file that somebody has edited is no reason to stop. */
function understood(raw: unknown): Answers {
  if (typeof raw !== "object" || raw === null) return {};
  const known = Object.entries(raw).filter(
    ([key, value]) => Object.hasOwn(READING, key) && READING[key as keyof Answers](value),
  );
  return Object.fromEntries(known) as Answers;
}
