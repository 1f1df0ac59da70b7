/** What the wizard shows of a running server, seen from outside. */
import type { Environment } from "../../../installer/environment.ts";
import type { Line } from "../../../installer/prompts.ts";
import { reachabilityMessages } from "../../messages/reachability.ts";
import type { PhoneStep } from "../../operations/phone-check.ts";
import type { ReachabilityReport, Reached } from "../../operations/sights.ts";
import { type Asker, askIfRunning, followRunning } from "../ask.ts";
import { phoneTexts, sightRows, sightTexts } from "./sights.ts";

const MARKS: Readonly<Record<Reached, Line["mark"]>> = { yes: "right", no: "wrong", unknown: "note" };

/** Asks the server of the home, in the language of its caller. */
export function outsideForSetup(asker: Asker): Environment["outside"] {
  const messages = reachabilityMessages[asker.language];

  /** A line for each port that others have looked at, and below it what helps where it is not reached. */
  const linesOf = (report: ReachabilityReport): readonly Line[] => {
    const rows = sightRows({ ...report, listeners: lookedAt(report) }, asker.language, Date.now());
    return [
      ...rows.map(({ port, use, reached, by }) => ({ mark: MARKS[reached], text: `${port} ${use}   ${by}` })),
      ...[
        ...new Set(report.sights.filter(({ reached }) => reached !== "yes").flatMap((sight) => texts(sight, report))),
      ].map((text) => ({ mark: "plain" as const, text: `  - ${text}` })),
    ];
  };
  const texts = (sight: ReachabilityReport["sights"][number], report: ReachabilityReport) =>
    sightTexts(sight, report, asker.language);

  return {
    plan: async () => {
      const report = await askIfRunning(asker, "GET /reachability");
      const listeners = report?.listeners ?? [];
      return {
        witnesses: [report?.authority, ...namedServers(report)].filter((who) => who !== undefined),
        hasPages: listeners.some(({ listener }) => listener === "https"),
      };
    },
    look: async () => {
      let lines: readonly Line[] = [];
      const servers = namedServers(await askIfRunning(asker, "GET /reachability"));
      await followRunning(asker, "POST /reachability/look", { askAuthority: true, servers }, (step) => {
        if ("report" in step) lines = linesOf(step.report);
      });
      return lines;
    },
    phone: async (onSeen, signal) => {
      const shown: string[] = [];
      const onStep = (step: PhoneStep): void => {
        if ("link" in step) {
          const hints = [messages.phone.scan, ...(step.isTrusted ? [] : [messages.phone.warns])];
          return onSeen({ link: { url: step.link, hints }, lines: [] });
        }
        shown.push(...("seen" in step ? phoneTexts(step.seen, asker.language) : [messages.phone.ended[step.ended]]));
        onSeen({ lines: [...new Set(shown)].map((text) => ({ mark: "note", text })) });
      };
      await followRunning(asker, "POST /reachability/phone", undefined, onStep, signal);
    },
  };
}

/** One is enough, and nobody else is asked than the question has named. */
const namedServers = (report: ReachabilityReport | undefined): readonly string[] => report?.servers.slice(0, 1) ?? [];

const lookedAt = ({ listeners, sights }: ReachabilityReport): ReachabilityReport["listeners"] =>
  listeners.filter(({ listener }) => sights.some((sight) => sight.listener === listener));
