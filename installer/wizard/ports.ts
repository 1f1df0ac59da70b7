/** Step: the ports of this machine. */
import { parseListener, printListener } from "../../src/config/listener.ts";
import type { SetupMessages } from "../../src/messages/setup.ts";
import type { Environment, ListenerName } from "../environment.ts";
import type { PortState } from "../port.ts";
import type { Line } from "../prompts.ts";
import type { Step, StepContext } from "../step.ts";

interface CheckedPort {
  readonly listener: ListenerName;
  /** ADDRESS:PORT */
  readonly address: string;
  readonly port: number;
  readonly state: PortState;
}

/** Checks each port that the server would listen on. */
async function checkPorts(
  environment: Environment,
  configChanges: StepContext["answers"]["configChanges"],
): Promise<CheckedPort[]> {
  const views = Object.entries(environment.listeners(configChanges)).map(async ([listener, text]) => {
    const address = parseListener(text);
    if (!address) return [];
    const state = await environment.portState(address);
    return [{ listener: listener as ListenerName, address: printListener(address), port: address.port, state }];
  });
  return (await Promise.all(views)).flat();
}

/** A process of this name is the server that is being set up again. */
const isOurs = ({ state }: CheckedPort): boolean => state.kind === "taken" && state.holder?.name === "jabber-home";
const isWeb = ({ listener }: CheckedPort): boolean => listener === "http" || listener === "https";
/** Messages need neither the web nor the proxy. */
const isOptional = (view: CheckedPort): boolean => isWeb(view) || view.listener === "proxy";
const isUsable = (view: CheckedPort): boolean => view.state.kind === "free" || isOurs(view);

/** Optional listeners whose port cannot be had. */
const unavailableListeners = (views: readonly CheckedPort[]): readonly ListenerName[] =>
  views.filter((view) => !isUsable(view) && isOptional(view)).map(({ listener }) => listener);

/** The usable ports in one line, each of the others with its reason, then what to do. */
function portLines(views: readonly CheckedPort[], messages: SetupMessages): Line[] {
  const good = views.filter(isUsable).map(({ port }) => port);
  const bad = views.filter((view) => !isUsable(view));
  const lines: Line[] = good.length > 0 ? [{ mark: "right", text: messages.ports.free(good.join(" ")) }] : [];
  for (const { port, state } of bad) lines.push({ mark: "wrong", text: `${port}   ${stateText(state, messages)}` });
  if (bad.some(({ state }) => state.kind === "denied")) lines.push(...indented(messages.ports.denied));
  const takenWeb = bad.find((view) => isWeb(view) && view.state.kind === "taken");
  if (takenWeb) lines.push(...indented(messages.ports.webTaken));
  if (bad.some(({ listener }) => listener === "proxy")) lines.push(...indented(messages.ports.withoutProxy));
  if (bad.some((view) => !isOptional(view))) lines.push(...indented(messages.ports.needed));
  return lines;
}

function stateText(state: PortState, { ports: { state: messages } }: SetupMessages): string {
  if (state.kind === "denied") return messages.denied;
  if (state.kind === "impossible") return messages.impossible(state.reason);
  const holder = state.kind === "taken" ? state.holder : undefined;
  return holder ? messages.takenBy(holder.name, holder.pid) : messages.taken;
}

const indented = (texts: readonly string[]): Line[] => texts.map((text) => ({ mark: "plain", text: `  ${text}` }));

export const ports: Step = {
  name: "ports",
  number: 2,
  isRepeated: true,
  applies: ({ purpose }) => purpose !== "local",
  run: async ({ answers, prompts, environment, messages }) => {
    for (;;) {
      const views = await checkPorts(environment, answers.configChanges);
      prompts.show(messages.ports.heading, portLines(views, messages));
      const unavailable = unavailableListeners(views);
      if (views.every(isUsable)) return { unavailable };
      const choice = await prompts.choose({
        message: messages.ports.question,
        choices: [
          { value: "again", label: messages.lookAgain },
          { value: "on", label: messages.goOn },
        ],
        initial: views.some((view) => !isUsable(view) && !isOptional(view)) ? "again" : "on",
        unattended: "on",
      });
      if (choice === "on") return { unavailable };
    }
  },
};
