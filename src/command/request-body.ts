/** What a question over the control socket brings, looked at before it is believed. */
import { EXIT } from "./exit.ts";
import { CommandError } from "./failure.ts";

/** These texts, by their names. Throws CommandError where one is missing. */
export function textsIn<Name extends string>(body: unknown, ...names: readonly Name[]): Record<Name, string> {
  const found = names.map((name) => {
    const value = isRecord(body) ? body[name] : undefined;
    if (typeof value !== "string") throw malformed(name);
    return [name, value] as const;
  });
  return Object.fromEntries(found) as Record<Name, string>;
}

/** A text that may be missing. */
export function textIn(body: unknown, name: string): string | undefined {
  const value = isRecord(body) ? body[name] : undefined;
  return typeof value === "string" ? value : undefined;
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

export const malformed = (name: string): CommandError => new CommandError(EXIT.usage, `the request lacks "${name}"`);
