/** Manual pages, judged and shown by the programs that read them. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { join } from "node:path";
import { manualPages } from "../../src/command/man/man.ts";
import { verbs } from "../../src/command/verbs.ts";
import { LANGUAGES } from "../../src/messages/language.ts";
import { testWith } from "../support/needs.ts";
import { runProgram, temporaryFolder } from "../support/process/started.ts";

const folder = temporaryFolder("manual");
afterAll(() => folder[Symbol.dispose]());

const paths = new Map<string, string>();

beforeAll(async () => {
  const all = await Promise.all(Object.values(verbs).map((load) => load()));
  for (const language of LANGUAGES)
    for (const [topic, [path, text]] of manualPages(all, language, "2026-11-30")) {
      const file = join(folder.path, path);
      await Bun.write(file, text);
      paths.set(`${language} ${topic}`, file);
    }
});

const page = (name: string): string => paths.get(name) ?? "";
const shown = async (file: string): Promise<string> =>
  (await runProgram(["groff", "-man", "-Tutf8", "-P-cbou", "-rLL=78n", file])).out;

testWith(["mandoc"])("mandoc finds nothing to say about any page", async () => {
  const { exit, out, err } = await runProgram(["mandoc", "-Tlint", "-Wstyle", ...paths.values()]);
  expect({ exit, out, err }).toEqual({ exit: 0, out: "", err: "" });
});

testWith(["man", "groff"])(
  "groff formats every page without a warning",
  async () => {
    for (const file of paths.values()) {
      const { err } = await runProgram(["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", file]);
      expect(err).toBe("");
    }
  },
  60_000,
);

testWith(["lexgrog"])("whatis finds the name and the sentence of every page", async () => {
  const { exit, out } = await runProgram(["lexgrog", ...paths.values()]);
  expect({ exit, found: out.trim().split("\n").length }).toEqual({ exit: 0, found: paths.size });
  expect(out).toContain('"jabber-home - your own messaging server"');
});

testWith(["groff"])("what is typed is shown as it is typed, accents are accents", async () => {
  expect(await shown(page("en user"))).toMatch(/jabber-home user add bob@example\.com --password-file - < bob\.txt/);
  expect(await shown(page("fr jabber-home"))).toContain("votre propre serveur de messagerie");
  expect(await shown(page("fr config"))).toContain("RÉGLAGES");
});

test("every verb and every option stands in a page, in every language", async () => {
  for (const language of LANGUAGES) {
    const main = await Bun.file(page(`${language} jabber-home`)).text();
    for (const [name, load] of Object.entries(verbs)) {
      const typed = name.replaceAll("-", "\\-");
      expect(
        main.includes(
          typed
            .split(" ")
            .map((word) => `\\fB${word}\\fR`)
            .join(" "),
        ),
      ).toBe((await load()).isHidden !== true);
    }
    expect(await Bun.file(page(`${language} config`)).text()).toContain("\\fBlisten.client_tls\\fR");
  }
});
