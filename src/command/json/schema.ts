/** What a verb prints with --json, as a value: its TypeScript type, JSON Schema and docs/json.md follow from it. */

interface Facts {
  /** A sentence for people who write programs; none where the name says it. */
  readonly meaning?: string | undefined;
  /** Of a property: it may be missing. */
  readonly isOptional?: true;
  /** It has a section of its own in docs/json.md, and a definition in JSON Schema. */
  readonly part?: string | undefined;
}

export type Schema = Facts &
  (
    | { readonly kind: "text" | "number" | "integer" | "boolean" | "null" | "any" }
    /** Milliseconds since 1970, printed as in ISO 8601. */
    | { readonly kind: "time" }
    | { readonly kind: "choice"; readonly of: readonly (string | boolean)[] }
    | { readonly kind: "list"; readonly of: Schema }
    | { readonly kind: "record"; readonly of: Schema }
    | { readonly kind: "object"; readonly of: Fields }
    | { readonly kind: "either"; readonly of: readonly Schema[] }
  );

export type Fields = Readonly<Record<string, Schema>>;

declare const GIVEN: unique symbol;
/** The schema of a T, which is as it is printed, but for times, which are numbers. */
export type SchemaOf<T> = Schema & { readonly [GIVEN]?: T };

/** What printJson takes. */
export type Given<S extends Schema> = S extends { readonly [GIVEN]?: infer T } ? T : never;

interface Optional {
  readonly isOptional: true;
}
type OptionalName<F extends Fields> = {
  [Name in keyof F]: F[Name] extends Optional ? Name : never;
}[keyof F];

export type GivenFields<F extends Fields> = {
  readonly [Name in Exclude<keyof F, OptionalName<F>>]: Given<F[Name]>;
} & { readonly [Name in OptionalName<F>]?: Given<F[Name]> | undefined };

export const text = (meaning?: string): SchemaOf<string> => ({ kind: "text", meaning });
export const number = (meaning?: string): SchemaOf<number> => ({ kind: "number", meaning });
export const integer = (meaning?: string): SchemaOf<number> => ({ kind: "integer", meaning });
export const boolean = (meaning?: string): SchemaOf<boolean> => ({ kind: "boolean", meaning });
/** Given in milliseconds since 1970. */
export const time = (meaning?: string): SchemaOf<number> => ({ kind: "time", meaning });
/** What has no form of its own. */
export const anything = (meaning?: string): SchemaOf<unknown> => ({ kind: "any", meaning });

/** One of these words. */
export const choice = <const Choice extends string | boolean>(
  of: readonly Choice[],
  meaning?: string,
): SchemaOf<Choice> => ({ kind: "choice", of, meaning });

export const list = <T>(of: SchemaOf<T>, meaning?: string): SchemaOf<readonly T[]> => ({ kind: "list", of, meaning });

/** By names that are not known beforehand. */
export const record = <T>(of: SchemaOf<T>, meaning?: string): SchemaOf<Readonly<Record<string, T>>> => ({
  kind: "record",
  of,
  meaning,
});

export const object = <F extends Fields>(of: F, meaning?: string): SchemaOf<GivenFields<F>> => ({
  kind: "object",
  of,
  meaning,
});

/** The first form that fits. */
export const either = <const All extends readonly Schema[]>(
  of: All,
  meaning?: string,
): SchemaOf<Given<All[number]>> => ({ kind: "either", of, meaning });

export const nullable = <T>(one: SchemaOf<T>): SchemaOf<T | null> => ({
  kind: "either",
  of: [one, { kind: "null" }],
  meaning: one.meaning,
});

/** A property that may be missing. */
export const optional = <T>(one: SchemaOf<T>): SchemaOf<T> & Optional => ({ ...one, isOptional: true });

/** The same properties, any of which may be missing. */
export const partial = <F extends Fields>(of: F): SchemaOf<Partial<GivenFields<F>>> => ({
  kind: "object",
  of: Object.fromEntries(Object.entries(of).map(([name, one]) => [name, optional(one)])),
});

/** `name` as that of a type: "Finding". */
export const part = <T>(name: string, one: SchemaOf<T>): SchemaOf<T> => ({ ...one, part: name });

/** The same schema where something else is said of it. */
export const meaning = <T>(one: SchemaOf<T>, sentence: string): SchemaOf<T> => ({ ...one, meaning: sentence });
