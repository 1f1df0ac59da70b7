/** Which language a command speaks. */
import { existsSync, readFileSync } from "node:fs";
import { valuesIn } from "../config/read.ts";
import type { Home } from "../home.ts";
import { isLanguage, type Language, systemLanguage } from "../messages/language.ts";
import { EXIT } from "./exit.ts";
import { CommandError } from "./failure.ts";

/** What `--lang` says, else config.toml, else the system. */
export function languageOf(
  given: string | undefined,
  home: Home,
  env: Readonly<Record<string, string | undefined>>,
): Language {
  if (given !== undefined && !isLanguage(given))
    throw new CommandError(EXIT.usage, `there is no language "${given}"`, "choose --lang en or --lang fr");
  return given ?? configured(home) ?? systemLanguage(env);
}

/** A file that cannot be read or is wrong says nothing here: the verb that needs it will say what is wrong with it. */
function configured({ config }: Home): Language | undefined {
  try {
    const language = existsSync(config) ? valuesIn(readFileSync(config, "utf8")).get("language") : undefined;
    return isLanguage(language) ? language : undefined;
  } catch {
    return undefined;
  }
}
