/** Whether something printed is what a schema says. */
import type { Schema } from "./schema.ts";

/** Where it is not, and why: "users[0].jid: no text". A property that is not declared is a mistake, too. */
export function mistakesIn(schema: Schema, value: unknown, at = ""): readonly string[] {
  const wrong = (why: string): readonly string[] => [`${at || "all of it"}: ${why}`];
  switch (schema.kind) {
    case "any":
      return [];
    case "null":
      return value === null ? [] : wrong("not null");
    case "text":
      return typeof value === "string" ? [] : wrong("no text");
    case "boolean":
      return typeof value === "boolean" ? [] : wrong("neither true nor false");
    case "number":
      return typeof value === "number" ? [] : wrong("no number");
    case "integer":
      return Number.isSafeInteger(value) ? [] : wrong("no whole number");
    case "time":
      return typeof value === "string" && isTime(value) ? [] : wrong("no time");
    case "choice":
      return schema.of.some((one) => one === value) ? [] : wrong(`${JSON.stringify(value)} is none of ${schema.of}`);
    case "either": {
      const all = schema.of.map((one) => mistakesIn(one, value, at));
      // Those of the nearest form.
      return all.reduce((least, these) => (these.length < least.length ? these : least), all[0] ?? []);
    }
    case "list":
      if (!Array.isArray(value)) return wrong("no list");
      return value.flatMap((one, index) => mistakesIn(schema.of, one, `${at}[${index}]`));
    case "record":
    case "object":
      return mistakesOfObject(schema, value, at, wrong);
  }
}

function mistakesOfObject(
  schema: Extract<Schema, { readonly kind: "record" | "object" }>,
  value: unknown,
  at: string,
  wrong: (why: string) => readonly string[],
): readonly string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return wrong("no object");
  const inside = (name: string): string => (at === "" ? name : `${at}.${name}`);
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  if (schema.kind === "record") return entries.flatMap(([name, one]) => mistakesIn(schema.of, one, inside(name)));
  const missing = Object.entries(schema.of).filter(
    ([name, { isOptional }]) => !isOptional && !entries.some(([known]) => known === name),
  );
  return [
    ...missing.map(([name]) => `${inside(name)}: is missing`),
    ...entries.flatMap(([name, one]) => {
      const field = Object.hasOwn(schema.of, name) ? schema.of[name] : undefined;
      return field ? mistakesIn(field, one, inside(name)) : [`${inside(name)}: is not declared`];
    }),
  ];
}

const isTime = (value: string): boolean =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value) && !Number.isNaN(Date.parse(value));
