import { describe, expect, test } from "bun:test";
import { StanzaError } from "../stanza-error.ts";
import { parseDomain } from "./domain.ts";
import { makeJid } from "./jid.ts";
import { nickname, opaqueString, PrecisError, usernameCaseMapped } from "./precis.ts";

const isName = (text: string): boolean => isAccepted(usernameCaseMapped, text);
const isOpaque = (text: string): boolean => isAccepted(opaqueString, text);
const isNickname = (text: string): boolean => isAccepted(nickname, text);

function isAccepted(profile: (text: string) => string, text: string): boolean {
  try {
    profile(text);
    return true;
  } catch (error) {
    if (!(error instanceof PrecisError)) throw error;
    return false;
  }
}

describe("RFC 8265 §3.5: usernames", () => {
  const valid: readonly [string, string][] = [
    ["juliet@example.com", "juliet@example.com"],
    ["fussball", "fussball"],
    ["fu\u00DFball", "fu\u00DFball"],
    ["\u03C0", "\u03C0"],
    ["\u03A3", "\u03C3"],
    ["\u03C3", "\u03C3"],
    ["\u03C2", "\u03C2"],
  ];
  test.each(valid)("%p is the name %p", (text, name) => expect(usernameCaseMapped(text)).toBe(name));

  test.each(["foo bar", "", "henry\u2163", "\u221E", "\u265A"])("%p is no name", (text) =>
    expect(isName(text)).toBe(false),
  );
});

describe("RFC 8265 §4.3: passwords", () => {
  const valid: readonly [string, string][] = [
    ["correct horse battery staple", "correct horse battery staple"],
    ["Correct Horse Battery Staple", "Correct Horse Battery Staple"],
    ["\u03C0\u00DF\u00E5", "\u03C0\u00DF\u00E5"],
    ["Jack of \u2666s", "Jack of \u2666s"],
    ["foo\u1680bar", "foo bar"],
    ["a\u030A", "\u00E5"],
  ];
  test.each(valid)("%p becomes %p", (text, prepared) => expect(opaqueString(text)).toBe(prepared));

  test.each([
    "",
    "my cat is a \tby",
    "zero\u200Bwidth",
    "lone \uD800 surrogate",
    "private \uE000",
    "bell\u0007",
    "\uFFFE",
  ])("%p is refused", (text) => expect(isOpaque(text)).toBe(false));

  test("§4.2.2: width and case are left as typed", () => expect(opaqueString("Ａb")).toBe("Ａb"));
});

test("UAX #15 §13: a letter bears up to 30 marks; under more of them, which are sorted at a price, it is refused", () => {
  const marked = `a${"\u0323\u0301".repeat(1024)}`;
  for (const prepare of [isName, isOpaque, isNickname])
    expect([31, 32, 2048, 2049].map((length) => prepare(marked.slice(0, length)))).toEqual([true, false, false, false]);
});

describe("RFC 8265 §3.3.2: enforcement of UsernameCaseMapped", () => {
  test("fullwidth and halfwidth forms are mapped", () =>
    expect(usernameCaseMapped("ＪＵＬＩＥＴ１ｶ")).toBe("juliet1カ"));
  test("accents are composed", () => expect(usernameCaseMapped("ame\u0301lie")).toBe("am\u00E9lie"));
  test("a capital sigma at the end of a word is an ordinary sigma", () =>
    expect(usernameCaseMapped("ΟΔΥΣΣΕΥΣ")).toBe("οδυσσευσ"));

  test("the Bidi Rule holds where anything is written from right to left", () => {
    for (const name of ["אבג", "אבג1", "א-ב", "سلام٣", "ab1"]) expect([name, isName(name)]).toEqual([name, true]);
    for (const name of ["אa", "aא", "1א", "א1٣", "א-"]) expect([name, isName(name)]).toEqual([name, false]);
  });
});

describe("RFC 8264 §4.2 and §9: what looks like something else, or like nothing", () => {
  const refused = {
    "zero width space": "a\u200Bb",
    "soft hyphen": "a\u00ADb",
    "right-to-left override": "a\u202Eb",
    "byte order mark": "\uFEFFa",
    "variation selector": "a\uFE0F",
    "tag character": "a\u{E0061}",
    ligature: "\uFB01n",
    "long s": "\u017Fam",
    "kelvin sign": "\u212Aelvin",
    "mathematical letter": "\u{1D41A}lice",
    "circled letter": "\u24D0lice",
    "feminine ordinal": "\u00AA",
    "old Hangul jamo": "\u1100\u1161",
    "arabic tatweel": "\u0640",
    "no-break space": "a\u00A0b",
    unassigned: "\u0378",
    noncharacter: "a\uFFFF",
    emoji: "\u{1F600}",
  };
  for (const [what, text] of Object.entries(refused))
    test(`${what} is in no name`, () => expect(isName(text)).toBe(false));

  test("letters of other scripts that look alike stay different names", () =>
    expect(usernameCaseMapped("\u0430lice")).not.toBe(usernameCaseMapped("alice")));
});

describe("RFC 5892 appendix A: contextual rules", () => {
  const cases: readonly [string, string, string][] = [
    ["A.1 zero width non-joiner after a virama", "\u0915\u094D\u200C\u0937", "a\u200Cb"],
    [
      "A.1 zero width non-joiner between letters that join",
      "\u0646\u0627\u0645\u0647\u200C\u0627\u06CC",
      "\u0627\u200C\u0627",
    ],
    ["A.1 after a virama beyond the BMP", "\u{11013}\u{11046}\u200C\u{11013}", "\u{11013}\u200C\u{11013}"],
    ["A.1 twice", "\u0628\u200C\u0628\u200C\u0628", "\u0628\u200C\u200C\u0628"],
    ["A.1 at the beginning", "\u0628\u200C\u0628", "\u200C\u0628\u0628"],
    ["A.1 at the end", "\u0628\u200C\u0628", "\u0628\u0628\u200C"],
    ["A.2 at the beginning", "\u0915\u094D\u200D", "\u200Dromeo"],
    ["A.2 zero width joiner after a virama", "\u0915\u094D\u200D\u0937", "\u0628\u200D\u0628"],
    ["A.3 middle dot between two l", "col\u00B7lapse", "a\u00B7b"],
    ["A.4 Greek keraia before Greek", "\u0375\u03B1", "\u0375a"],
    ["A.5 Hebrew geresh after Hebrew", "\u05D0\u05F3\u05D1", "\u05F3\u05D0"],
    ["A.6 Hebrew gershayim after Hebrew", "\u05D0\u05F4\u05D1", "\u05F4\u05D0"],
    ["A.7 Katakana middle dot with Japanese", "\u30AB\u30FB\u30AB", "a\u30FBb"],
    ["A.8 and A.9 one series of Arabic digits", "\u0633\u0661\u0662", "\u0633\u0661\u06F2"],
  ];
  test.each(cases)("%s", (_, inContext, outOfContext) => {
    expect(isOpaque(inContext)).toBe(true);
    expect(isName(inContext)).toBe(true);
    expect(isOpaque(outOfContext)).toBe(false);
    expect(isName(outOfContext)).toBe(false);
  });
});

describe("RFC 8264 §7: the prepared form is stable", () => {
  const everyCodePoint = Array.from({ length: 0x11_0000 }, (_, code) => String.fromCodePoint(code));

  test("of each code point of Unicode, as a name and as a password", () => {
    const unstable = [usernameCaseMapped, opaqueString].flatMap((profile) =>
      everyCodePoint.filter((text) => isAccepted(profile, text) && profile(profile(text)) !== profile(text)),
    );
    expect(unstable).toEqual([]);
  });

  // What contexts depend on (RFC 5892 appendix A), and what normalising, width and case move, part, join or make anew.
  const restless =
    "l L a \u00B7 \u0387 \u0375 \u0374 \u03B1 \u03A3 \u03C2 \u05D0 \u05F3 \u05F4 \uFB2A \u05BC \u30FB \uFF65 \u30AB \uFF76 \u200C \u200D \u094D \u0915 " +
    "\u0937 \u0951 \u0958 \u0628 \u064B \u0651 \u0652 \u0660 \u06F0 \u0323 \u0301 \u0344 \u0345 \u0308 \u0340 \u0343 \u1100 \u1161 \u11A8 \uAC00 \uFF21 \uFF41 " +
    "\u3000 \u00A0 \u212B \u0130 \u{1D15E} \u{11013} \u{11046} \u0DCA \u0DD9 \u0F71 \u0F72 \u1FBE \u037E \u1FEF \uFF9E \uFF9F \u3099 \u304B . - 1 \uFF11 \u3002 \uFF0E";
  const letters = [" ", ...restless.split(" ")];

  /** The form of a text, or undefined where it is refused. */
  const formOf = (profile: (text: string) => string, text: string): string | undefined => {
    try {
      return profile(text);
    } catch (error) {
      if (!(error instanceof PrecisError || error instanceof StanzaError)) throw error;
      return undefined;
    }
  };

  const profiles: Readonly<Record<string, (text: string) => string>> = {
    "a name": usernameCaseMapped,
    "a resource": opaqueString,
    "a nickname": nickname,
    "a domain": (text) => parseDomain(text),
    "an address": (text) => makeJid("a", "localhost", text).resource,
  };
  test.each(Object.entries(profiles))("of 30,000 restless texts, as %s", (_, profile) => {
    let seed = 7;
    const below = (bound: number): number => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return Math.floor((seed / 2 ** 32) * bound);
    };
    let valid = 0;
    for (let n = 0; n < 30_000; n++) {
      const text = Array.from({ length: 1 + below(7) }, () => letters[below(letters.length)]).join("");
      const form = formOf(profile, text);
      if (form === undefined) continue;
      valid += 1;
      if (formOf(profile, form) !== form) throw new Error(`${JSON.stringify(text)} becomes ${JSON.stringify(form)}`);
    }
    expect(valid).toBeGreaterThan(2000);
  });

  test.each(["l\u00B7l\u0323", "\u0915\u0951\u094D\u200D\u0937"])(
    "%p is no name: normalised, its contextual character is out of context",
    (text) => expect(isName(text)).toBe(false),
  );

  test("what is too long when it has its one form is refused", () => {
    expect(isName("\u0130".repeat(1000))).toBe(true);
    expect(isName("\u0130".repeat(1025))).toBe(false);
    expect(isOpaque("\u0344".repeat(1025))).toBe(false);
  });

  test("§9.17: a valid name is its own compatibility form", () => {
    const names = everyCodePoint.filter((text) => isName(text)).map((text) => usernameCaseMapped(text));
    expect(names.length).toBeGreaterThan(100_000);
    expect(names.filter((name) => name.normalize("NFKC") !== name)).toEqual([]);
  });
});
