/** What a running server tells about itself: `GET /status` on the control socket. */

export interface StatusReport {
  readonly version: string;
  readonly pid: number;
  /** Milliseconds since 1970. */
  readonly started: number;
  readonly domains: readonly string[];
  /** By the option's name ("client_tls"): the address and port in use; those that are off are not there. */
  readonly listening: Readonly<Record<string, string>>;
  /** Apps connected. */
  readonly sessions: number;
  readonly accounts: number;
  /** Bytes of memory in use. */
  readonly memory: number;
  readonly certificate?: {
    readonly names: readonly string[];
    /** Milliseconds since 1970. */
    readonly until: number;
    /** "self-signed", "acme", "files". */
    readonly source: string;
    /** Why it could not be renewed the last time. */
    readonly problem?: string;
  };
}

const DAY = 86_400_000;
/** From here on the end of a certificate is something to act upon. */
const SOON = 7 * DAY;

/** For people; `now` is milliseconds since 1970. */
export function printStatus(report: StatusReport, now: number): string {
  const { version, pid, started, domains, listening, sessions, accounts, memory, certificate } = report;
  const ports = Object.entries(listening).map(([name, address]) => `  ${name.padEnd(12)} ${address}`);
  return [
    `jabber-home ${version} runs for ${domains.join(", ")}, since ${printAge(now - started)} (process ${pid})`,
    `${count(sessions, "app")} connected, ${count(accounts, "account")}, ${Math.round(memory / 1e6)} MB of memory`,
    ...(certificate ? printCertificate(certificate, now) : []),
    "listens on",
    ...ports,
  ].join("\n");
}

function printCertificate(
  { names, until, source, problem }: NonNullable<StatusReport["certificate"]>,
  now: number,
): string[] {
  const end = new Date(until).toISOString().slice(0, 10);
  const left = until <= now ? ", which is over" : until - now < SOON ? `, in ${printAge(until - now)}` : "";
  const line = `certificate (${source}) for ${names.join(", ")} until ${end}${left}`;
  return problem === undefined ? [line] : [line, `  could not be renewed: ${problem}`];
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;

function printAge(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 120) return count(minutes, "minute");
  return minutes < 2880 ? count(Math.floor(minutes / 60), "hour") : count(Math.floor(minutes / 1440), "day");
}
