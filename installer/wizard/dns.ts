/** Step: the DNS records, as the authoritative name servers have them, what to do about them, watched until it is done. */
import {
  API_PROVIDERS,
  type ApiProvider,
  apiOfZone,
  type Credentials,
  DnsApiError,
} from "../../src/dns/providers/api.ts";
import type { RecordWriter } from "../../src/dns/providers/writer.ts";
import { zoneFileLines } from "../../src/dns/zone-file.ts";
import { domainToAscii } from "../../src/jid/domain.ts";
import { dnsApiMessages } from "../../src/messages/dns-api.ts";
import { providerPages } from "../../src/messages/dns-providers.ts";
import { WIDTH } from "../../src/messages/wrap.ts";
import { formLines } from "../dns-form.ts";
import { adviceBlocks, isComplete, sightLines, unansweredLines, workOf } from "../dns-lines.ts";
import type { SeenDns, SeenZone } from "../environment.ts";
import { type Line, plain, toPaste, WATCH_MS, type WatchEnd } from "../prompts.ts";
import { given, type Step, type StepContext } from "../step.ts";
import { type ApiAnswers, askToken } from "./dns-token.ts";
import { isFreeName, offerWriting, writeUnattended } from "./dns-writing.ts";

type Key = "f" | "z" | "t";

export const dns: Step = {
  name: "dns",
  number: 1,
  applies: ({ purpose }) => purpose !== "local",
  run: async (context) => {
    const { answers, prompts, environment, messages } = context;
    const writer = environment.dnsApi.writer(answers);
    // A script does not wait for records that it learns only now.
    if (prompts.isUnattended && writer === undefined) {
      prompts.show(messages.dns.addThese, toPaste(zoneFileLines(environment.records(answers))));
      return {};
    }
    const domain = given(answers, "domain");
    const progress = { message: messages.dns.looking(domain), whenLong: messages.dns.slow };
    const [all, zone] = await prompts.waitFor(progress, () =>
      Promise.all([environment.seeDns(answers), environment.zoneOf(domainToAscii(domain))]),
    );
    const first = possible(all, zone);
    if (prompts.isUnattended && writer !== undefined) {
      const last = possible(await writeUnattended(first, zone, writer, context), zone);
      prompts.show(messages.dns.heading(domain), watchedLines(last, first, zone, WIDTH, context));
      return {};
    }
    prompts.show(messages.dns.heading(domain), headingLines(zone, context));
    const found = isComplete(first) ? NOTHING : await offerApi(first, zone, context);
    return await watch({ first, zone, ...found }, context);
  },
};

/** Without what a provider can never have: recommended records of other types. */
function possible(sight: SeenDns, { provider }: SeenZone): SeenDns {
  if (provider !== "duckdns") return sight;
  return { ...sight, records: sight.records.filter(({ record }) => !(record.isOptional && record.type === "SRV")) };
}

/** What the step has come to: answers, and whether something was written after the first look. */
interface Found {
  readonly change: ApiAnswers;
  readonly isWritten: boolean;
}
const NOTHING: Found = { change: {}, isWritten: false };

/** Where the form is, and what the records are for. */
function headingLines({ name, provider }: SeenZone, { messages: { dns: messages }, language }: StepContext): Line[] {
  if (provider === undefined) return plain(...messages.meaning);
  const { name: who, page, path, hint } = providerPages[language][provider];
  return plain(`${messages.isAt(name, who)} ${page}`, path(name), ...(hint === undefined ? [] : [hint]));
}

/** Whose API the token is already for, else whether the person wants to make one for the provider of the zone. */
async function offerApi(sight: SeenDns, zone: SeenZone, context: StepContext): Promise<Found> {
  const { answers, prompts, environment, language } = context;
  const { names, setup } = dnsApiMessages[language];
  const writer = environment.dnsApi.writer(answers);
  if (writer !== undefined) {
    const isToMake = writer.provider === "desec" && (await isFreeName(zone.name, environment));
    return await writeByApi(writer.provider, sight, zone, context, isToMake ? undefined : writer);
  }
  const provider = apiOfZone(zone);
  if (provider === undefined) return NOTHING;
  const choice = await prompts.choose({
    message: setup.question(names[provider]),
    choices: [
      { value: "token", label: setup.byToken },
      { value: "hand", label: setup.byHand },
    ],
    initial: "token",
  });
  return choice === "token" ? await writeByApi(provider, sight, zone, context) : NOTHING;
}

/** Asks whose API it is, which the names of the name servers do not always tell. */
async function chooseApi(sight: SeenDns, zone: SeenZone, context: StepContext): Promise<Found> {
  const { prompts, language } = context;
  const { names, setup } = dnsApiMessages[language];
  const labels: Readonly<Partial<Record<ApiProvider, string>>> = setup.services;
  const provider = await prompts.choose<ApiProvider>({
    message: setup.whose,
    choices: API_PROVIDERS.map((value) => ({ value, label: labels[value] ?? names[value] })),
    initial: apiOfZone(zone) ?? "rfc2136",
  });
  return await writeByApi(provider, sight, zone, context);
}

/** `known` has its token already, as config.toml, a flag or an earlier run says. */
async function writeByApi(
  provider: ApiProvider,
  sight: SeenDns,
  zone: SeenZone,
  context: StepContext,
  known?: RecordWriter,
): Promise<Found> {
  const { dnsApi } = context.environment;
  let writer = known;
  // A flag may have named them: from now on they are answers.
  let change: ApiAnswers = known ? { dnsProvider: provider, dnsTokenFile: dnsApi.tokenFile(context.answers) } : {};
  let stored = known === undefined ? storedFor(provider, context) : undefined;
  for (;;) {
    if (writer === undefined) {
      const asked = await askToken(provider, zone.name, context, stored);
      stored = undefined;
      if (asked === undefined) return { change, isWritten: false };
      change = asked;
      writer = dnsApi.writer({ ...context.answers, ...change });
      if (writer === undefined) return { change, isWritten: false };
    }
    const written = await offerWriting(sight, zone, writer, context);
    if (written !== "token") {
      const { isWritten, dnsUpdate } = written;
      return { change: { ...change, ...(dnsUpdate === undefined ? {} : { dnsUpdate }) }, isWritten };
    }
    writer = undefined;
  }
}

/** What is kept for this provider, from an earlier answer; undefined where there is none that can be read. */
function storedFor(provider: ApiProvider, { answers, environment }: StepContext): Credentials | undefined {
  try {
    const writer = environment.dnsApi.writer(answers);
    return writer?.provider === provider ? environment.dnsApi.stored(answers) : undefined;
  } catch (error) {
    if (error instanceof DnsApiError) return undefined;
    throw error;
  }
}

/** Resolves with the answers, when all is right or the person goes on. */
async function watch(
  { first, zone, change: found, isWritten }: Found & { readonly first: SeenDns; readonly zone: SeenZone },
  context: StepContext,
): Promise<ApiAnswers> {
  const { answers, prompts, environment, messages } = context;
  const { actions, formActions, watching } = messages.dns;
  const progress = { message: dnsApiMessages[context.language].setup.looking, whenLong: messages.dns.slow };
  const look = async (): Promise<SeenDns> => possible(await environment.seeDns(answers), zone);
  const lookNow = (): Promise<SeenDns> => prompts.waitFor(progress, look);
  let change = found;
  let isForm = false;
  for (let state = isWritten ? await lookNow() : first; ; ) {
    const end: WatchEnd<SeenDns, Key> = await prompts.watch<SeenDns, Key>({
      first: state,
      look,
      everyMs: WATCH_MS,
      lines: (sight, width) =>
        isForm && !isComplete(sight)
          ? watchedForm(sight, zone, width, context)
          : watchedLines(sight, first, zone, width, context),
      isDone: isComplete,
      watching,
      actions: isForm ? formActions : actions,
    });
    state = end.state;
    if (end.key === "done" || end.key === "enter") {
      if (isComplete(state)) prompts.show(messages.dns.complete, []);
      return change;
    }
    isForm = end.key === "f" && !isForm;
    if (end.key === "z") saveZone(state, zone, context);
    if (end.key === "t") {
      const chosen = await chooseApi(state, zone, { ...context, answers: { ...answers, ...change } });
      change = { ...change, ...chosen.change };
      if (chosen.isWritten) state = await lookNow();
    }
  }
}

/** What helps where DNS does not answer comes first: it is about all of the records. */
function watchedLines(
  sight: SeenDns,
  before: SeenDns | undefined,
  { name: zone }: SeenZone,
  width: number,
  { messages: { dns: messages } }: StepContext,
): Line[] {
  const help = unansweredLines(sight, sight.isConnected, messages);
  return [...plain(...help), ...sightLines(sight, { messages, zone, width, isShort: true, before })];
}

/** What is to be entered, field by field, then what a form has no fields for. */
function watchedForm(sight: SeenDns, zone: SeenZone, width: number, context: StepContext): Line[] {
  const { messages, language } = context;
  const { name, provider } = zone;
  const heading =
    provider === undefined
      ? messages.dns.formHeading(name)
      : messages.dns.providerForm(name, providerPages[language][provider].name);
  const { toEnter } = workOf(sight);
  const rest = sight.records.filter(({ record, state }) => state !== "right" && !toEnter.includes(record));
  const fields = formLines(toEnter, { zone: name, provider, width, messages: messages.dns, language });
  return [
    ...plain(...(fields.length > 0 ? [heading, ...fields] : [])),
    ...watchedLines({ ...sight, records: rest }, undefined, zone, width, context),
  ];
}

/** Shows the lines to paste, and saves those to import. */
function saveZone(state: SeenDns, { name }: SeenZone, { prompts, environment, messages }: StepContext): void {
  for (const { heading, lines } of adviceBlocks(state, messages.dns)) prompts.show(heading, toPaste(lines));
  const lines = zoneFileLines(workOf(state).toEnter);
  if (lines.length > 0)
    prompts.show(messages.dns.saved(environment.saveFile(`${name}.zone`, `${lines.join("\n")}\n`)), []);
}
