/** Prosody's files: `return VALUE;` in a .dat, `item(VALUE);` after each other in a .list. */
import { countLines, FileWindow } from "../file-window.ts";
import { LiteralError, literalSourceError } from "../literal-error.ts";
import type { SourceError } from "../source-error.ts";
import { readWhole } from "../source-folder.ts";
import { isTable, LuaParser, type LuaTable, MAX_DEPTH } from "./lua.ts";

/** A .dat is a roster, a vCard with a photo, a list of rooms. */
const MAX_FILE = 32 * 1024 * 1024;
const MAX_ITEM = 16 * 1024 * 1024;

/** The table of a .dat; undefined where it has none (nil). Throws SourceError. */
export function readTable(file: string): LuaTable | undefined {
  const bytes = readWhole(file, MAX_FILE);
  const parser = new LuaParser(bytes, 0, bytes.length);
  try {
    parser.expect("return");
    const value = parser.value();
    parser.endStatement();
    parser.expectEnd();
    return isTable(value) ? value : undefined;
  } catch (error) {
    if (error instanceof LiteralError) throw sourceError(error, file, countLines(bytes, 0, error.position) + 1);
    throw error;
  }
}

/** The last record of a file, of which a crash has left a part. */
export interface CutOff {
  readonly file: string;
  readonly line: number;
}

/** The tables of a .list, in order; `onCut` hears of a last one that is not whole. Throws SourceError. */
export function* readItems(file: string, onCut: (cut: CutOff) => void): Generator<LuaTable> {
  const window = new FileWindow(file, MAX_ITEM);
  try {
    for (;;) {
      const parser = new LuaParser(window.bytes, window.position, window.end);
      try {
        parser.endStatement();
        window.position = parser.position;
        if (parser.atEnd()) {
          window.position = window.end;
          if (window.more()) continue;
          return;
        }
        const item = itemOf(parser);
        window.position = parser.position;
        if (item) yield item;
      } catch (error) {
        if (!(error instanceof LiteralError)) throw error;
        if (error.reason !== "end") throw sourceError(error, file, window.line(error.position));
        if (!window.more()) {
          onCut({ file, line: window.line() });
          return;
        }
      }
    }
  } finally {
    window.close();
  }
}

function itemOf(parser: LuaParser): LuaTable | undefined {
  parser.expect("item");
  parser.expect("(");
  const value = parser.value();
  parser.expect(")");
  return isTable(value) ? value : undefined;
}

const sourceError = (error: LiteralError, file: string, line: number): SourceError =>
  literalSourceError(error, { file, line }, MAX_DEPTH);
