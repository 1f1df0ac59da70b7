/** The problems of a configuration: for each the key, the value, and what to write instead. */
import { type ConfigRemedy, configProblems, configRemedyText } from "../messages/config-problems.ts";
import type { Language } from "../messages/language.ts";

export interface ConfigProblem {
  /** "listen.client"; empty where the file as a whole cannot be read. */
  readonly key: string;
  /** As it was written; undefined where something is missing. */
  readonly value: unknown;
  /** What is expected, or what to write instead. */
  readonly remedy: ConfigRemedy;
  /** In config.toml, from 1; undefined for what came by `--set` or is missing. */
  readonly line?: number | undefined;
}

/** All problems of a configuration together. */
export class ConfigError extends Error {
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    super(problems.map((each) => describeProblem(each, "en")).join("\n"));
    this.name = "ConfigError";
    this.problems = problems;
  }
}

/** One line: `listen.client = "x" (line 4): write ADDRESS:PORT or off`. */
export function describeProblem({ key, value, remedy, line }: ConfigProblem, language: Language): string {
  const what = key === "" ? "config.toml" : value === undefined ? key : `${key} = ${printed(value)}`;
  return configProblems[language].line(what, line, configRemedyText(remedy, language));
}

function printed(value: unknown): string {
  const text = typeof value === "bigint" ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
