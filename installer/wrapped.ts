/** Text broken into lines that fit on a screen of 80 columns, beside the bar of the wizard. */

const WIDTH = 72;

/** Lines of at most `width` characters, broken between words; a longer word keeps a line of its own. */
export function wrapped(text: string, width = WIDTH): string[] {
  const lines: string[] = [];
  // A no-break space holds what belongs together, so only the plain one parts words.
  for (const word of text.split(" ")) {
    const line = lines.at(-1);
    if (line === undefined || line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines;
}
