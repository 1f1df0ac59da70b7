/** Step: the public addresses and the name of this machine. */
import { isIPv4 } from "node:net";
import { domainToAscii } from "../../src/jid/domain.ts";
import type { SetupMessages } from "../../src/messages/setup.ts";
import { reachOf } from "../../src/net/ip-address.ts";
import { parseTypedDomain } from "../parse-typed.ts";
import { type Line, plain } from "../prompts.ts";
import { given, type Step, type StepContext } from "../step.ts";
import { domainProblem } from "./domain.ts";

/** The domain itself, or a name below it where the domain leads to another machine. */
export function suggestedHost(
  domain: string,
  domainAddresses: readonly string[],
  publicAddresses: readonly string[],
  machineName: string,
): string {
  const isElsewhere =
    domainAddresses.length > 0 && !domainAddresses.some((address) => publicAddresses.includes(address));
  if (!isElsewhere) return domain;
  const label = machineName.split(".", 1)[0]?.toLowerCase() ?? "";
  return /^[a-z0-9][a-z0-9-]{0,62}$/.test(label) && label !== "localhost" ? `${label}.${domain}` : `jabber.${domain}`;
}

/** The public addresses, and whether a router is in between. */
function addressLines(publicAddresses: readonly string[], own: readonly string[], messages: SetupMessages): Line[] {
  if (publicAddresses.length === 0) return [{ mark: "note", text: messages.host.noAddress }];
  const lines = plain(...publicAddresses.map((address) => messages.host.found(address, own.includes(address))));
  const isBehindRouter = publicAddresses.some((address) => !own.includes(address));
  return isBehindRouter ? [...lines, ...plain(messages.host.router)] : lines;
}

/** The machine's own public addresses and, where it has none of IPv4, the router's, if the person wants to find it out. */
async function askPublicAddresses({
  answers,
  prompts,
  environment,
  messages,
}: StepContext): Promise<readonly string[]> {
  const own = environment.ownAddresses();
  const told = (answers.addresses ?? []).filter((address) => !own.includes(address));
  if (own.some(isIPv4)) return [...told, ...own];
  const routers = told.filter(isIPv4);
  const known = [...told.filter((address) => !isIPv4(address)), ...own];
  const before =
    routers.length > 0 ? ({ value: "keep", label: messages.host.keep(routers.join(", ")) } as const) : undefined;
  const way = await prompts.choose({
    message: messages.host.askWhom,
    choices: [
      ...(before ? [before] : []),
      { value: "service", label: messages.host.askService(environment.echoService) },
      { value: "type", label: messages.host.typeIt },
      { value: "none", label: messages.host.unknown },
    ],
    initial: before?.value ?? "service",
    unattended: before?.value ?? "none",
  });
  if (way === "keep") return [...routers, ...known];
  if (way === "none") return known;
  const progress = { message: messages.host.looking(environment.echoService), whenLong: messages.slow };
  const found = way === "service" ? await prompts.waitFor(progress, environment.askEchoService) : undefined;
  if (found) return [found, ...known];
  if (way === "service") prompts.show(messages.host.noAnswer(environment.echoService), []);
  const check = (text: string): string | undefined => addressProblem(text, messages);
  const typed = await prompts.ask({
    message: messages.host.typeQuestion,
    initial: routers[0] ?? "",
    isEarlier: true,
    check,
  });
  return typed ? [typed, ...known] : known;
}

/** What is wrong with the router's address, as a sentence; an empty one is allowed. */
function addressProblem(text: string, messages: SetupMessages): string | undefined {
  if (text === "") return undefined;
  if (!isIPv4(text)) return messages.host.notIPv4;
  const isInside = ["private", "shared", "link-local"].includes(reachOf(text));
  return isInside ? messages.host.privateAddress(text) : undefined;
}

async function suggestedName(
  { answers, prompts, environment, messages }: StepContext,
  publicAddresses: readonly string[],
): Promise<string> {
  const domain = given(answers, "domain");
  if (prompts.isUnattended) return domain;
  const progress = { message: messages.dns.looking(domain), whenLong: messages.slow };
  const domainAddresses = await prompts.waitFor(progress, () => environment.resolveAddresses(domainToAscii(domain)));
  return suggestedHost(domain, domainAddresses, publicAddresses, environment.machineName);
}

export const host: Step = {
  name: "host",
  applies: ({ purpose }) => purpose !== "local",
  run: async (context) => {
    const { answers, prompts, environment, messages } = context;
    const publicAddresses = await askPublicAddresses(context);
    prompts.show(messages.host.shown, addressLines(publicAddresses, environment.ownAddresses(), messages));
    const suggested = await suggestedName(context, publicAddresses);
    // A domain that leads here, or nowhere yet, can be the machine's name as well.
    if (suggested === answers.domain && !prompts.isUnattended && [undefined, "", suggested].includes(answers.host))
      return { host: suggested, addresses: publicAddresses };
    const typed = await prompts.ask({
      message: messages.host.question,
      initial: answers.host || suggested,
      isEarlier: Boolean(answers.host),
      check: (text) => domainProblem(text, messages),
    });
    return { host: parseTypedDomain(typed) ?? typed, addresses: publicAddresses };
  },
};
