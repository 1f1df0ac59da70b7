import { expect, test } from "bun:test";
import type { HomeEnvironment } from "../home.ts";
import type { VerbName } from "../messages/help.ts";
import { runCommand } from "./command-line.ts";
import { CommandError } from "./failure.ts";
import { text } from "./json/schema.ts";
import type { Terminal } from "./terminal.ts";
import { type Call, defineVerb, JSON_FLAG, SET_FLAG } from "./verb.ts";
import type { VerbTable } from "./verb-table.ts";

const surroundings: HomeEnvironment = {
  platform: "linux",
  env: {},
  isRoot: false,
  userHome: "/home/romeo",
  exists: () => false,
};

/** Runs a command line with verbs that write down how they were called. */
async function typed(line: string, env: Record<string, string> = {}) {
  const said = { out: "", err: "" };
  const calls: Call[] = [];
  const note = (name: VerbName, operands: readonly string[] = []) =>
    defineVerb({
      name,
      operands,
      examples: [`${name} --json`],
      prints: text(),
      flags: { json: JSON_FLAG, set: SET_FLAG, "password-file": { kind: "text", value: "FILE", meaning: "password" } },
      run: (call) => {
        calls.push(call);
        if (call.operands[0] === "fail") throw new CommandError(77, "not allowed", "ask somebody");
        if (call.operands[0] === "bug") throw new TypeError("oops");
        return 0;
      },
    });
  const verbs: VerbTable = {
    run: async () => note("run"),
    status: async () => note("status"),
    version: async () => note("version"),
    "user add": async () => note("user add", ["[JID]"]),
    "user remove": async () => note("user remove", ["JID"]),
  };
  const terminal: Terminal = {
    out: (text) => {
      said.out += `${text}\n`;
    },
    err: (text) => {
      said.err += `${text}\n`;
    },
    isInteractive: false,
    isColoured: false,
    input: () => Buffer.alloc(0),
    env,
  };
  const args = line === "" ? [] : line.split(" ");
  const exit = await runCommand(args, verbs, { terminal, surroundings, defaultVerb: () => "status" });
  return { exit, ...said, calls, call: calls[0] };
}

test("a verb gets its flags, operands and home", async () => {
  const { exit, call } = await typed(
    "user add alice@example.com --password-file - --set a=1 --set b=2=3 --home /srv/x",
  );
  expect(exit).toBe(0);
  expect(call?.flags).toMatchObject({ "password-file": "-", set: ["a=1", "b=2=3"], json: false });
  expect(call?.operands).toEqual(["alice@example.com"]);
  expect(call?.home.config).toBe("/srv/x/config.toml");
});

test("common flags may stand before the verb, and between its words", async () => {
  const { call } = await typed("--home /srv/x user --lang fr add a@b");
  expect(call?.home.directory).toBe("/srv/x");
  expect(call?.language).toBe("fr");
  expect(call?.operands).toEqual(["a@b"]);
});

test("without a verb the default verb runs", async () => {
  expect((await typed("")).call).toBeDefined();
  expect((await typed("--home /srv/y")).call?.home.directory).toBe("/srv/y");
});

test("an operand that looks like a flag comes after --", async () => {
  expect((await typed("user remove -- -x@y")).call?.operands).toEqual(["-x@y"]);
});

test.each([
  ["stauts", 'there is no verb "stauts"', "did you mean jabber-home status?"],
  ["usr add x", 'there is no verb "usr"', "did you mean jabber-home user add?"],
  ["user ad", 'there is no "user ad"', "did you mean jabber-home user add?"],
  ["user", "user what?", "one of: user add, user remove"],
  ["banana", 'there is no verb "banana"', "see jabber-home --help"],
  ["toString", 'there is no verb "toString"', "see jabber-home --help"],
  ["status --josn", "there is no --josn", "did you mean --json?"],
  ["status -x", "there is no -x", ""],
  ["status --json=yes", "--json takes no value", ""],
  ["status --home", "--home needs a value: --home DIR", ""],
  ["status --home --json", "--home needs a value: --home DIR", ""],
  ["status extra", '"extra" is one too many', ""],
  ["user remove", "missing: JID", ""],
  ["status --lang eo", 'there is no language "eo"', "choose one of: --lang en, fr"],
])("%s is a usage error", async (line, sentence, remedy) => {
  const { exit, out, err, calls } = await typed(line);
  expect(exit).toBe(2);
  const told = out === "" ? { error: err, remedy: err } : JSON.parse(out);
  expect(told.error).toContain(sentence);
  expect(told.remedy ?? "").toContain(remedy);
  expect(calls).toEqual([]);
});

test.each([
  ["stauts", "la commande « stauts » n'existe pas", "vouliez-vous dire jabber-home status ?"],
  ["user ad", "la commande « user ad » n'existe pas", "vouliez-vous dire jabber-home user add ?"],
  ["user", "que faire avec « user » ?", "au choix : user add, user remove"],
  ["status --josn", "l'option --josn n'existe pas", "vouliez-vous dire --json ?"],
  ["status --home", "il manque une valeur à --home : --home DOSSIER", ""],
  ["user remove", "il manque : JID", ""],
  ["status --lang eo", "la langue « eo » n'est pas parlée ici", "--lang en, fr"],
])("%s is a usage error in French as well", async (line, sentence, remedy) => {
  const { exit, err } = await typed(line, { LANG: "fr_FR.UTF-8" });
  expect(exit).toBe(2);
  const said = err.replaceAll("\u00a0", " ");
  expect(said).toContain(sentence);
  expect(said).toContain(remedy);
});

test("the language of an error and of --help is that of --lang, before that of the system", async () => {
  expect((await typed("--lang fr stauts")).err).toContain("n'existe pas");
  expect((await typed("stauts --lang en", { LANG: "fr_FR.UTF-8" })).err).toContain("there is no verb");
  const { out } = await typed("user add --help --lang fr");
  for (const word of ["donne une adresse", "Exemples", "Options", "FICHIER", "Répondre en JSON."])
    expect(out).toContain(word);
  expect((await typed("--help", { LANG: "fr_FR.UTF-8" })).out).toContain("dit comment va le serveur");
});

test("a CommandError is printed as a sentence and a remedy, with its exit code", async () => {
  expect(await typed("user remove fail")).toMatchObject({ exit: 77, err: "not allowed\n  ask somebody\n", out: "" });
  const { exit, out, err } = await typed("user remove fail --json");
  expect({ exit, err }).toEqual({ exit: 77, err: "" });
  expect(JSON.parse(out)).toEqual({ error: "not allowed", remedy: "ask somebody" });
});

test.each([
  "status --nonsense --json",
  "status --json --nonsense=1",
  "status -x --json",
  "status --home --json",
  "--lang --json status",
  "status --set --json",
  "status --json=yes",
  "stauts --json",
  "user --json",
  "status extra --json",
  "--json",
])("%s: what is wrong with the command line is told as JSON, and nothing else is said", async (line) => {
  const { exit, out, err } = await typed(line);
  expect({ exit, err }).toEqual({ exit: 2, err: "" });
  expect(JSON.parse(out)).toMatchObject({ error: expect.any(String) });
});

test("an unforeseen error is printed with its stack", async () => {
  const { exit, err } = await typed("user remove bug");
  expect(exit).toBe(1);
  expect(err).toContain("TypeError: oops");
  expect(err).toContain("command-line.test.ts");
});

test("--help, -h and help show examples before anything else, 80 columns wide", async () => {
  for (const line of ["--help", "-h", "help", "user add --help", "help user add", "user -h", "run --bad --help"]) {
    const { exit, out, calls } = await typed(line);
    expect(exit).toBe(0);
    expect(calls).toEqual([]);
    expect(out.indexOf("Examples")).toBeGreaterThan(0);
    expect(out.indexOf("Examples")).toBeLessThan(out.search(/Verbs|Usage/));
    expect(Math.max(...out.split("\n").map((each) => each.length))).toBeLessThanOrEqual(80);
  }
  expect((await typed("user --help")).out).toContain("user remove");
});

test("--version is the verb version", async () => {
  expect((await typed("--version --json")).call?.flags).toMatchObject({ json: true });
});

test("the language is the flag's, else the locale's, LC_ALL before LC_MESSAGES before LANG", async () => {
  expect((await typed("status", { LANG: "fr_FR.UTF-8" })).call?.language).toBe("fr");
  expect((await typed("status", { LC_ALL: "C", LANG: "fr_FR.UTF-8" })).call?.language).toBe("en");
  expect((await typed("status --lang en", { LC_ALL: "fr_BE" })).call?.language).toBe("en");
});
