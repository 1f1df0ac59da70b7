/** The numbers of `status --watch`: of now, and a second since the last time. */
import type { Finding } from "../../findings/findings.ts";
import type { StatusReport } from "../../operations/status.ts";

/** By sample: `jabber_home_stanzas_total{direction="in",…}`. */
export type Metrics = ReadonlyMap<string, number>;

export interface Moment {
  /** Milliseconds of performance.now(). */
  readonly time: number;
  readonly metrics: Metrics;
}

export interface Now {
  readonly report: StatusReport;
  readonly findings: readonly Finding[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

export interface Watched extends Now {
  readonly connected: number;
  readonly away: number;
  /** A second; undefined the first time. */
  readonly messagesIn: number | undefined;
  readonly messagesOut: number | undefined;
  readonly stanzas: number | undefined;
  /** Of one processor, in percent. */
  readonly processor: number | undefined;
  /** Stanzas. */
  readonly waitingForApps: number;
  readonly waitingForServers: number;
  /** Bytes. */
  readonly database: number;
  readonly wal: number;
}

export function watchedOf(now: Now, moment: Moment, before: Moment | undefined): Watched {
  const { metrics } = moment;
  const of = (sample: string): number => metrics.get(`jabber_home_${sample}`) ?? 0;
  const sum = (pattern: RegExp, of: Metrics): number =>
    [...of].reduce((total, [sample, value]) => (pattern.test(sample) ? total + value : total), 0);
  // A server that was started anew counts from nothing.
  const rate = (pattern: RegExp): number | undefined => {
    if (!before || before.time >= moment.time) return undefined;
    const grown = sum(pattern, metrics) - sum(pattern, before.metrics);
    return grown < 0 ? undefined : (grown * 1000) / (moment.time - before.time);
  };
  const processor = rate(/^jabber_home_cpu_seconds_total/);
  return {
    ...now,
    connected: of('sessions{state="connected"}'),
    away: of('sessions{state="away"}'),
    messagesIn: rate(/^jabber_home_stanzas_total\{direction="in",.*kind="message"/),
    messagesOut: rate(/^jabber_home_stanzas_total\{direction="out",.*kind="message"/),
    stanzas: rate(/^jabber_home_stanzas_total/),
    processor: processor === undefined ? undefined : processor * 100,
    waitingForApps: of("session_queue_stanzas"),
    waitingForServers: of("server_queue_stanzas"),
    database: of("database_bytes"),
    wal: of("database_wal_bytes"),
  };
}

/** The samples of metrics in the text of OpenMetrics. */
export function samplesIn(text: string): Metrics {
  const samples = text.split("\n").flatMap((line): [string, number][] => {
    const at = line.lastIndexOf(" ");
    return line.startsWith("#") || at < 0 ? [] : [[line.slice(0, at), Number(line.slice(at + 1))]];
  });
  return new Map(samples);
}
