/** Words that stand for what is typed in their place, in the language: "[DOMAIN]" is "[DOMAINE]" in French. */
export const wordIn = (word: string, words: Readonly<Record<string, string>>): string =>
  word.replace(/[A-Z]+(=[A-Z]+)?/, (name) => (Object.hasOwn(words, name) ? (words[name] ?? name) : name));

/** The same in a whole command line: "--home DIR --password-file FILE". */
export const wordsIn = (line: string, words: Readonly<Record<string, string>>): string =>
  line
    .split(/(?<=\s)/)
    .map((word) => (/^[A-Z]+\s*$/.test(word) ? wordIn(word, words) : word))
    .join("");
