/** jabber-home status: how the server is. */

import { existsSync } from "node:fs";
import { HOUR, MINUTE } from "../clock.ts";
import { findingText } from "../findings/finding-text.ts";
import { type Finding, findingsOf } from "../findings/findings.ts";
import { openLines } from "../messages/gateway.ts";
import type { Language } from "../messages/language.ts";
import { statusMessages } from "../messages/status.ts";
import { dateText, durationText } from "../messages/units.ts";
import { hanging } from "../messages/wrap.ts";
import type { StatusReport } from "../operations/status.ts";
import { durationOf } from "../options.ts";
import { askIfRunning } from "./ask.ts";
import { FINDING } from "./doctor/finding-schema.ts";
import { EXIT, type ExitCode } from "./exit.ts";
import { CommandError } from "./failure.ts";
import { boolean, choice, either, list, object } from "./json/schema.ts";
import { shellCommand, startCommand } from "./program.ts";
import { STATUS_FIELDS } from "./status-schema.ts";
import { type Call, COMMON_FLAGS, defineVerb, JSON_FLAG, report } from "./verb.ts";
import { WATCHED } from "./watch/schema.ts";

const ANSWER = either([
  object({ running: choice([true]), ...STATUS_FIELDS, findings: list(FINDING, "What is wrong, the worst first.") }),
  object({ running: choice([false]), configured: boolean("There is a config.toml.") }),
]);

export default defineVerb({
  name: "status",
  examples: ["status", "status --json", "status --watch", "status --watch --interval 10s"],
  prints: ANSWER,
  printsLines: WATCHED,
  flags: {
    watch: { kind: "switch", meaning: "watch" },
    interval: { kind: "text", value: "DURATION", meaning: "watchInterval" },
    json: JSON_FLAG,
    home: COMMON_FLAGS.home,
  },
  run: async (call) => {
    const { watch, interval, json } = call.flags;
    if (watch) return await watched(call, json, interval);
    const { home } = call;
    const messages = statusMessages[call.language];
    const status = await askIfRunning(call, "GET /status");
    if (status) {
      const now = Date.now();
      report(
        call,
        ANSWER,
        { running: true, ...status, findings: findingsOf(status, now) },
        printStatus(status, now, call.language),
      );
      return EXIT.ok;
    }
    const configured = existsSync(home.config);
    const next = configured
      ? [messages.start(startCommand(home)), messages.examine(shellCommand(home, "doctor"))]
      : [messages.notSetUp(shellCommand(home, "setup"))];
    const text = [messages.notRunning(home.directory), ...next.map((line) => `  ${line}`)].join("\n");
    report(call, ANSWER, { running: false, configured }, text);
    return EXIT.unavailable;
  },
});

const DEFAULT_INTERVAL = "2s";
/** Milliseconds. */
const [MIN_INTERVAL, MAX_INTERVAL] = [500, HOUR];

/** The live screen is loaded where it is wanted. */
async function watched(
  call: Pick<Call, "home" | "language" | "terminal">,
  asJson: boolean,
  given = DEFAULT_INTERVAL,
): Promise<ExitCode> {
  const interval = durationOf(given) ?? 0;
  if (interval < MIN_INTERVAL || interval > MAX_INTERVAL)
    throw new CommandError(EXIT.usage, statusMessages[call.language].watch.badInterval(given));
  return await (await import("./watch/watch.ts")).watch(call, interval, asJson);
}

/** For people; `now` in milliseconds since 1970. */
export function printStatus(report: StatusReport, now: number, language: Language): string {
  const messages = statusMessages[language];
  const { version, pid, started, domains, listening, web, gateway, calls, sessions, servers, accounts } = report;
  const { memory, certificate } = report;
  const ports = Object.entries(listening).map(([name, address]) => `  ${name.padEnd(12)} ${address}`);
  return [
    hanging("", messages.runs(version, domains.join(", "), durationText(minutesOf(now - started), language), pid)),
    hanging("", messages.load(sessions, servers, accounts, megabytesOf(memory))),
    ...findingsOf(report, now).map((finding) => printFinding(finding, language)),
    ...(certificate
      ? [
          hanging(
            "",
            messages.certificate(
              certificate.source,
              certificate.names.join(", "),
              dateText(certificate.notAfter, language),
            ),
          ),
        ]
      : []),
    ...(web.origin === undefined ? [] : [messages.web(web.origin)]),
    ...(gateway ? openLines(gateway, language).map((text) => hanging("", text)) : []),
    ...(calls?.addresses?.length ? [messages.calls(calls.addresses.join(", "))] : []),
    messages.listens,
    ...ports,
  ].join("\n");
}

/** What is only good to know has another mark. */
function printFinding(finding: Finding, language: Language): string {
  const { sentence, remedies } = findingText(finding, language);
  const mark = finding.severity === "notice" ? "- " : "! ";
  return [hanging(mark, sentence), ...remedies.map((remedy) => hanging("  ", remedy))].join("\n");
}

const minutesOf = (milliseconds: number): number => Math.floor(milliseconds / MINUTE);
const megabytesOf = (bytes: number): number => Math.round(bytes / 1e6);
