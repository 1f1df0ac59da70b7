/**
 * The wizard's screens are stored in the folders beside this file, so that a change of wording is
 * seen in review. To update them: RENEW_SCREENS=1 npm test -- tests/end-to-end/screens
 */
import { afterAll, describe, expect } from "bun:test";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { LANGUAGES, type Language } from "../../../src/messages/language.ts";
import { testWith } from "../../support/needs.ts";
import { temporaryFolder } from "../../support/peers/peer.ts";
import { openTerminals, type Size } from "../../support/process/terminal.ts";
import { SCENARIOS, type ScenarioName } from "./scenarios.ts";

const folder = temporaryFolder("screens");
const terminals = openTerminals(folder.path);
afterAll(async () => {
  await terminals[Symbol.asyncDispose]();
  folder.remove();
});

/** The languages of the stored screens. */
const STORED: readonly Language[] = ["en", "fr"];
const TERMINALS: Readonly<Record<string, Size & { readonly term: string }>> = {
  "80x24": { columns: 80, rows: 24, term: "xterm-256color" },
  "60x20": { columns: 60, rows: 20, term: "xterm-256color" },
  linux: { columns: 80, rows: 24, term: "linux" },
};
/** Milliseconds until a screen is complete, on a busy machine. */
const TIMEOUT_MS = 20_000;

const all = STORED.flatMap((language) =>
  Object.keys(TERMINALS).flatMap((size) =>
    (Object.keys(SCENARIOS) as ScenarioName[]).map((scenario) => ({ language, size, scenario })),
  ),
);

/** The screens of a scenario, each with the answer given there. */
async function screensOf(
  name: string,
  language: string,
  size: string,
  scenario: ScenarioName,
  colours: Readonly<Record<string, string>> = { NO_COLOR: "1" },
): Promise<string[]> {
  const { term, ...measure } = TERMINALS[size] ?? { columns: 80, rows: 24, term: "" };
  const locale = language === "fr" ? "fr_FR.UTF-8" : "C.UTF-8";
  const command = [process.execPath, join(import.meta.dir, "run-scenario.ts"), scenario, language];
  const shell = ["sh", "-c", '"$@"; exec cat', "sh", ...command];
  const env = { HOME: folder.path, TERM: term, LC_ALL: locale, TZ: "UTC", ...colours };
  const terminal = terminals.open(name, shell, env, measure);
  const screens: string[] = [];
  let presented: readonly string[] = [];
  const readScreen = async (): Promise<void> => {
    const [, choices = ""] = await terminal.waitForTitle(
      new RegExp(`^answers ${screens.length} (.*)$`, "m"),
      TIMEOUT_MS,
    );
    presented = choices.split(" ");
    screens.push(terminal.screen().trimEnd());
  };
  await readScreen();
  for (const answer of SCENARIOS[scenario].keys) {
    const [, key, choice] = /^<(.+)>$|^=(.+)$/.exec(answer) ?? [];
    if (choice !== undefined) terminal.typeLine(keysTo(choice, presented));
    else if (key !== undefined) terminal.pressKey(key);
    else terminal.typeLine(answer);
    screens[screens.length - 1] += `\n\n${"─".repeat(measure.columns)}\n${answer === "" ? "<Enter>" : answer}`;
    await readScreen();
  }
  return screens;
}

/** Keys that move from the initial choice, the last of `presented`, to this one. */
function keysTo(choice: string, presented: readonly string[]): string {
  const choices = presented.slice(0, -1);
  if (!choices.includes(choice)) throw new Error(`${choice} is not among ${choices.join(", ")}`);
  const steps = choices.indexOf(choice) - choices.indexOf(presented.at(-1) ?? "");
  return (steps < 0 ? "k" : "j").repeat(Math.abs(steps));
}

const screensTest = testWith(["tmux"]);

describe.each(all)("$language, $size, $scenario", ({ language, size, scenario }) => {
  const file = join(import.meta.dir, language, size, `${scenario}.txt`);
  screensTest(
    "the screens match the stored ones",
    async () => {
      const text = `${(await screensOf(`${language}-${size}-${scenario}`, language, size, scenario)).join("\n")}\n`;
      if (process.env.RENEW_SCREENS) {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, text);
      }
      expect(text).toBe(existsSync(file) ? readFileSync(file, "utf8") : "");
    },
    120_000,
  );
});

const others = LANGUAGES.filter((language) => !STORED.includes(language)).flatMap((language) =>
  (Object.keys(SCENARIOS) as ScenarioName[]).map((scenario) => [language, scenario] as const),
);

describe.each(others)("%s, 80x24, %s", (language, scenario) => {
  screensTest(
    "each question is seen whole, from its sign to the end",
    async () => {
      const screens = await screensOf(`${language}-fits-${scenario}`, language, "80x24", scenario);
      const shown = screens.map((screen) => screen.split(/\n\n─{80}\n/, 1)[0] ?? "");
      expect(shown.filter((screen) => /^└$/m.test(screen.slice(-1)) && !/^[◆▲■]/m.test(screen))).toEqual([]);
    },
    120_000,
  );
});

screensTest(
  "with colours as well, a choice that is too long for a line goes on under its first letter",
  async () => {
    const screens = (await screensOf("coloured", "fr", "80x24", "web-server", {})).join("\n");
    expect(screens).toMatch(/^│ {2}○ Continuer avec un certificat maison.*\n│ {4}\S/m);
  },
  120_000,
);
