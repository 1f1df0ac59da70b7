/** What a running server takes from a changed config.toml (SIGHUP), and what needs a restart: each option says it itself. */
import type { Values } from "../options.ts";
import { valuesIn } from "./read.ts";
import {
  type Config,
  type Configurable,
  keyOf,
  optionsByKey,
  renamedKeys,
  type SERVER_OPTIONS,
  sectionsOf,
} from "./schema.ts";

type ServerOptions = typeof SERVER_OPTIONS;

/** The part of a configuration that is applied without a restart: no other option can be read from it. */
export type LiveConfig = {
  readonly [Section in keyof ServerOptions]: {
    readonly [Name in keyof ServerOptions[Section] as ServerOptions[Section][Name] extends { readonly reload: "live" }
      ? Name
      : never]: Values<ServerOptions[Section]>[Name];
  };
};

/** The keys ("listen.client") of the options that differ and need a restart, in the order of the file. */
export function restartNeeded(before: Config, after: Config, modules: readonly Configurable[]): readonly string[] {
  const options = optionsByKey(sectionsOf(modules));
  return changedKeys(before, after).filter((key) => options.get(key)?.reload !== "live");
}

/** The keys that `text` (a config.toml) sets, by whether a running server takes them. */
export function reloadsOf(
  text: string,
  modules: readonly Configurable[],
): { readonly live: readonly string[]; readonly restart: readonly string[] } {
  const sections = sectionsOf(modules);
  const options = optionsByKey(sections);
  const renamed = renamedKeys(sections);
  const keys = [...valuesIn(text).keys()].map((key) => renamed.get(key) ?? key);
  const isLive = (key: string): boolean => options.get(key)?.reload === "live";
  return { live: keys.filter(isLive), restart: keys.filter((key) => !isLive(key)) };
}

function changedKeys(before: Config, after: Config): readonly string[] {
  const [old, current] = [sectionsIn(before), sectionsIn(after)];
  return Object.entries(current).flatMap(([section, options]) =>
    Object.entries(options)
      .filter(([option, value]) => JSON.stringify(value) !== JSON.stringify(old[section]?.[option]))
      .map(([option]) => keyOf(section, option)),
  );
}

type Sections = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const sectionsIn = ({ modules, ...own }: Config): Sections => ({ ...own, ...modules });
