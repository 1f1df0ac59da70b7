/** Asks a person whether something irrevocable is meant. */
import { EXIT } from "./exit.ts";
import { CommandError } from "./failure.ts";
import type { Terminal } from "./terminal.ts";

export interface ConfirmationTexts {
  readonly question: string;
  /** What is lost: said where nobody can be asked. */
  readonly irrevocable: string;
  readonly notDone: string;
}

/** Rejects with CommandError where the terminal is not interactive, or the person says no. */
export async function requireConfirmation(
  { isInteractive }: Pick<Terminal, "isInteractive">,
  { question, irrevocable, notDone }: ConfirmationTexts,
): Promise<void> {
  if (!isInteractive) throw new CommandError(EXIT.usage, "missing: --yes", irrevocable);
  const { confirm } = await import("@clack/prompts");
  const answer = await confirm({ message: question, initialValue: false });
  if (answer !== true) throw new CommandError(EXIT.failed, notDone);
}
