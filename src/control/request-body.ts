/** The fields of a request's body, checked. */
import { OperationError } from "../operation-error.ts";

/** These texts, by their names. Throws OperationError malformed-request where one is missing. */
export function textsIn<Name extends string>(body: unknown, ...names: readonly Name[]): Record<Name, string> {
  const found = names.map((name) => {
    const value = optionalTextIn(body, name);
    if (value === undefined) throw malformed(name);
    return [name, value] as const;
  });
  return Object.fromEntries(found) as Record<Name, string>;
}

export function optionalTextIn(body: unknown, name: string): string | undefined {
  const value = fieldIn(body, name);
  return typeof value === "string" ? value : undefined;
}

/** Undefined for what is no number. */
export function optionalNumberIn(body: unknown, name: string): number | undefined {
  const value = fieldIn(body, name);
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

export const isTrueIn = (body: unknown, name: string): boolean => fieldIn(body, name) === true;

/** Throws OperationError malformed-request. */
export function listIn(body: unknown, name: string): readonly unknown[] {
  const value = fieldIn(body, name);
  if (!Array.isArray(value)) throw malformed(name);
  return value;
}

/** Throws OperationError malformed-request where it is not a list of texts. */
export function textListIn(body: unknown, name: string): readonly string[] {
  const values = listIn(body, name);
  if (!values.every((value) => typeof value === "string")) throw malformed(name);
  return values;
}

export const malformed = (field: string): OperationError => new OperationError("malformed-request", { field });

/** Undefined where the body is no object, or has no such field. */
export const fieldIn = (body: unknown, name: string): unknown =>
  typeof body === "object" && body !== null ? (body as Record<string, unknown>)[name] : undefined;
