/** install.sh as it is published: one file, which shells read and shellcheck has nothing to say about. */
import { expect, test } from "bun:test";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LANGUAGES } from "../../src/messages/language.ts";
import { testKey } from "../../src/release/testing.ts";
import { installScript } from "./install-script.ts";

const keys = [testKey().publicKey, testKey().publicKey];
const shellcheck = Bun.which("shellcheck");
if (!shellcheck && process.env.CI === "true") throw new Error("shellcheck is needed to judge install.sh");

test("the keys and the place of releases are in it", () => {
  const script = installScript({ keys, url: "https://example.org/jabber-home" });
  expect(script).toContain(`\nURL='https://example.org/jabber-home'\nKEYS='${keys.join("\n")}'\n`);
  expect(script).toStartWith("#!/bin/sh\n");
  expect(script).toEndWith('\nmain "$@"\n');
});

test("what a shell would read as something else is refused", () => {
  for (const url of ["http://example.org", "https://example.org/'; reboot", "https://example.org/a b"])
    expect(() => installScript({ keys, url })).toThrow(RangeError);
  expect(() => installScript({ keys: ["'; reboot"] })).toThrow(RangeError);
});

test.skipIf(!shellcheck)("shellcheck has nothing to say about it, nor about the scripts of packages and cards", () => {
  const path = join(tmpdir(), `install-${process.pid}.sh`);
  writeFileSync(path, installScript({ keys }));
  const names = [
    "debian/preinst",
    "debian/postinst",
    "debian/prerm",
    "debian/postrm",
    "raspberry-pi/card.sh",
    "raspberry-pi/first-run.sh",
  ];
  const scripts = names.map((name) => join(import.meta.dir, name));
  const { stdout, exitCode } = Bun.spawnSync([shellcheck ?? "", path, ...scripts]);
  expect({ exitCode, output: stdout.toString() }).toEqual({ exitCode: 0, output: "" });
});

/** Sentences by their key. */
const wordsOf = (language: string): ReadonlyMap<string, string> => {
  const text = readFileSync(join(import.meta.dir, "install/words", `${language}.sh`), "utf8");
  return new Map(
    [...text.matchAll(/^ {4}([\w-]+)\) text="((?:[^"\\]|\\.)*)" ;;$/gm)].map(([, key = "", said = ""]) => [key, said]),
  );
};
const english = wordsOf("en");
const facts = (said = ""): readonly string[] => (said.match(/\$\w+|--[a-z]+/g) ?? []).toSorted();

test("it says what it has words for, and no more", () => {
  const script = installScript({ keys }).replace(/^ *#.*$/gm, "");
  const said = [...script.matchAll(/(?:\bsay|\bfail \d+|"words_\$language") ([a-z-]+)/g)].map(([, key]) => key);
  expect([...new Set(said)].toSorted()).toEqual([...english.keys()].toSorted());
});

test.each(LANGUAGES.filter((each) => each !== "en"))(
  "%s says everything that English says, with the same facts",
  (language) => {
    const words = wordsOf(language);
    expect([...words.keys()]).toEqual([...english.keys()]);
    for (const [key, said] of english) {
      expect([key, facts(words.get(key))]).toEqual([key, facts(said)]);
      if (!/^(?:clock|versions)$/.test(key)) expect([key, words.get(key)]).not.toEqual([key, said]);
    }
  },
);

test("French has no plain space before a double sign of punctuation, and one kind of apostrophe", () => {
  for (const said of wordsOf("fr").values()) expect(said).not.toMatch(/ [:;?!](?=\s|$)|\p{L}'\p{L}/u);
});

test.each(LANGUAGES)("where the locale is that of %s, it speaks it", (language) => {
  const path = join(tmpdir(), `install-${process.pid}-${language}.sh`);
  writeFileSync(path, installScript({ keys }));
  const env = { ...process.env, LC_ALL: `${language}_XX.UTF-8` };
  const { stdout } = Bun.spawnSync(["sh", path, "--help"], { env });
  rmSync(path);
  expect(stdout.toString().trimEnd()).toBe(wordsOf(language).get("usage") ?? "");
});
