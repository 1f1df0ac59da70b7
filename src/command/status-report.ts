/** The status of the server, for people. */
import type { Language } from "../messages/language.ts";
import { statusMessages } from "../messages/status.ts";
import { durationText } from "../messages/units.ts";
import type { StatusReport } from "../operations/status.ts";

const DAY = 86_400_000;
/** From here on the end of a certificate is something to act upon. */
const SOON = 7 * DAY;

/** For people; `now` is milliseconds since 1970. */
export function printStatus(report: StatusReport, now: number, language: Language): string {
  const messages = statusMessages[language];
  const { version, pid, started, domains, listening, sessions, servers, accounts, memory, disk, certificate } = report;
  const ports = Object.entries(listening).map(([name, address]) => `  ${name.padEnd(12)} ${address}`);
  return [
    messages.runs(version, domains.join(", "), durationText(minutesOf(now - started), language), pid),
    messages.load(sessions, servers, accounts, megabytesOf(memory)),
    ...(disk?.full ? [messages.diskFull(megabytesOf(disk.free), megabytesOf(disk.reserve))] : []),
    ...(certificate ? printCertificate(certificate, now, language) : []),
    messages.listens,
    ...ports,
  ].join("\n");
}

function printCertificate(
  { names, until, source, problem }: NonNullable<StatusReport["certificate"]>,
  now: number,
  language: Language,
): string[] {
  const messages = statusMessages[language];
  const left =
    until <= now
      ? messages.over
      : until - now < SOON
        ? messages.soon(durationText(minutesOf(until - now), language))
        : "";
  const line = messages.certificate(source, names.join(", "), new Date(until).toISOString().slice(0, 10)) + left;
  return problem === undefined ? [line] : [line, `  ${messages.notRenewed(problem)}`];
}

const minutesOf = (milliseconds: number): number => Math.floor(milliseconds / 60_000);
const megabytesOf = (bytes: number): number => Math.round(bytes / 1e6);
