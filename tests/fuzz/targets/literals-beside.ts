/** The readers of Prosody's and ejabberd's files beside Lua and Erlang: what both accept is the same value. */
import { join } from "node:path";
import type { Term } from "../../../src/transfer/ejabberd/term.ts";
import { decodeTerm } from "../../../src/transfer/ejabberd/term-binary.ts";
import { printTerm } from "../../../src/transfer/ejabberd/term-print.ts";
import { parseTerm } from "../../../src/transfer/ejabberd/term-text.ts";
import { LiteralError } from "../../../src/transfer/literal-error.ts";
import { isTable, type LuaKey, LuaParser, type LuaValue } from "../../../src/transfer/prosody/lua.ts";
import { oracle } from "../oracle.ts";
import { same, type Target, unlessRefused, Wrong } from "../target.ts";
import { lua, termBinary, termText } from "./literals.ts";

const interpreter = oracle("literal.lua", { command: "lua5.4", probe: ["-v"], needs: "lua5.4 (Debian: lua5.4)" });
const erlang = oracle("terms.escript", {
  command: "escript",
  probe: [join(import.meta.dir, "..", "oracles", "terms.escript")],
  needs: "escript (Debian: erlang-base)",
});

/** As literal.lua prints it. Lua 5.4 §3.4.9: fields without a key come last, and take the place of others at 1, 2, 3. */
function printed(value: LuaValue | LuaKey): string {
  if (typeof value === "string" || value instanceof Uint8Array)
    return `s${Buffer.from(value as string).toString("hex")}`;
  if (typeof value === "number") return `n${numberText(value)}`;
  if (!isTable(value)) return value === null ? "nil" : String(value);
  const fields = new Map<string, LuaValue>();
  for (const [key, inner] of value.fields) fields.set(printed(key), inner);
  for (const [at, inner] of value.array.entries()) fields.set(`n${at + 1}`, inner);
  const pairs = [...fields].filter(([, inner]) => inner !== null).map(([key, inner]) => `${key}=${printed(inner)}`);
  return `{${pairs.sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other))).join(",")}}`;
}

/** "%.17g". */
function numberText(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  const [mantissa = "", exponent = "0"] = value.toExponential(16).split("e");
  const power = Number(exponent);
  if (power >= -5 + 1 && power < 17)
    return (Object.is(value, -0) ? "-" : "") + withoutZeros(value.toFixed(Math.min(100, 16 - power)));
  return `${withoutZeros(mantissa)}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}
const withoutZeros = (text: string): string => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);

export const luaBeside: Target = {
  ...lua,
  name: "lua-beside",
  share: 0.2,
  missing: interpreter.missing,
  check: async (input) => {
    const parser = new LuaParser(input, 0, input.length);
    const value = unlessRefused([LiteralError], () => {
      parser.expect("return");
      const read = parser.value();
      parser.endStatement();
      parser.expectEnd();
      return read;
    });
    if (value === undefined) return "refused";
    // Hexadecimal numbers wrap around in Lua; what is left of a file after a crash is not for it.
    if (/0x[0-9a-f]{14}/i.test(input.toString("latin1"))) return "wraps";
    let end = input.length;
    while (end > 0 && /[\0\s;]/.test(String.fromCharCode(input[end - 1] ?? 0))) end--;
    const said = await interpreter.ask([...input.subarray(0, end)]);
    if (said !== null) same("what Lua reads", printed(value), said);
    return `${said !== null} ${isTable(value) ? Math.min(3, value.fields.size) : typeof value}`;
  },
};

function printedTerm(term: Term): string | undefined {
  try {
    return printTerm(term);
  } catch {
    return undefined;
  }
}

/** Of an input: a list of its numbers takes Erlang some time. */
const MAX_BYTES = 4096;

/** Throws Wrong where Erlang reads another term than the one that we print. */
async function compare(isBinary: boolean, input: Buffer, term: Term): Promise<string> {
  if (input.length > MAX_BYTES) return "long";
  const text = printedTerm(term);
  // Noncharacters cannot be written in Erlang; a binary that is no UTF-8 is no data.
  if (text === undefined || /\\x\{f+(?:[ef]|d)\}|239,191,189/.test(text)) return "not printed";
  const said = await erlang.ask([[Number(isBinary)], [...input], Array.from(text, (each) => each.codePointAt(0))]);
  if (said === false) throw new Wrong("Erlang does not read what is printed", text);
  if (typeof said === "string") throw new Wrong("Erlang reads another term", said);
  return `same ${said !== null} ${Math.min(text.length, 30)}`;
}

export const termTextBeside: Target = {
  ...termText,
  name: "erlang-text-beside",
  share: 0.1,
  missing: erlang.missing,
  check: async (input) => {
    // Which encoding a file has, Erlang knows; a string of ours has the bytes of the file.
    const ascii = Buffer.from(input.filter((byte) => byte < 0x80));
    const term = unlessRefused([LiteralError], () => parseTerm(ascii.toString("latin1")));
    return term === undefined ? "refused" : await compare(false, ascii, term);
  },
};

export const termBinaryBeside: Target = {
  ...termBinary,
  name: "erlang-binary-beside",
  share: 0.1,
  missing: erlang.missing,
  check: async (input) => {
    const term = unlessRefused([LiteralError], () => decodeTerm(input));
    return term === undefined ? "refused" : await compare(true, input, term);
  },
};
