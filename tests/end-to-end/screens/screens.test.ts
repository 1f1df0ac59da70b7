/**
 * What a person sees of the wizard, screen after screen, is kept in the folders beside this file, so that a change of wording is
 * seen in review. To renew it: RENEW_SCREENS=1 npm test -- tests/end-to-end/screens
 */
import { afterAll, describe, expect } from "bun:test";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { testWith } from "../../support/needs.ts";
import { temporaryFolder } from "../../support/peers/peer.ts";
import { openTerminals, type Size } from "../../support/process/terminal.ts";
import { SITTINGS, type SittingName } from "./worlds.ts";

const folder = temporaryFolder("screens");
const terminals = openTerminals(folder.path);
afterAll(async () => {
  await terminals[Symbol.asyncDispose]();
  folder.remove();
});

const LANGUAGES = ["en", "fr"] as const;
const TERMINALS: Readonly<Record<string, Size & { readonly term: string }>> = {
  "80x24": { columns: 80, rows: 24, term: "xterm-256color" },
  "60x20": { columns: 60, rows: 20, term: "xterm-256color" },
  linux: { columns: 80, rows: 24, term: "linux" },
};
/** A process on a busy machine. */
const PATIENCE_MS = 20_000;

const all = LANGUAGES.flatMap((language) =>
  Object.keys(TERMINALS).flatMap((size) =>
    (Object.keys(SITTINGS) as SittingName[]).map((sitting) => ({ language, size, sitting })),
  ),
);

/** Every screen of a sitting, each with what is answered there. */
async function play(name: string, language: string, size: string, sitting: SittingName): Promise<string[]> {
  const { term, ...measure } = TERMINALS[size] ?? { columns: 80, rows: 24, term: "" };
  const locale = language === "fr" ? "fr_FR.UTF-8" : "C.UTF-8";
  const command = [process.execPath, join(import.meta.dir, "sit.ts"), sitting, language];
  const shell = ["sh", "-c", '"$@"; exec cat', "sh", ...command];
  const env = { HOME: folder.path, TERM: term, LC_ALL: locale, NO_COLOR: "1", TZ: "UTC" };
  const terminal = terminals.open(name, shell, env, measure);
  const screens: string[] = [];
  let offered: readonly string[] = [];
  const look = async (): Promise<void> => {
    const [, choices = ""] = await terminal.isTitled(new RegExp(`^answers ${screens.length} (.*)$`, "m"), PATIENCE_MS);
    offered = choices.split(" ");
    screens.push(terminal.screen().trimEnd());
  };
  await look();
  for (const answer of SITTINGS[sitting].keys) {
    const [, key, choice] = /^<(.+)>$|^=(.+)$/.exec(answer) ?? [];
    if (choice !== undefined) terminal.typeLine(keysTo(choice, offered));
    else if (key !== undefined) terminal.presses(key);
    else terminal.typeLine(answer);
    screens[screens.length - 1] += `\n\n${"─".repeat(measure.columns)}\n${answer === "" ? "<Enter>" : answer}`;
    await look();
  }
  return screens;
}

/** Down or up from the initial choice, the last of `offered`. */
function keysTo(choice: string, offered: readonly string[]): string {
  const choices = offered.slice(0, -1);
  if (!choices.includes(choice)) throw new Error(`${choice} is not among ${choices.join(", ")}`);
  const steps = choices.indexOf(choice) - choices.indexOf(offered.at(-1) ?? "");
  return (steps < 0 ? "k" : "j").repeat(Math.abs(steps));
}

const screensTest = testWith(["tmux"]);

describe.each(all)("$language, $size, $sitting", ({ language, size, sitting }) => {
  const file = join(import.meta.dir, language, size, `${sitting}.txt`);
  screensTest(
    "the screens are those that are kept",
    async () => {
      const text = `${(await play(`${language}-${size}-${sitting}`, language, size, sitting)).join("\n")}\n`;
      if (process.env.RENEW_SCREENS) {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, text);
      }
      expect(text).toBe(existsSync(file) ? readFileSync(file, "utf8") : "");
    },
    120_000,
  );
});
