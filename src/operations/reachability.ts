/** Whether the world reaches the ports of this server: what the authority's test service, another server and a phone have seen. */
import type { PortTrial } from "../certificate/port-trial.ts";
import { type Clock, MINUTE } from "../clock.ts";
import type { PingBackResult } from "../federation/outgoing/ping-back.ts";
import type { FailureReason, IncomingReport } from "../federation/report.ts";
import { OperationError } from "../operation-error.ts";
import { isPrivateName } from "../special-names.ts";
import type { PhoneChecks, PhoneStep } from "./phone-check.ts";
import {
  type Arrival,
  LISTENERS,
  type OpenListener,
  type ReachabilityReport,
  type SeenByApp,
  type SeenByServer,
  type Sight,
} from "./sights.ts";
import type { UnreachedPort } from "./status.ts";

export type LookStep =
  | { readonly asking: { readonly by: "authority" | "server"; readonly who: string } }
  | { readonly sight: Sight }
  | { readonly report: ReachabilityReport };

export interface LookRequest {
  readonly askAuthority: boolean;
  /** Those that are asked in turn, until one knows; undefined for those of the report. */
  readonly servers: readonly string[] | undefined;
}

type Steps<Step> = (onStep: (step: Step) => void, signal: AbortSignal) => Promise<void>;

export interface ReachabilityOperations {
  /** Asks nobody but DNS for the addresses of this home. */
  readonly report: () => Promise<ReachabilityReport>;
  /** What has not been reached when somebody last looked, and not been since. */
  readonly notReached: () => readonly UnreachedPort[];
  /** Asks others; what was asked a short time ago is not asked again. Throws OperationError own-domain. */
  readonly look: (request: LookRequest) => Steps<LookStep>;
  /** A page for a phone outside of this network. Throws OperationError no-web-pages. */
  readonly phone: () => Steps<PhoneStep>;
}

export interface ReachabilityDeps {
  /** By the option's name, where each listens. */
  readonly listening: Readonly<Record<string, string>>;
  /** Of the addresses of pages; undefined where there are none. */
  readonly pagePort: number | undefined;
  /** The domains served here. */
  readonly domains: readonly string[];
  /** Undefined where none has a test service, or nothing answers its challenges. */
  readonly authority: { readonly name: string; readonly look: () => Promise<readonly PortTrial[]> } | undefined;
  readonly federation:
    | {
        readonly askBack: (pair: { local: string; remote: string }) => Promise<PingBackResult>;
        readonly streams: () => readonly IncomingReport[];
      }
    | undefined;
  readonly phone: PhoneChecks;
  /** Those who have signed in lately. */
  readonly arrivals: () => readonly Arrival[];
  /** Whether an address is of the Internet, and not of this home. */
  readonly isOutside: (address: string) => boolean;
  /** Looks for the addresses of this home anew. */
  readonly lookAround: () => Promise<void>;
  readonly clock: Pick<Clock, "now">;
}

/** Public servers that have been there for many years. Nobody asks them but by the person's word. */
const PUBLIC_SERVERS = ["conversations.im", "jabber.fr", "jabber.org"] as const;
/** https://letsencrypt.org/docs/staging-environment/: 200 failed validations an hour, of which a look makes two at most. */
const AUTHORITY_INTERVAL = 5 * MINUTE;
const SERVER_INTERVAL = MINUTE;
/** RFC 6120 §8.3.3, XEP-0220 §2.4: the other server has not reached this one. */
const NOT_REACHED = new Set(["remote-connection-failed", "remote-server-timeout", "remote-server-not-found"]);
/** Whether a dialback that failed tells so: by an error, or by no answer, since some wait for this server without end. */
const isAboutUs = ({ kind, detail = "" }: FailureReason = { kind: "closed" }): boolean =>
  (kind === "dialback-error" && NOT_REACHED.has(detail)) || kind === "unanswered" || kind === "dialback-invalid";

export function reachabilityOperations(deps: ReachabilityDeps): ReachabilityOperations {
  const { listening, domains, authority, phone, isOutside, lookAround, clock } = deps;
  const local = domains.find((domain) => !isPrivateName(domain));
  /** Other servers cannot look for a domain of this network alone. */
  const federation = local === undefined ? undefined : deps.federation;
  const portOf = (listener: OpenListener): number | undefined => {
    const port = Number(/:(\d+)$/.exec(listening[listener] ?? "")?.[1]);
    return port > 0 ? port : undefined;
  };
  const listeners = LISTENERS.flatMap((listener) => {
    const port = listener === "https" ? deps.pagePort : portOf(listener);
    return port === undefined ? [] : [{ listener, port }];
  });
  /** By witness and listener, the newest. */
  const sights = new Map<string, Sight>();
  /** When each witness was last asked. */
  const asked = new Map<string, number>();
  const keep = (sight: Sight): void => {
    // Where another server has not got here, it was no port in particular: the next answer counts instead.
    for (const [key, { by, reached }] of sights)
      if (sight.by === "server" && by === "server" && reached !== "yes") sights.delete(key);
    sights.set(`${sight.by} ${sight.listener}`, sight);
  };
  /** One look at a time: the next one waits for its answers. */
  let underway = Promise.resolve();

  const isRecent = (witness: string, interval: number): boolean => {
    const at = asked.get(witness);
    return at !== undefined && Math.abs(clock.now() - at) < interval;
  };

  /** Streams that others have opened by themselves tell as much as an answer. */
  const connected = (): readonly SeenByServer[] =>
    (federation?.streams() ?? [])
      .filter(({ pairs, remoteAddress }) => pairs.length > 0 && isOutside(remoteAddress))
      .map((stream) => ({
        ...{ by: "server", who: stream.pairs[0]?.remote ?? "", outcome: "connected", reached: "yes" },
        ...{ listener: listenerOf(stream, "server"), at: stream.since, stream: factsOf(stream) },
      }));
  /** XMPP may come to the port of HTTPS, too. */
  const listenerOf = ({ localPort }: { readonly localPort: number }, usual: "client" | "server"): OpenListener =>
    ([usual, `${usual}_tls`, "https"] as const).find((listener) => portOf(listener) === localPort) ?? usual;

  /** The newest of each port. */
  const signedIn = (): readonly SeenByApp[] => {
    const outside = deps.arrivals().filter(({ address }) => isOutside(address));
    const newest = new Map(outside.sort((one, other) => one.at - other.at).map((each) => [each.localPort, each]));
    return [...newest.values()].map((arrival) => ({
      ...{ by: "app", who: arrival.address, reached: "yes", at: arrival.at },
      listener: listenerOf(arrival, "client"),
    }));
  };

  const reportNow = (): ReachabilityReport => {
    const byItself = connected().filter(({ listener }) => sights.get(`server ${listener}`)?.reached !== "yes");
    const newest = new Map(byItself.sort((one, other) => one.at - other.at).map((each) => [each.listener, each]));
    const seen = [...sights.values(), ...phone.sights()];
    const others = seen.filter(({ by, listener }) => by !== "server" || !newest.has(listener));
    return {
      listeners,
      sights: [...others, ...newest.values(), ...signedIn()],
      ...(authority === undefined ? {} : { authority: authority.name }),
      servers: federation === undefined ? [] : PUBLIC_SERVERS,
    };
  };

  const askAuthority = async ({ name, look }: NonNullable<typeof authority>): Promise<readonly Sight[]> => {
    if (isRecent("authority", AUTHORITY_INTERVAL)) return [...sights.values()].filter(({ by }) => by === "authority");
    const trials = await look();
    // Where it has not looked, nothing counts.
    if (trials.some(({ reached }) => reached !== "unknown")) asked.set("authority", clock.now());
    return trials.map(({ port, reached, problem, address, unanswered }) => ({
      ...{ by: "authority", who: name, listener: port === 80 ? "http" : "https", reached, at: clock.now(), unanswered },
      ...(problem === undefined ? {} : { problem }),
      ...(address === undefined ? {} : { address }),
    }));
  };

  const askServer = async (remote: string, { askBack }: NonNullable<typeof federation>): Promise<SeenByServer> => {
    const known = [...sights.values()].find((sight) => sight.by === "server" && sight.who === remote);
    if (isRecent(remote, SERVER_INTERVAL) && known?.by === "server") return known;
    asked.set(remote, clock.now());
    const result = await askBack({ local: local ?? "", remote });
    const seen = { by: "server", who: remote, outcome: result.outcome, at: clock.now() } as const;
    if (result.outcome === "answered") {
      const { stream } = result;
      return { ...seen, reached: "yes", listener: listenerOf(stream, "server"), stream: factsOf(stream) };
    }
    if (result.outcome !== "not-sent")
      return { ...seen, reached: result.outcome === "silent" ? "no" : "unknown", listener: "server" };
    const { text, obstacle, step } = result;
    const isNotReached = step === "authentication" && isAboutUs(obstacle);
    const why = { text, ...(obstacle === undefined ? {} : { obstacle }) };
    return { ...seen, reached: isNotReached ? "no" : "unknown", listener: "server", ...why };
  };

  const look = async (request: LookRequest, onStep: (step: LookStep) => void, signal: AbortSignal): Promise<void> => {
    if (signal.aborted) return;
    await lookAround();
    if (request.askAuthority && authority) {
      onStep({ asking: { by: "authority", who: authority.name } });
      for (const sight of await askAuthority(authority)) {
        keep(sight);
        onStep({ sight });
      }
    }
    for (const remote of federation ? (request.servers ?? PUBLIC_SERVERS) : []) {
      if (signal.aborted) break;
      onStep({ asking: { by: "server", who: remote } });
      const sight = await askServer(remote, federation as NonNullable<typeof federation>);
      keep(sight);
      onStep({ sight });
      // Some servers answer no pings: another one is asked after silence.
      if (sight.reached === "yes" || (sight.reached === "no" && sight.outcome !== "silent")) break;
    }
    onStep({ report: reportNow() });
  };

  const notReached = (): readonly UnreachedPort[] => {
    const { sights: seen } = reportNow();
    const isReachedSince = ({ listener, at }: Sight): boolean =>
      seen.some((other) => other.listener === listener && other.reached === "yes" && other.at > at);
    return seen
      .filter((sight) => sight.reached === "no" && !isReachedSince(sight))
      .map(({ by, listener, who, at }) => {
        const port = by === "authority" ? (listener === "http" ? 80 : 443) : portOf(listener);
        return { port: port ?? 0, who, at };
      });
  };

  return {
    notReached,
    report: async () => {
      await lookAround();
      return reportNow();
    },
    look: (request) => {
      const own = request.servers?.find((server) => domains.some((domain) => isWithin(server, domain)));
      if (own !== undefined) throw new OperationError("own-domain", { domain: own });
      return (onStep, signal) => {
        const done = underway.then(() => look(request, onStep, signal));
        underway = done.catch(() => {});
        return done;
      };
    },
    phone: () => phone.start(),
  };
}

const factsOf = ({
  remoteAddress,
  localPort,
  tls,
  proof,
  since,
}: IncomingReport): NonNullable<SeenByServer["stream"]> => ({
  ...{ remoteAddress, localPort, tls, proof, since },
});

const isWithin = (name: string, domain: string): boolean => name === domain || name.endsWith(`.${domain}`);
