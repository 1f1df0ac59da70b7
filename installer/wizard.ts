/** The steps in their order: forwards, backwards, and from where an earlier run was left. */
import type { Answers } from "./answers.ts";
import { GoBack } from "./prompts.ts";
import { GoTo, type Scene, type Step } from "./step.ts";

/** Plays `steps` and returns all answers. `keep` is called with them after each step. Throws what a step throws. */
export async function playSteps(
  steps: readonly Step[],
  scene: Scene,
  keep: (answers: Answers) => void,
): Promise<Answers> {
  let answers = scene.answers;
  let index = 0;
  while (index < steps.length) {
    const step = steps[index];
    if (!step?.applies(answers)) {
      index += 1;
      continue;
    }
    try {
      answers = { ...answers, ...(await step.play({ ...scene, answers })) };
      index += 1;
    } catch (error) {
      if (error instanceof GoBack) {
        index = stepBefore(steps, index, answers);
      } else if (error instanceof GoTo) {
        answers = { ...answers, ...error.change };
        index = steps.findIndex(({ name }) => name === error.step);
      } else throw error;
    }
    keep(answers);
  }
  return answers;
}

/** The nearest one before that has something to ask; the first step has none and is played again. */
function stepBefore(steps: readonly Step[], index: number, answers: Answers): number {
  const before = steps.slice(0, index).findLastIndex((step) => step.applies(answers) && !step.isSilent);
  return Math.max(before, 0);
}
