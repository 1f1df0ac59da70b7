/** Step of a move: the old server is stopped, and its data come here. Where that fails, it runs again. */
import { bring } from "../former/bring.ts";
import type { FormerServer, OldService } from "../former/server.ts";
import { isRunning } from "../former/service.ts";
import { Leave, type Line, plain, WATCH_MS } from "../prompts.ts";
import { given, SetupError, type Step, type StepContext } from "../step.ts";
import { backupFile, required, requireStopped, sourcePath } from "./move-trial.ts";
import { nameOf } from "./origin.ts";

/** sysexits(3). */
const EX_UNAVAILABLE = 69;

export const move: Step = {
  name: "move",
  // What has been stopped may run again, and has got messages meanwhile.
  isRepeated: true,
  applies: ({ moveFrom }) => Boolean(moveFrom),
  run: async (context) => {
    const { answers, prompts, environment, messages } = context;
    const server = required(context);
    const { service } = server;
    const isOn = service !== undefined && isRunning(service, environment.machine);
    if (!isOn && answers.isMoved) return {};
    await requireStopped(context);
    const path = sourcePath(server, context);
    if (isOn) await stop(server, service, context);
    try {
      const brought = await bring({ path, isTrial: false }, context);
      prompts.show(messages.move.movedHeading, plain(...brought.lines));
      const jid = `${given(answers, "admin")}@${given(answers, "domain")}`;
      await environment.accounts.appoint(jid);
      prompts.show(messages.move.administers(jid), []);
    } catch (error) {
      const again = startAgain(server, context);
      if (!(error instanceof Error)) throw error;
      if (error instanceof Leave) {
        prompts.show(messages.move.notMoved, again);
        throw error;
      }
      const exitCode = error instanceof SetupError ? error.exitCode : EX_UNAVAILABLE;
      throw new SetupError([error.message, ...again.map(({ text }) => text)].join("\n"), exitCode);
    }
    if (path === backupFile(server)) environment.former.remove(path);
    return { isMoved: true };
  },
};

/** Resolves when the service does not run. Throws SetupError where a script cannot have that, or its manager refuses. */
async function stop(server: FormerServer, service: OldService, context: StepContext): Promise<void> {
  const { prompts, environment, messages } = context;
  const { machine } = environment;
  const name = nameOf(server, messages);
  const command = service.stop.join(" ");
  if (machine.isAdministrator) {
    const progress = { message: messages.move.stopping(name), whenLong: messages.slow };
    const { code, output } = await prompts.waitFor(progress, async () => machine.run(...service.stop));
    if (code !== 0 || isRunning(service, machine))
      throw new SetupError(messages.move.commandFailed(command, output), EX_UNAVAILABLE);
    prompts.show(messages.move.stopped(name), []);
    return;
  }
  if (prompts.isUnattended) throw new SetupError(messages.move.toStop(name, `sudo ${command}`), EX_UNAVAILABLE);
  const look = async (): Promise<boolean> => isRunning(service, machine);
  const lines = (isOn: boolean): Line[] =>
    isOn
      ? [{ mark: "wrong", text: messages.move.toStop(name, `sudo ${command}`) }]
      : [{ mark: "right", text: messages.move.stopped(name) }];
  const { watching } = messages.dns;
  const actions = messages.otherServerActions;
  for (;;) {
    const first = await look();
    const { key } = await prompts.watch({
      first,
      look,
      everyMs: WATCH_MS,
      lines,
      isDone: (isOn) => !isOn,
      watching,
      actions,
    });
    if (key === "done") return;
  }
}

/** What was stopped for the move runs again; the lines say so, or how to do it. */
function startAgain(server: FormerServer, { answers, environment, messages }: StepContext): readonly Line[] {
  const { service } = server;
  const { machine } = environment;
  const name = nameOf(server, messages);
  if (service === undefined || !answers.isOldRunning || isRunning(service, machine)) return [];
  const isBack = machine.isAdministrator && machine.run(...service.start).code === 0;
  return [
    isBack
      ? { mark: "right", text: messages.move.runsAgain(name) }
      : { mark: "wrong", text: messages.move.toStart(name, `sudo ${service.start.join(" ")}`) },
  ];
}
