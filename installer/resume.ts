/** What an interrupted setup has left: the person goes on from there, looks at the answers again, or starts anew. */
import type { SetupMessages } from "../src/messages/setup.ts";
import type { Answers, Progress } from "./answers.ts";
import { GoBack, type Prompts } from "./prompts.ts";
import { steps } from "./steps.ts";
import { numberOfStep } from "./wizard.ts";

export interface Resumption {
  /** Of the earlier run; where the person starts anew, only from where accounts would come. */
  readonly answers: Answers;
  /** Undefined where the steps are gone through from the first one on. */
  readonly progress: Progress | undefined;
}

/** Asks where there is something to go on with. Throws Leave. */
export async function askResumption(
  { answers, progress }: Resumption,
  prompts: Prompts,
  { resume: messages }: SetupMessages,
): Promise<Resumption> {
  const { domain, purpose } = answers;
  const isKnown = steps.some(({ name }, index) => index > 0 && name === progress?.step);
  if (prompts.isUnattended || !isKnown || !progress || !domain) return { answers, progress: undefined };
  const step = purpose === "local" ? undefined : numberOfStep(steps, progress.step);
  const choices = [
    { value: "on", label: messages.goOn(domain, step) },
    { value: "change", label: messages.change },
    { value: "anew", label: messages.anew },
  ] as const;
  const choice = await firstQuestion(() => prompts.choose({ message: messages.question, choices, initial: "on" }));
  // By now config.toml has a domain: without this, nobody would be asked whether accounts come from elsewhere.
  const { moveFrom } = answers;
  if (choice === "anew") return { answers: moveFrom ? { moveFrom } : {}, progress: undefined };
  return { answers, progress: choice === "on" ? progress : undefined };
}

/** There is nothing before it: Esc asks it again. */
async function firstQuestion<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (;;)
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof GoBack)) throw error;
    }
}
