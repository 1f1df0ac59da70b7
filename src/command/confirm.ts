/** Asks a person whether something irrevocable is meant. */
import { confirmationMessages } from "../messages/confirmation.ts";
import { EXIT } from "./exit.ts";
import { CommandError } from "./failure.ts";
import type { Call } from "./verb.ts";
import { VerbError } from "./verb-error.ts";

export interface ConfirmationTexts {
  readonly question: string;
  /** What is lost: said where nobody can be asked. */
  readonly irrevocable: string;
  readonly notDone: string;
  /** Enter alone says yes: it is what the person has come for. */
  readonly isUsual?: boolean;
}

/** Rejects with CommandError where the terminal is not interactive, or the person says no. */
export async function requireConfirmation(
  { terminal: { isInteractive }, language }: Pick<Call, "terminal" | "language">,
  { question, irrevocable, notDone, isUsual = false }: ConfirmationTexts,
): Promise<void> {
  if (!isInteractive) throw new VerbError(EXIT.usage, "not-confirmed", { lost: irrevocable });
  const { yes, no } = confirmationMessages[language];
  const { confirm } = await import("@clack/prompts");
  const answer = await confirm({ message: question, active: yes, inactive: no, initialValue: isUsual });
  if (answer !== true) throw new CommandError(EXIT.failed, notDone);
}
