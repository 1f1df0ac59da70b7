/** Step: where the Internet finds this machine, and under which name. */
import { isIPv4 } from "node:net";
import { domainToAscii } from "../../src/jid/domain.ts";
import type { SetupMessages } from "../../src/messages/setup.ts";
import { reachOf } from "../../src/net/ip-address.ts";
import { domainMeant } from "../meant.ts";
import { type Line, plain } from "../prompts.ts";
import { given, type Scene, type Step } from "../step.ts";
import { problemOf } from "./domain.ts";

/** A host whose domain is served elsewhere needs a name of its own below it. */
export function suggestedHost(
  domain: string,
  domainAddresses: readonly string[],
  ours: readonly string[],
  machineName: string,
): string {
  const isElsewhere = domainAddresses.length > 0 && !domainAddresses.some((address) => ours.includes(address));
  if (!isElsewhere) return domain;
  const label = machineName.split(".", 1)[0]?.toLowerCase() ?? "";
  return /^[a-z0-9][a-z0-9-]{0,62}$/.test(label) && label !== "localhost" ? `${label}.${domain}` : `jabber.${domain}`;
}

/** What was found out about the way from the Internet to here. */
export function foundLines(ours: readonly string[], own: readonly string[], words: SetupMessages): Line[] {
  if (ours.length === 0) return [{ mark: "note", text: words.host.noAddress }];
  const lines = plain(...ours.map((address) => words.host.found(address, own.includes(address))));
  const isBehindRouter = ours.some((address) => !own.includes(address));
  return isBehindRouter ? [...lines, ...plain(words.host.router)] : lines;
}

/** The machine's own public addresses and, where it has none of IPv4, the router's, if the person wants it to be known. */
async function publicAddresses({ answers, prompts, world, words }: Scene): Promise<readonly string[]> {
  const own = world.ownAddresses();
  const told = (answers.addresses ?? []).filter((address) => !own.includes(address));
  if (own.some(isIPv4)) return [...told, ...own];
  const routers = told.filter(isIPv4);
  const known = [...told.filter((address) => !isIPv4(address)), ...own];
  const before =
    routers.length > 0 ? ({ value: "keep", label: words.host.keep(routers.join(", ")) } as const) : undefined;
  const way = await prompts.choose({
    message: words.host.askWhom,
    choices: [
      ...(before ? [before] : []),
      { value: "service", label: words.host.askService(world.echoService) },
      { value: "type", label: words.host.typeIt },
      { value: "none", label: words.host.unknown },
    ],
    initial: before?.value ?? "service",
    alone: before?.value ?? "none",
  });
  if (way === "keep") return [...routers, ...known];
  if (way === "none") return known;
  const waiting = { message: words.host.looking(world.echoService), whenLong: words.waitLong };
  const found = way === "service" ? await prompts.waitFor(waiting, world.askEchoService) : undefined;
  if (found) return [found, ...known];
  if (way === "service") prompts.show(words.host.silent(world.echoService), []);
  const check = (text: string): string | undefined => problemOfAddress(text, words);
  const typed = await prompts.ask({ message: words.host.typeQuestion, initial: routers[0] ?? "", check });
  return typed ? [typed, ...known] : known;
}

/** What is wrong with the address of a router, in words; none at all is an answer. */
function problemOfAddress(text: string, words: SetupMessages): string | undefined {
  if (text === "") return undefined;
  if (!isIPv4(text)) return words.host.notIPv4;
  const isInside = ["private", "shared", "link-local"].includes(reachOf(text));
  return isInside ? words.host.inside(text) : undefined;
}

async function suggestion({ answers, prompts, world, words }: Scene, ours: readonly string[]): Promise<string> {
  const domain = given(answers, "domain");
  if (prompts.isAlone) return domain;
  const waiting = { message: words.dns.looking(domain), whenLong: words.waitLong };
  const domainAddresses = await prompts.waitFor(waiting, () => world.addressesOf(domainToAscii(domain)));
  return suggestedHost(domain, domainAddresses, ours, world.machineName);
}

export const host: Step = {
  name: "host",
  applies: ({ purpose }) => purpose !== "here",
  play: async (scene) => {
    const { answers, prompts, world, words } = scene;
    const ours = await publicAddresses(scene);
    prompts.show(words.host.shown, foundLines(ours, world.ownAddresses(), words));
    const typed = await prompts.ask({
      message: words.host.question,
      initial: answers.host || (await suggestion(scene, ours)),
      check: (text) => problemOf(text, words),
    });
    return { host: domainMeant(typed) ?? typed, addresses: ours };
  },
};
