/** What is wrong with a value in config.toml or after --set: data, which become a sentence in the language of the person. */
import type { configProblems as en } from "./en/config-problems.ts";
import { inLanguages, type Language } from "./language.ts";

export const configProblems = inLanguages("configProblems");

type Remedies = typeof en.remedies;

/** What is expected, or what to write instead: the key of a sentence, and its details. */
export type ConfigRemedy = {
  readonly [Key in keyof Remedies]: readonly [key: Key, ...details: Parameters<Remedies[Key]>];
}[keyof Remedies];

/** The sentence of a remedy. */
export function configRemedyText([key, ...details]: ConfigRemedy, language: Language): string {
  const say = configProblems[language].remedies[key] as (...details: readonly unknown[]) => string;
  return say(...details);
}
