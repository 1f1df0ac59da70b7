/** Step: the ports to forward in the router, by the router itself where it can, else by hand. */
import { forwardedPorts } from "../../src/config/forwarded-ports.ts";
import type { GatewayReport } from "../../src/gateway/report.ts";
import { troublesOf } from "../../src/gateway/troubles.ts";
import {
  type NamedPort,
  openLines,
  portsByTransport,
  portsText,
  type SeenGateway,
  troubleText,
  waysTo,
} from "../../src/messages/gateway.ts";
import { reachOf } from "../../src/net/ip-address.ts";
import type { Answers } from "../answers.ts";
import { type Line, plain } from "../prompts.ts";
import type { Step, StepContext } from "../step.ts";
import { unreachableLines } from "./address-lines.ts";

const keyOf = ({ transport, port }: NamedPort): string => `${transport} ${port}`;

/** Those that the router does not open, and those that it has not been asked for yet, since it is slow. */
function portsLeft({ state, ports }: SeenGateway, wanted: readonly NamedPort[]) {
  if (state !== "found" || ports.length === 0) return { left: wanted, later: [] };
  const closed = new Set(ports.filter(({ problem }) => problem).map(keyOf));
  const asked = new Set(ports.map(keyOf));
  return {
    left: wanted.filter((port) => closed.has(keyOf(port))),
    later: wanted.filter((port) => !asked.has(keyOf(port))),
  };
}

const indented = (ports: readonly NamedPort[]): string[] => portsByTransport(ports).map((text) => `  ${text}`);

/** What is left to do by hand, and where; nothing where `ports` is empty. */
function byHand(
  ports: readonly NamedPort[],
  local: string | undefined,
  { messages, language }: StepContext,
  seen: Pick<SeenGateway, "router" | "maker"> = {},
): Line[] {
  if (ports.length === 0) return [];
  return plain(messages.router.forward(local), ...indented(ports), ...waysTo(seen, language), messages.router.fixed);
}

/** What it does and does not, with what helps where forwarding by hand is not all that can be done. */
function reportLines(report: GatewayReport, { language }: StepContext): Line[] {
  return [
    ...openLines(report, language).map((text): Line => ({ mark: "right", text })),
    ...troublesOf(report).flatMap((trouble): Line[] => {
      const { sentence, remedies } = troubleText(trouble, language);
      const isByHand = trouble.kind === "absent" || (trouble.kind === "closed" && trouble.problem !== "no-network");
      return [{ mark: "wrong", text: sentence }, ...(isByHand ? [] : plain(...remedies.map((text) => `  ${text}`)))];
    }),
  ];
}

/** Whether the server is to ask the router. */
async function isToAsk({ answers, prompts, environment, messages }: StepContext): Promise<boolean> {
  if (environment.gateway.decided !== undefined) return environment.gateway.decided;
  const choice = await prompts.choose({
    message: messages.router.askQuestion,
    choices: [
      { value: "ask", label: messages.router.ask },
      { value: "hand", label: messages.router.byHand },
    ],
    initial: answers.opensPorts === false ? "hand" : "ask",
    unattended: answers.opensPorts ? "ask" : "hand",
  });
  return choice === "ask";
}

/**
 * Asks the router, and shows what it does; what it does not open is left to the person. Resolves with whether it keeps the web's
 * ports shut.
 */
async function askRouter(
  ports: readonly NamedPort[],
  local: string | undefined,
  context: StepContext,
): Promise<boolean> {
  const { answers, prompts, environment, messages } = context;
  const seen = (answers.addresses ?? []).filter((address) => !address.includes(":"));
  const report = await prompts.waitFor({ message: messages.router.asking, whenLong: messages.slow }, () =>
    environment.gateway.open(ports, seen),
  );
  const { left, later } = portsLeft(report, ports);
  const kept = left.length < ports.length ? plain(messages.router.kept) : [];
  const slow = later.length > 0 ? plain(messages.router.later(portsText(later))) : [];
  // What many customers share leads to none of them, whatever is forwarded here.
  const manual = report.obstacle === "shared" ? [] : byHand(left, local, context, report);
  const lines = [...reportLines(report, context), ...slow, ...kept, ...manual];
  prompts.show(messages.router.answer, lines);
  if (manual.length > 0) await goOn(context);
  const isLeft = (wanted: number): boolean =>
    left.some(({ transport, port }) => transport === "tcp" && port === wanted);
  return report.obstacle !== undefined || (report.state === "found" && isLeft(80) && isLeft(443));
}

/** What is as it was, and what nobody has said, is left out. */
const changeOf = (isWebClosed: boolean, before: Answers): Answers =>
  isWebClosed === (before.isWebClosed ?? false) ? {} : { isWebClosed };

async function goOn({ prompts, messages }: StepContext): Promise<void> {
  const choices = [{ value: "on", label: messages.goOn }] as const;
  await prompts.choose({ message: messages.router.question, choices, initial: "on" });
}

export const router: Step = {
  name: "router",
  number: 3,
  applies: ({ purpose }) => purpose !== "local",
  run: async (context) => {
    const { answers, prompts, environment, messages, language } = context;
    const own = environment.ownAddresses();
    const ipv4 = (answers.addresses ?? []).filter((address) => !address.includes(":"));
    const isDirect = ipv4.length > 0 && ipv4.every((address) => own.includes(address));
    const listeners = Object.entries(environment.listeners(answers.configChanges));
    const available = Object.fromEntries(listeners.filter(([name]) => !answers.unavailable?.includes(name)));
    const ports = forwardedPorts(available, environment.relayPorts);
    if (ports.length === 0) return {};
    if (isDirect) {
      prompts.show(messages.router.heading, plain(messages.router.direct(portsText(ports))));
      return changeOf(false, answers);
    }
    const local = await environment.localAddress();
    const isShared = local !== undefined && reachOf(local) === "shared";
    if (local !== undefined && isShared) prompts.show(messages.router.heading, unreachableLines(local, language));
    if (isShared) return { isWebClosed: true };
    if (environment.gateway.decided === undefined)
      prompts.show(messages.router.heading, plain(messages.router.needed(local), ...indented(ports)));
    const opensPorts = await isToAsk(context);
    let isWebClosed = false;
    if (opensPorts) isWebClosed = await askRouter(ports, local, context);
    else {
      prompts.show(messages.router.heading, byHand(ports, local, context));
      await goOn(context);
    }
    return { opensPorts, ...changeOf(isWebClosed, answers) };
  },
};
