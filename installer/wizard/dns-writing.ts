/** The DNS records, written by a provider's API: what would be written is shown, and written when somebody agrees. */
import { isIPv4 } from "node:net";
import { ADDRESS_TTL } from "../../src/dns/addresses/address-plan.ts";
import { DnsApiError } from "../../src/dns/providers/api.ts";
import { dedynDomain } from "../../src/dns/providers/desec.ts";
import { plannedSets, type RecordWriter } from "../../src/dns/providers/writer.ts";
import type { RecordSet } from "../../src/dns/record-set.ts";
import { dnsApiMessages } from "../../src/messages/dns-api.ts";
import { isComplete, isLacking, setLines } from "../dns-lines.ts";
import type { Environment, SeenDns, SeenZone } from "../environment.ts";
import { type Line, plain, toPaste } from "../prompts.ts";
import { SetupError, type StepContext } from "../step.ts";
import { problemLines } from "./dns-token.ts";

/** "token": another one is to be asked for. */
export type Written = { readonly isWritten: boolean; readonly dnsUpdate?: boolean } | "token";

/** sysexits(3): EX_UNAVAILABLE. */
const EX_UNAVAILABLE = 69;
/** From the API to the name servers it takes seconds. */
const LOOKS = 10;
const BETWEEN_LOOKS_MS = 3000;

interface Plan {
  readonly sets: readonly RecordSet[];
  /** What the provider cannot write, or what is in a zone that is not this one. */
  readonly notes: readonly Line[];
}

function planOf(sight: SeenDns, writer: RecordWriter, zone: string, language: StepContext["language"]): Plan {
  const messages = dnsApiMessages[language];
  const planned = plannedSets(sight.records);
  const isInside = ({ name }: RecordSet): boolean => name === zone || name.endsWith(`.${zone}`);
  const sets = planned.filter((set) => isInside(set) && writer.canWrite(set.type));
  const types = new Set(planned.filter(({ type }) => !writer.canWrite(type)).map(({ type }) => type));
  const elsewhere = new Set(planned.filter((set) => !isInside(set)).map(({ name }) => name));
  const name = messages.names[writer.provider];
  return {
    sets,
    notes: [
      ...(types.size > 0 ? plain(messages.leftOut(name, [...types].join(", "))) : []),
      ...(elsewhere.size > 0 ? plain(messages.setup.elsewhere([...elsewhere].join(", "))) : []),
    ],
  };
}

/** Shows the plan, and writes it when the person agrees. */
export async function offerWriting(
  sight: SeenDns,
  { name: zone }: SeenZone,
  writer: RecordWriter,
  context: StepContext,
): Promise<Written> {
  const { prompts, messages: wizard, language } = context;
  const messages = dnsApiMessages[language];
  const provider = messages.names[writer.provider];
  const { sets: planned, notes } = planOf(sight, writer, zone, language);
  if (planned.length === 0) {
    showNothing(sight, notes, context);
    return { isWritten: false };
  }
  const isFixed = hasFixedAddress(context);
  const sets = isFixed ? planned : planned.map(forAWhile);
  prompts.show(messages.plan(provider), [...notes, ...toPaste(setLines(sets, messages.removed))]);
  const choice = await askAgreement(isFixed, context);
  if (choice === "not") return { isWritten: false };
  for (;;) {
    const progress = { message: messages.setup.writing(provider), whenLong: wizard.slow };
    const problem = await prompts.waitFor(progress, () => problemOf(writer.write(sets)));
    if (problem === undefined) break;
    prompts.show(messages.setup.failed, problemLines(problem, zone, language));
    const next = await askNext(context);
    if (next === "token") return "token";
    if (next === "hand") return { isWritten: false };
  }
  prompts.show(messages.setup.written(provider), []);
  return { isWritten: true, dnsUpdate: choice === "follow" };
}

/** Where something is left out, that is all there is to say; where DNS does not answer, the list says so. */
function showNothing(sight: SeenDns, [first, ...others]: readonly Line[], { prompts, language }: StepContext): void {
  const text = first?.text ?? (isComplete(sight) ? dnsApiMessages[language].nothing : undefined);
  if (text !== undefined) prompts.show(text, others);
}

/** All IPv4 addresses are this machine's own: a router's may change at any time. */
function hasFixedAddress({ answers, environment }: StepContext): boolean {
  const four = (answers.addresses ?? []).filter((address) => isIPv4(address));
  return four.length > 0 && four.every((address) => environment.ownAddresses().includes(address));
}

/** Others ask again for an address after five minutes, where it may change. */
const forAWhile = (set: RecordSet): RecordSet =>
  set.type === "A" || set.type === "AAAA" ? { ...set, ttl: ADDRESS_TTL } : set;

/** Following a router's address is what Enter takes. */
function askAgreement(isFixed: boolean, { prompts, language }: StepContext) {
  const { setup } = dnsApiMessages[language];
  return prompts.choose<"follow" | "write" | "not">({
    message: dnsApiMessages[language].question,
    choices: [
      ...(isFixed ? [] : [{ value: "follow", label: setup.follow } as const]),
      { value: "write", label: setup.write },
      { value: "not", label: setup.writeNot },
    ],
    initial: isFixed ? "write" : "follow",
  });
}

function askNext({ prompts, language }: StepContext) {
  const { setup } = dnsApiMessages[language];
  return prompts.choose({
    message: setup.next,
    choices: [
      { value: "again", label: setup.tryAgain },
      { value: "token", label: setup.anotherToken },
      { value: "hand", label: setup.instead },
    ],
    initial: "again",
  });
}

/** Undefined where it was written. */
async function problemOf(work: Promise<void>): Promise<DnsApiError | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (error instanceof DnsApiError) return error;
    throw error;
  }
}

/**
 * For a script: writes what is missing or wrong where --write-dns agrees to it, and looks at the zone until it is there. Throws
 * SetupError where it cannot be written. Resolves with the last look.
 */
export async function writeUnattended(
  sight: SeenDns,
  { name: zone }: SeenZone,
  writer: RecordWriter,
  context: StepContext,
): Promise<SeenDns> {
  const { answers, prompts, environment, language } = context;
  const messages = dnsApiMessages[language];
  const provider = messages.names[writer.provider];
  const { sets: planned, notes } = planOf(sight, writer, zone, language);
  if (planned.length === 0) {
    showNothing(sight, notes, context);
    return sight;
  }
  const { isAgreed, isFollowing, sleep } = environment.dnsApi;
  const sets = isFollowing(answers) ? planned.map(forAWhile) : planned;
  const agree = isAgreed ? [] : plain(messages.setup.agree(provider));
  prompts.show(messages.plan(provider), [...notes, ...toPaste(setLines(sets, messages.removed)), ...agree]);
  if (!isAgreed) return sight;
  const problem = (await makeFreeName(zone, writer, context)) ?? (await problemOf(writer.write(sets)));
  if (problem !== undefined) {
    const lines = problemLines(problem, zone, language);
    throw new SetupError(lines.map(({ text }) => text.trim()).join("\n"), EX_UNAVAILABLE);
  }
  prompts.show(messages.setup.written(provider), []);
  for (let looks = 1; ; looks += 1) {
    const seen = await environment.seeDns(answers);
    if (!isLacking(seen) || looks === LOOKS) return seen;
    await sleep(BETWEEN_LOOKS_MS);
  }
}

/** A name below dedyn.io that is nobody's is made in the account of the token. Undefined where there is nothing to make, and where it was made. */
async function makeFreeName(
  zone: string,
  { provider }: RecordWriter,
  { answers, prompts, environment, language }: StepContext,
): Promise<DnsApiError | undefined> {
  const { stored, makeDomain } = environment.dnsApi;
  if (provider !== "desec" || !(await isFreeName(zone, environment))) return undefined;
  const problem = await problemOf((async () => await makeDomain(zone, stored(answers)))());
  if (problem === undefined) prompts.show(dnsApiMessages[language].setup.made(zone), []);
  return problem;
}

/** A name below dedyn.io that is still to be made. */
export const isFreeName = async (zone: string, { hasZone }: Pick<Environment, "hasZone">): Promise<boolean> =>
  dedynDomain(zone) === zone && (await hasZone(zone)) === false;
