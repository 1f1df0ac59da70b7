/** Other servers, as senders of stanzas: their connections become streams, whose number is bounded. */
import type { Clock } from "../../clock.ts";
import type { Logger } from "../../log.ts";
import { NS_SERVER } from "../../namespaces.ts";
import type { Connection, ConnectionHandler } from "../../net/connection.ts";
import type { Turns } from "../../net/turns.ts";
import type { Database } from "../../store/database.ts";
import { TcpFraming } from "../../stream/framing-tcp.ts";
import { StreamError } from "../../stream-error.ts";
import type { Trust } from "../../trust/verdict.ts";
import type { XmlLimits } from "../../xml/limits.ts";
import type { BidiStreams } from "../bidi-stream.ts";
import { type KeyVerifier, type VerificationLimits, verificationLimiter } from "../dialback/key-verification.ts";
import { dialbackResponder } from "../dialback/responder.ts";
import type { DomainPair } from "../domain-pair.ts";
import type { InboundStanzas } from "../inbound-stanzas.ts";
import type { Policy } from "../policy.ts";
import type { IncomingReport } from "../report.ts";
import { hourly, revalidate } from "../revalidation.ts";
import { ResumableStreams } from "./resumable-streams.ts";
import { IncomingStream, type IncomingStreamDeps } from "./stream.ts";
import { openIncomingStreamStore } from "./stream-store.ts";

export interface IncomingServersDeps {
  readonly db: Database;
  /** Every domain of this server: those served here, and those of services and components. */
  readonly domains: ReadonlySet<string>;
  readonly policy: Policy;
  readonly trust: Trust;
  readonly inboundStanzas: InboundStanzas;
  readonly keyVerifier: KeyVerifier;
  /** Told which streams can be sent over (XEP-0288). */
  readonly bidiStreams: BidiStreams;
  /** XEP-0185: what our dialback keys are derived from. */
  readonly dialbackSecret: Uint8Array;
  readonly limits: IncomingLimits;
  readonly turns: Pick<Turns, "take">;
  readonly log: Logger;
  readonly clock: Clock;
  /** A new unguessable id. */
  readonly id: () => string;
}

/** Times in milliseconds. */
export interface IncomingLimits {
  readonly xml: { readonly stranger: XmlLimits; readonly authenticated: XmlLimits };
  /** From the connection to the first pair that is verified. */
  readonly negotiationTime: number;
  /** Without any element, after which a stream is closed whose peer would notice a loss (XEP-0198). */
  readonly idleTime: number;
  /** For which a stream can be resumed. */
  readonly resumptionTime: number;
  /** For which stanzas that were sent over a stream wait for its resumption. */
  readonly bidiResumptionTime: number;
  /** Bytes that are sent over a stream without an acknowledgement. */
  readonly maxUnacknowledged: number;
  readonly maxPairsPerStream: number;
  readonly maxStreamsPerDomain: number;
  readonly maxDomains: number;
  readonly verifications: VerificationLimits;
}

export interface IncomingServers {
  readonly accept: (connection: Connection) => ConnectionHandler;
  readonly streams: () => readonly IncomingReport[];
  /** Ends what the policy does not allow any more. Done each hour as well, since certificates expire. */
  readonly revalidate: () => void;
  /** Ends all streams; resolves once what has arrived is on the disk, and acknowledged. */
  readonly stop: (reason: StreamError) => Promise<void>;
}

/** The stream with the most pairs; the newest of those that have the same number. */
const withMostPairs = (streams: Iterable<IncomingStream>, newest: IncomingStream): IncomingStream =>
  [...streams].reduce((most, other) => (!other.hasEnded && other.pairs.size > most.pairs.size ? other : most), newest);

/** How many times in `idleTime` idle streams are looked for. */
const IDLE_CHECKS = 4;

export function incomingServers(deps: IncomingServersDeps): IncomingServers {
  const { db, domains, policy, trust, inboundStanzas, keyVerifier, bidiStreams, limits, log, clock, id } = deps;
  const { now, monotonic } = clock;
  const streams = new Set<IncomingStream>();
  /** Oldest first. */
  const byDomain = new Map<string, Set<IncomingStream>>();

  const verified = (stream: IncomingStream, pair: DomainPair): void => {
    const { remoteAddress: address, tls } = stream;
    log.info({ event: "server-verified", ...pair, proof: stream.report.proof, address, tls: tls?.version });
    const ofDomain = byDomain.get(pair.remote) ?? new Set();
    byDomain.set(pair.remote, ofDomain.add(stream));
    const [oldest] = ofDomain;
    if (byDomain.size > limits.maxDomains)
      withMostPairs(streams, stream).fail(new StreamError("resource-constraint", "too many domains"));
    else if (ofDomain.size > limits.maxStreamsPerDomain)
      oldest?.fail(new StreamError("resource-constraint", "too many streams of one domain: the oldest one ends"));
  };

  const ended = (stream: IncomingStream, reason: string): void => {
    const { remoteAddress: address } = stream;
    for (const { local, remote } of stream.pairs.all) {
      log.info({ event: "server-gone", local, remote, address, reason });
      const ofDomain = byDomain.get(remote);
      ofDomain?.delete(stream);
      if (ofDomain?.size === 0) byDomain.delete(remote);
    }
  };

  const { resumptionTime, maxPairsPerStream } = limits;
  const resumableStreams = new ResumableStreams(clock, limits.bidiResumptionTime);
  const streamDeps: IncomingStreamDeps = {
    stream: { domains, limits: limits.xml, negotiationTime: limits.negotiationTime, id, log },
    policy,
    trust,
    inboundStanzas,
    dialback: dialbackResponder({
      domains,
      policy,
      verifications: verificationLimiter(keyVerifier, limits.verifications),
      secret: deps.dialbackSecret,
      maxPairsPerStream,
      log,
    }),
    management: {
      store: openIncomingStreamStore(db, { resumptionTime, maxPerDomain: limits.maxStreamsPerDomain * 2, monotonic }),
      resumableStreams,
      resumptionTime: Math.floor(resumptionTime / 1000),
      afterSync: (callback) => db.afterSync(callback),
      id,
    },
    bidi: { bidiStreams, maxUnacknowledged: limits.maxUnacknowledged, now },
    verified,
    ended,
    clock,
  };

  const endIdle = (): void => {
    const since = monotonic() - limits.idleTime;
    for (const stream of [...streams]) if (stream.management && stream.lastHeard < since) stream.end();
    scheduleIdleCheck();
  };
  let stopIdleChecks = (): void => {};
  const scheduleIdleCheck = (): void => {
    if (Number.isFinite(limits.idleTime)) stopIdleChecks = clock.after(limits.idleTime / IDLE_CHECKS, endIdle);
  };
  scheduleIdleCheck();

  const revalidateAll = (): void => {
    for (const stream of [...streams]) {
      const [error] = stream.pairs.all.flatMap(({ remote }) => revalidate(remote, stream.tls, deps) ?? []);
      if (error?.condition === "policy-violation") stream.fail(error);
      else if (error) stream.shutDown(error);
    }
  };
  const stopRevalidating = hourly(clock, revalidateAll);

  return {
    accept: (connection) => {
      const framing = new TcpFraming(connection, NS_SERVER, limits.xml.stranger, deps.turns);
      const stream = new IncomingStream(framing, connection.localPort, streamDeps);
      streams.add(stream);
      framing.listen(stream.listener);
      return {
        secured: () => framing.secured(),
        data: (bytes) => framing.data(bytes),
        closed: (reason) => {
          streams.delete(stream);
          framing.closed(reason);
        },
      };
    },
    streams: () => [...streams].filter(({ hasEnded }) => !hasEnded).map(({ report }) => report),
    revalidate: revalidateAll,
    stop: async (reason) => {
      stopIdleChecks();
      stopRevalidating();
      await Promise.all([...streams].map((stream) => stream.shutDown(reason)));
      resumableStreams.stop();
    },
  };
}
