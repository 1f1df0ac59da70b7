/** `backup` and `restore`, and what is said of the nightly backups. */
import type { backups as en } from "./en/backups.ts";
import { inLanguages, type Language } from "./language.ts";

export const backupMessages = inLanguages("backups");

/** As backup/backup-error.ts has it. Sizes are in bytes. */
export interface SaidProblem {
  readonly kind: keyof typeof en.problems;
  readonly path?: string;
  readonly needed?: number;
  readonly free?: number;
  readonly why?: string;
  readonly version?: string;
  readonly by?: "passphrase" | "identity";
  readonly user?: string;
  readonly isReadOnly?: boolean;
  readonly isService?: boolean;
}

/** A sentence, and what to do. */
export function backupProblemText(problem: SaidProblem, language: Language): readonly [string, string] {
  const { problems } = backupMessages[language];
  const { kind, path = "", needed = 0, free = 0, why = "", version = "", by = "passphrase" } = problem;
  switch (kind) {
    case "no-room":
      return problems["no-room"](path, needed, free);
    case "database-damaged":
    case "other":
      return problems[kind](why);
    case "newer":
      return problems.newer(version);
    case "not-writable": {
      const { user = "", isReadOnly = false, isService = false } = problem;
      const say = problems["not-writable"];
      return isReadOnly ? say[isService ? "service" : "readOnly"](path) : say.denied(path, user);
    }
    case "changed":
    case "damaged":
    case "hostile":
    case "no-folder":
      return problems[kind](path);
    case "encrypted":
      return problems.encrypted(by);
    case "not-a-backup":
    case "cut":
    case "runs":
    case "passphrase":
    case "identity":
      return problems[kind]();
  }
}
