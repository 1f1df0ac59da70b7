/** jabber-home domain rename: a domain gets another name; addresses, rosters, rooms and archives follow. */

import { existsSync } from "node:fs";
import {
  completeRename,
  planRename,
  type RenamePlan,
  type RenameProblem,
  renameDomain,
} from "../../assembly/domain-rename.ts";
import { deploymentOf } from "../../config/deployment.ts";
import { readConfigFile } from "../../config/read.ts";
import type { Config } from "../../config/schema.ts";
import { type DnsRecord, recordsFor } from "../../dns/records.ts";
import { zoneFileLines } from "../../dns/zone-file.ts";
import { tryParseDomain } from "../../jid/domain.ts";
import { openStderrLog } from "../../log/stderr.ts";
import { confirmationMessages } from "../../messages/confirmation.ts";
import { domainMessages } from "../../messages/domains.ts";
import type { Language } from "../../messages/language.ts";
import { sizeText } from "../../messages/units.ts";
import { modules } from "../../modules.ts";
import { ownPublicAddresses } from "../../net/own-addresses.ts";
import { isPrivateName } from "../../special-names.ts";
import { askIfRunning } from "../ask.ts";
import { requireConfirmation } from "../confirm.ts";
import { DNS_RECORD } from "../dns-schema.ts";
import { EXIT } from "../exit.ts";
import { CommandError } from "../failure.ts";
import { requireHomeAccess } from "../home-access.ts";
import { boolean, integer, list, object, optional, text } from "../json/schema.ts";
import { type Call, defineVerb, JSON_FLAG, report } from "../verb.ts";
import { VerbError } from "../verb-error.ts";

const FLAGS = {
  "tell-contacts": { kind: "switch", meaning: "tellContacts" },
  "dry-run": { kind: "switch", meaning: "renameTrial" },
  yes: { kind: "switch", meaning: "yes" },
  "no-input": { kind: "switch", meaning: "noInput" },
  json: JSON_FLAG,
} as const;

const ANSWER = object({
  from: text(),
  to: text(),
  dryRun: boolean(),
  accounts: integer(),
  rooms: integer(),
  messages: integer("In the archives."),
  services: list(object({ from: text(), to: text() }), "The names of its services: rooms.example.com."),
  tellsContacts: optional(boolean("Contacts elsewhere are told.")),
  copy: optional(text("The database as it was before.")),
  records: optional(list(DNS_RECORD, "What DNS needs now.")),
});

export default defineVerb({
  name: "domain rename",
  operands: ["OLD", "NEW"],
  examples: [
    "domain rename old.example example.com --dry-run",
    "domain rename old.example example.com",
    "domain rename old.example example.com --tell-contacts --yes --json",
  ],
  prints: ANSWER,
  flags: FLAGS,
  run: async (call) => {
    const { flags, operands, home, language, terminal } = call;
    const messages = domainMessages[language];
    requireHomeAccess(home);
    if (!existsSync(home.config)) throw new VerbError(EXIT.configuration, "not-set-up");
    const [from, to] = operands.map((given) => domainIn(given, language));
    if (from === undefined || to === undefined) throw new CommandError(EXIT.usage, ...messages.notDomain(""));
    const isRunning = (await askIfRunning(call, "GET /status")) !== undefined;
    if (!isRunning) completeRename(home);
    const config = readConfigFile(home.config, modules);
    const log = openStderrLog("warn", config.general.log_format);
    const plan = await planRename(home, config, log, { from, to });
    if (plan.problem) throw problemError(plan, plan.problem, config, language);
    if (flags["dry-run"]) {
      report(
        call,
        ANSWER,
        { ...factsOf(plan), dryRun: true },
        [planText(plan, language), messages.nothingDone].join("\n"),
      );
      return EXIT.ok;
    }
    if (isRunning) throw new CommandError(EXIT.tryAgain, ...messages.runsNow(home.directory));
    const tellsContacts = await agreed(call, plan, config);
    const onProgress = (done: number, total: number): void => terminal.line?.(messages.progress(done, total));
    const { copy } = await renameDomain(home, config, log, plan, { tellsContacts, onProgress });
    terminal.line?.("");
    const now = readConfigFile(home.config, modules);
    const records = recordsOf(now, to);
    const facts = { ...factsOf(plan), dryRun: false, tellsContacts, copy, records };
    report(call, ANSWER, facts, doneText({ plan, config: now, records, copy, tellsContacts }, language));
    return EXIT.ok;
  },
});

/** Throws CommandError. */
function domainIn(given: string, language: Language): string {
  const domain = tryParseDomain(given);
  if (domain === undefined) throw new CommandError(EXIT.usage, ...domainMessages[language].notDomain(given));
  return domain;
}

function problemError({ from, to }: RenamePlan, problem: RenameProblem, { general }: Config, language: Language) {
  const messages = domainMessages[language];
  switch (problem.reason) {
    case "not-served":
      return new CommandError(EXIT.usage, ...messages.notServed(from, general.domains.join(", ")));
    case "served":
      return new CommandError(EXIT.usage, ...messages.served(to));
    case "in-use":
      return new CommandError(EXIT.failed, ...messages.inUse(to));
    case "service":
      return new CommandError(EXIT.usage, ...messages.service(problem.name));
    case "space": {
      const [needed, free] = [problem.needed, problem.free].map((bytes) => sizeText(bytes, language));
      return new CommandError(EXIT.cannotCreate, ...messages.space(needed ?? "", free ?? ""));
    }
  }
}

/** Rejects with CommandError without a yes. Returns whether contacts elsewhere are told. */
async function agreed(
  { flags, terminal, language }: Call<typeof FLAGS>,
  plan: RenamePlan,
  { federation }: Config,
): Promise<boolean> {
  const messages = domainMessages[language];
  const isInteractive = terminal.isInteractive && !flags["no-input"];
  if (!flags.yes) {
    if (isInteractive) terminal.err(planText(plan, language));
    await requireConfirmation(
      { terminal: { ...terminal, isInteractive }, language },
      { question: messages.question(plan.from, plan.to), irrevocable: messages.irrevocable, notDone: messages.notDone },
    );
  }
  if (!federation.enabled) return false;
  if (flags["tell-contacts"] || flags.yes || !isInteractive) return flags["tell-contacts"];
  const { yes, no } = confirmationMessages[language];
  const { confirm } = await import("@clack/prompts");
  return (await confirm({ message: messages.tellQuestion, active: yes, inactive: no, initialValue: false })) === true;
}

const factsOf = ({ from, to, names, accounts, rooms, messages }: RenamePlan) => ({
  ...{ from, to, accounts, rooms, messages },
  services: [...names].flatMap(([former, now]) => (former === from ? [] : [{ from: former, to: now }])),
});

function planText({ from, to, names, accounts, rooms, messages: count }: RenamePlan, language: Language): string {
  const messages = domainMessages[language];
  const services = [...names.values()].filter((name) => name !== to).join(", ");
  const lines = [messages.accounts(accounts), messages.rooms(rooms), messages.messages(count)];
  return [messages.plan(from, to), ...lines, ...(services ? [messages.services(services)] : [])].join("\n  ");
}

/** Those of this domain alone. */
function recordsOf(config: Config, domain: string): readonly DnsRecord[] {
  if (isPrivateName(domain)) return [];
  const addresses = [...new Set([...config.general.addresses, ...ownPublicAddresses()])];
  return recordsFor(deploymentOf(config, addresses)).filter(({ name }) => `.${name}`.endsWith(`.${domain}`));
}

interface Done {
  readonly plan: RenamePlan;
  /** As it is now. */
  readonly config: Config;
  readonly records: readonly DnsRecord[];
  readonly copy: string;
  readonly tellsContacts: boolean;
}

function doneText({ plan, config, records, copy, tellsContacts }: Done, language: Language): string {
  const messages = domainMessages[language];
  const { from, to } = plan;
  const { secrets = [] } = config.modules.components ?? {};
  const components = (secrets as readonly string[]).flatMap((entry) => {
    const [name = ""] = entry.split("=", 1);
    return name.endsWith(`.${from}`) ? [name] : [];
  });
  const published = [messages.records(to), "", ...zoneFileLines(records), ""];
  return [
    messages.done(from, to),
    messages.copy(copy),
    messages.apps(to),
    ...(records.length === 0 ? [messages.noRecords(to)] : published),
    messages.certificate[config.certificate.source as keyof typeof messages.certificate](to),
    messages.former(from),
    ...(config.federation.enabled ? [tellsContacts ? messages.told : messages.notTold] : []),
    ...(components.length === 0 ? [] : [messages.components(components.join(", "))]),
    messages.next,
  ].join("\n");
}
