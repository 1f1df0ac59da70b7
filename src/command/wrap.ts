/** Lines that a terminal shows whole. */

export const WIDTH = 80;

/** Broken between words; a word that is longer than a line has one for itself. */
export function wrap(text: string, width = WIDTH): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** `text` behind `first`, its further lines below it. */
export function hanging(first: string, text: string): string {
  const [line = "", ...more] = wrap(text, WIDTH - first.length);
  return [first + line, ...more.map((each) => " ".repeat(first.length) + each)].join("\n");
}
