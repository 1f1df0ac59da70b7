/** Step: what runs the server from now on. */
import type { SetupMessages } from "../../src/messages/setup.ts";
import type { StartMode } from "../answers.ts";
import { ServiceError, serviceProblemText } from "../service/error.ts";
import { SetupError, type Step, type StepContext } from "../step.ts";

const UNSUPERVISED: readonly StartMode[] = ["foreground", "later"];

/** What can be offered here: a service needs systemd, the administrator and the compiled program. */
export function startModes({ machine, executable }: StepContext["environment"]): readonly StartMode[] {
  const canInstall = machine.hasSystemd && machine.isAdministrator && executable !== undefined;
  return canInstall ? ["service", ...UNSUPERVISED] : UNSUPERVISED;
}

/** A service that a flag asked for cannot be: setup ends, and says why. */
export const serviceRefusal = ({ problem, exitCode }: ServiceError, messages: SetupMessages): SetupError =>
  new SetupError(serviceProblemText(problem, messages.service), exitCode);

async function tryInstall({ prompts, environment, messages }: StepContext): Promise<boolean> {
  const waiting = { message: messages.service.installing, whenLong: messages.waitLong };
  try {
    await prompts.waitFor(waiting, () =>
      Promise.resolve(environment.installService({ home: environment.home, executable: environment.executable })),
    );
    return true;
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    if (prompts.isUnattended) throw serviceRefusal(error, messages);
    prompts.show(messages.service.failed, [
      { mark: "wrong", text: serviceProblemText(error.problem, messages.service) },
    ]);
    return false;
  }
}

export const service: Step = {
  name: "service",
  applies: () => true,
  run: async (context) => {
    const { answers, prompts, environment, messages } = context;
    const isRunning = (await environment.runningDomains()) !== undefined;
    const ways = answers.purpose === "local" ? UNSUPERVISED : startModes(environment);
    if (isRunning && !ways.includes("service") && !environment.wantsService) return { startMode: "already" };
    const offered = isRunning ? (["service", "already"] as const) : ways;
    for (;;) {
      const way = await prompts.choose({
        message: ways.includes("service") ? messages.service.question : messages.service.questionLocal,
        choices: offered.map((value) => ({ value, label: messages.service.ways[value] })),
        initial: offered[0] ?? "later",
        unattended: environment.wantsService ? "service" : isRunning ? "already" : "later",
      });
      if (way !== "service") return { startMode: way };
      if (await tryInstall(context)) return { startMode: way };
    }
  },
};
