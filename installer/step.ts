/** A step of the wizard, and what it is given. */
import type { Language } from "../src/messages/language.ts";
import type { SetupMessages } from "../src/messages/setup.ts";
import type { Answers } from "./answers.ts";
import type { Environment } from "./environment.ts";
import type { Prompts } from "./prompts.ts";

export interface StepContext {
  /** Those given so far. */
  readonly answers: Answers;
  readonly prompts: Prompts;
  readonly environment: Environment;
  readonly messages: SetupMessages;
  readonly language: Language;
}

/** `run` returns the new answers. Throws GoBack, Leave, or SetupError where setup cannot go on. */
export interface Step {
  readonly name: string;
  /** "2 of 5" */
  readonly number?: number;
  /** Also run where setup goes on from a later step: what it has found may have changed. */
  readonly isRepeated?: boolean;
  readonly applies: (answers: Answers) => boolean;
  readonly run: (context: StepContext) => Promise<Answers>;
}

/** Setup cannot go on; the message is for the person, the exit code after sysexits(3). */
export class SetupError extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode: number) {
    super(message);
    this.name = "SetupError";
    this.exitCode = exitCode;
  }
}

/** The person has a backup of this server: the home is put in place from it, and the steps begin anew. */
export class BeginFromBackup extends Error {
  /** Absolute. */
  readonly path: string;

  constructor(path: string) {
    super(path);
    this.path = path;
  }
}

/** The person wants to answer an earlier step again. */
export class GoTo extends Error {
  readonly step: string;
  readonly change: Answers;

  constructor(step: string, change: Answers) {
    super(step);
    this.step = step;
    this.change = change;
  }
}

/** An answer that an earlier step has given. */
export function given<Key extends keyof Answers>(answers: Answers, key: Key): NonNullable<Answers[Key]> {
  const value = answers[key];
  if (value === undefined || value === null) throw new Error(`an earlier step should have given ${key}`);
  return value;
}
