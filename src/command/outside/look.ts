/** jabber-home dns --outside: others are asked whether they reach this server. */
import { federationMessages } from "../../messages/federation.ts";
import { reachabilityMessages } from "../../messages/reachability.ts";
import { hanging, wrap } from "../../messages/wrap.ts";
import type { ReachabilityReport } from "../../operations/sights.ts";
import { askRunning, followRunning } from "../ask.ts";
import { requireConfirmation } from "../confirm.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { CommandError } from "../failure.ts";
import { printJson } from "../json/print.ts";
import type { Call } from "../verb.ts";
import { printReachability } from "./report.ts";
import { REACHABILITY_REPORT } from "./schema.ts";

export interface LookOptions {
  /** Domains of other servers; empty for well-known ones. */
  readonly servers: readonly string[];
  /** The person has said yes. */
  readonly isAgreed: boolean;
}

/** Says who is asked, asks whether to (unless that is agreed), and shows what they see. Rejects with CommandError and VerbError. */
export async function lookFromOutside(
  call: Pick<Call, "home" | "language" | "terminal"> & { readonly flags: { readonly json: boolean } },
  { servers, isAgreed }: LookOptions,
): Promise<ExitCode> {
  const { terminal, language, flags } = call;
  const messages = reachabilityMessages[language];
  const say = (text: string): void => (flags.json ? terminal.err(text) : terminal.out(text));
  const who = await askRunning(call, "GET /reachability");
  const plan = planLines(who, servers, call);
  if (plan.length === 0) throw new CommandError(EXIT.unavailable, messages.nobodyToAsk);
  say([...wrap(messages.plan), ...plan.map((line) => hanging("  - ", line)), ""].join("\n"));
  if (!isAgreed) {
    const texts = { question: messages.question, irrevocable: messages.notAsked, notDone: messages.notDone };
    await requireConfirmation(call, texts);
  }
  let report: ReachabilityReport | undefined;
  const body = { askAuthority: true, servers: servers.length > 0 ? servers : undefined };
  await followRunning(call, "POST /reachability/look", body, (step) => {
    if ("asking" in step) terminal.err(messages.asking[step.asking.by](step.asking.who));
    if ("report" in step) ({ report } = step);
  });
  if (report === undefined) throw new CommandError(EXIT.unavailable, federationMessages[language].trial.broken);
  terminal.out(
    flags.json ? printJson(REACHABILITY_REPORT, report) : `\n${printReachability(report, language, Date.now())}`,
  );
  return report.sights.some(({ reached }) => reached === "no") ? EXIT.failed : EXIT.ok;
}

/** Who will be asked, and for what. */
function planLines(
  { authority, servers: known }: ReachabilityReport,
  named: readonly string[],
  { language }: Pick<Call, "language">,
): readonly string[] {
  const messages = reachabilityMessages[language];
  const [first, ...others] = known.length === 0 ? [] : named.length > 0 ? named : known;
  const byServer = (): string[] => {
    if (first === undefined) return [];
    return [others.length === 0 ? messages.planServer(first) : messages.planServers(first, others.join(", "))];
  };
  return [...(authority === undefined ? [] : [messages.planAuthority(authority)]), ...byServer()];
}
