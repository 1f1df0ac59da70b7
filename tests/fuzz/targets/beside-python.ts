/** TOML, forms and tar beside the readers of Python's library: what both accept is the same. */

import { BLOCK, readHeader } from "../../../src/backup/tar.ts";
import { ConfigError } from "../../../src/config/error.ts";
import { valuesIn } from "../../../src/config/read.ts";
import { FormError, parseForm } from "../../../src/web/forms.ts";
import { oracle } from "../oracle.ts";
import { same, type Target, unlessRefused, Wrong } from "../target.ts";
import { tarSeeds } from "./backup.ts";
import { config } from "./config.ts";
import { form as formTarget } from "./web.ts";

const python = oracle("python.py", {
  command: "python3",
  probe: ["-c", "import tomllib"],
  needs: "Python 3.11",
});

interface Answer {
  readonly refused?: string;
  readonly value?: { readonly table: Readonly<Record<string, unknown>> };
  readonly fields?: readonly (readonly [string, string])[];
  readonly entries?: readonly (readonly [name: string, isFile: boolean, bytes: number, base64: string])[];
}
const ask = (of: string, input: Uint8Array): Promise<Answer> =>
  python.ask({ of, base64: Buffer.from(input).toString("base64") }) as Promise<Answer>;

/** As python.py writes a value of TOML. */
function plain(value: unknown): unknown {
  if (typeof value === "number") return "a number";
  if (value instanceof Date) return { time: true };
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]) => [name, plain(inner)] as const);
  return { table: entries.sort(([one], [other]) => (one < other ? -1 : 1)) };
}

/** The same of Python's; numbers are compared by config itself. */
function theirs(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(theirs);
  if (typeof value !== "object" || value === null) return value;
  if ("integer" in value || "float" in value) return "a number";
  if (!("table" in value)) return value;
  const entries = Object.entries(value.table as object).map(([name, inner]) => [name, theirs(inner)] as const);
  return { table: entries.sort(([one], [other]) => (one < other ? -1 : 1)) };
}

/** What our reader refuses of TOML, as it says: no option of this program has that. */
const NOT_OURS = /__proto__|deep|depth|integer|number|constructor|recurs|unsafe/i;

/** Escapes, inline tables over lines or with a last comma, times without seconds: Python 3.11 knows TOML 1.0. */
const OF_TOML_1_1 = /\\[ex]|\{[^}]*[\n#]|,\s*\}|\d\d:\d\d(?!:)/;

export const toml: Target = {
  ...config,
  name: "toml-beside",
  share: 0.2,
  missing: python.missing,
  check: async (input) => {
    const text = input.toString();
    // Some editors write a mark before the text, which Python does not pass over.
    const said = await ask("toml", Buffer.from(text.replace(/^\ufeff/, "")));
    let values: ReadonlyMap<string, unknown>;
    try {
      values = valuesIn(text);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      const why = JSON.stringify(error.problems[0]?.remedy);
      if (said.value && !NOT_OURS.test(why)) throw new Wrong("Python accepts", why);
      return `refused ${said.refused !== undefined}`;
    }
    if (!said.value && OF_TOML_1_1.test(text)) return "of TOML 1.1";
    if (!said.value) throw new Wrong("Python refuses", said.refused);
    // As valuesIn has it: the options of a section by its name and theirs.
    const flat = new Map<string, unknown>();
    for (const [name, raw] of Object.entries(said.value.table)) {
      const inner =
        typeof raw === "object" && raw !== null && "table" in raw ? Object.entries(raw.table as object) : undefined;
      if (inner) for (const [option, value] of inner) flat.set(`${name}.${option}`, value);
      else flat.set(name, raw);
    }
    const sorted = (pairs: Iterable<readonly [string, unknown]>): unknown =>
      [...pairs].sort(([one], [other]) => (one < other ? -1 : 1));
    same(
      "the values",
      sorted([...values].map(([key, value]) => [key, plain(value)] as const)),
      sorted([...flat].map(([key, value]) => [key, theirs(value)] as const)),
    );
    return `accepted ${Math.min(values.size, 5)}`;
  },
};

export const form: Target = {
  ...formTarget,
  name: "web-form-beside",
  share: 0.2,
  missing: python.missing,
  check: async (input) => {
    const read = unlessRefused([FormError], () => parseForm(input));
    if (!read) return "refused";
    const { fields = [] } = await ask("form", input);
    same(
      "the fields",
      read.fields,
      fields.map(([name, value]) => [name, value.replaceAll("\r\n", "\n")]),
    );
    return `${Math.min(read.fields.length, 5)}`;
  },
};

export const tar: Target = {
  name: "tar-beside",
  share: 0.2,
  seeds: tarSeeds,
  words: ["ustar\0", "00000000000\0", "0", "5", "/", "..", "\0"],
  missing: python.missing,
  check: async (input) => {
    const header = Buffer.concat([input.subarray(0, BLOCK), Buffer.alloc(Math.max(0, BLOCK - input.length))]);
    const entry = readHeader(header);
    if (entry === "end" || entry === "none") return entry;
    if (entry.bytes > 100_000) return "large";
    const content = Buffer.alloc(Math.ceil(entry.bytes / BLOCK) * BLOCK);
    const { entries = [], refused } = await ask("tar", Buffer.concat([header, content, Buffer.alloc(2 * BLOCK)]));
    const [first] = entries;
    // It reads numbers that nobody here looks at.
    if (!first && refused === "invalid header") return "another number";
    if (!first) throw new Wrong("Python finds nothing", refused);
    const [name, isFile, bytes] = first;
    // A name that ends with a slash is a folder there; in no manifest there is one.
    if (!isFile) return `no file ${entry.path.endsWith("/")}`;
    same("the size", bytes, entry.bytes);
    if (Buffer.from(entry.path).toString() === entry.path && !entry.path.includes("\ufffd"))
      same("the name", name, entry.path);
    return `${entry.path.includes("/")} ${Math.min(3, entry.bytes)}`;
  },
};
