/** Step: the ports of this machine. */
import { webServerOf } from "../../src/certificate/hand-on.ts";
import { parseListener, parsePortRange, printListener } from "../../src/config/listener.ts";
import type { SetupMessages } from "../../src/messages/setup.ts";
import type { Answers } from "../answers.ts";
import type { Environment, ListenerName } from "../environment.ts";
import { isHeldBy } from "../former/service.ts";
import type { PortState, Transport } from "../port.ts";
import { type Line, WATCH_MS } from "../prompts.ts";
import type { Step, StepContext } from "../step.ts";
import { portInstead, withHttps, withoutChoice } from "./https-port.ts";
import { formerServer, nameOf } from "./origin.ts";

type PortsContext = Pick<StepContext, "answers" | "environment" | "messages">;

export interface CheckedPort {
  readonly listener: ListenerName;
  /** ADDRESS:PORT */
  readonly address: string;
  readonly port: number;
  readonly transport: Transport;
  /** The ports of a range, "49152-49215": `port` is one of them. */
  readonly range?: string;
  readonly state: PortState;
  /** In place of this one, which cannot be had. */
  readonly instead?: CheckedPort;
}

type StateOf = Environment["portState"];

/** Those of a server that will be stopped are free then. */
function stateOf({ answers, environment, messages }: PortsContext): StateOf {
  const server = formerServer(answers, environment);
  const service = answers.isMoved ? undefined : server?.service;
  return async (address) => {
    const state = await environment.portState(address);
    const isFreed = server && service && state.kind === "taken" && isHeldBy(service, state.holder);
    return isFreed ? { kind: "freed", by: nameOf(server, messages) } : state;
  };
}

/** Checks each port that the server would listen on. */
async function checkPorts(
  { environment }: Pick<PortsContext, "environment">,
  configChanges: Answers["configChanges"],
  portState: StateOf,
): Promise<CheckedPort[]> {
  const views = Object.entries(environment.listeners(configChanges)).map(async ([listener, text]) => {
    const address = parseListener(text);
    if (!address) return [];
    const view = { listener: listener as ListenerName, address: printListener(address), port: address.port };
    const checked = async (transport: Transport): Promise<CheckedPort> => ({
      ...{ ...view, transport },
      state: await portState({ ...address, transport }),
    });
    const udp = listener === "turn" ? [checked("udp")] : [];
    return Promise.all([checked("tcp"), ...udp]);
  });
  const ports = (await Promise.all(views)).flat();
  return [...ports, ...(await checkRelayPorts(environment, ports, portState))];
}

/** The range over which calls are relayed: free as long as one of its ports is. */
async function checkRelayPorts(
  environment: Environment,
  ports: readonly CheckedPort[],
  portState: StateOf,
): Promise<CheckedPort[]> {
  const range = parsePortRange(environment.relayPorts);
  const turn = ports.find(({ listener }) => FOR_CALLS.includes(listener));
  const address = turn && parseListener(turn.address);
  if (!range || !address) return [];
  const { listener } = turn;
  const viewOf = async (port: number): Promise<CheckedPort> => ({
    ...{
      listener,
      address: printListener({ ...address, port }),
      port,
      transport: "udp",
      range: environment.relayPorts,
    },
    state: await portState({ ...address, port, transport: "udp" }),
  });
  let view = await viewOf(range.first);
  const last = Math.min(range.last, range.first + MAX_RELAY_PORTS_TRIED - 1);
  for (let port = range.first + 1; port <= last && !isUsable(view); port++) view = await viewOf(port);
  return [view];
}

/** The same; where port 443 cannot be had, with another one for pages and files. */
function choosePorts(context: PortsContext): Promise<CheckedPort[]> {
  const { answers, environment } = context;
  const configChanges = withoutChoice(answers);
  const withInstead = async (view: CheckedPort): Promise<CheckedPort> => {
    const address = view.listener === "https" && !isUsable(view) ? parseListener(view.address) : undefined;
    const other = address && (await portInstead(address, configChanges, environment));
    if (!other) return view;
    const instead = { ...view, address: printListener(other), port: other.port, state: { kind: "free" } } as const;
    return { ...view, instead };
  };
  return checkPorts(context, configChanges, stateOf(context)).then((views) => Promise.all(views.map(withInstead)));
}

const MAX_RELAY_PORTS_TRIED = 64;
/** Messages go without them. */
const FOR_CALLS: readonly ListenerName[] = ["turn", "turns"];
const WEB: readonly ListenerName[] = ["http", "https", "http_proxied"];
/** Messages need neither the web, nor the proxy, nor calls. */
const isOptional = ({ listener }: CheckedPort): boolean => [...WEB, ...FOR_CALLS, "proxy"].includes(listener);
const isUsable = ({ state: { kind } }: CheckedPort): boolean => kind === "free" || kind === "own" || kind === "freed";
const isLost = (view: CheckedPort): boolean => !isUsable(view) && view.instead === undefined;

/** Those without which the server does not start and which it could not have; a service may use low ports. */
export async function blockedPorts(
  environment: Environment,
  answers: Answers,
  { isService }: { readonly isService: boolean },
): Promise<readonly CheckedPort[]> {
  const views = await checkPorts({ environment }, answers.configChanges, environment.portState);
  return views.filter((view) => !isOptional(view) && !isUsable(view) && !(isService && view.state.kind === "denied"));
}

/** Optional listeners whose port cannot be had, and another port for pages and files. */
function answersOf(views: readonly CheckedPort[], answers: Answers): Answers {
  const lost = views.filter((view) => isLost(view) && isOptional(view));
  const unavailable = [...new Set(lost.map(({ listener }) => listener))];
  const before = withoutChoice(answers);
  const instead = parseListener(views.find((view) => view.instead)?.instead?.address ?? "");
  const configChanges = instead ? withHttps(before, instead) : before;
  return { unavailable, ...(instead || answers.configChanges ? { configChanges } : {}) };
}

/** The ports of one state in a line, the usable ones first, then what to do. */
export function portLines(views: readonly CheckedPort[], messages: SetupMessages): Line[] {
  const { ports } = messages;
  const all = [...views, ...views.flatMap(({ instead }) => instead ?? [])];
  const groups = Map.groupBy(all, ({ transport, state }) => `${transport} ${stateText(state, messages)}`);
  const lines = [...groups.values()].map((of): Line => {
    const mark = of.every(isUsable) ? "right" : of.some(isLost) ? "wrong" : "note";
    return { mark, text: `${numbersOf(of)}   ${of.map(({ state }) => stateText(state, messages))[0]}` };
  });
  lines.sort((one, other) => Number(one.mark !== "right") - Number(other.mark !== "right"));
  const bad = views.filter((view) => !isUsable(view));
  const isMissing = (...names: readonly ListenerName[]): boolean =>
    bad.some((view) => isLost(view) && names.includes(view.listener));
  return [
    ...lines,
    ...(bad.some(({ state }) => state.kind === "denied") ? indented(...ports.denied) : []),
    ...bad.flatMap((view) => insteadLines(view, messages)),
    ...(isMissing("http") ? indented(ports.withoutHttp) : []),
    ...(isMissing("https", "http_proxied") ? indented(ports.withoutHttps) : []),
    ...(isMissing("proxy") ? indented(...ports.withoutProxy) : []),
    ...(isMissing(...FOR_CALLS) ? indented(...ports.withoutCalls) : []),
    ...(bad.some((view) => !isOptional(view)) ? indented(...ports.needed) : []),
  ];
}

/** "5222 5223", "UDP 3478 49152-49215". */
const numbersOf = (views: readonly CheckedPort[]): string =>
  `${views[0]?.transport === "udp" ? "UDP " : ""}${views.map(({ port, range }) => range ?? port).join(" ")}`;

/** Which port takes the place of one that somebody else has, and how to have that one after all. */
function insteadLines({ instead, port, state }: CheckedPort, { ports }: SetupMessages): Line[] {
  if (!instead) return [];
  const holder = state.kind === "taken" ? state.holder : undefined;
  const isTheirs = state.kind === "taken" && holder?.home === undefined;
  const remedies = isTheirs ? [ports.freeIt(port, holder?.name)] : [];
  const webServer = holder && webServerOf(holder.name);
  return indented(ports.instead(instead.port), ...remedies, ...(webServer ? [ports.orHandOn(webServer)] : []));
}

export function stateText(state: PortState, { ports: { state: messages } }: SetupMessages): string {
  if (state.kind === "free" || state.kind === "own" || state.kind === "denied") return messages[state.kind];
  if (state.kind === "freed") return messages.freed(state.by);
  if (state.kind === "impossible") return messages.impossible(state.reason);
  const { holder } = state;
  if (holder === undefined) return messages.taken;
  if (holder.home === undefined) return messages.takenBy(holder.name, holder.pid);
  return holder.isDemo ? messages.takenByDemo(holder.pid) : messages.takenByHome(holder.home, holder.pid);
}

const indented = (...texts: readonly string[]): Line[] => texts.map((text) => ({ mark: "plain", text: `  ${text}` }));

export const ports: Step = {
  name: "ports",
  number: 2,
  isRepeated: true,
  applies: ({ purpose }) => purpose !== "local",
  run: async (context) => {
    const { answers, prompts, messages } = context;
    const first = await choosePorts(context);
    const isDecided = prompts.isUnattended || first.every(isUsable);
    prompts.show(messages.ports.heading, isDecided ? portLines(first, messages) : []);
    if (isDecided) return answersOf(first, answers);
    const { state } = await prompts.watch({
      first,
      look: () => choosePorts(context),
      everyMs: WATCH_MS,
      lines: (views) => portLines(views, messages),
      isDone: (views) => views.every(isUsable),
      watching: messages.dns.watching,
      actions: messages.ports.watchActions,
    });
    return answersOf(state, answers);
  },
};
