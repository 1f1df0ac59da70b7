/** The sentences of options as the messages have them, made from the options themselves: each once, under the first key that has it. */
import { type Configurable, optionsByKey, SERVER_OPTIONS, sectionsOf } from "./schema.ts";

/** The sources of messages/en/options.ts and module-options.ts, by their paths. */
export function printSentences(modules: readonly Configurable[]): Readonly<Record<string, string>> {
  const seen = new Set<string>();
  const distinct = [...optionsByKey(sectionsOf(modules))].filter(([, { sentence }]) => {
    const isNew = !seen.has(sentence);
    seen.add(sentence);
    return isNew;
  });
  const isOwn = (key: string): boolean =>
    !key.includes(".") || Object.hasOwn(SERVER_OPTIONS, key.split(".", 1)[0] ?? "");
  return {
    "src/messages/en/options.ts": source(
      "options",
      "What options of config.toml are for",
      distinct.filter(([key]) => isOwn(key)),
    ),
    "src/messages/en/module-options.ts": source(
      "moduleOptions",
      "What options of modules are for",
      distinct.filter(([key]) => !isOwn(key)),
    ),
  };
}

const source = (
  name: string,
  title: string,
  options: readonly (readonly [key: string, option: { readonly sentence: string }])[],
): string => `/** ${title}, in English: made by \`npm run docs\` from where they are defined. */

export const ${name} = {
${options.map(([key, { sentence }]) => line(key, sentence)).join("\n")}
};
`;

/** As the formatter writes it. */
function line(key: string, sentence: string): string {
  const name = /^\w+$/.test(key) ? key : `"${key}"`;
  const whole = `  ${name}: ${quoted(sentence)},`;
  return whole.length <= 120 ? whole : `  ${name}:\n    ${quoted(sentence)},`;
}

function quoted(text: string): string {
  const count = (sign: string): number => text.split(sign).length;
  const sign = count('"') > count("'") ? "'" : '"';
  return sign + text.replaceAll("\\", "\\\\").replaceAll(sign, `\\${sign}`) + sign;
}
