/** Step: the DNS records, as the authoritative name servers have them, what to do about them, watched until it is done. */
import { zoneFileLines } from "../../src/dns/zone-file.ts";
import { domainToAscii } from "../../src/jid/domain.ts";
import { providerPages } from "../../src/messages/dns-providers.ts";
import { formLines } from "../dns-form.ts";
import { adviceBlocks, isComplete, sightLines, unansweredLines, workOf } from "../dns-lines.ts";
import type { SeenDns, SeenZone } from "../environment.ts";
import { type Line, plain, toPaste } from "../prompts.ts";
import { given, type Step, type StepContext } from "../step.ts";

const WATCH_MS = 5000;
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
    prompts.show(messages.dns.heading(domain), headingLines(zone, context));
    const last = await watch(first, zone, context);
    if (isComplete(last)) prompts.show(messages.dns.complete, []);
    return {};
  },
};

/** Where the form is, and what the records are for. */
function headingLines({ name, provider }: SeenZone, { messages: { dns: messages }, language }: StepContext): Line[] {
  if (provider === undefined) return plain(...messages.meaning);
  const { name: who, page, path, hint } = providerPages[language][provider];
  return plain(`${messages.isAt(name, who)} ${page}`, path(name), ...(hint === undefined ? [] : [hint]));
}

/** Resolves with the last look, when all is right or the person goes on. */
async function watch(first: SeenDns, zone: SeenZone, context: StepContext): Promise<SeenDns> {
  const { answers, prompts, environment, messages } = context;
  const { keys, watching } = messages.dns;
  for (let state = first; ; ) {
    const end = await prompts.watch({
      first: state,
      look: () => environment.seeDns(answers),
      everyMs: WATCH_MS,
      lines: (sight) => watchedLines(sight, first, zone, context),
      isDone: isComplete,
      keys: KEYS,
      hint: [watching, keys],
    });
    state = end.state;
    if (end.key === "f") showForm(state, zone, context);
    else if (end.key === "z") saveZone(state, zone, context);
    else return state;
  }
}

function watchedLines(sight: SeenDns, before: SeenDns, zone: SeenZone, { messages }: StepContext): Line[] {
  const help = unansweredLines(sight, sight.isConnected, messages.dns);
  return [...sightLines(sight, { messages: messages.dns, zone: zone.name, isShort: true, before }), ...plain(...help)];
}

function showForm(state: SeenDns, { name, provider }: SeenZone, { prompts, messages, language }: StepContext): void {
  const heading =
    provider === undefined
      ? messages.dns.formHeading(name)
      : messages.dns.providerForm(name, providerPages[language][provider].name);
  const context = { zone: name, provider, messages: messages.dns, language };
  prompts.show(heading, toPaste(formLines(workOf(state).toEnter, context)));
}

/** Shows the lines to paste, and saves those to import. */
function saveZone(state: SeenDns, { name }: SeenZone, { prompts, environment, messages }: StepContext): void {
  for (const { heading, lines } of adviceBlocks(state, messages.dns)) prompts.show(heading, toPaste(lines));
  const lines = zoneFileLines(workOf(state).toEnter);
  if (lines.length > 0)
    prompts.show(messages.dns.saved(environment.saveFile(`${name}.zone`, `${lines.join("\n")}\n`)), []);
}
