/** The answers of the wizard: plain data, saved in the home after each step, never with a password. */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { CHALLENGES, type ChallengeType } from "../src/certificate/challenges/challenge.ts";
import { API_PROVIDERS, type ApiProvider } from "../src/dns/providers/api.ts";
import { writeDurably } from "../src/store/durable-file.ts";

export const SOURCES = ["acme", "self-signed", "files"] as const;
export type Source = (typeof SOURCES)[number];

export interface Answers {
  readonly purpose?: "internet" | "local";
  /** As parseDomain returns it. */
  readonly domain?: string;
  /** The name of this machine; the domain itself where they are the same. */
  readonly host?: string;
  /** Public addresses of this machine or its router. */
  readonly addresses?: readonly string[];
  readonly source?: Source;
  readonly challenge?: ChallengeType;
  readonly chainFile?: string;
  readonly keyFile?: string;
  /** The first account, before the @. */
  readonly admin?: string;
  /** Its password is chosen on the page of a link, and not by setup. */
  readonly choosesPassword?: boolean;
  /** Options of config.toml, by key, that steps have found necessary: "listen.client" is "127.0.0.1:5222". */
  readonly configChanges?: Readonly<Record<string, string>>;
  /** Optional listeners whose port cannot be had at the moment; checked in each run. */
  readonly unavailable?: readonly string[];
  /** web.address; empty where the domain, with the port of listen.https, is right. */
  readonly webAddress?: string;
  /** The router is asked to open the ports (gateway.enabled). */
  readonly opensPorts?: boolean;
  /** Neither port 80 nor 443 of the router can lead here: it refuses, or its address is shared. */
  readonly isWebClosed?: boolean;
  /** Whose API writes DNS records (dns.provider), where its token is (dns.token_file), and whether addresses are followed (dns.update). */
  readonly dnsProvider?: ApiProvider;
  readonly dnsTokenFile?: string;
  readonly dnsUpdate?: boolean;
  /** The data of another server, which come here: an absolute path; empty where none do. */
  readonly moveFrom?: string;
  /** What it calls its services, which go on being answered: labels (rooms.also), and names (web.also). */
  readonly roomsAlso?: readonly string[];
  readonly webAlso?: readonly string[];
  /** It ran when the move was agreed to: should the move fail, it runs again. */
  readonly isOldRunning?: boolean;
  /** The data have come. */
  readonly isMoved?: boolean;
  /** The home was put in place from a backup: when and where that was made. */
  readonly restoredFrom?: string;
  /** How the server is started. */
  readonly startMode?: StartMode;
}

export const START_MODES = ["service", "foreground", "later", "already"] as const;
export type StartMode = (typeof START_MODES)[number];

/** How far an interrupted setup had come, as names of steps. */
export interface Progress {
  /** The step that comes next. */
  readonly step: string;
  /** Those that had asked something, in order. */
  readonly asked: readonly string[];
}

const pathIn = (home: string): string => join(home, "setup.json");

/** The answers of an interrupted setup; empty where there are none or the file cannot be read. */
export const readAnswers = (home: string): Answers => validAnswers(readFile(home));

/** How far it had come; undefined where that is not known. */
export const readProgress = (home: string): Progress | undefined => validProgress(readFile(home).progress);

function readFile(home: string): Readonly<Record<string, unknown>> {
  if (!existsSync(pathIn(home))) return {};
  try {
    const raw: unknown = JSON.parse(readFileSync(pathIn(home), "utf8"));
    return typeof raw === "object" && raw !== null ? (raw as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** Durable, and readable by its owner alone. */
export const saveAnswers = (home: string, answers: Answers, progress?: Progress): void =>
  writeDurably(pathIn(home), `${JSON.stringify({ ...answers, progress }, undefined, 2)}\n`);

export const deleteAnswers = (home: string): void => rmSync(pathIn(home), { force: true });

type Validators = { readonly [Key in keyof Answers]-?: (value: unknown) => boolean };

const isText = (value: unknown): boolean => typeof value === "string";
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);
const isOneOf =
  (choices: readonly string[]) =>
  (value: unknown): boolean =>
    typeof value === "string" && choices.includes(value);

const VALIDATORS: Validators = {
  purpose: isOneOf(["internet", "local"]),
  domain: isText,
  host: isText,
  addresses: isTexts,
  source: isOneOf(SOURCES),
  challenge: isOneOf(CHALLENGES),
  chainFile: isText,
  keyFile: isText,
  admin: isText,
  choosesPassword: (value) => typeof value === "boolean",
  opensPorts: (value) => typeof value === "boolean",
  isWebClosed: (value) => typeof value === "boolean",
  dnsProvider: isOneOf(API_PROVIDERS),
  dnsTokenFile: isText,
  dnsUpdate: (value) => typeof value === "boolean",
  moveFrom: isText,
  roomsAlso: isTexts,
  webAlso: isTexts,
  isOldRunning: (value) => typeof value === "boolean",
  isMoved: (value) => typeof value === "boolean",
  restoredFrom: isText,
  startMode: isOneOf(START_MODES),
  webAddress: isText,
  unavailable: isTexts,
  configChanges: (value) => typeof value === "object" && value !== null && Object.values(value).every(isText),
};

/** The valid entries; others are ignored. */
function validAnswers(raw: Readonly<Record<string, unknown>>): Answers {
  const known = Object.entries(raw).filter(
    ([key, value]) => Object.hasOwn(VALIDATORS, key) && VALIDATORS[key as keyof Answers](value),
  );
  return Object.fromEntries(known) as Answers;
}

function validProgress(raw: unknown): Progress | undefined {
  const { step, asked } = (raw ?? {}) as Partial<Record<keyof Progress, unknown>>;
  if (typeof step !== "string" || !Array.isArray(asked) || !asked.every(isText)) return undefined;
  return { step, asked };
}
