/** Inputs that have found something: each is tried again with every run, and is one that others are made of. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const FOLDER = join(import.meta.dir, "found");

/** Of a target: lines of base64 in its file; a line that begins with "#" says what was wrong. */
export function kept(target: string): readonly Buffer[] {
  const file = join(FOLDER, `${target}.txt`);
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.filter((line) => line !== "" && !line.startsWith("#")).map((line) => Buffer.from(line, "base64"));
}
