/** config.toml and `--set KEY=VALUE`, read and checked: all problems are reported together. */
import { existsSync, readFileSync } from "node:fs";
import { parse, TomlError } from "smol-toml";
import { parseDomain } from "../jid/domain.ts";
import type { ConfigRemedy } from "../messages/config-problems.ts";
import { didYouMean } from "./did-you-mean.ts";
import { ConfigError, type ConfigProblem } from "./error.ts";
import { isTable, linesIn } from "./layout.ts";
import { brokenRules } from "./rules.ts";
import {
  type Config,
  type Configurable,
  keyOf,
  optionsByKey,
  renamedKeys,
  SERVER_OPTIONS,
  sectionsOf,
} from "./schema.ts";
import { InvalidValue, rawOf, readValue, type Value } from "./value.ts";

/** Values as TOML gives them, by key ("listen.client"). */
export type RawValues = ReadonlyMap<string, unknown>;

/**
 * `text` is the content of config.toml, `settings` what came by `--set` ("listen.client=127.0.0.1:5222") and goes before it.
 * Throws ConfigError with all problems.
 */
export function readConfig(text: string, modules: readonly Configurable[], settings: readonly string[] = []): Config {
  const sections = sectionsOf(modules);
  const options = optionsByKey(sections);
  const renamed = renamedKeys(sections);
  const problems: ConfigProblem[] = [];
  const given = new Map<string, { raw: unknown; line?: number | undefined }>();
  const written = valuesIn(text);
  const lines = linesIn(text);
  for (const [key, raw] of written) {
    const line = lines.get(key);
    const current = renamed.get(key) ?? key;
    if (current !== key && written.has(current))
      problems.push({ key, value: raw, line, remedy: ["both-names", { current }] });
    else given.set(current, { raw, line });
  }
  for (const [key, raw] of valuesOf(settings, modules, problems)) given.set(key, { raw });

  for (const [key, { raw, line }] of given)
    if (!options.has(key)) problems.push({ key, value: raw, line, remedy: unknownKey(key, options.keys()) });

  const values: Record<string, Record<string, Value>> = {};
  for (const section of sections) {
    const here: Record<string, Value> = {};
    for (const [name, option] of Object.entries(section.options)) {
      const key = keyOf(section.name, name);
      const { raw, line } = given.get(key) ?? { raw: option.default };
      try {
        here[name] = readValue(option, raw);
      } catch (error) {
        if (!(error instanceof InvalidValue)) throw error;
        problems.push({ key, value: raw, line, remedy: error.remedy });
        here[name] = readValue(option, option.default);
      }
    }
    values[section.name] = here;
  }
  const isOwn = ([name]: [string, unknown]): boolean => Object.hasOwn(SERVER_OPTIONS, name);
  const own = Object.entries(values).filter(isOwn);
  const others = Object.entries(values).filter((entry) => !isOwn(entry));
  const config = { ...Object.fromEntries(own), modules: Object.fromEntries(others) } as unknown as Config;
  for (const { key, value, remedy } of brokenRules(config))
    problems.push({ key, value, remedy, line: given.get(key)?.line });
  if (problems.length > 0) throw new ConfigError(problems);
  return { ...config, general: { ...config.general, domains: config.general.domains.map(parseDomain) } };
}

/** The file at `path`; a missing one reads as an empty one. Throws ConfigError. */
export function readConfigFile(
  path: string,
  modules: readonly Configurable[],
  settings: readonly string[] = [],
): Config {
  return readConfig(existsSync(path) ? readFileSync(path, "utf8") : "", modules, settings);
}

/** The options that a config.toml sets by their former names, which are still read. Throws ConfigError where it is not TOML. */
export function renamedIn(text: string, modules: readonly Configurable[]): readonly ConfigProblem[] {
  const renamed = renamedKeys(sectionsOf(modules));
  const values = valuesIn(text);
  const lines = linesIn(text);
  return [...values].flatMap(([key, value]): ConfigProblem[] => {
    const current = renamed.get(key);
    return current === undefined ? [] : [{ key, value, line: lines.get(key), remedy: ["renamed", { current }] }];
  });
}

/** What a config.toml says, unchecked, by key. Throws ConfigError where it is not TOML. */
export function valuesIn(text: string): RawValues {
  const values = new Map<string, unknown>();
  for (const [name, raw] of Object.entries(parsed(text))) {
    if (!isTable(raw)) values.set(name, raw);
    else for (const [option, value] of Object.entries(raw)) values.set(`${name}.${option}`, value);
  }
  return values;
}

/** What `--set KEY=VALUE` says, by current key, the last word winning; what cannot be is added to `problems`. */
export function valuesOf(
  settings: readonly string[],
  modules: readonly Configurable[],
  problems: ConfigProblem[],
): RawValues {
  const sections = sectionsOf(modules);
  const options = optionsByKey(sections);
  const renamed = renamedKeys(sections);
  const values = new Map<string, unknown>();
  for (const setting of settings) {
    const equals = setting.indexOf("=");
    const written = equals < 0 ? setting : setting.slice(0, equals);
    const key = renamed.get(written) ?? written;
    const option = options.get(key);
    if (equals < 0) problems.push({ key, value: undefined, remedy: ["no-value", { key }] });
    else if (option) values.set(key, rawOf(option, setting.slice(equals + 1)));
    else problems.push({ key, value: setting.slice(equals + 1), remedy: unknownKey(key, options.keys()) });
  }
  return values;
}

const unknownKey = (key: string, known: Iterable<string>): ConfigRemedy => [
  "no-such-option",
  { near: didYouMean(key, known) },
];

function parsed(text: string): Record<string, unknown> {
  try {
    return parse(text, { unsafeKeyBehaviour: "throw", maxDepth: 4 });
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const why = error.message.split("\n", 1)[0]?.replace(/^Invalid TOML document: /, "") ?? "is not TOML";
    throw new ConfigError([{ key: "", value: undefined, line: error.line, remedy: ["not-toml", { why }] }]);
  }
}
