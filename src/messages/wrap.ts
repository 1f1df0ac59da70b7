/** Text broken into lines that a terminal shows whole. */

export const WIDTH = 80;

/** Lines of at most `width` characters, broken at plain spaces, not at no-break ones; a longer word has its own line. */
export function wrap(text: string, width = WIDTH): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const line = lines.at(-1);
    if (line === undefined || line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines;
}

/** `text` behind `first`, its further lines indented below it. */
export function hanging(first: string, text: string): string {
  const [line = "", ...more] = wrap(text, WIDTH - first.length);
  return [first + line, ...more.map((each) => " ".repeat(first.length) + each)].join("\n");
}
