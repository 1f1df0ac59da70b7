/** From a pair of domains to a stream: where the other server is (DNS), and one machine after the other until one will do. */
import type { Clock } from "../../clock.ts";
import type { Logger } from "../../log.ts";
import { NS_SERVER } from "../../namespaces.ts";
import type { Connection, ConnectionHandler } from "../../net/connection.ts";
import { DialError } from "../../net/dial-error.ts";
import type { Target, Targets } from "../../net/server-targets.ts";
import type { Turns } from "../../net/turns.ts";
import { TcpFraming } from "../../stream/framing-tcp.ts";
import type { NegotiationDeps } from "../../stream/outgoing-negotiation.ts";
import { OutgoingStream } from "../../stream/outgoing-stream.ts";
import { StreamError } from "../../stream-error.ts";
import type { XmlLimits } from "../../xml/limits.ts";
import type { DomainPair } from "../domain-pair.ts";
import type { Step, StepReport } from "../report.ts";
import { ConnectError, connectErrorFrom } from "./connect-error.ts";

/** Machines of one domain that are tried in an attempt: a domain that names more is playing with us. */
const MAX_TARGETS = 8;

export interface DialOrder {
  /** The domain that is meant, prepared, and the one of ours that wants it. */
  readonly remote: string;
  readonly local: string;
  readonly accept: (connection: Connection) => ConnectionHandler;
  readonly signal: AbortSignal;
}

export interface ConnectorDeps {
  readonly targets: { readonly find: (domain: string) => Promise<Targets> };
  /** Rejects with DialError. The certificate to be shown is that of `local`. */
  readonly dial: (target: Target, order: DialOrder) => Promise<Connection>;
  /** Milliseconds for one machine. */
  readonly connectTime: number;
  /** Until the peer is known. */
  readonly limits: XmlLimits;
  readonly turns: Pick<Turns, "take">;
  readonly clock: Clock;
  readonly log: Logger;
}

export type StepListener = (report: StepReport) => void;

export interface Attempt<T> {
  readonly pair: DomainPair;
  /** Gives it up: rejects with Unreachable. */
  readonly signal: AbortSignal;
  /** What is to be done with a stream that has just connected, within the time for one machine. Rejects with NegotiationError. */
  readonly work: (stream: OutgoingStream, onStep: NegotiationDeps["report"]) => Promise<T>;
  readonly told?: StepListener | undefined;
}

export interface Connector {
  /** What `work` resolves with for the first machine it does for. Rejects with Unreachable. */
  attempt<T>(attempt: Attempt<T>): Promise<T>;
}

const nameOf = ({ host, port }: Target): string => (host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`);

export function connectorOf(deps: ConnectorDeps): Connector {
  const { clock, turns, dial, connectTime, limits, log } = deps;

  async function find(domain: string): Promise<readonly Target[]> {
    const found = await deps.targets.find(domain);
    if (found.state === "found") return found.targets.slice(0, MAX_TARGETS);
    if (found.state === "absent")
      throw new ConnectError("remote-server-not-found", true, "DNS knows no such server", { kind: "no-such-domain" });
    if (found.state === "refused")
      throw new ConnectError("remote-server-not-found", true, "its DNS records say that it takes no part", {
        kind: "no-service",
      });
    const obstacle = { kind: "dns", detail: found.reason } as const;
    throw new ConnectError("remote-server-timeout", false, `DNS does not answer for it: ${found.reason}`, obstacle);
  }

  async function tryOne<T>({ pair, signal, work, told = () => {} }: Attempt<T>, target: Target): Promise<T> {
    const name = nameOf(target);
    const giveUp = new AbortController();
    let stream: OutgoingStream | undefined;
    const end = (error: StreamError) => (): void => {
      giveUp.abort();
      stream?.fail(error);
    };
    const onAbort = end(new StreamError("undefined-condition", "not needed any more"));
    const stopTimer = clock.after(
      connectTime,
      end(new StreamError("connection-timeout", "the other server takes too long")),
    );
    signal.addEventListener("abort", onAbort);
    // The step under way, for the report of what fails.
    let current: Step = "tcp";
    const step = (done: Step, text: string, found: Partial<StepReport> = {}): void => {
      told({ step: done, ok: true, target: name, text, ...found });
      current = AFTER[done];
    };
    try {
      const accept = (connection: Connection): ConnectionHandler => {
        const framing = new TcpFraming(connection, NS_SERVER, limits, turns);
        stream = new OutgoingStream(framing, { from: pair.local, to: pair.remote, log });
        framing.listen(stream);
        return framing;
      };
      const connection = await dial(target, { ...pair, accept, signal: giveUp.signal });
      const { remoteAddress: address, remotePort: port } = connection;
      step("tcp", `connected to ${address}, port ${port}`, { facts: [address, String(port)] });
      if (!stream) throw new Error("a connection without a stream");
      const version = connection.tls?.version;
      if (version) step("tls", `secured with ${version} from the first byte`, { facts: [version] });
      return await work(stream, step);
    } catch (error) {
      stream?.close();
      const failure = connectErrorFrom(error, name);
      told({
        step: error instanceof DialError ? error.step : current,
        ok: false,
        target: name,
        text: failure.message,
        obstacle: failure.failureReason,
      });
      throw failure;
    } finally {
      stopTimer();
      signal.removeEventListener("abort", onAbort);
    }
  }

  return {
    async attempt<T>(attempt: Attempt<T>): Promise<T> {
      const { pair, signal, told = () => {} } = attempt;
      let targets: readonly Target[];
      try {
        targets = await find(pair.remote);
      } catch (error) {
        if (error instanceof ConnectError)
          told({ step: "dns", ok: false, text: error.message, obstacle: error.failureReason });
        throw error;
      }
      const names = targets.map(nameOf);
      told({ step: "dns", ok: true, text: `found ${names.join(", ")}`, facts: names });
      const failures: ConnectError[] = [];
      for (const target of targets) {
        if (signal.aborted) break;
        try {
          return await tryOne(attempt, target);
        } catch (error) {
          if (!(error instanceof ConnectError)) throw error;
          log.debug({ event: "server-attempt-failed", to: pair.remote, target: nameOf(target), reason: error.message });
          failures.push(error);
        }
      }
      // As long as one of the machines may still answer, not all has been said.
      throw (
        failures.find((failure) => !failure.isFinal) ??
        failures[0] ??
        new ConnectError("remote-server-timeout", false, "the attempt was given up")
      );
    },
  };
}

/** What follows each step. */
const AFTER: Readonly<Record<Step, Step>> = {
  dns: "tcp",
  tcp: "tls",
  tls: "certificate",
  certificate: "features",
  features: "authentication",
  authentication: "authentication",
};
