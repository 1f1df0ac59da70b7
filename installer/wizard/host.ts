/** Step: the public addresses and the name of this machine. */
import { isIPv4 } from "node:net";
import { domainToAscii } from "../../src/jid/domain.ts";
import type { SetupMessages } from "../../src/messages/setup.ts";
import { reachOf } from "../../src/net/ip-address.ts";
import { parseTypedDomain } from "../parse-typed.ts";
import { type Line, plain } from "../prompts.ts";
import { given, type Step, type StepContext } from "../step.ts";
import { unreachableLines, unreachableTexts } from "./address-lines.ts";
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
async function askPublicAddresses(context: StepContext): Promise<readonly string[]> {
  const own = context.environment.ownAddresses();
  const told = (context.answers.addresses ?? []).filter((address) => !own.includes(address));
  if (own.some(isIPv4)) return [...told, ...own];
  const known = [...told.filter((address) => !isIPv4(address)), ...own];
  return [...(await askRoutersAddresses(told.filter(isIPv4), context)), ...known];
}

/** Asks until the address is a public one, or there is none. */
async function askRoutersAddresses(earlier: readonly string[], context: StepContext): Promise<readonly string[]> {
  const { prompts, environment, messages, language } = context;
  let refused: string | undefined;
  for (;;) {
    const way = await chooseWay(earlier, refused, context);
    if (way === "keep") return earlier;
    const address = way === "none" ? undefined : await addressBy(way, earlier[0] ?? "", context);
    if (!address) return [];
    if (environment.isOwnNetwork || unreachableTexts(address, language).length === 0) return [address];
    refused = address;
    prompts.show(messages.host.unreachable, unreachableLines(address, language));
  }
}

/** After an address that leads nobody here, Enter types another one; behind CGNAT there is none, and it goes on without. */
function chooseWay(
  earlier: readonly string[],
  refused: string | undefined,
  { prompts, environment, messages }: StepContext,
) {
  const before =
    earlier.length > 0 ? ({ value: "keep", label: messages.host.keep(earlier.join(", ")) } as const) : undefined;
  return prompts.choose({
    message: messages.host.askWhom,
    choices: [
      ...(before ? [before] : []),
      { value: "service", label: messages.host.askService(environment.echoService) },
      { value: "type", label: messages.host.typeIt },
      { value: "none", label: messages.host.unknown },
    ],
    initial: refused === undefined ? (before?.value ?? "service") : reachOf(refused) === "shared" ? "none" : "type",
    unattended: before?.value ?? "none",
  });
}

/** Empty or undefined where there is none. */
async function addressBy(
  way: "service" | "type",
  initial: string,
  { prompts, environment, messages }: StepContext,
): Promise<string | undefined> {
  if (way === "service") {
    const progress = { message: messages.host.looking(environment.echoService), whenLong: messages.slow };
    const found = await prompts.waitFor(progress, environment.askEchoService);
    if (found) return found;
    prompts.show(messages.host.noAnswer(environment.echoService), []);
  }
  const check = (text: string): string | undefined => (text === "" || isIPv4(text) ? undefined : messages.host.notIPv4);
  return await prompts.ask({ message: messages.host.typeQuestion, initial, isEarlier: true, check });
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
