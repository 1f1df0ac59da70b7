/** What a running server tells about itself: `GET /status` on the control socket. */
import type { Words } from "./words.ts";

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
  /** Other servers connected. */
  readonly servers: number;
  readonly accounts: number;
  /** Bytes of memory in use. */
  readonly memory: number;
  /** In bytes; not there where it is not looked at. */
  readonly disk?: {
    readonly free: number;
    /** Below which nothing new is taken. */
    readonly reserve: number;
    /** Nothing new is taken now. */
    readonly full: boolean;
  };
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
export function printStatus(report: StatusReport, now: number, words: Words): string {
  const { version, pid, started, domains, listening, sessions, servers, accounts, memory, disk, certificate } = report;
  const ports = Object.entries(listening).map(([name, address]) => `  ${name.padEnd(12)} ${address}`);
  return [
    words.status.runs(version, domains.join(", "), words.age(minutesOf(now - started)), pid),
    words.status.load(sessions, servers, accounts, megabytesOf(memory)),
    ...(disk?.full ? [words.status.diskFull(megabytesOf(disk.free), megabytesOf(disk.reserve))] : []),
    ...(certificate ? printCertificate(certificate, now, words) : []),
    words.status.listens,
    ...ports,
  ].join("\n");
}

function printCertificate(
  { names, until, source, problem }: NonNullable<StatusReport["certificate"]>,
  now: number,
  { age, status: words }: Words,
): string[] {
  const left = until <= now ? words.over : until - now < SOON ? words.soon(age(minutesOf(until - now))) : "";
  const line = words.certificate(source, names.join(", "), new Date(until).toISOString().slice(0, 10)) + left;
  return problem === undefined ? [line] : [line, `  ${words.notRenewed(problem)}`];
}

const minutesOf = (milliseconds: number): number => Math.floor(milliseconds / 60_000);
const megabytesOf = (bytes: number): number => Math.round(bytes / 1e6);
