/** The wizard in a terminal, in one of the worlds: sit.ts SITTING LANGUAGE. The title of the window counts the answers, and lists the choices. */
import type { Prompts } from "../../../installer/prompts.ts";
import { runWizard } from "../../../installer/setup.ts";
import { terminalPrompts } from "../../../installer/terminal-prompts.ts";
import { isLanguage } from "../../../src/messages/language.ts";
import { setupMessages } from "../../../src/messages/setup.ts";
import { SITTINGS, type SittingName } from "./worlds.ts";

const [name = "", language] = process.argv.slice(2);
if (!Object.hasOwn(SITTINGS, name) || !isLanguage(language)) throw new Error("which sitting, in which language?");

/** Turns of the event loop without output, after which nothing more comes: these worlds answer at once. */
const QUIET_TURNS = 50;

let answers = 0;
/** "VALUE VALUE … INITIAL" of the question that waits for a choice. */
let offered = "";
let quiet = 0;
let isWatching = false;
const write = process.stdout.write.bind(process.stdout);
process.stdout.write = ((...chunk: Parameters<typeof write>) => {
  quiet = 0;
  return write(...chunk);
}) as typeof process.stdout.write;

/** Whatever an answer leads to is on the screen when the title says so. */
function settle(): void {
  quiet = 0;
  if (isWatching) return;
  isWatching = true;
  const look = (): void => {
    quiet += 1;
    if (quiet < QUIET_TURNS) return void setImmediate(look);
    isWatching = false;
    write(`\u001b]2;answers ${answers} ${offered}\u0007`);
  };
  setImmediate(look);
}

const messages = setupMessages[language];
const onTerminal = terminalPrompts(process.stdin, process.stdout, messages.keys);
const prompts: Prompts = {
  ...onTerminal,
  choose: (question) => {
    offered = [...question.choices.map(({ value }) => value), question.initial].join(" ");
    return onTerminal.choose(question).finally(() => {
      offered = "";
    });
  },
};
process.stdin.on("keypress", (_, { name: key, ctrl }: { name?: string; ctrl?: boolean }) => {
  if (key !== "return" && key !== "escape" && key !== "f" && !ctrl) return;
  answers += 1;
  settle();
});
settle();
const { environment, interrupted } = SITTINGS[name as SittingName].world();
await runWizard({
  ...{ prompts, environment, messages, language, given: {}, configured: {}, save: () => {} },
  interrupted: interrupted ?? { answers: {}, progress: undefined },
});
