/** jabber-home status: how the server is. */
import { existsSync } from "node:fs";
import { MINUTE } from "../clock.ts";
import { findingText } from "../findings/finding-text.ts";
import { type Finding, findingsOf } from "../findings/findings.ts";
import { openLines } from "../messages/gateway.ts";
import type { Language } from "../messages/language.ts";
import { statusMessages } from "../messages/status.ts";
import { dateText, durationText } from "../messages/units.ts";
import { hanging } from "../messages/wrap.ts";
import type { StatusReport } from "../operations/status.ts";
import { askIfRunning } from "./ask.ts";
import { EXIT } from "./exit.ts";
import { shellCommand, startCommand } from "./program.ts";
import { COMMON_FLAGS, defineVerb, JSON_FLAG, report } from "./verb.ts";

export default defineVerb({
  name: "status",
  examples: ["status", "status --json"],
  flags: { json: JSON_FLAG, home: COMMON_FLAGS.home },
  run: async (call) => {
    const { home } = call;
    const messages = statusMessages[call.language];
    const status = await askIfRunning(call, "GET /status");
    if (status) {
      const now = Date.now();
      report(
        call,
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
    report(call, { running: false, configured }, text);
    return EXIT.unavailable;
  },
});

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
