/** Asks a router once for all ports, and takes back what it has opened. */
import { SECOND } from "../clock.ts";
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
const PROBE_MS = 2 * SECOND;
/** How long giving back may take; a slow router takes a tenth of a second for each port. */
const CLOSE_MS = 10 * SECOND;

export interface OpenedPorts {
  readonly report: GatewayReport;
  /** Seconds until the first mapping ends; Infinity where none does. */
  readonly lifetime: number;
  /** As the router's first answer has it. */
  readonly epoch: number | undefined;
}

interface Outcome {
  readonly ports: readonly PortReport[];
  readonly lifetime: number;
  readonly epoch: number | undefined;
  readonly external: string | undefined;
}

/** Before the first look. */
export const NOTHING: GatewayReport = { state: "looking", ports: [], pinholes: [] };

/** One after the other: some routers take no two requests at once. */
async function openPorts(
  mapper: PortMapper,
  { wanted, log, heard = () => {}, isStopped = () => false }: OpenOnceDeps,
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
      if (external === undefined && mapping.external !== undefined) heard(mapping.external);
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

export interface OpenOnceDeps {
  readonly wanted: readonly WantedPort[];
  /** The IPv4 addresses under which the world sees this machine; empty where they are unknown. */
  readonly seenAddresses: () => readonly string[];
  /** A service listens on the ports, so that hairpin can be tried. */
  readonly isListening: boolean;
  readonly log: Logger;
  /** Called with the router's address outside as soon as it is known: asking for all ports takes its time. */
  readonly heard?: (external: string) => void;
  /** Nothing more is asked for: the report has what is open by then. */
  readonly isStopped?: () => boolean;
}

/** Asks once for everything. Never rejects. */
export async function openOnce(router: FoundRouter, deps: OpenOnceDeps): Promise<OpenedPorts> {
  const { seenAddresses, isListening, heard = () => {}, isStopped = () => false } = deps;
  const { forwarding } = router;
  const told = await forwarding?.externalAddress().catch(() => undefined);
  if (told !== undefined) heard(told);
  const opened = forwarding && (await openPorts(forwarding, deps));
  const pinholes: PinholeReport[] = [];
  let lifetime = opened?.lifetime ?? Number.POSITIVE_INFINITY;
  for (const [address, mapper] of router.pinholes) {
    const { heard: _, ...others } = deps;
    const holes = await openPorts(mapper, others);
    pinholes.push({ address, ports: holes.ports });
    lifetime = Math.min(lifetime, holes.lifetime);
  }
  const [firstHole] = router.pinholes.values();
  const found = forwarding ?? firstHole;
  const all = [...(opened?.ports ?? []), ...pinholes.flatMap(({ ports }) => ports)];
  const isComplete = found ? all.every(({ problem }) => !problem) : router.isDirect === true;
  const maker = isComplete || isStopped() ? undefined : await router.maker?.();
  const known = maker === undefined ? {} : { maker };
  if (!found) {
    const at = router.address === undefined ? {} : { router: router.address };
    const direct = router.isDirect ? { isDirect: true as const } : {};
    return { report: { ...NOTHING, state: "absent", ...direct, ...at, ...known }, lifetime, epoch: undefined };
  }
  const external = opened?.external ?? told;
  const obstacle = external === undefined ? undefined : obstacleOf(external, seenAddresses());
  const isReachable = isListening && !isStopped() && external !== undefined && obstacle === undefined;
  const hairpin = isReachable ? await hairpinAt(external, opened?.ports ?? []) : undefined;
  const report: GatewayReport = {
    ...{ state: "found", protocol: found.protocol, router: found.router, ports: opened?.ports ?? [], pinholes },
    ...known,
    ...(external === undefined ? {} : { external }),
    ...(obstacle === undefined ? {} : { obstacle }),
    ...(hairpin === undefined ? {} : { hairpin }),
  };
  return { report, lifetime, epoch: opened?.epoch };
}

/** Takes back what the report says is open. Resolves within `CLOSE_MS`; what the router keeps ends with its lifetime. */
export async function closePorts({ forwarding, pinholes }: FoundRouter, report: GatewayReport): Promise<void> {
  const open = [
    ...openIn(forwarding, report.ports),
    ...report.pinholes.flatMap(({ address, ports }) => openIn(pinholes.get(address), ports)),
  ];
  // What is for apps and servers first: the ports of calls are many.
  const inOrder = ["tcp", "udp"].flatMap((transport) => open.filter(({ port }) => port.transport === transport));
  const closing = async (): Promise<void> => {
    const gone = new Set<PortMapper>();
    for (const { mapper, port } of inOrder) if (!gone.has(mapper) && (await isGone(mapper, port))) gone.add(mapper);
  };
  await within(CLOSE_MS, closing());
}

const openIn = (mapper: PortMapper | undefined, ports: readonly PortReport[]) =>
  mapper ? ports.filter(({ problem }) => !problem).map((port) => ({ mapper, port })) : [];

/** Takes a port back; true where the router does not answer any more. */
async function isGone(mapper: PortMapper, port: WantedPort): Promise<boolean> {
  try {
    await mapper.unmap(port);
    return false;
  } catch (error) {
    return error instanceof MappingError && error.problem === "no-answer";
  }
}

/** Resolves when `work` is done, and after `ms` at the latest. */
export const within = (ms: number, work: Promise<void>): Promise<void> =>
  Promise.race([work, new Promise<void>((resolve) => void setTimeout(resolve, ms).unref())]);
