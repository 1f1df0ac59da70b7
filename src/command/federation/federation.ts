/** jabber-home federation: the streams to other servers, and an attempt to reach one. */

import { parseListener } from "../../config/listener.ts";
import { readConfigFile } from "../../config/read.ts";
import type { Config } from "../../config/schema.ts";
import type { Home } from "../../home.ts";
import { federationMessages } from "../../messages/federation.ts";
import { modules } from "../../modules.ts";
import type { FederationReport, TrialStep } from "../../operations/federation.ts";
import { askRunning, followRunning } from "../ask.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { CommandError } from "../failure.ts";
import { typed } from "../program.ts";
import { type Call, defineVerb, JSON_FLAG, report } from "../verb.ts";
import { isSound, ownSide } from "./own-side.ts";
import { type OwnSideAround, printOwnSide } from "./own-side-report.ts";
import { printStreams } from "./report.ts";
import { helpWith, type TrialAround, trialPrinter } from "./trial.ts";

const FLAGS = {
  from: { kind: "text", value: "DOMAIN", sentence: "Try it in the name of this domain of ours, not of the first one." },
  json: JSON_FLAG,
} as const;

type FederationCall = Call<typeof FLAGS>;

export default defineVerb({
  name: "federation",
  summary: "shows which other servers are connected, or tries to reach one",
  operands: ["[DOMAIN]"],
  examples: ["federation", "federation jabber.org", "federation jabber.org --from rooms.example.com --json"],
  flags: FLAGS,
  run: async (call) => {
    const [domain] = call.operands;
    return domain === undefined ? await overview(call) : await trial(call, domain);
  },
});

async function overview(call: FederationCall): Promise<ExitCode> {
  const { home, language } = call;
  const streams = await seenBy(call);
  const config = configOf(home);
  const ours = await ownSide(config, streams.ours);
  const shown = printStreams(streams, { language, now: Date.now(), commandFor: trialOn(home) });
  report(call, { ...streams, ours }, `${shown}\n\n${printOwnSide(ours, ownSideAround(call, config))}`);
  return EXIT.ok;
}

/** Each step as it is done; in JSON all of them at the end. */
async function trial(call: FederationCall, domain: string): Promise<ExitCode> {
  const { home, language, terminal, flags } = call;
  const around: TrialAround = { language, commandFor: trialOn(home), ourPort: ourPort(configOf(home)) };
  const print = trialPrinter(around);
  const steps: TrialStep[] = [];
  await followRunning(call, "POST /federation/trial", { domain, from: flags.from }, (step) => {
    steps.push(step);
    if (!flags.json) terminal.out(print(step));
  });
  const [first, last] = [steps[0], steps.at(-1)];
  if (!first || !("trying" in first) || !last || "step" in last || "trying" in last)
    throw new CommandError(EXIT.unavailable, federationMessages[language].trial.broken);
  if ("isOurs" in last) return await ourOwn(call, first.trying.remote);
  const isReached = "isReached" in last && last.isReached;
  const helped = steps.flatMap((step) =>
    "step" in step ? [{ ...step, remedies: helpWith(step, first.trying, around) }] : [],
  );
  if (flags.json) terminal.out(JSON.stringify({ ...first.trying, ...last, isReached, steps: helped }, null, 2));
  return isReached ? EXIT.ok : EXIT.failed;
}

/** A domain of ours: what others find that look for it. */
async function ourOwn(call: FederationCall, domain: string): Promise<ExitCode> {
  const config = configOf(call.home);
  const { ours } = await seenBy(call);
  const domains = await ownSide(
    config,
    ours.filter((own) => own.domain === domain),
  );
  report(call, { ours: domains }, printOwnSide(domains, ownSideAround(call, config)));
  return domains.every(isSound) ? EXIT.ok : EXIT.failed;
}

const seenBy = (call: FederationCall): Promise<FederationReport> => askRunning(call, "GET /federation");

const configOf = (home: Home): Config => readConfigFile(home.config, modules, []);

const ourPort = ({ listen }: Config): string => String(parseListener(listen.server)?.port ?? 5269);

const ownSideAround = ({ home, language }: FederationCall, { certificate }: Config): OwnSideAround => ({
  language,
  source: certificate.source,
  commandFor: (verb) => typed(home, verb),
});

const trialOn =
  (home: Home) =>
  (domain: string): string =>
    typed(home, `federation ${domain}`);
