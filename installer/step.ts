/** What a step of the wizard is, and what it may touch. */
import type { Language } from "../src/messages/language.ts";
import type { SetupMessages } from "../src/messages/setup.ts";
import type { Answers } from "./answers.ts";
import type { Environment } from "./environment.ts";
import type { Prompts } from "./prompts.ts";

export interface StepContext {
  /** All that is known so far. */
  readonly answers: Answers;
  readonly prompts: Prompts;
  readonly environment: Environment;
  readonly messages: SetupMessages;
  readonly language: Language;
}

/** Returns what is known afterwards, beyond what was. Throws GoBack, Leave, or SetupError where nothing can go on. */
export interface Step {
  readonly name: string;
  readonly applies: (answers: Answers) => boolean;
  readonly run: (context: StepContext) => Promise<Answers>;
}

/** Setup cannot go on; the message is for the person, the code after sysexits(3). */
export class SetupError extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode: number) {
    super(message);
    this.name = "SetupError";
    this.exitCode = exitCode;
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
  if (value === undefined || value === null) throw new Error(`the step before has not given ${key}`);
  return value;
}
