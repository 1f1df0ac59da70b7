/** Amounts in the words of a language, which its units give. */

export interface SizeWords {
  /** From bytes up, each a thousand of the one before. */
  readonly bytes: readonly string[];
  readonly decimalMark: string;
  readonly unitSpace: string;
}

/** "4.2 MB": two figures at least, where there are any. */
export function sizeIn({ bytes: units, decimalMark, unitSpace }: SizeWords, bytes: number): string {
  const power = bytes < 1000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), units.length - 1);
  const number = bytes / 1000 ** power;
  const digits = number.toFixed(power > 0 && number < 10 ? 1 : 0);
  return digits.replace(".", decimalMark) + unitSpace + units[power];
}
