/** Step: what runs the server from now on. */
import type { Running } from "../answers.ts";
import type { Messages } from "../language.ts";
import { ServiceError } from "../service/error.ts";
import { type Scene, SetupError, type Step } from "../step.ts";

/** What can be offered here: a service needs systemd, the administrator and the compiled program. */
export function waysHere({ machine, executable }: Scene["world"]): readonly Running[] {
  const canInstall = machine.hasSystemd && machine.isAdministrator && executable !== undefined;
  return canInstall ? ["service", "foreground", "later"] : ["foreground", "later"];
}

/** A service that a flag asked for cannot be: setup ends, and says why. */
export const refusal = ({ problem, exitCode }: ServiceError, words: Messages): SetupError =>
  new SetupError(words.service.problem(problem), exitCode);

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
    prompts.show(words.service.failed, [{ mark: "wrong", text: words.service.problem(error.problem) }]);
    return false;
  }
}

export const service: Step = {
  name: "service",
  applies: () => true,
  play: async (scene) => {
    const { answers, prompts, world, words } = scene;
    const ways: readonly Running[] = answers.purpose === "here" ? (["foreground", "later"] as const) : waysHere(world);
    for (;;) {
      const way = await prompts.choose({
        message: ways.includes("service") ? words.service.question : words.service.questionHere,
        choices: ways.map((value) => ({ value, label: words.service.ways[value] })),
        initial: ways[0] ?? "later",
        alone: world.wantsService ? "service" : "later",
      });
      if (way !== "service") return { running: way };
      if (await installed(scene)) return { running: way };
    }
  },
};
