/** A value as it is written in config.toml or after `--set`, read by the kind of its option. */
import type { ConfigRemedy } from "../messages/config-problems.ts";
import { durationOf, type Option, sizeOf } from "../options.ts";
import { didYouMean } from "./did-you-mean.ts";
import { parseListener, printListener } from "./listener.ts";

/** What the server reads: durations in milliseconds, sizes in bytes. */
export type Value = string | number | boolean | readonly string[];

/** A value that its option cannot have, and what to write instead. */
export class InvalidValue extends Error {
  readonly remedy: ConfigRemedy;

  constructor(...remedy: ConfigRemedy) {
    super(remedy[0]);
    this.remedy = remedy;
  }
}

/** `raw` is what TOML gives. Throws InvalidValue. */
export function readValue(option: Option, raw: unknown): Value {
  switch (option.kind) {
    case "flag":
      if (typeof raw === "boolean") return raw;
      throw new InvalidValue("true-or-false");
    case "integer":
      return readInteger(raw, option.min, option.max);
    case "list":
      if (Array.isArray(raw) && raw.every((item) => typeof item === "string")) return raw;
      throw new InvalidValue("texts");
    case "text":
      return readText(raw);
    case "choice":
      return readChoice(readText(raw), option.choices);
    case "listener":
      return readListener(readText(raw));
    case "duration":
      return readDuration(readText(raw));
    case "size":
      return readSize(readText(raw));
  }
}

/** The text after `--set KEY=`, as TOML would give it. */
export function rawOf(option: Option, written: string): unknown {
  if (option.kind === "flag") return written === "true" ? true : written === "false" ? false : written;
  if (option.kind === "integer") return /^-?\d+$/.test(written) ? Number(written) : written;
  if (option.kind === "list") return written === "" ? [] : written.split(",").map((item) => item.trim());
  return written;
}

function readText(raw: unknown): string {
  if (typeof raw === "number" || typeof raw === "boolean") throw new InvalidValue("quotes", { raw });
  if (typeof raw !== "string") throw new InvalidValue("text");
  // A control character in a path, a name or an address is never meant, and would spoil the log.
  if (/[\u0000-\u001f\u007f]/.test(raw)) throw new InvalidValue("one-line");
  return raw;
}

function readInteger(raw: unknown, min: number, max: number): number {
  if (typeof raw === "number" && Number.isSafeInteger(raw) && raw >= min && raw <= max) return raw;
  throw new InvalidValue("whole-number", { min, max });
}

function readChoice(written: string, choices: readonly string[]): string {
  if (choices.includes(written)) return written;
  throw new InvalidValue("choice", { choices, near: didYouMean(written, choices) });
}

function readListener(written: string): string {
  if (written === "off") return written;
  const address = parseListener(written);
  if (!address) throw new InvalidValue("listener");
  return printListener(address);
}

function readDuration(written: string): number {
  const duration = durationOf(written);
  if (duration === undefined) throw new InvalidValue("duration");
  return duration;
}

function readSize(written: string): number {
  const size = sizeOf(written);
  if (size === undefined) throw new InvalidValue("size");
  return size;
}
