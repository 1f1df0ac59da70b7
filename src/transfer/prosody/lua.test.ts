/** Literals and tables of Lua, as far as data have them. */
import { expect, test } from "bun:test";
import { LiteralError } from "../literal-error.ts";
import { isTable, LuaParser, type LuaTable, type LuaValue } from "./lua.ts";

const parse = (text: string | Uint8Array): LuaValue => {
  const bytes = Buffer.from(text as string);
  return new LuaParser(bytes, 0, bytes.length).value();
};
const table = (text: string): LuaTable => {
  const value = parse(text);
  if (!isTable(value)) throw new Error("no table");
  return value;
};
const refusal = (text: string): string => {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof LiteralError) return `${error.reason} ${error.position}`;
    throw error;
  }
  return "none";
};

test("§3.1: integers, floats, and what divides by zero", () => {
  const texts = ["12 ", "-3 ", "1795978421.1679101 ", "1e+20 ", "0x1F ", "(1/0)", "(-1/0)", "(0/0)"];
  expect(texts.map(parse)).toEqual([
    12,
    -3,
    1795978421.1679101,
    1e20,
    31,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.NaN,
  ]);
});

test("§3.1: nil, true and false", () => {
  expect(["nil;", "true;", "false;"].map(parse)).toEqual([null, true, false]);
});

test("§3.1: escapes in a string are bytes; the bytes are UTF-8", () => {
  expect(parse('"B\\195\\182b \\"x\\" \\\\ \\n\\r\\t\\a\\b\\f\\v\\\'"')).toBe('Böb "x" \\ \n\r\t\x07\b\f\v\'');
  expect(parse('"\\0490\\0"')).toBe("10\0");
  expect(parse("'é \\\n\"'")).toBe('é \n"');
  expect(parse('"raw é€😀"')).toBe("raw é€😀");
});

test("a string that is not UTF-8 stays as its bytes", () => {
  expect(parse('"\\255\\000a"')).toEqual(Uint8Array.of(255, 0, 97));
  expect(parse(Uint8Array.of(0x22, 0xff, 0x22))).toEqual(Uint8Array.of(255));
});

test("§3.4.9: a table has an array part and named fields, in any order", () => {
  const { array, fields } = table('{ "a"; ["attr"] = {}; { 1, 2 }, [false] = true; [12] = "x"; name = nil; "b" }');
  expect(array).toEqual(["a", { array: [1, 2], fields: new Map() }, "b"]);
  expect([...fields]).toEqual([
    ["attr", { array: [], fields: new Map() }],
    [false, true],
    [12, "x"],
    ["name", null],
  ]);
});

test("short strings are what they are, however many there are and in whichever order they come", () => {
  const texts = Array.from({ length: 20_000 }, (_, number) => number.toString(36));
  const { array } = table(`{ ${[...texts, ...texts].map((text) => `"${text}"`).join("; ")} }`);
  expect(array).toEqual([...texts, ...texts]);
});

test("a program is recognised as such, and never run", () => {
  const programs = [
    "os.execute('x')",
    "function() end",
    "{ x = os.exit() }",
    "(function() end)()",
    '{ "a" .. b() }',
    "{ [f()] = 1 }",
  ];
  expect(programs.map((text) => refusal(text).split(" ")[0])).toEqual([
    "code",
    "code",
    "code",
    "code",
    "malformed",
    "code",
  ]);
});

test("what is not of the language is malformed, with its position", () => {
  expect(refusal('{ "a"\n"b" }')).toBe("malformed 6");
  expect(refusal('"a\nb"')).toBe("malformed 2");
  expect(refusal('"\\300"')).toBe("malformed 5");
  expect(refusal('"\\q"')).toBe("malformed 2");
  expect(refusal("12x4 ")).toBe("malformed 0");
  expect(refusal("{ [{}] = 1 }")).toBe("deep 3");
});

test("a number with more digits than any in data is refused at once", () => {
  expect(refusal(`${"0".repeat(100_000)}x1F `)).toBe("malformed 0");
  expect(refusal(`${"1".repeat(301)} `)).toBe("malformed 0");
});

test("100,000 tables in each other are refused", () => {
  expect(refusal("{".repeat(100_000))).toBe("deep 128");
});

test("what ends too early is told from what is malformed", () => {
  for (const text of ["", "{", '{ "a', '{ ["a"', '{ ["a"] =', "12", "tru", '"\\', '"\\19', "(1/"])
    expect([text, refusal(text).split(" ")[0]]).toEqual([text, "end"]);
});
