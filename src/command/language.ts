/** The language of a command. */
import { existsSync, readFileSync } from "node:fs";
import { valuesIn } from "../config/read.ts";
import type { Home } from "../home.ts";
import { isLanguage, LANGUAGES, type Language, systemLanguage } from "../messages/language.ts";
import { EXIT } from "./exit.ts";
import { VerbError } from "./verb-error.ts";

/** That of `--lang`, else of config.toml, else of the system. Throws VerbError (usage). */
export function languageOf(
  given: string | undefined,
  home: Home,
  env: Readonly<Record<string, string | undefined>>,
): Language {
  if (given !== undefined && !isLanguage(given))
    throw new VerbError(EXIT.usage, "no-language", { given, languages: LANGUAGES });
  return given ?? configured(home) ?? systemLanguage(env);
}

/** Undefined for a file that cannot be read or is invalid: the verb that needs it reports what is wrong. */
function configured({ config }: Home): Language | undefined {
  try {
    const language = existsSync(config) ? valuesIn(readFileSync(config, "utf8")).get("language") : undefined;
    return isLanguage(language) ? language : undefined;
  } catch {
    return undefined;
  }
}
