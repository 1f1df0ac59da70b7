/** Values as --json prints them. */
import { mistakesIn } from "./mistakes.ts";
import type { Schema, SchemaOf } from "./schema.ts";

/** The names of the properties that no schema declares: `never` where there are none. */
type Undeclared<Value, Known> = Value extends string | number | boolean | null | undefined
  ? never
  : unknown extends Known
    ? never
    : Value extends readonly (infer One)[]
      ? Undeclared<One, Known extends readonly (infer Each)[] ? Each : never>
      : {
          [Name in keyof Value]-?: Name extends NamesOf<Known> ? Undeclared<Value[Name], At<Known, Name>> : Name;
        }[keyof Value];
type NamesOf<T> = T extends unknown ? keyof T : never;
type At<T, Name extends PropertyKey> = T extends unknown ? (Name extends keyof T ? T[Name] : never) : never;

/** `Value` where it has nothing but what a schema of T declares; else what keeps it from compiling, and names it. */
export type Declared<T, Value> = [Undeclared<Value, T>] extends [never]
  ? Value
  : { readonly undeclared: Undeclared<Value, T> };

/** Over several lines, for one answer. */
export const printJson = <T, Value extends T>(schema: SchemaOf<T>, value: Declared<T, Value> & Value): string =>
  JSON.stringify(printable(schema, value), null, 2);

/** In one line, for one answer of many. */
export const printJsonLine = <T, Value extends T>(schema: SchemaOf<T>, value: Declared<T, Value> & Value): string =>
  JSON.stringify(printable(schema, value));

/** Times are written as in ISO 8601; null for those that no calendar has. */
function printable(schema: Schema, value: unknown): unknown {
  if (schema.kind === "time" && typeof value === "number") return new Date(value).toJSON();
  if (schema.kind === "either") {
    const forms = schema.of.map((one) => [one, printable(one, value)] as const);
    const [, fitting = value] = forms.find(([one, form]) => mistakesIn(one, form).length === 0) ?? [];
    return fitting;
  }
  if (schema.kind === "list" && Array.isArray(value)) return value.map((one) => printable(schema.of, one));
  if ((schema.kind !== "object" && schema.kind !== "record") || typeof value !== "object" || value === null)
    return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => {
      const field = schema.kind === "record" ? schema.of : Object.hasOwn(schema.of, name) && schema.of[name];
      return [name, field ? printable(field, one) : one];
    }),
  );
}
