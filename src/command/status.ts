/** jabber-home status: how the server is. */
import { existsSync } from "node:fs";
import { problemText } from "../certificate/certificate-error.ts";
import { DAY, MINUTE } from "../clock.ts";
import type { Language } from "../messages/language.ts";
import { statusMessages } from "../messages/status.ts";
import { listenErrorText } from "../messages/system-errors.ts";
import { durationText } from "../messages/units.ts";
import { hanging } from "../messages/wrap.ts";
import type { RefusedListener, StatusReport } from "../operations/status.ts";
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
      report(call, { running: true, ...status }, printStatus(status, Date.now(), call.language));
      return EXIT.ok;
    }
    const configured = existsSync(home.config);
    const next = configured ? messages.start(startCommand(home)) : messages.notSetUp(shellCommand(home, "setup"));
    report(call, { running: false, configured }, `${messages.notRunning(home.directory)}\n  ${next}`);
    return EXIT.unavailable;
  },
});

/** A certificate that expires within this time is something to act upon. */
const SOON = 7 * DAY;

/** For people; `now` in milliseconds since 1970. */
export function printStatus(report: StatusReport, now: number, language: Language): string {
  const messages = statusMessages[language];
  const { version, pid, started, domains, listening, web, sessions, servers } = report;
  const { accounts, memory, disk, clock, certificate } = report;
  const ports = Object.entries(listening).map(([name, address]) => `  ${name.padEnd(12)} ${address}`);
  return [
    messages.runs(version, domains.join(", "), durationText(minutesOf(now - started), language), pid),
    messages.load(sessions, servers, accounts, megabytesOf(memory)),
    ...(disk?.full ? [messages.diskFull(megabytesOf(disk.free), megabytesOf(disk.reserve))] : []),
    ...(clock ? [hanging("", printClock(clock, language))] : []),
    ...(certificate ? printCertificate(certificate, now, language) : []),
    ...(web.origin === undefined ? [] : [messages.web(web.origin)]),
    ...web.refused.map((refused) => hanging("", printRefused(refused, language))),
    messages.listens,
    ...ports,
  ].join("\n");
}

function printRefused({ listener, address, code, reason }: RefusedListener, language: Language): string {
  const place = `${address} (listen.${listener})`;
  return statusMessages[language].refused[listener](listenErrorText({ code, place, cause: reason }, language));
}

function printClock({ says, said, until }: NonNullable<StatusReport["clock"]>, language: Language): string {
  const messages = statusMessages[language];
  if (said === undefined || until === undefined) return messages.clockWrong(momentOf(says));
  return messages.clockLeapt(momentOf(said), momentOf(says), momentOf(until));
}

function printCertificate(
  { names, notAfter, source, isByHand, problem, findings }: NonNullable<StatusReport["certificate"]>,
  now: number,
  language: Language,
): string[] {
  const messages = statusMessages[language];
  const left =
    notAfter <= now
      ? messages.over
      : notAfter - now < SOON
        ? messages.soon(durationText(minutesOf(notAfter - now), language))
        : "";
  const line = messages.certificate(source, names.join(", "), new Date(notAfter).toISOString().slice(0, 10)) + left;
  return [
    line,
    ...(isByHand ? [hanging("  ", messages.byHand(new Date(notAfter).toISOString().slice(0, 10)))] : []),
    ...(problem === undefined ? [] : [hanging("  ", messages.notRenewed(problem))]),
    // That it is over stands in the line above.
    ...findings
      .filter(({ reason }) => reason !== "expired" && reason !== problem)
      .map((finding) => hanging("  ", problemText(finding, language))),
  ];
}

const momentOf = (time: number): string => `${new Date(time).toISOString().slice(0, 16).replace("T", " ")} UTC`;
const minutesOf = (milliseconds: number): number => Math.floor(milliseconds / MINUTE);
const megabytesOf = (bytes: number): number => Math.round(bytes / 1e6);
