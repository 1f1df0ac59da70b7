/** Check: can config.toml be read, and is it right? */
import { type ConfigProblem, describeProblem } from "../config/error.ts";
import { defineCheck, said } from "./check.ts";

interface Details {
  readonly "config-missing": { readonly path: string };
  readonly "config-unreadable": { readonly path: string; readonly why: string };
  readonly "config-wrong": { readonly problem: ConfigProblem };
  /** What is right, and could be better. */
  readonly "config-hint": { readonly problem: ConfigProblem };
}

/** What follows from these is noticed by people. */
const GRAVE = /^(dns\.token_file|certificate\.)/;

export const configurationCheck = defineCheck<Details>({
  look: ({ health }) => {
    const { config } = health ?? {};
    if (!config) return [];
    const { path, state, why = "", problems, hints } = config;
    if (state === "missing") return [{ kind: "config-missing", severity: "bad", details: { path } }];
    if (state === "unreadable") return [{ kind: "config-unreadable", severity: "bad", details: { path, why } }];
    return [
      ...problems.map((problem) => ({ kind: "config-wrong", severity: "bad", details: { problem } }) as const),
      ...hints.map((problem) => {
        const severity = GRAVE.test(problem.key) ? "warning" : "notice";
        return { kind: "config-hint", severity, details: { problem } } as const;
      }),
    ];
  },
  say: {
    "config-missing": ({ path }, { health }) => said(health["config-missing"](path)),
    "config-unreadable": ({ path, why }, { health }) => said(health["config-unreadable"](path, why)),
    "config-wrong": ({ problem }, { health, language }) =>
      said(health["config-wrong"](`${describeProblem(problem, language)}.`)),
    "config-hint": ({ problem }, { health, language }) =>
      said(health["config-hint"](`${describeProblem(problem, language)}.`)),
  },
});
