/** Bytes as people read them. */

const UNITS = { en: ["B", "kB", "MB", "GB"], fr: ["o", "ko", "Mo", "Go"] } as const;

/** "4.2 MB" in English, "4,2 Mo" in French; two figures at least, where there are any. */
export function sizeText(bytes: number, language: keyof typeof UNITS): string {
  const units = UNITS[language];
  const power = bytes < 1000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), units.length - 1);
  const number = bytes / 1000 ** power;
  const digits = number.toFixed(power > 0 && number < 10 ? 1 : 0);
  // In French a number stays with its unit on one line.
  return language === "fr" ? `${digits.replace(".", ",")}\u00a0${units[power]}` : `${digits} ${units[power]}`;
}
