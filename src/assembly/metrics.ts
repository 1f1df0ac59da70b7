/** The metrics of a running server: what is counted from the start on, and what is looked up when somebody asks. */
import { statSync } from "node:fs";
import type { OutgoingReport } from "../federation/report.ts";
import type { Home } from "../home.ts";
import type { Family, Sample } from "../metrics/family.ts";
import type { StatusReport } from "../operations/status.ts";
import type { Catalogue } from "../server/module.ts";
import type { Sessions } from "../server/session.ts";
import type { Traffic } from "../server/traffic.ts";
import { version } from "../version.ts";
import type { Counting } from "./counting.ts";

export interface MetricsDeps {
  readonly counting: Counting;
  readonly traffic: Traffic;
  readonly home: Pick<Home, "database">;
  readonly status: () => StatusReport;
  readonly sessions: Sessions;
  readonly catalogue: Pick<Catalogue, "gauges">;
  readonly incoming: { readonly streams: () => readonly unknown[] };
  readonly outgoing: { readonly routes: () => readonly OutgoingReport[] };
  /** Undefined where calls are not relayed. */
  readonly calls: { readonly allocations: number } | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** All of them, with their values now. Nobody is named in them: no account, no domain, no address. */
export function metricFamilies(deps: MetricsDeps): readonly Family[] {
  const { counting, catalogue } = deps;
  return [
    ...processFamilies(deps),
    ...connectionFamilies(deps),
    ...trafficFamilies(deps),
    ...catalogue.gauges.map(
      ({ name, unit, help, read }): Family => ({
        ...gauge(name, help, [{ value: read() }]),
        ...(unit ? { unit } : {}),
      }),
    ),
    ...storeFamilies(deps),
    {
      type: "histogram",
      name: "tick_seconds",
      unit: "seconds",
      help: "Transactions, from the first write until the commit.",
      histogram: counting.tick,
    },
    {
      type: "histogram",
      name: "sync_seconds",
      unit: "seconds",
      help: "Syncs of the database to the disk.",
      histogram: counting.sync,
    },
    {
      type: "histogram",
      name: "event_loop_lag_seconds",
      unit: "seconds",
      help: "How late a timer of ten seconds was.",
      histogram: counting.lag,
    },
  ];
}

const gauge = (name: string, help: string, samples: readonly Sample[]) =>
  ({ type: "gauge", name, help, samples }) as const;
const counter = (name: string, help: string, samples: readonly Sample[]) =>
  ({ type: "counter", name, help, samples }) as const;

function processFamilies({ status, now }: MetricsDeps): readonly Family[] {
  const { started, memory, certificate, accounts } = status();
  const { user, system } = process.cpuUsage();
  return [
    { type: "info", name: "build", help: "Which version this is.", labels: { version } },
    { ...gauge("uptime_seconds", "Since the server started.", [{ value: (now() - started) / 1000 }]), unit: "seconds" },
    {
      ...counter("cpu_seconds", "Processor time of the process.", [{ value: (user + system) / 1e6 }]),
      unit: "seconds",
    },
    { ...gauge("memory_bytes", "Memory of the process.", [{ value: memory }]), unit: "bytes" },
    gauge("accounts", "Accounts.", [{ value: accounts }]),
    ...(certificate
      ? [
          {
            ...gauge("certificate_expiry_seconds", "Until the certificate ends; negative once it has.", [
              { value: Math.round((certificate.notAfter - now()) / 1000) },
            ]),
            unit: "seconds",
          } as const,
        ]
      : []),
  ];
}

function connectionFamilies({ sessions, incoming, outgoing, calls, counting }: MetricsDeps): readonly Family[] {
  let [connected, waiting, unacknowledged, held] = [0, 0, 0, 0];
  for (const session of sessions.all()) {
    if (session.isConnected) connected++;
    else waiting++;
    unacknowledged += session.unacknowledged.length;
    held += session.weight;
  }
  const routes = outgoing.routes();
  const sum = (of: (route: OutgoingReport) => number): number => routes.reduce((total, route) => total + of(route), 0);
  const ofState = (state: OutgoingReport["state"]): Sample => ({
    labels: { direction: "out", state },
    value: routes.filter((route) => route.state === state).length,
  });
  return [
    gauge("sessions", "Apps: connected, or away and able to come back (XEP-0198).", [
      { labels: { state: "connected" }, value: connected },
      { labels: { state: "away" }, value: waiting },
    ]),
    gauge("session_queue_stanzas", "Stanzas that apps have not acknowledged.", [{ value: unacknowledged }]),
    { ...gauge("session_queue_bytes", "Memory for what apps have not taken.", [{ value: held }]), unit: "bytes" },
    gauge("server_streams", "Streams from and to other servers.", [
      { labels: { direction: "in", state: "connected" }, value: incoming.streams().length },
      ...(["connected", "connecting", "waiting"] as const).map(ofState),
    ]),
    gauge("server_queue_stanzas", "Stanzas that wait for other servers.", [{ value: sum(({ queued }) => queued) }]),
    gauge("server_unconfirmed_stanzas", "Stanzas sent to other servers that these have not acknowledged.", [
      { value: sum(({ unconfirmed }) => unconfirmed) },
    ]),
    ...(calls
      ? [gauge("call_allocations", "Relayed addresses of calls (RFC 8656).", [{ value: calls.allocations }])]
      : []),
    counter(
      "logins",
      "Of apps: success, or why not (RFC 6120 §6.5).",
      [...counting.outcomes].map(([outcome, value]) => ({ labels: { outcome }, value })),
    ),
  ];
}

function trafficFamilies({ traffic }: MetricsDeps): readonly Family[] {
  const sides = [
    ["in", "client", traffic.fromClients],
    ["in", "server", traffic.fromOthers],
    ["out", "client", traffic.toClients],
    ["out", "server", traffic.toOthers],
  ] as const;
  const samples = sides.flatMap(([direction, peer, counts]) =>
    Object.entries(counts).map(([kind, value]) => ({ labels: { direction, peer, kind }, value })),
  );
  return [counter("stanzas", "By direction, kind, and other end: apps, or other servers and components.", samples)];
}

function storeFamilies({ home, status }: MetricsDeps): readonly Family[] {
  const bytes = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  const { disk } = status();
  return [
    { ...gauge("database_bytes", "The database.", [{ value: bytes(home.database) }]), unit: "bytes" },
    {
      ...gauge("database_wal_bytes", "Its write-ahead log.", [{ value: bytes(`${home.database}-wal`) }]),
      unit: "bytes",
    },
    ...(disk
      ? [
          {
            ...gauge("disk_free_bytes", "Free on the disk of the home.", [{ value: disk.free }]),
            unit: "bytes",
          } as const,
        ]
      : []),
  ];
}
