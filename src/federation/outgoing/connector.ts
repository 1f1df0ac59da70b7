/** From a domain pair to a stream: the machines that DNS names (RFC 6120 §3.2), tried one after the other until one will do. */
import type { Clock } from "../../clock.ts";
import type { Targets } from "../../dns/server-targets.ts";
import type { Logger } from "../../log.ts";
import { NS_SERVER } from "../../namespaces.ts";
import type { Connection, ConnectionHandler } from "../../net/connection.ts";
import type { DialTarget } from "../../net/dial.ts";
import { DialError } from "../../net/dial-error.ts";
import type { Turns } from "../../net/turns.ts";
import { TcpFraming } from "../../stream/framing-tcp.ts";
import type { NegotiationDeps } from "../../stream/outgoing-negotiation.ts";
import { OutgoingStream } from "../../stream/outgoing-stream.ts";
import { StreamError } from "../../stream-error.ts";
import type { Trust } from "../../trust/verdict.ts";
import type { XmlLimits } from "../../xml/limits.ts";
import { dialbackKey } from "../dialback/key.ts";
import type { DomainPair } from "../domain-pair.ts";
import type { Policy } from "../policy.ts";
import type { Step, StepReport } from "../report.ts";
import { ConnectError, connectErrorFrom } from "./connect-error.ts";

/** Machines of one domain that are tried in an attempt. */
const MAX_TARGETS = 8;

export interface DialOrder extends DomainPair {
  readonly accept: (connection: Connection) => ConnectionHandler;
  readonly signal: AbortSignal;
}

export interface ConnectorDeps {
  readonly policy: Policy;
  readonly trust: Trust;
  /** XEP-0185: what our dialback keys are derived from. */
  readonly dialbackSecret: Uint8Array;
  /**
   * Whether the other server has opened a stream for the pair. XEP-0288 is not asked for then: Prosody, for one, lets what it
   * sends over one of its two ways overtake what waits for the other.
   */
  readonly hasIncomingStream: (pair: DomainPair) => boolean;
  readonly targets: { readonly find: (domain: string) => Promise<Targets> };
  /** Rejects with DialError. The client certificate is that of `local`. */
  readonly dial: (target: DialTarget, order: DialOrder) => Promise<Connection>;
  /** Milliseconds for one machine. */
  readonly connectTime: number;
  /** Of what a peer may send before it is authenticated. */
  readonly limits: XmlLimits;
  readonly turns: Pick<Turns, "take">;
  readonly clock: Clock;
  readonly log: Logger;
}

export type StepListener = (report: StepReport) => void;

export interface Attempt<T> {
  readonly pair: DomainPair;
  /** Where it is aborted, `attempt` rejects with ConnectError. */
  readonly signal: AbortSignal;
  /** A stream that is to be resumed goes both ways if it did before. */
  readonly resumable?: { readonly isBidirectional: boolean } | undefined;
  /** False: the peer is not to send over this stream (XEP-0288), whatever else is known. */
  readonly wantsBidi?: false;
  /** Called with each stream that is connected, within the time for one machine. Rejects with NegotiationError. */
  readonly work: (stream: OutgoingStream, negotiation: NegotiationDeps) => Promise<T>;
  readonly onStep?: StepListener | undefined;
}

export interface Connector {
  /** Resolves as `work` does for the first machine where it does. Rejects with ConnectError. */
  attempt<T>(attempt: Attempt<T>): Promise<T>;
}

const nameOf = ({ host, port }: DialTarget): string => (host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`);

export function connectorOf(deps: ConnectorDeps): Connector {
  const { clock, turns, dial, connectTime, limits, log } = deps;

  async function find(domain: string): Promise<readonly DialTarget[]> {
    const found = await deps.targets.find(domain);
    if (found.state === "found") return found.targets.slice(0, MAX_TARGETS);
    if (found.state === "absent")
      throw new ConnectError("remote-server-not-found", true, "DNS knows no such server", { kind: "no-such-domain" });
    if (found.state === "refused")
      throw new ConnectError("remote-server-not-found", true, "its DNS records say that it takes no part", {
        kind: "no-service",
      });
    const reason = { kind: "dns", detail: found.reason } as const;
    throw new ConnectError("remote-server-timeout", false, `DNS does not answer for it: ${found.reason}`, reason);
  }

  async function tryOne<T>(attempt: Attempt<T>, target: DialTarget): Promise<T> {
    const { pair, signal, work, onStep = () => {} } = attempt;
    const name = nameOf(target);
    const dialing = new AbortController();
    let stream: OutgoingStream | undefined;
    const end = (error: StreamError) => (): void => {
      dialing.abort();
      stream?.fail(error);
    };
    const onAbort = end(new StreamError("undefined-condition", "not needed any more"));
    const stopTimer = clock.after(
      connectTime,
      end(new StreamError("connection-timeout", "the other server takes too long")),
    );
    signal.addEventListener("abort", onAbort);
    // The step that fails, where one does.
    let current: Step = "tcp";
    const done = (step: Step, text: string, found: Partial<StepReport> = {}): void => {
      onStep({ step, ok: true, target: name, text, ...found });
      current = NEXT_STEP[step];
    };
    try {
      const accept = (connection: Connection): ConnectionHandler => {
        const framing = new TcpFraming(connection, NS_SERVER, limits, turns);
        stream = new OutgoingStream(framing, { from: pair.local, to: pair.remote, log });
        framing.listen(stream);
        return framing;
      };
      const connection = await dial(target, { ...pair, accept, signal: dialing.signal });
      const { remoteAddress: address, remotePort: port } = connection;
      done("tcp", `connected to ${address}, port ${port}`, { facts: [address, String(port)] });
      if (!stream) throw new Error("a connection without a stream");
      const version = connection.tls?.version;
      if (version) done("tls", `secured with ${version} from the first byte`, { facts: [version] });
      return await work(stream, negotiationDeps(deps, attempt, done));
    } catch (thrown) {
      stream?.close();
      const error = connectErrorFrom(thrown, name);
      const step = thrown instanceof DialError ? thrown.step : current;
      onStep({ step, ok: false, target: name, text: error.message, obstacle: error.failureReason });
      throw error;
    } finally {
      stopTimer();
      signal.removeEventListener("abort", onAbort);
    }
  }

  return {
    async attempt<T>(attempt: Attempt<T>): Promise<T> {
      const { pair, signal, onStep = () => {} } = attempt;
      let targets: readonly DialTarget[];
      try {
        targets = await find(pair.remote);
      } catch (error) {
        if (error instanceof ConnectError)
          onStep({ step: "dns", ok: false, text: error.message, obstacle: error.failureReason });
        throw error;
      }
      const names = targets.map(nameOf);
      onStep({ step: "dns", ok: true, text: `found ${names.join(", ")}`, facts: names });
      const errors: ConnectError[] = [];
      for (const target of targets) {
        if (signal.aborted) break;
        try {
          return await tryOne(attempt, target);
        } catch (error) {
          if (!(error instanceof ConnectError)) throw error;
          log.debug({ event: "server-attempt-failed", to: pair.remote, target: nameOf(target), reason: error.message });
          errors.push(error);
        }
      }
      // As long as one of the machines may still answer, the failure is not final.
      throw (
        errors.find(({ isFinal }) => !isFinal) ??
        errors[0] ??
        new ConnectError("remote-server-timeout", false, "the attempt was given up")
      );
    },
  };
}

const negotiationDeps = <T>(
  { policy, trust, dialbackSecret, hasIncomingStream }: ConnectorDeps,
  { pair, resumable, wantsBidi }: Attempt<T>,
  report: NegotiationDeps["report"],
): NegotiationDeps => {
  const { local, remote } = pair;
  return {
    from: local,
    to: remote,
    allowsPlaintext: policy.allowsPlaintext(remote),
    needsCertificate: policy.needsCertificate(remote),
    wantsBidi: wantsBidi ?? resumable?.isBidirectional ?? !hasIncomingStream(pair),
    verify: (chain) => trust.verify(chain, remote),
    dialbackKey: (streamId) => dialbackKey(dialbackSecret, { receiving: remote, originating: local, streamId }),
    report,
  };
};

const NEXT_STEP: Readonly<Record<Step, Step>> = {
  dns: "tcp",
  tcp: "tls",
  tls: "certificate",
  certificate: "features",
  features: "authentication",
  authentication: "authentication",
};
