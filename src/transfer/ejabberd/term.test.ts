/** Terms of Erlang, in the external term format and as text. */
import { expect, test } from "bun:test";
import { LiteralError } from "../literal-error.ts";
import { Atom, atom, itemsOf, jidOf, microseconds, type Term, TermMap, Tuple, textOf, tuple } from "./term.ts";
import { decodeRow, decodeTerm } from "./term-binary.ts";
import { printTerm } from "./term-print.ts";
import { parseTerm, TermParser, termIn } from "./term-text.ts";
import { encoded } from "./testing.ts";

const refusal = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof LiteralError) return error.reason;
    throw error;
  }
  return "none";
};
const ofBytes = (...bytes: number[]): Term => decodeTerm(Buffer.of(131, ...bytes));

test("integers, big ones and floats", () => {
  expect(ofBytes(97, 200)).toBe(200);
  expect(ofBytes(98, 255, 255, 255, 254)).toBe(-2);
  expect(ofBytes(110, 3, 1, 0, 0, 1)).toBe(-65_536n);
  expect(ofBytes(111, 0, 0, 0, 1, 0, 7)).toBe(7n);
  expect(ofBytes(70, 0x3f, 0xf8, 0, 0, 0, 0, 0, 0)).toBe(1.5);
  expect(["17", "-3", "1.5e3", "16#ff", "12345678901234567890"].map(parseTerm)).toEqual([
    17,
    -3,
    1500,
    255,
    12345678901234567890n,
  ]);
});

test("atoms of each kind", () => {
  const all = [ofBytes(100, 0, 1, 0xe9), ofBytes(115, 1, 97), ofBytes(118, 0, 2, 0xc3, 0xa9), ofBytes(119, 1, 98)];
  expect(all).toEqual(["é", "a", "é", "b"].map((name) => new Atom(name)));
  expect(["none", "'two words'", "ejabberd@host", "'it\\'s'"].map(parseTerm)).toEqual(
    ["none", "two words", "ejabberd@host", "it's"].map((name) => new Atom(name)),
  );
});

test("tuples, lists, maps, and lists of bytes", () => {
  const text = '{a, [1, [], {}], #{k => "AB"}, []}';
  const term = new Tuple([new Atom("a"), [1, [], new Tuple([])], new TermMap([[new Atom("k"), [65, 66]]]), []]);
  expect(parseTerm(text)).toEqual(term);
  expect(decodeTerm(encoded(term))).toEqual(term);
  expect(ofBytes(107, 0, 2, 65, 66)).toEqual([65, 66]);
  expect(ofBytes(105, 0, 0, 0, 1, 97, 5)).toEqual(new Tuple([5]));
});

test("a binary is the text of its bytes, however it is written", () => {
  const texts = [
    '<<"é">>',
    "<<195,169>>",
    '<<"\\303\\251">>',
    '<<"\\x{c3}\\xa9">>',
    '<<"é"/utf8>>',
    '<<195, "\\251">>',
  ];
  expect(texts.map(parseTerm)).toEqual(texts.map(() => "é"));
  expect(parseTerm('<<"a\\n\\"b\\"\\\\"\n  "c">>')).toBe('a\n"b"\\c');
  expect(parseTerm("<<>>")).toBe("");
});

test("what no data have is null", () => {
  expect(ofBytes(103, 119, 1, 97, 0, 0, 0, 1, 0, 0, 0, 0, 1)).toBeNull();
  expect(ofBytes(88, 119, 1, 97, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1)).toBeNull();
  expect(ofBytes(90, 0, 1, 119, 1, 97, 0, 0, 0, 1, 0, 0, 0, 2)).toBeNull();
  expect(parseTerm("[<0.15.0>, #Ref<0.1.2.3>]")).toEqual([null, null]);
});

test("comments are passed over, and a full stop ends a term", () => {
  const bytes = Buffer.from("% first\n{a}. % second\n{b}.\n");
  const parser = new TermParser(bytes, 0, bytes.length);
  const terms = [0, 1].map(() => {
    const term = parser.term();
    parser.endTerm();
    return term;
  });
  expect([terms, parser.atEnd()]).toEqual([[new Tuple([new Atom("a")]), new Tuple([new Atom("b")])], true]);
});

test("what is cut off, deep, malformed or a program is told apart", () => {
  const whole = encoded(parseTerm('{a, [<<"text">>, 5], #{k => v}}'));
  for (let length = 1; length < whole.length; length++)
    expect([length, refusal(() => decodeTerm(whole.subarray(0, length)))]).toEqual([length, "end"]);
  expect(refusal(() => ofBytes(105, 255, 255, 255, 255))).toBe("end");
  expect(refusal(() => decodeTerm(Buffer.concat([Buffer.of(131), Buffer.alloc(1_000_000, Buffer.of(104, 1))])))).toBe(
    "deep",
  );
  expect(refusal(() => ofBytes(80, 1, 2))).toBe("malformed");
  expect(refusal(() => parseTerm("{".repeat(100_000)))).toBe("deep");
  expect(refusal(() => parseTerm('os:cmd("x")'))).toBe("code");
  expect(refusal(() => parseTerm("{a, fun() -> 1 end}"))).toBe("code");
  expect(refusal(() => parseTerm("{a ; b}"))).toBe("malformed");
  expect(refusal(() => parseTerm("<<256>>"))).toBe("malformed");
});

test("times are in three parts, addresses in two or three", () => {
  expect(microseconds(parseTerm("{1796,22061,328923}"))).toBe(1_796_022_061_328_923);
  expect(jidOf(parseTerm('{<<"a">>,<<"b">>,<<"c">>}'))).toBe("a@b/c");
  expect(jidOf(parseTerm('{<<>>,<<"b">>,<<>>}'))).toBe("b");
  expect(jidOf(parseTerm("none"))).toBe("");
  expect(textOf(parseTerm('"AB"'))).toBe("AB");
});

test("texts are binaries in ASCII: what is none is written as its bytes", () => {
  expect(printTerm(["a b", 'q"', "\\", "é", ""])).toBe('[<<"a b">>,<<113,34>>,<<92>>,<<195,169>>,<<"">>]');
  expect(printTerm(tuple(atom("a-b"), 3, []))).toBe("{'a-b',3,[]}");
});

test("what is printed is read again as the same", () => {
  const text = `{'a b',[{<<"x">>,-3,<<195,169>>}],#{'k' => 9007199254740993},'true'}`;
  expect(printTerm(parseTerm(text))).toBe(text);
});

test("of a row, what nobody asks for is looked at, and not kept", () => {
  const text = '{row, {<<"a">>, "s"}, <<"b">>, #{k => [<<"c">>, 5]}, [1, 2]}';
  const first = (items: number) => new Tuple(itemsOf(parseTerm(text)).slice(0, items));
  for (const items of [1, 2, 3, 5]) {
    expect(decodeRow(encoded(parseTerm(text)), items)).toEqual(first(items));
    const bytes = Buffer.from(`${text}. {row, x}.`);
    const parser = new TermParser(bytes, 0, bytes.length);
    expect(parser.row((name) => (name === "row" ? items : 0))).toEqual(first(items));
    parser.endTerm();
    expect(parser.term()).toEqual(tuple(atom("row"), atom("x")));
  }
  expect(refusal(() => decodeRow(encoded(parseTerm(text)).subarray(0, -3), 1))).toBe("end");
  expect(refusal(() => new TermParser(Buffer.from("{a, b, f()}."), 0, 12).row(() => 1))).toBe("code");
});

test("texts of ASCII and others are read alike", () => {
  for (const text of ['{a,<<"plain">>,b}', '{a,<<"\u00e9">>,b}'])
    expect([termIn(Buffer.from(`${text}.`)), decodeTerm(encoded(parseTerm(text)))]).toEqual([
      parseTerm(text),
      parseTerm(text),
    ]);
});

test("a number that is longer than any in data is refused", () => {
  expect(refusal(() => parseTerm("9".repeat(301)))).toBe("malformed");
  expect(refusal(() => ofBytes(111, 0, 0, 1, 45, 0, ...new Array(301).fill(1)))).toBe("malformed");
});

test("an improper list ends with what no data have; a list at the end of a list belongs to it", () => {
  const one = [97, 1];
  expect(ofBytes(108, 0, 0, 0, 1, ...one, 119, 1, 0x6b)).toEqual([1, null]);
  expect(ofBytes(108, 0, 0, 0, 1, ...one, 108, 0, 0, 0, 1, 97, 2, 106)).toEqual([1, 2]);
});

test("an atom is written in ASCII, with quotes that do not end it", () => {
  expect(printTerm(atom("it's \\ \u00e9\n"))).toBe("'it\\x{27}s \\x{5c} \\x{e9}\\x{a}'");
  for (const name of ["it's", "a\\b", "\n"]) expect(parseTerm(printTerm(atom(name)))).toEqual(atom(name));
});
