/** The kinds of options in config.toml: each option has a default and a sentence. */
import { DAY, HOUR, MINUTE } from "./clock.ts";

interface OptionOf<Kind extends string, Value> {
  readonly kind: Kind;
  readonly default: Value;
  /** One sentence for the reference and for the comment in config.toml; names the unit where there is one. */
  readonly sentence: string;
  /** Its former name in the same section, which is still read. */
  readonly renamedFrom?: string;
  /** Whether a running server takes a new value when it reloads config.toml (SIGHUP); otherwise it needs a restart. */
  readonly reload?: "live";
}

export type Option =
  | OptionOf<"text", string>
  | OptionOf<"flag", boolean>
  | (OptionOf<"integer", number> & { readonly min: number; readonly max: number })
  | (OptionOf<"choice", string> & { readonly choices: readonly string[] })
  | OptionOf<"list", readonly string[]>
  /** "ADDRESS:PORT" or "off". */
  | OptionOf<"listener", string>
  /** Written "30s", "5m", "1h", "7d" or "forever"; read as milliseconds (Infinity for "forever"). */
  | OptionOf<"duration", string>
  /** Written "10kB", "2MB"; read as bytes (1 kB = 1000 bytes). */
  | OptionOf<"size", string>;

export type Options = Readonly<Record<string, Option>>;

type ValueOf<O extends Option> = O["kind"] extends "flag"
  ? boolean
  : O["kind"] extends "integer" | "duration" | "size"
    ? number
    : O["kind"] extends "list"
      ? readonly string[]
      : O extends { readonly choices: readonly (infer Choice)[] }
        ? Choice
        : string;

/** What a module reads: durations in milliseconds, sizes in bytes. */
export type Values<O extends Options> = { readonly [Name in keyof O]: ValueOf<O[Name]> };

export const text = (value: string, sentence: string) => ({ kind: "text", default: value, sentence }) as const;
export const flag = (value: boolean, sentence: string) => ({ kind: "flag", default: value, sentence }) as const;
export const integer = (value: number, sentence: string, bounds: { min: number; max: number }) =>
  ({ kind: "integer", default: value, sentence, ...bounds }) as const;
export const choice = <const Choices extends readonly string[]>(
  choices: Choices,
  value: Choices[number],
  sentence: string,
) => ({ kind: "choice", choices, default: value as string, sentence }) as const;
export const list = (value: readonly string[], sentence: string) =>
  ({ kind: "list", default: value, sentence }) as const;
export const listener = (value: string, sentence: string) => ({ kind: "listener", default: value, sentence }) as const;
export const duration = (value: string, sentence: string) => ({ kind: "duration", default: value, sentence }) as const;
export const size = (value: string, sentence: string) => ({ kind: "size", default: value, sentence }) as const;

/** The option had another name before, which is still read. */
export const renamed = <const O extends Option>(former: string, option: O) =>
  ({ ...option, renamedFrom: former }) as const;
/** The option is applied without a restart: see config/reload.ts. */
export const live = <const O extends Option>(option: O) => ({ ...option, reload: "live" }) as const;

const MILLISECONDS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: MINUTE, h: HOUR, d: DAY };
const BYTES: Readonly<Record<string, number>> = { B: 1, kB: 1000, MB: 1_000_000, GB: 1_000_000_000 };

/** "30s" in milliseconds, "forever" as Infinity; undefined for what is no duration. */
export const durationOf = (written: string): number | undefined =>
  written === "forever" ? Number.POSITIVE_INFINITY : quantityOf(written, MILLISECONDS);

/** "2MB" in bytes; undefined for what is no size. */
export const sizeOf = (written: string): number | undefined => quantityOf(written, BYTES);

function quantityOf(written: string, units: Readonly<Record<string, number>>): number | undefined {
  const [, number, unit] = /^(\d+) ?([a-zA-Z]+)$/.exec(written) ?? [];
  const factor = unit !== undefined && Object.hasOwn(units, unit) ? units[unit] : undefined;
  const value = Number(number) * (factor ?? Number.NaN);
  return Number.isSafeInteger(value) ? value : undefined;
}
