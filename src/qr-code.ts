/** QR codes (ISO/IEC 18004) on a terminal. */
import { encode } from "uqr";

/** Modules around the code, the best first. The standard wants four; phones do with less, and a screen has little room. */
const BORDERS = [2, 1];
/** Columns of the usual terminal. */
const MAX_WIDTH = 80;

/** Black on white, whatever colours the terminal has: these two are the same in every palette (xterm's 256 colours). */
const BLACK_ON_WHITE = "\x1b[38;5;16;48;5;231m";
const RESET = "\x1b[0m";

/** Two modules in one character: the upper, the lower. */
const BLOCKS = [" ", "▄", "▀", "█"] as const;

export interface Room {
  /** Of the terminal; undefined where it is not known. */
  readonly columns?: number | undefined;
  /** Lines for the code. */
  readonly rows?: number | undefined;
}

/** Lines that a phone reads from the screen; none where there is no room for all of them. */
export function qrLines(
  text: string,
  { columns = MAX_WIDTH, rows = Number.POSITIVE_INFINITY }: Room = {},
): readonly string[] {
  for (const border of BORDERS) {
    const { data, size } = encode(text, { ecc: "L", border });
    if (size > Math.min(columns, MAX_WIDTH) || Math.ceil(size / 2) > rows) continue;
    return data.flatMap((upper, index) =>
      index % 2 === 0 ? [BLACK_ON_WHITE + blocksOf(upper, data[index + 1] ?? []) + RESET] : [],
    );
  }
  return [];
}

const blocksOf = (upper: readonly boolean[], lower: readonly boolean[]): string =>
  upper.map((isBlack, index) => BLOCKS[(isBlack ? 2 : 0) + (lower[index] ? 1 : 0)]).join("");
