/** Runs the wizard in a terminal: run-scenario.ts SCENARIO LANGUAGE. The window's title has the number of answers and the choices. */
import type { Prompts } from "../../../installer/prompts.ts";
import { runWizard } from "../../../installer/setup.ts";
import { terminalPrompts } from "../../../installer/terminal-prompts.ts";
import { isLanguage } from "../../../src/messages/language.ts";
import { setupMessages } from "../../../src/messages/setup.ts";
import { SCENARIOS, type ScenarioName } from "./scenarios.ts";

const [name = "", language] = process.argv.slice(2);
if (!Object.hasOwn(SCENARIOS, name) || !isLanguage(language)) throw new Error("run-scenario.ts SCENARIO LANGUAGE");

/** Turns of the event loop without output after which a screen is complete: scenarios answer at once. */
const IDLE_TURNS = 50;

let answers = 0;
/** "VALUE VALUE … INITIAL" of the present question with choices. */
let choices = "";
let idleTurns = 0;
let isWatching = false;
const write = process.stdout.write.bind(process.stdout);
process.stdout.write = ((...chunk: Parameters<typeof write>) => {
  idleTurns = 0;
  return write(...chunk);
}) as typeof process.stdout.write;

/** Sets the title once the screen after an answer is complete. */
function announceWhenIdle(): void {
  idleTurns = 0;
  if (isWatching) return;
  isWatching = true;
  const check = (): void => {
    idleTurns += 1;
    if (idleTurns < IDLE_TURNS) return void setImmediate(check);
    isWatching = false;
    write(`\u001b]2;answers ${answers} ${choices}\u0007`);
  };
  setImmediate(check);
}

const messages = setupMessages[language];
const terminal = terminalPrompts(process.stdin, process.stdout, messages);
const prompts: Prompts = {
  ...terminal,
  choose: (question) => {
    choices = [...question.choices.map(({ value }) => value), question.initial].join(" ");
    return terminal.choose(question).finally(() => {
      choices = "";
    });
  },
};
process.stdin.on("keypress", (_, { name: key, ctrl }: { name?: string; ctrl?: boolean }) => {
  if (!["return", "escape", "f", "pagedown"].includes(key ?? "") && !ctrl) return;
  answers += 1;
  announceWhenIdle();
});
announceWhenIdle();
const { environment, interrupted } = SCENARIOS[name as ScenarioName].setting();
await runWizard({
  ...{ prompts, environment, messages, language, given: {}, configured: {}, save: () => {} },
  interrupted: interrupted ?? { answers: {}, progress: undefined },
});
