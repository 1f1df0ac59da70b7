/** --help: examples first, then what there is. */
import { WIDTH, wrap } from "../messages/wrap.ts";
import { type AnyVerb, COMMON_FLAGS, type Flag, type Flags } from "./verb.ts";

/** All verbs. */
export function printOverview(verbs: readonly AnyVerb[]): string {
  return `jabber-home: your own messaging server

Examples
  jabber-home setup                        asks a few questions and starts it
  jabber-home user add bob@example.com     gives Bob an address
  jabber-home status                       tells how it is

Verbs
${table(verbs.map(({ name, summary }) => [name, summary]))}

More about each: jabber-home VERB --help`;
}

/** One verb. */
export function printVerb({ name, summary, operands = [], examples, flags }: AnyVerb): string {
  const all: Flags = { ...flags, ...COMMON_FLAGS };
  const usage = ["jabber-home", name, ...operands, "[FLAG]…"].join(" ");
  return `${wrap(`jabber-home ${name}: ${summary}`, WIDTH).join("\n  ")}

Examples
${examples.map((example) => `  jabber-home ${example}`).join("\n")}

Usage
  ${usage}

Flags
${table(Object.entries(all).map(([flag, facts]) => [printFlag(flag, facts), facts.sentence]))}`;
}

const printFlag = (name: string, flag: Flag): string =>
  flag.kind === "switch" ? `--${name}` : `--${name} ${flag.value}`;

/** Two columns, the second one wrapped to what is left of a line. */
function table(rows: readonly (readonly [string, string])[]): string {
  const left = Math.min(28, Math.max(...rows.map(([first]) => first.length))) + 4;
  return rows
    .map(([first, second]) => {
      const [line = "", ...more] = wrap(second, WIDTH - left);
      const head = `  ${first}`;
      const begin = head.length + 2 > left ? `${head}\n${" ".repeat(left)}${line}` : head.padEnd(left) + line;
      return [begin, ...more.map((each) => " ".repeat(left) + each)].join("\n");
    })
    .join("\n");
}
