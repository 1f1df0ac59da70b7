/** What the options of config.toml are for. In English it stands where an option is defined; en/options.ts is made from that. */
import { inLanguages, type Language } from "./language.ts";

const subjects = [inLanguages("options"), inLanguages("moduleOptions")] as const;
const made = new Map<Language, ReadonlyMap<string, string>>();

/** The sentence of an option, in the language; the same one where it is of none that the program has. */
export function optionSentence(sentence: string, language: Language): string {
  if (language === "en") return sentence;
  const known = made.get(language) ?? translations(language);
  made.set(language, known);
  return known.get(sentence) ?? sentence;
}

function translations(language: Language): ReadonlyMap<string, string> {
  const pairs = subjects.flatMap((subject): [string, string][] => {
    const theirs: Readonly<Record<string, string>> = subject[language];
    return Object.entries(subject.en).map(([key, sentence]) => [sentence, theirs[key] ?? sentence]);
  });
  return new Map(pairs);
}
