/** Text for manual pages: macros of man(7), as groff and mandoc read them. */

/** Bytes of a line: mandoc asks for no more than 80. */
const LINE = 78;

/** A text as it is to be read: nothing in it is taken for a request or an escape. */
export const escaped = (text: string): string =>
  text
    .replaceAll("\\", "\\e")
    .replaceAll("\u00a0", "\\~")
    .replaceAll("\u202f", "\\~")
    .replace(/[^\n\x20-\x7e]/gu, (sign) => `\\[u${codeOf(sign)}]`)
    .replace(/^[.']/gm, "\\&$&");

/** What is typed as it stands: its hyphens and quotes are those of ASCII. */
export const typed = (text: string): string =>
  escaped(text).replace(/\\~|[-'`^~]/g, (sign) => TYPED_SIGNS[sign] ?? sign);

const TYPED_SIGNS: Readonly<Record<string, string>> = {
  ...{ "-": "\\-", "'": "\\(aq", "`": "\\(ga", "^": "\\(ha", "~": "\\(ti" },
};

const codeOf = (sign: string): string => (sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");

/** A paragraph, in lines that are not too long; a quote or a full stop at the beginning of a line is no request. */
export function paragraph(text: string): string {
  const lines: string[] = [];
  for (const whole of escaped(text).split(/ +/)) {
    // A list that no line can hold may go on below after a comma: not every language has hyphenation.
    const word = whole.length > LINE ? whole.replaceAll(",", ",\\:") : whole;
    const line = lines.at(-1);
    if (line === undefined || line.length + 1 + word.length > LINE) lines.push(word.replace(/^[.']/, "\\&$&"));
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines.join("\n");
}

export const section = (title: string): string => `.SH ${escaped(title)}`;
export const subsection = (title: string): string => `.SS ${typed(title)}`;

/** What is typed, in bold, and words that stand for something, underlined: "user add [JID]". */
export const command = (words: readonly string[]): string =>
  words
    .map((word) => (/^\[?[\p{Lu}=|]+…?\]?(…)?$/u.test(word) ? `\\fI${typed(word)}\\fR` : `\\fB${typed(word)}\\fR`))
    .join(" ");

/** A term, and what is said about it below. */
export const item = (term: string, text: string): string => `.TP\n${term}\n${paragraph(text)}`;

/** Lines that stay as they are, each typed. */
export const example = (lines: readonly string[]): string => `.PP\n.nf\n${lines.map(typed).join("\n")}\n.fi`;

export interface Title {
  /** "jabber-home-user". */
  readonly name: string;
  readonly manual: 1 | 5;
  /** ISO 8601. */
  readonly date: string;
  readonly version: string;
}

/** A whole page. */
export const page = ({ name, manual, date, version }: Title, parts: readonly string[]): string =>
  `${[`.TH ${typed(name.toUpperCase())} ${manual} ${date} "jabber\\-home ${version}"`, ".ad l", ...parts].join("\n")}\n`;
