/** Runs the steps in order, back and forth, and from where an earlier run stopped. */
import type { Answers } from "./answers.ts";
import { GoBack, type Prompts } from "./prompts.ts";
import { GoTo, type Step, type StepContext } from "./step.ts";

/** Runs `steps` and returns all answers. `save` is called with them after each step. Throws what a step throws. */
export async function runSteps(
  steps: readonly Step[],
  context: StepContext,
  save: (answers: Answers) => void,
): Promise<Answers> {
  let answers = context.answers;
  let index = 0;
  /** Steps that have asked something: GoBack returns to the last of them. */
  let asked: number[] = [];
  while (index < steps.length) {
    const step = steps[index];
    if (!step?.applies(answers)) {
      index += 1;
      continue;
    }
    const { prompts, answered } = counting(context.prompts);
    try {
      answers = { ...answers, ...(await step.run({ ...context, prompts, answers })) };
      if (answered() > 0) asked.push(index);
      index += 1;
    } catch (error) {
      if (error instanceof GoBack) {
        // From the second question of a step to its first; from the first to the step before.
        if (answered() === 0) index = asked.pop() ?? index;
      } else if (error instanceof GoTo) {
        answers = { ...answers, ...error.change };
        index = steps.findIndex(({ name }) => name === error.step);
      } else throw error;
      asked = asked.filter((each) => each < index);
    }
    save(answers);
  }
  return answers;
}

/** The same prompts, with a count of the answered questions. */
function counting(prompts: Prompts): { readonly prompts: Prompts; readonly answered: () => number } {
  let count = 0;
  const counted = <Answer>(answer: Answer): Answer => {
    count += 1;
    return answer;
  };
  return {
    prompts: {
      ...prompts,
      choose: async (question) => counted(await prompts.choose(question)),
      ask: async (question) => counted(await prompts.ask(question)),
      askSecret: async (question) => counted(await prompts.askSecret(question)),
    },
    answered: () => count,
  };
}
