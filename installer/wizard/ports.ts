/** Step: the ports of this machine. */
import { parseListener, printListener } from "../../src/config/listener.ts";
import type { SetupMessages } from "../../src/messages/setup.ts";
import type { Answers } from "../answers.ts";
import type { Environment, ListenerName } from "../environment.ts";
import type { PortState } from "../port.ts";
import { type Line, WATCH_MS } from "../prompts.ts";
import type { Step } from "../step.ts";

export interface CheckedPort {
  readonly listener: ListenerName;
  /** ADDRESS:PORT */
  readonly address: string;
  readonly port: number;
  readonly state: PortState;
}

/** Checks each port that the server would listen on. */
async function checkPorts(environment: Environment, { configChanges }: Answers): Promise<CheckedPort[]> {
  const views = Object.entries(environment.listeners(configChanges)).map(async ([listener, text]) => {
    const address = parseListener(text);
    if (!address) return [];
    const state = await environment.portState(address);
    return [{ listener: listener as ListenerName, address: printListener(address), port: address.port, state }];
  });
  return (await Promise.all(views)).flat();
}

const isWeb = ({ listener }: CheckedPort): boolean => listener === "http" || listener === "https";
/** Messages need neither the web nor the proxy. */
const isOptional = (view: CheckedPort): boolean => isWeb(view) || view.listener === "proxy";
const isUsable = ({ state }: CheckedPort): boolean => state.kind === "free" || state.kind === "own";

/** Those without which the server does not start and which it could not have; a service may use low ports. */
export async function blockedPorts(
  environment: Environment,
  answers: Answers,
  { isService }: { readonly isService: boolean },
): Promise<readonly CheckedPort[]> {
  const views = await checkPorts(environment, answers);
  return views.filter((view) => !isOptional(view) && !isUsable(view) && !(isService && view.state.kind === "denied"));
}

/** Optional listeners whose port cannot be had. */
const unavailableListeners = (views: readonly CheckedPort[]): readonly ListenerName[] =>
  views.filter((view) => !isUsable(view) && isOptional(view)).map(({ listener }) => listener);

/** The ports of one state in a line, the usable ones first, then what to do. */
export function portLines(views: readonly CheckedPort[], messages: SetupMessages): Line[] {
  const texts = Map.groupBy(views, ({ state }) => stateText(state, messages));
  const bad = views.filter((view) => !isUsable(view));
  const lines = [...texts].map(([text, of]): Line => {
    const isRight = of.every(isUsable);
    return { mark: isRight ? "right" : "wrong", text: `${of.map(({ port }) => port).join(" ")}   ${text}` };
  });
  lines.sort((one, other) => Number(one.mark === "wrong") - Number(other.mark === "wrong"));
  if (bad.some(({ state }) => state.kind === "denied")) lines.push(...indented(messages.ports.denied));
  const takenWeb = bad.find((view) => isWeb(view) && view.state.kind === "taken");
  if (takenWeb) lines.push(...indented(messages.ports.webTaken));
  if (bad.some(({ listener }) => listener === "proxy")) lines.push(...indented(messages.ports.withoutProxy));
  if (bad.some((view) => !isOptional(view))) lines.push(...indented(messages.ports.needed));
  return lines;
}

export function stateText(state: PortState, { ports: { state: messages } }: SetupMessages): string {
  if (state.kind === "free" || state.kind === "own" || state.kind === "denied") return messages[state.kind];
  if (state.kind === "impossible") return messages.impossible(state.reason);
  const { holder } = state;
  if (holder === undefined) return messages.taken;
  if (holder.home === undefined) return messages.takenBy(holder.name, holder.pid);
  return holder.isDemo ? messages.takenByDemo(holder.pid) : messages.takenByHome(holder.home, holder.pid);
}

const indented = (texts: readonly string[]): Line[] => texts.map((text) => ({ mark: "plain", text: `  ${text}` }));

export const ports: Step = {
  name: "ports",
  number: 2,
  isRepeated: true,
  applies: ({ purpose }) => purpose !== "local",
  run: async ({ answers, prompts, environment, messages }) => {
    const first = await checkPorts(environment, answers);
    const isDecided = prompts.isUnattended || first.every(isUsable);
    prompts.show(messages.ports.heading, isDecided ? portLines(first, messages) : []);
    if (isDecided) return { unavailable: unavailableListeners(first) };
    const { state } = await prompts.watch({
      first,
      look: () => checkPorts(environment, answers),
      everyMs: WATCH_MS,
      lines: (views) => portLines(views, messages),
      isDone: (views) => views.every(isUsable),
      keys: [],
      hint: [messages.dns.watching, messages.ports.watchKeys],
    });
    return { unavailable: unavailableListeners(state) };
  },
};
