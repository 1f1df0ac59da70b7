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
