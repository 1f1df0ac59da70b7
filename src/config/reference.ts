/** docs/config.md, made from the options themselves. */
import type { Option } from "../options.ts";
import { type Configurable, keyOf, type Section, sectionsOf } from "./schema.ts";

const HEAD = `# config.toml

Everything that can be configured, made from the source by \`npm run docs\`. Nothing has to be: each option has a default.
The file is in the home directory (\`jabber-home paths\` tells where). \`jabber-home config check\` tells what is wrong
with it, and \`--set KEY=VALUE\`, given to \`setup\` or \`run\`, goes before what it says. A running server reads the file
again on SIGHUP (\`jabber-home service reload\`): it takes the options that are marked *live*, the others with its next start
(\`jabber-home service restart\`). \`jabber-home config check\` tells which of those that are set are which.

| kind | written |
|---|---|
| text, choice | \`"in quotes"\` |
| flag | \`true\` or \`false\` |
| integer | \`42\` |
| list | \`["one", "two"]\`; after \`--set\`: \`one,two\` |
| listener | \`"ADDRESS:PORT"\`, \`":PORT"\` for every address, or \`"off"\` |
| duration | \`"30s"\`, \`"5m"\`, \`"1h"\`, \`"7d"\` or \`"forever"\` |
| size | \`"10kB"\`, \`"2MB"\` (1 kB is 1000 bytes) |
`;

/** The whole page, in Markdown. */
export function printReference(modules: readonly Configurable[]): string {
  return `${HEAD}${sectionsOf(modules).map(printSection).join("")}`;
}

function printSection({ name, xep, options }: Section): string {
  const title = name === "general" ? "The top of the file" : `[${name}]${xep ? ` (XEP-${xep})` : ""}`;
  const rows = Object.entries(options).map(([option, description]) => printRow(name, option, description));
  return `\n## ${title}\n\n| key | kind | default | |\n|---|---|---|---|\n${rows.join("")}`;
}

function printRow(section: string, name: string, option: Option): string {
  const former = option.renamedFrom === undefined ? "" : ` Formerly \`${keyOf(section, option.renamedFrom)}\`.`;
  const reload = option.reload === "live" ? " *Live.*" : "";
  const kind = option.kind === "choice" ? option.choices.map((each) => `\`${each}\``).join(", ") : option.kind;
  const bounds = option.kind === "integer" ? ` (${option.min} to ${option.max})` : "";
  return `| \`${keyOf(section, name)}\` | ${kind}${bounds} | \`${JSON.stringify(option.default)}\` | ${option.sentence.replaceAll("|", "\\|")}${reload}${former} |\n`;
}
