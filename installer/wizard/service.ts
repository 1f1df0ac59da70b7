/** Step: how the server is started. */
import type { SetupMessages } from "../../src/messages/setup.ts";
import type { StartMode } from "../answers.ts";
import { ServiceError, serviceProblemText } from "../service/error.ts";
import { readsShadow } from "../service/systemd.ts";
import { SetupError, type Step, type StepContext } from "../step.ts";
import { blockedPorts, portLines } from "./ports.ts";

/** sysexits(3). */
const EX_UNAVAILABLE = 69;

const UNSUPERVISED: readonly StartMode[] = ["foreground", "later"];

/** Those that are possible: a service needs systemd, the administrator and the compiled program. */
function startModes({ machine, executable }: StepContext["environment"]): readonly StartMode[] {
  const canInstall = machine.hasSystemd && machine.isAdministrator && executable !== undefined;
  return canInstall ? ["service", ...UNSUPERVISED] : UNSUPERVISED;
}

/** The service requested by a flag is not possible: setup ends with the reason. */
export const serviceRefusal = ({ problem, exitCode }: ServiceError, messages: SetupMessages): SetupError =>
  new SetupError(serviceProblemText(problem, messages.service), exitCode);

async function tryInstall({ prompts, environment, messages }: StepContext): Promise<boolean> {
  const progress = { message: messages.service.installing, whenLong: messages.slow };
  try {
    const member = await prompts.waitFor(progress, () =>
      Promise.resolve(
        environment.installService({
          home: environment.home,
          executable: environment.executable,
          readsShadow: readsShadow(environment.machine, environment.accounts.source),
        }),
      ),
    );
    if (member !== undefined) prompts.show(messages.service.joined(member), []);
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

const isStart = (mode: StartMode): boolean => mode === "service" || mode === "foreground";

/** Whether the server could not have a port without which it does not start: said before it is tried. */
async function isBlocked(
  { answers, prompts, environment, messages }: StepContext,
  isService: boolean,
): Promise<boolean> {
  const blocked = await blockedPorts(environment, answers, { isService });
  if (blocked.length === 0) return false;
  const lines = portLines(blocked, messages);
  if (prompts.isUnattended) throw new SetupError(lines.map(({ text }) => text.trim()).join("\n"), EX_UNAVAILABLE);
  prompts.show(messages.service.blocked, lines);
  return true;
}

export const service: Step = {
  name: "service",
  applies: () => true,
  run: async (context) => {
    const { answers, prompts, environment, messages } = context;
    const isRunning = (await environment.runningDomains()) !== undefined;
    const modes = answers.purpose === "local" ? UNSUPERVISED : startModes(environment);
    if (isRunning && !modes.includes("service") && !environment.wantsService) return { startMode: "already" };
    const offered = isRunning ? (["service", "already"] as const) : modes;
    for (;;) {
      const mode = await prompts.choose({
        message: modes.includes("service") ? messages.service.question : messages.service.questionLocal,
        choices: offered.map((value) => ({ value, label: messages.service.modes[value] })),
        initial: offered[0] ?? "later",
        unattended: environment.wantsService ? "service" : isRunning ? "already" : "later",
      });
      if (isStart(mode) && !isRunning && (await isBlocked(context, mode === "service"))) continue;
      if (mode !== "service") return { startMode: mode };
      if (await tryInstall(context)) return { startMode: mode };
    }
  },
};
