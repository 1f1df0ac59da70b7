/** Which options two configurations differ in. */
import { type Config, keyOf } from "./schema.ts";

/** Their keys ("listen.client"), in the order of the file. */
export function changedKeys(before: Config, after: Config): readonly string[] {
  const [old, current] = [sectionsIn(before), sectionsIn(after)];
  return Object.entries(current).flatMap(([section, options]) =>
    Object.entries(options)
      .filter(([option, value]) => JSON.stringify(value) !== JSON.stringify(old[section]?.[option]))
      .map(([option]) => keyOf(section, option)),
  );
}

type Sections = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const sectionsIn = ({ modules, ...own }: Config): Sections => ({ ...own, ...modules });
