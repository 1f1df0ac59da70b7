/** RFC 8264, 8265, 5892, 5893 and 7622 beside other statements of their rules: one in Perl, on Perl's Unicode data; and Python's IDNA. */
import { domainToAscii, tryParseDomain } from "../../../src/jid/domain.ts";
import { opaqueString, PrecisError, usernameCaseMapped } from "../../../src/jid/precis.ts";
import { oracle } from "../oracle.ts";
import { pick, type Random } from "../random.ts";
import { same, type Target, unlessRefused, Wrong } from "../target.ts";

/** Longer texts have limits of their own. */
const MAX_LENGTH = 30;

const perl = oracle("precis.pl", {
  command: "perl",
  probe: ["-MUnicode::Normalize", "-e", 'exit !("\\x{200c}" =~ /\\p{Jt=U}/)'],
  needs: "perl with its Unicode data (Debian: perl)",
});
const python = oracle("python.py", {
  command: "python3",
  probe: ["-c", "import idna, tomllib"],
  needs: "Python 3.11 with idna (Debian: python3-idna)",
});

/** What contexts, widths, cases, directions and normal forms depend on. */
const RESTLESS =
  "a b L l 1 . - \u00df \u00b7 \u0375 \u03b1 \u03a3 \u03c2 \u05d0 \u05f3 \u05f4 \u05bc \u30fb \u30ab \uff76 \u4e00 \u3042 \u200c \u200d \u094d \u0915 " +
  "\u0628 \u064b \u0627 \u0660 \u06f0 \u0640 \u0301 \u0323 \u0345 \u1100 \u1161 \uac00 \uff21 \uff41 \u212b \u0130 \u1e9e \u01c5 \u2163 \u265a \u00aa \u0f0b " +
  "\u3007 \u302e \u034f \u00ad \ufe0f \u0591 \u07ca \u0712 \u1820 \u180a \u0a71 \u{10a00} \u{10450} \u{1e900} \u{11046} \u{e0001} \u{1f600} \ufdd0";
const LETTERS = [" ", "\u00a0", "\u3000", ...RESTLESS.split(" ")];
/** Blocks of code points: of any of them one may be taken. */
const BLOCKS = [
  0x80, 0x300, 0x370, 0x590, 0x600, 0x700, 0x900, 0x1100, 0x1e00, 0x2000, 0x2100, 0x3000, 0xa900, 0xfb00, 0xff00,
  0x10a00, 0x1d100,
];

function textOf(random: Random): string {
  const any = (): string => {
    if (random(6) > 0) return pick(random, LETTERS);
    const code = pick(random, BLOCKS) + random(256);
    return String.fromCodePoint(random(20) === 0 ? random(0x110000) : code).toWellFormed();
  };
  return Array.from({ length: 1 + random(7) }, any).join("");
}

const codesOf = (text: string): number[] => Array.from(text, (character) => character.codePointAt(0) ?? 0);

export const profiles: Target = {
  name: "precis-rules",
  share: 0.3,
  seeds: [
    "juliet",
    "fu\u00dfball",
    "\u03a3",
    "l\u00b7l",
    "\u0644\u200c\u0644",
    "\u05d0\u05f3",
    "\uff21\u212b",
    "a b\u00a0c",
  ],
  words: LETTERS,
  generate: textOf,
  missing: perl.missing,
  check: async (input) => {
    const text = input.toString().slice(0, MAX_LENGTH).toWellFormed();
    const said = (await perl.ask(codesOf(text))) as { name: number[] | null; opaque: number[] | null; known: boolean };
    if (!said.known) return "unknown";
    const ours = [usernameCaseMapped, opaqueString].map((profile) => {
      const form = unlessRefused([PrecisError], () => profile(text));
      return form === undefined ? null : codesOf(form);
    });
    same(`of ${JSON.stringify(codesOf(text))}, as a name`, ours[0], said.name);
    same(`of ${JSON.stringify(codesOf(text))}, as a password`, ours[1], said.opaque);
    return `${said.name !== null} ${said.opaque !== null} ${Math.min(4, text.length)}`;
  },
};

/** RFC 5893: of a domain with letters that are written from right to left, the library looks at each label by itself. */
const FROM_RIGHT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

export const domains: Target = {
  name: "domain-rules",
  share: 0.3,
  seeds: [
    "example.com",
    "b\u00fccher.example",
    "xn--bcher-kva.example",
    "fa\u00df.de",
    "\u05d0\u05d1.example",
    "l\u00b7l.example",
    "a-b.c",
    "192.0.2.1",
  ],
  words: [...LETTERS, "xn--", ".", "-", "--", "xn--bcher-kva", "xn--n3h"],
  generate: (random) => `${textOf(random)}.${random(2) === 0 ? "example" : textOf(random)}`,
  missing: python.missing,
  check: async (input) => {
    const text = input.toString().slice(0, MAX_LENGTH).toWellFormed();
    const own = tryParseDomain(text);
    if (own !== undefined && /^\[|^[\d.]+$/.test(own)) return "an address";
    if (own !== undefined && tryParseDomain(domainToAscii(own)) !== own)
      throw new Wrong("its A-labels are not its own", own);
    const asked = own ?? text;
    const said = (await python.ask({ of: "domain", base64: Buffer.from(asked).toString("base64") })) as {
      readonly ascii?: string;
      readonly refused?: string;
      readonly known: boolean;
    };
    if (!said.known) return "unknown";
    if (own !== undefined) {
      if (said.ascii === undefined) throw new Wrong("IDNA refuses", `${JSON.stringify(own)}: ${said.refused}`);
      same("its A-labels", domainToAscii(own), said.ascii);
      return `accepted ${own === text} ${/^xn--|\.xn--/.test(said.ascii)}`;
    }
    const isOurs = said.ascii === undefined || FROM_RIGHT.test(text) || text !== text.normalize("NFC");
    // RFC 3492 §6.2: a delimiter that stands first is none; the library passes over it.
    if (!isOurs && !/(?:^|\.)xn---/i.test(text))
      throw new Wrong("IDNA accepts", `${JSON.stringify(text)}: ${said.ascii}`);
    return `refused ${said.ascii === undefined}`;
  },
};
