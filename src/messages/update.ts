/** `update`. */
import type { update as en } from "./en/update.ts";
import { inLanguages, type Language } from "./language.ts";

export const updateMessages = inLanguages("update");

/** As release/release-error.ts has it. Sizes are in bytes, times in milliseconds since 1970. */
export type SaidReleaseProblem = {
  readonly [Kind in keyof typeof en.problems]: { readonly kind: Kind } & SaidDetails[Kind];
}[keyof typeof en.problems];

interface SaidDetails {
  readonly "no-keys": object;
  readonly "not-signed": object;
  readonly malformed: { readonly why: string };
  readonly format: object;
  readonly expired: { readonly expires: number };
  readonly future: { readonly released: number; readonly now: number };
  readonly downgrade: { readonly version: string; readonly current: string };
  readonly "no-target": { readonly target: string; readonly version: string };
  readonly "no-place": { readonly given: string };
  readonly unreachable: { readonly where: string; readonly why: string };
  readonly answer: { readonly where: string; readonly status: number };
  readonly cut: { readonly file: string; readonly bytes: number; readonly of: number };
  readonly "no-room": { readonly path: string; readonly needed: number; readonly free: number };
  readonly "wrong-bytes": { readonly file: string };
}

/** A sentence, and what to do. */
export function releaseProblemText(
  problem: SaidReleaseProblem,
  language: Language,
): readonly [sentence: string, remedy?: string | undefined] {
  const { problems } = updateMessages[language];
  switch (problem.kind) {
    case "malformed":
      return problems.malformed(problem.why);
    case "expired":
      return problems.expired(problem.expires);
    case "future":
      return problems.future(problem.released, problem.now);
    case "downgrade":
      return problems.downgrade(problem.version, problem.current);
    case "no-target":
      return problems["no-target"](problem.target, problem.version);
    case "no-place":
      return problems["no-place"](problem.given);
    case "unreachable":
      return problems.unreachable(problem.where, problem.why);
    case "answer":
      return problems.answer(problem.where, problem.status);
    case "cut":
      return problems.cut(problem.file, problem.bytes, problem.of);
    case "no-room":
      return problems["no-room"](problem.path, problem.needed, problem.free);
    case "wrong-bytes":
      return problems["wrong-bytes"](problem.file);
    case "no-keys":
    case "not-signed":
    case "format":
      return problems[problem.kind]();
  }
}
