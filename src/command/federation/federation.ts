/** jabber-home federation: the streams to other servers, and an attempt to reach one. */
import { parseListener } from "../../config/listener.ts";
import { readConfigFile } from "../../config/read.ts";
import type { Config } from "../../config/schema.ts";
import { exclusionTexts } from "../../findings/federation/exclusions.ts";
import { remediesFor, type TrialReportOptions } from "../../findings/federation/trial-text.ts";
import type { Home } from "../../home.ts";
import { federationMessages } from "../../messages/federation.ts";
import { hanging } from "../../messages/wrap.ts";
import { modules } from "../../modules.ts";
import type { FederationReport, TrialStep } from "../../operations/federation.ts";
import { askRunning, followRunning } from "../ask.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { CommandError } from "../failure.ts";
import { printJson } from "../json/print.ts";
import { either, list, meaning, object } from "../json/schema.ts";
import { shellCommand } from "../program.ts";
import { type Call, defineVerb, JSON_FLAG, report } from "../verb.ts";
import { checkOwnDomains, isReachable } from "./own-domains.ts";
import { type OwnDomainsReportOptions, printOwnDomains } from "./own-domains-report.ts";
import { FEDERATION, OWN_DOMAIN, TRIAL } from "./schema.ts";
import { printStreams } from "./streams-report.ts";
import { trialPrinter } from "./trial-report.ts";

const OURS = object({ ours: list(OWN_DOMAIN) }, "With a DOMAIN of this server.");

const FLAGS = {
  from: { kind: "text", value: "DOMAIN", meaning: "inTheNameOf" },
  json: JSON_FLAG,
} as const;

type FederationCall = Call<typeof FLAGS>;

export default defineVerb({
  name: "federation",
  operands: ["[DOMAIN]"],
  examples: ["federation", "federation jabber.org", "federation jabber.org --from rooms.example.com --json"],
  prints: either([FEDERATION, meaning(TRIAL, "With a DOMAIN."), OURS]),
  flags: FLAGS,
  run: async (call) => {
    const [domain] = call.operands;
    return domain === undefined ? await reportAll(call) : await tryDomain(call, domain);
  },
});

async function reportAll(call: FederationCall): Promise<ExitCode> {
  const { home, language } = call;
  const federation = await reportOf(call);
  const config = configOf(home);
  const ours = await checkOwnDomains(config, federation.ours);
  const shown = printStreams(federation, { language, now: Date.now(), commandFor: trialCommand(home) });
  const excluded = exclusionTexts(federation.excluded, language).map((sentence) => hanging("", sentence));
  const parts = [shown, excluded.join("\n"), printOwnDomains(ours, ownDomainsReportOptions(call, config))];
  report(call, FEDERATION, { ...federation, ours }, parts.filter((part) => part !== "").join("\n\n"));
  return EXIT.ok;
}

/** Prints each step as it is done; in JSON all of them at the end. */
async function tryDomain(call: FederationCall, domain: string): Promise<ExitCode> {
  const { home, language, terminal, flags } = call;
  const options: TrialReportOptions = { language, commandFor: trialCommand(home), ourPort: ourPort(configOf(home)) };
  const print = trialPrinter(options);
  const steps: TrialStep[] = [];
  await followRunning(call, "POST /federation/trial", { domain, from: flags.from }, (step) => {
    steps.push(step);
    if (!flags.json) terminal.out(print(step));
  });
  const [first, last] = [steps[0], steps.at(-1)];
  if (!first || !("trying" in first) || !last || "step" in last || "trying" in last)
    throw new CommandError(EXIT.unavailable, federationMessages[language].trial.broken);
  if ("isOurs" in last) return await reportOwnDomain(call, first.trying.remote);
  const isReached = "isReached" in last && last.isReached;
  const helped = steps.flatMap((step) =>
    "step" in step ? [{ ...step, remedies: remediesFor(step, first.trying, options) }] : [],
  );
  if (flags.json) terminal.out(printJson(TRIAL, { ...first.trying, ...last, isReached, steps: helped }));
  return isReached ? EXIT.ok : EXIT.failed;
}

/** A domain of ours, as other servers see it. */
async function reportOwnDomain(call: FederationCall, domain: string): Promise<ExitCode> {
  const config = configOf(call.home);
  const { ours } = await reportOf(call);
  const domains = await checkOwnDomains(
    config,
    ours.filter((own) => own.domain === domain),
  );
  report(call, OURS, { ours: domains }, printOwnDomains(domains, ownDomainsReportOptions(call, config)));
  return domains.every(isReachable) ? EXIT.ok : EXIT.failed;
}

const reportOf = (call: FederationCall): Promise<FederationReport> => askRunning(call, "GET /federation");

const configOf = (home: Home): Config => readConfigFile(home.config, modules, []);

const ourPort = ({ listen }: Config): string => String(parseListener(listen.server)?.port ?? 5269);

const ownDomainsReportOptions = (
  { home, language }: FederationCall,
  { certificate }: Config,
): OwnDomainsReportOptions => ({
  language,
  source: certificate.source,
  commandFor: (verb) => shellCommand(home, verb),
});

const trialCommand =
  (home: Home) =>
  (domain: string): string =>
    shellCommand(home, `federation ${domain}`);
