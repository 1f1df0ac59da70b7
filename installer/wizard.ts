/** Runs the steps in order, back and forth, and from where an earlier run stopped. */
import type { Answers, Progress } from "./answers.ts";
import { GoBack, type Prompts } from "./prompts.ts";
import { GoTo, type Step, type StepContext } from "./step.ts";

/**
 * Runs `steps`, from where an earlier run had come to if it is told, and returns all answers. `save` is called with them
 * after each step. Throws what a step throws.
 */
export async function runSteps(
  steps: readonly Step[],
  context: StepContext,
  save: (answers: Answers, progress: Progress) => void,
  earlier?: Progress,
): Promise<Answers> {
  const indexOf = (name: string): number => steps.findIndex((step) => step.name === name);
  let answers = context.answers;
  let index = 0;
  const first = Math.max(0, earlier ? indexOf(earlier.step) : 0);
  /** Steps that have asked something: GoBack returns to the last of them. */
  let asked = (earlier?.asked ?? []).map(indexOf).filter((each) => each >= 0 && each < first);
  let isResuming = first > 0;
  while (index < steps.length) {
    if (index >= first) isResuming = false;
    const step = steps[index];
    if (!step?.applies(answers) || (isResuming && !step.isRepeated)) {
      index += 1;
      continue;
    }
    const { prompts, answered } = counting(context.prompts);
    prompts.startStep(step.number !== undefined);
    try {
      answers = { ...answers, ...(await step.run({ ...context, prompts, answers })) };
      if (answered() > 0) asked = [...asked.filter((each) => each < index), index];
      index += 1;
    } catch (error) {
      isResuming = false;
      if (error instanceof GoBack) {
        // From the second question of a step to its first; from the first to the step before.
        if (answered() === 0) index = asked.findLast((each) => each < index) ?? index;
      } else if (error instanceof GoTo) {
        answers = { ...answers, ...error.change };
        index = indexOf(error.step);
      } else throw error;
      asked = asked.filter((each) => each < index);
    }
    const names = (indexes: readonly number[]): string[] => indexes.map((each) => steps[each]?.name ?? "");
    save(answers, { step: steps[Math.max(index, isResuming ? first : 0)]?.name ?? "", asked: names(asked) });
  }
  return answers;
}

/** The number of the step with this name; where it has none, of the next one that has, else of the last. */
export function numberOfStep(steps: readonly Step[], name: string): number | undefined {
  const numbers = steps.slice(steps.findIndex((step) => step.name === name)).map(({ number }) => number);
  return numbers.find((number) => number !== undefined) ?? steps.findLast(({ number }) => number !== undefined)?.number;
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
      watch: async (list) => {
        const end = await prompts.watch(list);
        return end.key === "done" ? end : counted(end);
      },
      askSecret: async (question) => counted(await prompts.askSecret(question)),
    },
    answered: () => count,
  };
}
