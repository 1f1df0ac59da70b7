import { expect, test } from "bun:test";
import { saslPrepared } from "./saslprep.ts";

test.each([
  ["I\u00ADX", "IX", "a soft hyphen becomes nothing"],
  ["user", "user", "ASCII stays"],
  ["USER", "USER", "case stays"],
  ["\u00AA", "a", "a feminine ordinal is a letter"],
  ["\u2168", "IX", "a Roman numeral is letters"],
  ["maison\u00B2", "maison2", "a superscript is a digit"],
  ["a\u00A0b", "a b", "a no-break space is a space"],
  ["e\u0301", "\u00E9", "an accent is composed"],
])("RFC 4013 §3: %j is prepared to %j: %s", (password, prepared) => expect(saslPrepared(password)).toBe(prepared));

/** From the first code point to the last. */
const range = (first: number, last = first): string[] =>
  Array.from({ length: last - first + 1 }, (_, n) => String.fromCodePoint(first + n));

test("RFC 4013 §2.1: all of RFC 3454 C.1.2 is a space, all else of B.1 is nothing, and what is beside them stays", () => {
  const spaces = [0xa0, 0x1680, 0x202f, 0x205f, 0x3000].flatMap((one) => range(one)).concat(range(0x2000, 0x200b));
  for (const space of spaces) expect(saslPrepared(`a${space}b`)).toBe("a b");
  const nothing = [0xad, 0x34f, 0x1806, 0x2060, 0xfeff].flatMap((one) => range(one));
  nothing.push(...range(0x180b, 0x180d), ...range(0x200c, 0x200d), ...range(0xfe00, 0xfe0f));
  for (const each of nothing) expect(saslPrepared(`a${each}${each}b`)).toBe("ab");
  const kept = [0x350, 0x1805, 0x1807, 0x180a, 0x180e, 0x200e, 0x2061, 0xfe20].flatMap((one) => range(one));
  for (const each of kept) expect(saslPrepared(`a${each}b`)).toBe(`a${each}b`);
});
