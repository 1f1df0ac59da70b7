/** Keeps ports of this machine open in its router: finds it, asks, asks again at half the lifetime, takes everything back at the end. */
import { type Clock, MINUTE, SECOND } from "../clock.ts";
import type { Logger } from "../log.ts";
import { reachOf } from "../net/ip-address.ts";
import { probe } from "../net/tcp-probe.ts";
import type { FoundRouter } from "./find.ts";
import {
  type GatewayReport,
  MappingError,
  type Obstacle,
  type PinholeReport,
  type PortMapper,
  type PortReport,
  type WantedPort,
} from "./report.ts";

/** Seconds. RFC 6886 §3.3 and RFC 6887 §11.2.1 leave it to us; after a power cut, nothing stays open for longer. */
export const LIFETIME = 3600;
/** Until the router is looked for again, where there is none or it refuses. */
const RETRY_MS = 15 * MINUTE;
/** A router cannot have itself asked more often. */
const MIN_RENEWAL_MS = MINUTE;
const PROBE_MS = 2 * SECOND;
/** How long the end may take: for what is under way, and for giving back; a slow router takes a tenth of a second for each port. */
const SETTLE_MS = 3 * SECOND;
const CLOSE_MS = 10 * SECOND;
/** RFC 6887 §8.5: how far the router's clock may be from ours, in seconds. */
const EPOCH_SLACK = 60;

export interface GatewayDeps {
  readonly wanted: readonly WantedPort[];
  readonly find: () => Promise<FoundRouter>;
  /** The IPv4 addresses under which the world sees this machine; empty where they are unknown. */
  readonly seenAddresses: readonly string[];
  /** A service listens on the ports, so that hairpin can be tried. */
  readonly isListening: boolean;
  /** Calls back with the address of a router that has begun anew; what is returned ends it. */
  readonly announcements?: (heard: (from: string) => void) => () => void;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface Gateway {
  readonly report: () => GatewayReport;
  /** Resolves when the first look is over. */
  readonly ready: Promise<void>;
  /** Takes the mappings back; resolves within a few seconds whatever the router does. */
  readonly stop: () => Promise<void>;
}

export interface OpenedPorts {
  readonly report: GatewayReport;
  /** Seconds until the first mapping ends; Infinity where none does. */
  readonly lifetime: number;
  /** The smallest epoch that was told. */
  readonly epoch: number | undefined;
}

interface Outcome {
  readonly ports: readonly PortReport[];
  readonly lifetime: number;
  readonly epoch: number | undefined;
  readonly external: string | undefined;
}

const NOTHING: GatewayReport = { state: "looking", ports: [], pinholes: [] };

/** One after the other: some routers take no two requests at once. */
async function openPorts(
  mapper: PortMapper,
  { wanted, log, isStopped = () => false }: Pick<OpenOnceDeps, "wanted" | "log" | "isStopped">,
): Promise<Outcome> {
  const ports: PortReport[] = [];
  let lifetime = Number.POSITIVE_INFINITY;
  let external: string | undefined;
  let epoch: number | undefined;
  for (const one of wanted) {
    if (isStopped()) break;
    try {
      const mapping = await mapper.map(one, LIFETIME);
      ports.push(one);
      lifetime = Math.min(lifetime, mapping.lifetime);
      external ??= mapping.external;
      epoch ??= mapping.epoch;
    } catch (error) {
      const problem = error instanceof MappingError ? error.problem : "wrong-answer";
      ports.push({ ...one, problem });
      log.info({ event: "gateway-port-refused", ...one, router: mapper.router, problem, reason: String(error) });
      // It is gone: it need not be waited for again and again.
      if (problem === "no-answer") {
        const rest = wanted.slice(ports.length);
        return { ports: [...ports, ...rest.map((port) => ({ ...port, problem }))], lifetime, epoch, external };
      }
    }
  }
  return { ports, lifetime, epoch, external };
}

/** Why the world does not come to an external address; undefined for nothing in the way, as far as can be told. */
export function obstacleOf(external: string, seen: readonly string[]): Obstacle | undefined {
  const reach = reachOf(external);
  if (reach === "shared") return "shared";
  if (reach !== "public") return "double-nat";
  return seen.length > 0 && !seen.includes(external) ? "elsewhere" : undefined;
}

/** A router's own pages are on these: an answer there would say nothing. */
const ROUTER_PORTS: ReadonlySet<number> = new Set([80, 443]);

async function hairpinAt(external: string, ports: readonly PortReport[]): Promise<boolean | undefined> {
  const tried = ports.find(
    ({ transport, port, problem }) => transport === "tcp" && !problem && !ROUTER_PORTS.has(port),
  );
  if (!tried) return undefined;
  const result = await probe(external, tried.port, PROBE_MS);
  return result === "no-route" ? undefined : result === "open";
}

export interface OpenOnceDeps extends Pick<GatewayDeps, "wanted" | "seenAddresses" | "isListening" | "log"> {
  /** Nothing more is asked for: the report has what is open by then. */
  readonly isStopped?: () => boolean;
}

/** Asks once for everything. Never rejects. */
export async function openOnce(router: FoundRouter, deps: OpenOnceDeps): Promise<OpenedPorts> {
  const { seenAddresses, isListening, isStopped = () => false } = deps;
  const { forwarding } = router;
  const opened = forwarding && (await openPorts(forwarding, deps));
  const pinholes: PinholeReport[] = [];
  let lifetime = opened?.lifetime ?? Number.POSITIVE_INFINITY;
  for (const [address, mapper] of router.pinholes) {
    const holes = await openPorts(mapper, deps);
    pinholes.push({ address, ports: holes.ports });
    lifetime = Math.min(lifetime, holes.lifetime);
  }
  const [firstHole] = router.pinholes.values();
  const found = forwarding ?? firstHole;
  if (!found) return { report: { ...NOTHING, state: "absent" }, lifetime, epoch: undefined };
  const external = opened && (opened.external ?? (await forwarding?.externalAddress().catch(() => undefined)));
  const obstacle = external === undefined ? undefined : obstacleOf(external, seenAddresses);
  const isReachable = isListening && !isStopped() && external !== undefined && obstacle === undefined;
  const hairpin = isReachable ? await hairpinAt(external, opened?.ports ?? []) : undefined;
  const report: GatewayReport = {
    ...{ state: "found", protocol: found.protocol, router: found.router, ports: opened?.ports ?? [], pinholes },
    ...(external === undefined ? {} : { external }),
    ...(obstacle === undefined ? {} : { obstacle }),
    ...(hairpin === undefined ? {} : { hairpin }),
  };
  return { report, lifetime, epoch: opened?.epoch };
}

/** At an end before all were asked for anew: what was open before is open still. */
function withFormer(now: GatewayReport, former: GatewayReport): GatewayReport {
  const all = (ports: readonly PortReport[], others: readonly PortReport[] = []): readonly PortReport[] => [
    ...ports,
    ...others.filter((one) => !ports.some(({ transport, port }) => transport === one.transport && port === one.port)),
  ];
  const formerHoles = (address: string) => former.pinholes.find((one) => one.address === address)?.ports;
  return {
    ...now,
    ports: all(now.ports, former.ports),
    pinholes: now.pinholes.map(({ address, ports }) => ({ address, ports: all(ports, formerHoles(address)) })),
  };
}

/** Takes back what the report says is open. Resolves within `CLOSE_MS`; what the router keeps ends with its lifetime. */
export async function closePorts({ forwarding, pinholes }: FoundRouter, report: GatewayReport): Promise<void> {
  const closing = async (): Promise<void> => {
    await closeEach(forwarding, report.ports);
    for (const { address, ports } of report.pinholes) await closeEach(pinholes.get(address), ports);
  };
  await within(CLOSE_MS, closing());
}

async function closeEach(mapper: PortMapper | undefined, ports: readonly PortReport[]): Promise<void> {
  for (const port of ports.filter(({ problem }) => !problem))
    try {
      await mapper?.unmap(port);
    } catch (error) {
      // It is gone, and with it what it had.
      if (error instanceof MappingError && error.problem === "no-answer") return;
    }
}

const within = (ms: number, work: Promise<void>): Promise<void> =>
  Promise.race([work, new Promise<void>((resolve) => void setTimeout(resolve, ms).unref())]);

/** Begins at once. */
export function keepPortsOpen(deps: GatewayDeps): Gateway {
  const { find, clock, log, wanted } = deps;
  let report: GatewayReport = NOTHING;
  let router: FoundRouter | undefined;
  let isStopped = false;
  let isLooking = false;
  let lookedAt = 0;
  let cancel = (): void => {};
  let last: { readonly epoch: number; readonly at: number } | undefined;

  /** RFC 6887 §8.5: the router has begun anew and lost what it had; other ports may be missing as well. */
  const hasRestarted = (epoch: number | undefined): boolean => {
    const before = last;
    last = epoch === undefined ? undefined : { epoch, at: clock.monotonic() };
    if (before === undefined || last === undefined) return false;
    return last.epoch + EPOCH_SLACK < before.epoch + (last.at - before.at) / SECOND;
  };
  const look = async (): Promise<number> => {
    router ??= await find();
    if (isStopped) return RETRY_MS;
    const opened = await openOnce(router, { ...deps, isStopped: () => isStopped });
    const before = summaryOf(report);
    report = isStopped ? withFormer(opened.report, report) : opened.report;
    const summary = summaryOf(report);
    if (JSON.stringify(summary) !== JSON.stringify(before)) log.info({ event: "gateway-ports", ...summary });
    if (hasRestarted(opened.epoch)) log.info({ event: "gateway-restarted", router: report.router });
    const all = [...report.ports, ...report.pinholes.flatMap(({ ports }) => ports)];
    const isComplete = all.length > 0 && all.every(({ problem }) => !problem);
    // It may have another address by now, or speak another protocol.
    if (!isComplete) router = all.some(({ problem }) => !problem) ? router : undefined;
    const half = (opened.lifetime / 2) * SECOND;
    return Math.max(MIN_RENEWAL_MS, Math.min(half, RETRY_MS * 2, isComplete ? half : RETRY_MS));
  };
  const run = async (): Promise<void> => {
    if (isStopped) return;
    lookedAt = clock.monotonic();
    isLooking = true;
    const wait = await look().catch((error: unknown) => {
      log.warn({ event: "gateway-failed", reason: String(error) });
      return RETRY_MS;
    });
    isLooking = false;
    if (isStopped) return;
    cancel = clock.after(wait, () => {
      running = run();
    });
  };
  /** Anybody in the network can say so: it counts once a minute. */
  const announced = (from: string): void => {
    if (isStopped || isLooking || from !== report.router || clock.monotonic() - lookedAt < MIN_RENEWAL_MS) return;
    cancel();
    running = run();
  };
  let running: Promise<void> = wanted.length > 0 ? run() : Promise.resolve();
  const stopListening = deps.announcements?.(announced);
  return {
    report: () => report,
    ready: running,
    stop: async () => {
      isStopped = true;
      cancel();
      stopListening?.();
      await within(SETTLE_MS, running);
      if (router) await closePorts(router, report);
    },
  };
}

/** For the log. */
function summaryOf({ state, protocol, router, external, obstacle, ports, pinholes }: GatewayReport) {
  const open = ports.filter(({ problem }) => !problem).map(({ transport, port }) => `${transport} ${port}`);
  return { state, protocol, router, external, obstacle, open: open.join(", "), pinholes: pinholes.length };
}
