/** From answers to config.toml, and back. */
import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigError, describeProblem } from "../src/config/error.ts";
import { modules } from "../src/modules.ts";
import type { Answers } from "./answers.ts";
import { settingsFile } from "./settings.ts";

const folder = mkdtempSync(join(tmpdir(), "settings-"));
afterAll(() => rmSync(folder, { recursive: true }));
let count = 0;
const newPath = (): string => join(folder, `${count++}.toml`);

const answers: Answers = {
  purpose: "internet",
  domain: "example.com",
  host: "tintin.example.com",
  addresses: ["9.9.9.9"],
  source: "acme",
  challenge: "dns-01",
  configChanges: { "listen.http": "off" },
};

test("answers are written and found again", () => {
  const path = newPath();
  const file = settingsFile(path, [], []);
  expect(file.earlierAnswers()).toEqual({});
  file.write(answers);
  const { configChanges: _, ...others } = answers;
  expect(file.earlierAnswers()).toEqual(others);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const config = file.configFor({});
  expect(config.general.domains).toEqual(["example.com"]);
  expect(config.general.host).toBe("tintin.example.com");
  expect(config.general.addresses).toEqual(["9.9.9.9"]);
  expect(config.listen.http).toBe("off");
  expect(config.listen.client).toBe("[::]:5222");
});

test("what another server called its services goes on being answered, beside what is answered already", () => {
  const path = newPath();
  const file = settingsFile(path, modules, []);
  file.write({ ...answers, roomsAlso: ["conference"], webAlso: ["upload.example.com"] });
  file.write({ ...answers, roomsAlso: ["groups", "conference"], webAlso: [] });
  const { modules: sections, web } = file.configFor({});
  expect([sections.rooms?.also, web.also]).toEqual([["conference", "groups"], ["upload.example.com"]]);
});

test("addresses that are no longer there are forgotten; where none was ever known, nothing is said of them", () => {
  const path = newPath();
  const file = settingsFile(path, [], []);
  file.write({ ...answers, addresses: [] });
  expect(readFileSync(path, "utf8")).toMatch(/^#addresses = /m);
  file.write(answers);
  file.write({ ...answers, addresses: [] });
  expect(file.earlierAnswers().addresses).toBeUndefined();
  expect(() => file.write({ ...answers, addresses: ["my-router"] })).toThrow(ConfigError);
});

test("a home with a name that only its own network knows reaches others there; one on the Internet does not", () => {
  const path = newPath();
  const file = settingsFile(path, [], []);
  const isOpen = (): boolean => file.configFor({}).federation.private_addresses;
  file.write({ domain: "example.com", host: "example.com" });
  expect([isOpen(), readFileSync(path, "utf8").includes("\nprivate_addresses")]).toEqual([false, false]);
  file.write({ domain: "dupont.home.arpa", host: "dupont.home.arpa" });
  expect(isOpen()).toBe(true);
  file.write({ domain: "dupont.home.arpa", host: "dupont.home.arpa" });
  expect(isOpen()).toBe(true);
  file.write({ domain: "example.com", host: "example.com" });
  expect(isOpen()).toBe(false);
});

test("--set goes before answers, and what cannot be set is refused with key and remedy", () => {
  const path = newPath();
  settingsFile(path, [], ["listen.http=127.0.0.1:8080"]).write(answers);
  expect(settingsFile(path, [], []).configFor({}).listen.http).toBe("127.0.0.1:8080");
  expect(() => settingsFile(path, [], ["listen.htp=off"]).configFor({})).toThrow(ConfigError);
  expect(() => settingsFile(path, [], ["listen.http=yes"]).write({})).toThrow(ConfigError);
});

test("what cannot be set is said in French, too: a flag of --set, and an answer", () => {
  const file = (settings: readonly string[]) => settingsFile(newPath(), [], settings);
  expect(inFrench(() => file(["listen.htp=off"]).write(answers))).toEqual([
    'listen.htp = "off" : cette option n\'existe pas ; vouliez-vous dire listen.http ?',
  ]);
  expect(inFrench(() => file([]).write({ ...answers, addresses: ["my-router"] }))).toEqual([
    expect.stringMatching(/^addresses = "my-router" .*: écrivez des adresses IP, comme 192\.0\.2\.12 ou 2001:db8::12$/),
  ]);
});

/** Each problem as a line of French, its no-break spaces as plain ones. */
function inFrench(work: () => unknown): readonly string[] {
  try {
    work();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map((each) => describeProblem(each, "fr").replaceAll("\u00a0", " "));
  }
  return [];
}

test("a second run keeps comments, other domains and what it was not asked about", () => {
  const path = newPath();
  writeFileSync(path, '# mine\ndomains = ["example.com", "example.org"]\n[limits]\nconnections = 7 # few\n');
  settingsFile(path, [], []).write({ ...answers, source: "self-signed" });
  const text = readFileSync(path, "utf8");
  expect(text).toContain("# mine");
  expect(text).toContain("connections = 7 # few");
  expect(settingsFile(path, [], []).configFor({}).general.domains).toEqual(["example.com", "example.org"]);
  settingsFile(path, [], []).write({ domain: "example.net", host: "example.net" });
  expect(settingsFile(path, [], []).configFor({}).general.domains).toEqual(["example.net", "example.org"]);
});

test("a trial on this computer reaches no other servers, and a server on the Internet does", () => {
  const file = settingsFile(newPath(), [], []);
  expect(file.configFor(answers).federation.enabled).toBe(true);
  file.write({ purpose: "local", domain: "localhost", host: "localhost" });
  expect(file.configFor({}).federation.enabled).toBe(false);
  file.write(answers);
  expect(file.configFor({}).federation.enabled).toBe(true);
});

test("whom config.toml keeps from other servers, a second run keeps from them", () => {
  const path = newPath();
  settingsFile(path, [], ["federation.enabled=false"]).write(answers);
  settingsFile(path, [], []).write(answers);
  expect(settingsFile(path, [], []).configFor({}).federation.enabled).toBe(false);
});
