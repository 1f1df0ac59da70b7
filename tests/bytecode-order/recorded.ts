/** Which functions of the program a run of it has used, as Bun records them for `bun build --bytecode-order`. */
import { readFileSync } from "node:fs";

/** The environment in which the executable writes them to this file, when it ends. */
export const recordingTo = (file: string): Record<string, string> => ({ BUN_BYTECODE_ORDER_OUT: file });

/** The file by which the executable is built, beside what builds it. */
export const ORDER_FILE = new URL("../../installer/bytecode-order.txt", import.meta.url).pathname;

/** The first line: the form of the file. */
const HEAD = "v2\n";

/** The lines of functions (F) and modules (M), in the order of their first use. Their constants (K, N, S) follow from them. Throws where a file has another form. */
export function functionsIn(file: string): readonly string[] {
  const text = readFileSync(file, "latin1");
  if (!text.startsWith(HEAD)) throw new Error(`${file} has a form that is not known: another version of Bun?`);
  return text.split("\n").filter((line) => /^[FM] [0-9a-f]{16}$/.test(line));
}

/** What `functionsIn` reads. */
export const orderOf = (functions: readonly string[]): string => `${HEAD}${functions.join("\n")}\n`;
