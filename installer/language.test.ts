/** Both languages: the same keys, nothing left in English, nothing too wide for the screen. */
import { expect, test } from "bun:test";
import { withFrenchSpaces } from "../src/messages/fr/spaces.ts";
import { LANGUAGES } from "./language.ts";

type Texts = ReadonlyMap<string, string>;

/** What stands for the arguments of a message: a name as long as usual ones. */
const ARGUMENT = "tintin.example.com";
const PASSED: Readonly<Record<string, readonly unknown[]>> = {
  "dns.sight": [{ state: "missing", record: { type: "A", isOptional: true } }],
  "ports.problem": [80, { kind: "taken", holder: { name: "nginx", pid: 812 } }],
  "service.problem": [{ kind: "no-systemd" }],
  missing: [["--domain"]],
  "certificate.kept": [["example.com", "rooms.example.com"], 0],
  "certificate.obtained": [["example.com", "rooms.example.com"], 0],
  "certificate.brought": [["example.com"], 0],
  "certificate.triesLeft": [2],
  "certificate.txtState": ["_acme-challenge.example.com", "wrong", ["x"]],
  "certificate.leadsElsewhere": ["example.com", "198.51.100.7", "192.0.2.12"],
  "done.connectHere": [5222],
  "done.next": ["example.com", "later", ""],
};

/** Every text by its key, those of functions with arguments filled in. */
function textsOf(value: unknown, key = ""): [string, string][] {
  if (typeof value === "string") return [[key, value]];
  if (typeof value === "function") return textsOf(value(...(PASSED[key] ?? [ARGUMENT, ARGUMENT, ARGUMENT])), key);
  if (Array.isArray(value)) return value.flatMap((each, index) => textsOf(each, `${key}.${index}`));
  return Object.entries(value as object).flatMap(([name, each]) => textsOf(each, key ? `${key}.${name}` : name));
}

const en: Texts = new Map(textsOf(LANGUAGES.en));
const fr: Texts = new Map(textsOf(LANGUAGES.fr));
const keysOf = (texts: Texts): string[] =>
  [...new Set([...texts.keys()].map((key) => key.replace(/\.\d+$/, "")))].sort();

test("a message that one language has, the other has", () => {
  expect(keysOf(fr)).toEqual(keysOf(en));
});

test("nothing was left in English", () => {
  // A command to type is the same in every language.
  const isProse = (text: string): boolean => /[a-z]{4} [a-z]{2}/i.test(text) && !text.startsWith("- sudo");
  const same = [...en].filter(([key, text]) => fr.get(key) === text && isProse(text));
  expect(same.map(([key]) => key)).toEqual([]);
});

test("French: no plain space before a double sign of punctuation", () => {
  expect([...fr.values()].filter((text) => / [;:?!»](\s|$)|« /.test(text))).toEqual([]);
  expect(withFrenchSpaces("Ça va ? « Oui ! » 12:30 ::1")).toBe("Ça va\u00a0? «\u00a0Oui\u00a0!\u00a0» 12:30 ::1");
});

test("80 columns: every line fits beside the bar and its sign", () => {
  // What is passed on from elsewhere, and the answers of the command line, which have no bar.
  const isElsewhere = (key: string): boolean => /^(service|title|noTerminal|missing)/.test(key);
  const wide = [...en, ...fr].filter(([key, text]) => text.length > 76 && !isElsewhere(key));
  expect(wide).toEqual([]);
});
