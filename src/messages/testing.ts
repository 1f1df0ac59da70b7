/** For tests: every text of every language. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DEMO_APPS } from "./demo-lines.ts";
import type { InLanguages, Language } from "./language.ts";

/** What stands for an argument of a message: a name as long as usual ones. */
const ARGUMENT = "tintin.example.com";
const ARGUMENTS: Readonly<Record<string, readonly unknown[]>> = {
  "config-problems.line": ['host = ""', 3, ARGUMENT],
  "manual.facts": ["text", '""', true],
  "manual.noPage": [ARGUMENT, ["user"]],
  "manual.verbsOf": [["user add"]],
  "setup.missing": [["--domain"]],
  "setup.certificate.kept": [["example.com", "rooms.example.com"], 0],
  "setup.certificate.obtained": [["example.com", "rooms.example.com"], 0],
  "setup.certificate.usingFiles": [["example.com"], 0],
  "setup.certificate.attemptsLeft": [2],
  "setup.certificate.byHand": [0],
  "setup.certificate.txtState": ["_acme-challenge.example.com", "wrong", ["x"]],
  "setup.certificate.leadsElsewhere": ["example.com", "198.51.100.7", "192.0.2.12"],
  "setup.ports.state.takenBy": ["nginx", 812],
  "setup.done.connectLocally": [5222],
  "setup.outside.ask": [["montague.example", "capulet.example"]],
  "backups.content": [{ domains: ["example.org"], created: 0, host: ARGUMENT, version: ARGUMENT, bytes: 1 }],
  "import.problems.unknown": [{ kinds: ["prosody"] }],
  "import.problems.no-such-domain": [{ domain: ARGUMENT, domains: ["example.org"] }],
  demo: [
    {
      people: [{ jid: "alice@localhost", password: "alice" }],
      home: "/srv",
      program: "jabber-home",
      client: 1,
      https: 2,
      apps: DEMO_APPS,
    },
  ],
};

/** What the functions of a subject are given, where each takes one object. */
const DETAILS: Readonly<Record<string, object>> = {
  "verb-errors": {
    ...{
      word: ARGUMENT,
      flag: "--x",
      near: "y",
      value: "DIR",
      given: "z",
      group: "user",
      words: "user ad",
      lost: ARGUMENT,
    },
    ...{ home: ARGUMENT, command: "sudo x", joins: true, owner: "ada", path: ARGUMENT, why: ARGUMENT, remedy: "chown" },
    ...{ file: ARGUMENT, operands: ["JID"], choices: ["y"], members: ["user add"], shells: ["bash"] },
    ...{ flags: ["--x", "--y"], needed: "--y", languages: ["en"] },
  },
  "config-problems": {
    ...{
      min: 1,
      max: 10,
      raw: 5,
      choices: ["y"],
      near: "y",
      current: "push.ack_timeout",
      key: ARGUMENT,
      why: "invalid value",
    },
    ...{ address: "192.0.2.1", range: "private", other: "listen.client", domain: ARGUMENT, path: "/ca.pem" },
    ...{ origin: "https://example.com", host: ARGUMENT },
    ...{ reason: "file-missing", values: { path: "/a.pem" }, remedies: [{ key: "check-path", values: {} }] },
  },
};
const argumentsOf = (key: string): readonly unknown[] => {
  const details = DETAILS[key.replace(/\..*/, "")];
  return ARGUMENTS[key] ?? (details ? [details] : [ARGUMENT, ARGUMENT, ARGUMENT, ARGUMENT]);
};

/** Every text by its key, those of functions with arguments filled in. */
export function textsOf(value: unknown, key: string): [string, string][] {
  if (typeof value === "string") return [[key, value]];
  if (typeof value === "function") return textsOf(value(...argumentsOf(key)), key);
  if (Array.isArray(value)) return value.flatMap((each, index) => textsOf(each, `${key}.${index}`));
  return Object.entries(value as object).flatMap(([name, each]) => textsOf(each, `${key}.${name}`));
}

const isTable = (value: unknown): value is Partial<InLanguages<unknown>> =>
  typeof value === "object" && value !== null && "fr" in value;

const files = readdirSync(import.meta.dir).filter(
  (name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && name !== "testing.ts",
);
const subjects = await Promise.all(
  files.map(async (name) => {
    const exported: object = await import(join(import.meta.dir, name));
    return Object.values(exported)
      .filter(isTable)
      .map((table) => [name.replace(".ts", ""), table] as const);
  }),
);
/** Each subject with its texts in the languages. */
export const tables = subjects.flat();

/** Every text of a language by its key, those of functions with arguments filled in. */
export const textsIn = (language: Language): readonly [string, string][] =>
  tables.flatMap(([subject, texts]) => (texts[language] === undefined ? [] : textsOf(texts[language], subject)));
