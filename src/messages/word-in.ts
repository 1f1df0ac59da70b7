/** Words that stand for what is typed in their place, in the language: "[DOMAIN]" is "[DOMAINE]" in French. */
export const wordIn = (word: string, words: Readonly<Record<string, string>>): string =>
  word.replace(/[A-Z]+(=[A-Z]+)?/, (name) => (Object.hasOwn(words, name) ? (words[name] ?? name) : name));
