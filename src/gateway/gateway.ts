/** Keeps ports of this machine open in its router: finds it, asks, asks again at half the lifetime, takes everything back at the end. */
import { type Clock, HOUR, MINUTE, SECOND } from "../clock.ts";
import { reachOf } from "../net/ip-address.ts";
import type { FoundRouter } from "./find.ts";
import { closePorts, LIFETIME, NOTHING, type OpenOnceDeps, obstacleOf, openOnce, within } from "./open-ports.ts";
import type { GatewayReport, PortReport } from "./report.ts";

/** Until the router is looked for again, where there is none or it refuses; where it was there, sooner at first. */
const RETRY_MS = 15 * MINUTE;
/** A router cannot have itself asked more often. */
const MIN_RENEWAL_MS = MINUTE;
/** Nor by announcements, which anybody in the network can send. */
const BETWEEN_ANNOUNCEMENTS_MS = 10 * SECOND;
/** How often it is asked whether its address and its memory are the same: not every router announces that. */
const WATCH_MS = MINUTE;
/** So many changes of its address an hour are told at once: others are seen by whoever looks now and then. */
const MAX_MOVES = 4;
/** How long the end may take, for what is under way. */
const SETTLE_MS = 3 * SECOND;
/** RFC 6887 §8.5: how far the router's clock may be from ours, in seconds. */
const EPOCH_SLACK = 60;

export interface GatewayDeps extends OpenOnceDeps {
  readonly find: () => Promise<FoundRouter>;
  /** The addresses of this machine: where they change, the router is looked for anew. */
  readonly ownAddresses: () => readonly string[];
  /** Calls back with the address of a router that has begun anew; what is returned ends it. */
  readonly announcements?: (heard: (from: string) => void) => () => void;
  /** The router has told another address than before; not more than four times an hour. */
  readonly moved?: () => void;
  readonly clock: Clock;
}

export interface Gateway {
  readonly report: () => GatewayReport;
  /** The router's IPv4 address outside, as it said last; undefined where it said none, or one that is not public. */
  readonly publicAddress: () => string | undefined;
  /** Resolves when the first look is over. */
  readonly ready: Promise<void>;
  /** Takes the mappings back; resolves within a few seconds whatever the router does. */
  readonly stop: () => Promise<void>;
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

/** Begins at once. */
export function keepPortsOpen(deps: GatewayDeps): Gateway {
  const { find, clock, log, wanted, seenAddresses } = deps;
  let report: GatewayReport = NOTHING;
  let router: FoundRouter | undefined;
  let isStopped = false;
  let isLooking = false;
  let lookedAt = 0;
  let cancelLook = (): void => {};
  let cancelWatch = (): void => {};
  let last: { readonly epoch: number; readonly at: number } | undefined;
  /** What it said last, whether it answers now or not. */
  let external: string | undefined;
  let own = "";
  /** When it has told another address, within the last hour. */
  const moves: number[] = [];
  let wasFound = false;
  let failures = 0;

  /** RFC 6887 §8.5: the router has begun anew and lost what it had; other ports may be missing as well. */
  const hasRestarted = (epoch: number | undefined, at: number): boolean => {
    const before = last;
    last = epoch === undefined ? undefined : { epoch, at };
    if (before === undefined || last === undefined) return false;
    return last.epoch + EPOCH_SLACK < before.epoch + (last.at - before.at) / SECOND;
  };
  const hear = (now: string | undefined): void => {
    if (now === external || isStopped) return;
    external = now;
    const at = clock.monotonic();
    while (moves[0] !== undefined && at - moves[0] >= HOUR) moves.shift();
    if (moves.length >= MAX_MOVES) return;
    moves.push(at);
    deps.moved?.();
  };
  const look = async (): Promise<number> => {
    own = deps.ownAddresses().join();
    router ??= await find();
    if (isStopped) return RETRY_MS;
    const began = clock.monotonic();
    const opened = await openOnce(router, { ...deps, heard: hear, isStopped: () => isStopped });
    const before = summaryOf(report);
    report = isStopped ? withFormer(opened.report, report) : opened.report;
    if (isStopped) return RETRY_MS;
    const summary = summaryOf(report);
    if (JSON.stringify(summary) !== JSON.stringify(before)) log.info({ event: "gateway-ports", ...summary });
    if (hasRestarted(opened.epoch, began)) log.info({ event: "gateway-restarted", router: report.router });
    const all = [...report.ports, ...report.pinholes.flatMap(({ ports }) => ports)];
    const isComplete = all.length > 0 && all.every(({ problem }) => !problem);
    // It may have another address by now, or speak another protocol.
    if (!isComplete) router = all.some(({ problem }) => !problem) ? router : undefined;
    wasFound ||= report.state === "found";
    failures = wasFound && all.every(({ problem }) => problem === "no-answer") ? failures + 1 : 0;
    // While it does not answer, its address is as before.
    const isSilent = report.state === "found" && report.ports.every(({ problem }) => problem === "no-answer");
    hear(report.external ?? (isSilent ? external : undefined));
    const half = (opened.lifetime / 2) * SECOND;
    // One that starts anew is back within minutes.
    const retry = failures > 0 ? Math.min(RETRY_MS, MINUTE * 2 ** (failures - 1)) : RETRY_MS;
    return Math.max(MIN_RENEWAL_MS, Math.min(half, RETRY_MS * 2, isComplete ? half : retry));
  };
  const run = async (): Promise<void> => {
    if (isStopped) return;
    cancelLook();
    cancelWatch();
    lookedAt = clock.monotonic();
    isLooking = true;
    const wait = await look().catch((error: unknown) => {
      log.warn({ event: "gateway-failed", reason: String(error) });
      return RETRY_MS;
    });
    isLooking = false;
    if (isStopped) return;
    cancelLook = clock.after(wait, again);
    cancelWatch = clock.after(WATCH_MS, () => void watch());
  };
  const again = (): void => {
    running = run();
  };
  /** Asks for nothing new. */
  const hasChanged = async (): Promise<boolean> => {
    if (deps.ownAddresses().join() !== own) {
      router = undefined;
      return true;
    }
    const tried = [
      { mapper: router?.forwarding, external: report.external, ports: report.ports },
      ...report.pinholes.map(({ address, ports }) => ({
        mapper: router?.pinholes.get(address),
        external: address,
        ports,
      })),
    ];
    for (const { mapper, external: said, ports } of tried) {
      const open = ports.find(({ problem }) => !problem);
      if (!mapper || !open) continue;
      const began = clock.monotonic();
      const seen = await mapper.look(open, LIFETIME).catch(() => undefined);
      return !seen?.isKept || seen.external !== said || hasRestarted(seen.epoch, began);
    }
    return false;
  };
  const watch = async (): Promise<void> => {
    const isChanged = await hasChanged();
    if (isStopped || isLooking) return;
    if (isChanged) again();
    else cancelWatch = clock.after(WATCH_MS, () => void watch());
  };
  const announced = (from: string): void => {
    if (isStopped || isLooking || from !== (report.router ?? from)) return;
    cancelLook();
    cancelLook = clock.after(Math.max(0, BETWEEN_ANNOUNCEMENTS_MS - (clock.monotonic() - lookedAt)), again);
  };
  let running: Promise<void> = wanted.length > 0 ? run() : Promise.resolve();
  const stopListening = deps.announcements?.(announced);
  return {
    report: () => {
      const { obstacle: _, ...rest } = report;
      // What the world sees may have been found out since.
      const obstacle = report.external === undefined ? undefined : obstacleOf(report.external, seenAddresses());
      return obstacle === undefined ? rest : { ...rest, obstacle };
    },
    publicAddress: () => (external !== undefined && reachOf(external) === "public" ? external : undefined),
    ready: running,
    stop: async () => {
      isStopped = true;
      cancelLook();
      cancelWatch();
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
