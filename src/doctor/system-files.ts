/** What the kernel tells in files below /proc and /sys: read whole, or not there. */
import { readdirSync, readFileSync, realpathSync } from "node:fs";

/** Where /proc and /sys are, in front of every path: "" on a real machine, a folder in tests. */
export type SystemRoot = string;

/** The content without the blanks around it; undefined where it cannot be read. */
export function systemText(path: string): string | undefined {
  return orNothing(() => readFileSync(path, "utf8").trim());
}

/** A number in a file, or before its first blank; undefined for what is none ("max"). */
export function systemNumber(path: string): number | undefined {
  const text = systemText(path)?.split(/\s/, 1)[0];
  const number = text === undefined || text === "" ? Number.NaN : Number(text);
  return Number.isFinite(number) ? number : undefined;
}

export const systemNames = (path: string): readonly string[] => orNothing(() => readdirSync(path)) ?? [];

/** Without links; undefined where there is nothing. */
export const realPathOf = (path: string): string | undefined => orNothing(() => realpathSync(path));

/** What `read` returns; undefined where it throws. */
export function orNothing<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
