/** Step of a move, when the server here runs: the old one does not start again with the machine, and how to go back. */
import { isEnabled } from "../former/service.ts";
import { plain } from "../prompts.ts";
import { SERVICE } from "../service/description.ts";
import type { Step, StepContext } from "../step.ts";
import { required } from "./move-trial.ts";
import { nameOf } from "./origin.ts";

export const moveEnd: Step = {
  name: "moveEnd",
  applies: ({ moveFrom }) => Boolean(moveFrom),
  run: async (context) => {
    const { prompts, messages, answers } = context;
    const server = required(context);
    const { service } = server;
    if (service === undefined) return {};
    await disable(context);
    const isService = answers.startMode === "service";
    const back = [...(isService ? [`systemctl disable --now ${SERVICE}`] : []), service.goBack].map(
      (command) => `  sudo ${command}`,
    );
    prompts.show(messages.move.backHeading(nameOf(server, messages)), plain(...back, messages.move.backNote));
    return {};
  },
};

/** Asks where it would start with the machine, beside the one here; then it would have the ports. */
async function disable(context: StepContext): Promise<void> {
  const { answers, prompts, environment, messages } = context;
  const { machine, former } = environment;
  const server = required(context);
  const { service } = server;
  const name = nameOf(server, messages);
  if (service?.disable === undefined || !isEnabled(service, machine)) return;
  const command = service.disable.join(" ");
  const byHand = (): void => prompts.show(messages.move.toDisable(name), plain(`  sudo ${command}`));
  if (!machine.isAdministrator) return byHand();
  const choice = await prompts.choose({
    message: messages.move.disableQuestion(name),
    choices: [
      { value: "yes", label: messages.move.disable },
      { value: "no", label: messages.move.keepEnabled },
    ],
    initial: answers.startMode === "service" ? "yes" : "no",
    unattended: former.mayDisable ? "yes" : "no",
  });
  if (choice === "no") return byHand();
  const { code, output } = machine.run(...service.disable);
  if (code === 0) return prompts.show(messages.move.disabled(name), []);
  prompts.show(messages.move.toDisable(name), [
    { mark: "wrong", text: messages.move.commandFailed(command, output) },
    ...plain(`  sudo ${command}`),
  ]);
}
