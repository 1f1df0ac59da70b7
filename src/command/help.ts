/** --help: examples first, then what there is. */
import type { HelpMessages } from "../messages/help.ts";
import { wordIn, wordsIn } from "../messages/word-in.ts";
import { WIDTH, wrap } from "../messages/wrap.ts";
import { type AnyVerb, COMMON_FLAGS, type Flag, type Flags } from "./verb.ts";

/** All verbs. */
export const printOverview = (verbs: readonly AnyVerb[], messages: HelpMessages): string => `${messages.title}

${messages.examples}
${table(messages.overview, WIDE)}

${messages.verbs}
${table(verbs.filter(({ isHidden }) => !isHidden).map(({ name }) => [name, messages.summaries[name]]))}

${messages.more}`;

/** One verb. */
export function printVerb({ name, operands = [], examples, flags }: AnyVerb, messages: HelpMessages): string {
  const all: Flags = { ...flags, ...COMMON_FLAGS };
  const words = operands.map((operand) => wordIn(operand, messages.words));
  return `${wrap(messages.of(name, messages.summaries[name]), WIDTH).join("\n  ")}

${messages.examples}
${examples.map((example) => `  jabber-home ${wordsIn(example, messages.words)}`).join("\n")}

${messages.usage}
  ${["jabber-home", name, ...words, messages.flagWord].join(" ")}

${messages.flags}
${table(Object.entries(all).map(([flag, facts]) => [printFlag(flag, facts, messages), messages.meanings[facts.meaning]]))}`;
}

const printFlag = (name: string, flag: Flag, messages: HelpMessages): string =>
  flag.kind === "switch" ? `--${name}` : `--${name} ${wordIn(flag.value, messages.words)}`;

/** The widest first column beside which the second one stands: of flags, and of whole commands. */
const NARROW = 28;
const WIDE = 37;

/** Two columns, the second one wrapped to what is left of a line. */
function table(rows: readonly (readonly [string, string])[], widest = NARROW): string {
  const left = Math.min(widest, Math.max(...rows.map(([first]) => first.length))) + 4;
  return rows
    .map(([first, second]) => {
      const [line = "", ...more] = wrap(second, WIDTH - left);
      const head = `  ${first}`;
      const begin = head.length + 2 > left ? `${head}\n${" ".repeat(left)}${line}` : head.padEnd(left) + line;
      return [begin, ...more.map((each) => " ".repeat(left) + each)].join("\n");
    })
    .join("\n");
}
