/** Step of a move: the person agrees that the old server is stopped. */
import { isRunning } from "../former/service.ts";
import { Leave } from "../prompts.ts";
import type { Step } from "../step.ts";
import { required } from "./move-trial.ts";
import { nameOf } from "./origin.ts";

export const moveAgreed: Step = {
  name: "moveAgreed",
  // It may run again: by itself, as the machine has started, or since an import has failed.
  isRepeated: true,
  applies: ({ moveFrom }) => Boolean(moveFrom),
  run: async (context) => {
    const { answers, prompts, environment, messages } = context;
    const server = required(context);
    const name = nameOf(server, messages);
    const isOn = server.service !== undefined && isRunning(server.service, environment.machine);
    // After a kill, it is off because of the move.
    if (!isOn && (answers.isMoved || answers.isOldRunning)) return {};
    const choice = await prompts.choose({
      message: isOn ? messages.move.stopQuestion(name) : messages.move.moveQuestion,
      choices: [
        { value: "now", label: isOn ? messages.move.stopNow(name) : messages.move.moveNow },
        { value: "later", label: messages.move.later(name) },
      ],
      initial: "now",
    });
    if (choice === "later") throw new Leave();
    return { isOldRunning: isOn };
  },
};
