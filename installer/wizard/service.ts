/** Step: what runs the server from now on. */
import type { SetupMessages } from "../../src/messages/setup.ts";
import type { Running } from "../answers.ts";
import { ServiceError, serviceProblemText } from "../service/error.ts";
import { type Scene, SetupError, type Step } from "../step.ts";

const WITHOUT_SERVICE: readonly Running[] = ["foreground", "later"];

/** What can be offered here: a service needs systemd, the administrator and the compiled program. */
export function waysHere({ machine, executable }: Scene["world"]): readonly Running[] {
  const canInstall = machine.hasSystemd && machine.isAdministrator && executable !== undefined;
  return canInstall ? ["service", ...WITHOUT_SERVICE] : WITHOUT_SERVICE;
}

/** A service that a flag asked for cannot be: setup ends, and says why. */
export const refusal = ({ problem, exitCode }: ServiceError, words: SetupMessages): SetupError =>
  new SetupError(serviceProblemText(problem, words.service), exitCode);

async function installed({ prompts, world, words }: Scene): Promise<boolean> {
  const waiting = { message: words.service.installing, whenLong: words.waitLong };
  try {
    await prompts.waitFor(waiting, () =>
      Promise.resolve(world.installService({ home: world.home, executable: world.executable })),
    );
    return true;
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    if (prompts.isAlone) throw refusal(error, words);
    prompts.show(words.service.failed, [{ mark: "wrong", text: serviceProblemText(error.problem, words.service) }]);
    return false;
  }
}

export const service: Step = {
  name: "service",
  applies: () => true,
  play: async (scene) => {
    const { answers, prompts, world, words } = scene;
    const isRunning = (await world.servedNow()) !== undefined;
    const ways = answers.purpose === "here" ? WITHOUT_SERVICE : waysHere(world);
    if (isRunning && !ways.includes("service") && !world.wantsService) return { running: "already" };
    const offered = isRunning ? (["service", "already"] as const) : ways;
    for (;;) {
      const way = await prompts.choose({
        message: ways.includes("service") ? words.service.question : words.service.questionHere,
        choices: offered.map((value) => ({ value, label: words.service.ways[value] })),
        initial: offered[0] ?? "later",
        alone: world.wantsService ? "service" : isRunning ? "already" : "later",
      });
      if (way !== "service") return { running: way };
      if (await installed(scene)) return { running: way };
    }
  },
};
