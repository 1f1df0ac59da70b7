/** Where in config.toml a key is written. */

/** The number of the line, from 1; undefined where it cannot be told (a dotted or quoted key). */
export function lineOf(text: string, key: string): number | undefined {
  const dot = key.indexOf(".");
  const wanted = { section: dot < 0 ? "" : key.slice(0, dot), option: key.slice(dot + 1) };
  let section = "";
  for (const [index, line] of text.split("\n").entries()) {
    const header = /^\s*\[\s*([\w-]+)\s*\]/.exec(line);
    if (header) section = header[1] ?? "";
    else if (section === wanted.section && /^\s*([\w-]+)\s*=/.exec(line)?.[1] === wanted.option) return index + 1;
  }
  return undefined;
}
