/** Step: the ports of this machine. */
import { parseListener, printListener } from "../../src/config/listener.ts";
import type { SetupMessages } from "../../src/messages/setup.ts";
import type { PortState } from "../port.ts";
import type { Line } from "../prompts.ts";
import type { Scene, Step } from "../step.ts";
import type { ListenerName, World } from "../world.ts";

export interface PortView {
  readonly listener: ListenerName;
  /** ADDRESS:PORT */
  readonly address: string;
  readonly port: number;
  readonly state: PortState;
}

/** The state of each port that the server would listen on. */
export async function examinePorts(world: World, findings: Scene["answers"]["findings"]): Promise<PortView[]> {
  const views = Object.entries(world.listeners(findings)).map(async ([listener, text]) => {
    const address = parseListener(text);
    if (!address) return [];
    const state = await world.portState(address);
    return [{ listener: listener as ListenerName, address: printListener(address), port: address.port, state }];
  });
  return (await Promise.all(views)).flat();
}

/** A server of this name is the one that is being set up again. */
const isOurs = ({ state }: PortView): boolean => state.kind === "taken" && state.holder?.name === "jabber-home";
const isWeb = ({ listener }: PortView): boolean => listener === "http" || listener === "https";
/** The server does without these: messages need neither the web nor the proxy. */
const isSpared = (view: PortView): boolean => isWeb(view) || view.listener === "proxy";
const isGood = (view: PortView): boolean => view.state.kind === "free" || isOurs(view);

/** What the server goes without, since it cannot have its port. */
export const lackingOf = (views: readonly PortView[]): readonly ListenerName[] =>
  views.filter((view) => !isGood(view) && isSpared(view)).map(({ listener }) => listener);

/** The picture: the good ports in one line, each of the others with its reason, then what to do. */
export function portLines(views: readonly PortView[], words: SetupMessages): Line[] {
  const good = views.filter(isGood).map(({ port }) => port);
  const bad = views.filter((view) => !isGood(view));
  const lines: Line[] = good.length > 0 ? [{ mark: "right", text: words.ports.free(good.join(" ")) }] : [];
  for (const { port, state } of bad) lines.push({ mark: "wrong", text: `${port}   ${stateText(state, words)}` });
  if (bad.some(({ state }) => state.kind === "denied")) lines.push(...note(words.ports.denied));
  const takenWeb = bad.find((view) => isWeb(view) && view.state.kind === "taken");
  if (takenWeb) lines.push(...note(words.ports.webTaken));
  if (bad.some(({ listener }) => listener === "proxy")) lines.push(...note(words.ports.withoutProxy));
  if (bad.some((view) => !isSpared(view))) lines.push(...note(words.ports.needed));
  return lines;
}

function stateText(state: PortState, { ports: { state: messages } }: SetupMessages): string {
  if (state.kind === "denied") return messages.denied;
  if (state.kind === "impossible") return messages.impossible(state.reason);
  const holder = state.kind === "taken" ? state.holder : undefined;
  return holder ? messages.takenBy(holder.name, holder.pid) : messages.taken;
}

const note = (texts: readonly string[]): Line[] => texts.map((text) => ({ mark: "plain", text: `  ${text}` }));

export const ports: Step = {
  name: "ports",
  applies: ({ purpose }) => purpose !== "here",
  play: async ({ answers, prompts, world, words }) => {
    for (;;) {
      const views = await examinePorts(world, answers.findings);
      prompts.show(words.ports.heading, portLines(views, words));
      const lacking = lackingOf(views);
      if (views.every(isGood)) return { lacking };
      const choice = await prompts.choose({
        message: words.ports.question,
        choices: [
          { value: "again", label: words.lookAgain },
          { value: "on", label: words.goOn },
        ],
        initial: views.some((view) => !isGood(view) && !isSpared(view)) ? "again" : "on",
        alone: "on",
      });
      if (choice === "on") return { lacking };
    }
  },
};
