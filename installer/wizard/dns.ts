/** Step: the DNS records, as the authoritative name servers have them, what to do about them, watched until it is done. */
import type { Provider } from "../../src/dns/provider.ts";
import { API_PROVIDERS } from "../../src/dns/providers/api.ts";
import { zoneFileLines } from "../../src/dns/zone-file.ts";
import { domainToAscii } from "../../src/jid/domain.ts";
import { dnsApiMessages } from "../../src/messages/dns-api.ts";
import { providerPages } from "../../src/messages/dns-providers.ts";
import type { Language } from "../../src/messages/language.ts";
import { wrap } from "../../src/messages/wrap.ts";
import { formLines } from "../dns-form.ts";
import { adviceBlocks, isComplete, sightLines, unansweredLines, workOf } from "../dns-lines.ts";
import type { SeenDns, SeenZone } from "../environment.ts";
import { type Line, plain, toPaste, WATCH_MS, type WatchEnd } from "../prompts.ts";
import { given, type Step, type StepContext } from "../step.ts";

const KEYS = ["f", "z"] as const;

export const dns: Step = {
  name: "dns",
  number: 1,
  applies: ({ purpose }) => purpose !== "local",
  run: async (context) => {
    const { answers, prompts, environment, messages } = context;
    // A script does not wait for records that it learns only now.
    if (prompts.isUnattended) {
      prompts.show(messages.dns.addThese, toPaste(zoneFileLines(environment.records(answers))));
      return {};
    }
    const domain = given(answers, "domain");
    const progress = { message: messages.dns.looking(domain), whenLong: messages.dns.slow };
    const [first, zone] = await prompts.waitFor(progress, () =>
      Promise.all([environment.seeDns(answers), environment.zoneOf(domainToAscii(domain))]),
    );
    prompts.show(messages.dns.heading(domain), headingLines(zone, isComplete(first), context));
    const last = await watch(first, zone, context);
    if (isComplete(last)) prompts.show(messages.dns.complete, []);
    return {};
  },
};

/** Where the form is, and what the records are for. */
function headingLines(
  { name, provider }: SeenZone,
  isDone: boolean,
  { messages: { dns: messages }, language }: StepContext,
): Line[] {
  if (provider === undefined) return plain(...messages.meaning);
  const { name: who, page, path, hint } = providerPages[language][provider];
  const offer = (isDone ? [] : apiOffer(provider, language)).flatMap((text) => wrap(text, OFFER_WIDTH));
  return plain(`${messages.isAt(name, who)} ${page}`, path(name), ...(hint === undefined ? [] : [hint]), ...offer);
}

const OFFER_WIDTH = 72;

/** That the records can be written by API after setup, and how its token is made. */
function apiOffer(provider: Provider, language: Language): readonly string[] {
  const { names, offer, tokens } = dnsApiMessages[language];
  const api = API_PROVIDERS.find((one) => one === provider);
  return api === undefined ? [] : [offer(names[api]), tokens[api]];
}

/** Resolves with the last look, when all is right or the person goes on. */
async function watch(first: SeenDns, zone: SeenZone, context: StepContext): Promise<SeenDns> {
  const { answers, prompts, environment, messages } = context;
  const { keys, formKeys, watching } = messages.dns;
  let isForm = false;
  for (let state = first; ; ) {
    const end: WatchEnd<SeenDns, "f" | "z"> = await prompts.watch({
      first: state,
      look: () => environment.seeDns(answers),
      everyMs: WATCH_MS,
      lines: (sight, width) =>
        isForm && !isComplete(sight)
          ? watchedForm(sight, zone, width, context)
          : watchedLines(sight, first, zone, width, context),
      isDone: isComplete,
      keys: KEYS,
      hint: [watching, isForm ? formKeys : keys],
    });
    state = end.state;
    if (end.key !== "f" && end.key !== "z") return state;
    isForm = end.key === "f" && !isForm;
    if (end.key === "z") saveZone(state, zone, context);
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
