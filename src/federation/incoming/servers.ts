/** Other servers, as far as they have something to say: their connections become streams. */
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
import { dialbackResponder } from "../dialback/responder.ts";
import type { KeyVerifier } from "../dialback/verification.ts";
import { type VerificationLimits, verificationLimiter } from "../dialback/verification-limiter.ts";
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
  /** Every domain that is ours: those served here, and those of services and components. */
  readonly domains: ReadonlySet<string>;
  readonly policy: Policy;
  readonly trust: Trust;
  readonly inboundStanzas: InboundStanzas;
  readonly keyVerifier: KeyVerifier;
  readonly bidiStreams: BidiStreams;
  /** XEP-0185: what proves our domains. */
  readonly dialbackSecret: Uint8Array;
  readonly limits: IncomingLimits;
  readonly turns: Pick<Turns, "take">;
  readonly log: Logger;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** A new unguessable id. */
  readonly id: () => string;
}

/** Times in milliseconds. */
export interface IncomingLimits {
  readonly xml: { readonly stranger: XmlLimits; readonly authenticated: XmlLimits };
  /** From the connection to the first pair that is verified. */
  readonly negotiationTime: number;
  /** After which a stream without a word is closed, if its peer would notice what got lost by it (XEP-0198). */
  readonly idleTime: number;
  /** How long a stream can be resumed. */
  readonly resumptionTime: number;
  /** How long we wait for it with what we want to send over it. */
  readonly bidiResumptionTime: number;
  /** Bytes that we may have sent over a stream without an acknowledgement. */
  readonly maxUnacknowledged: number;
  readonly maxPairsPerStream: number;
  readonly maxStreamsPerDomain: number;
  readonly maxDomains: number;
  readonly verifications: VerificationLimits;
}

export interface IncomingServers {
  readonly accept: (connection: Connection) => ConnectionHandler;
  readonly streams: () => readonly IncomingReport[];
  /** The policy has changed: ends what it refuses by now. That is done each hour as well: certificates expire. */
  readonly revalidate: () => void;
  /** Resolves when what has arrived is on the disk, and every peer has been told so. */
  readonly stop: (reason: StreamError) => Promise<void>;
}

/** The stream that speaks for the most domains; the newest of those that have the same number. */
const mostPairs = (streams: Iterable<IncomingStream>, newest: IncomingStream): IncomingStream =>
  [...streams].reduce((most, other) => (!other.hasEnded && other.pairs.size > most.pairs.size ? other : most), newest);

/** How often idle streams are looked for, as a part of the time that they may be idle. */
const IDLE_CHECKS = 4;

export function incomingServers(deps: IncomingServersDeps): IncomingServers {
  const {
    db,
    domains,
    policy,
    trust,
    inboundStanzas: arrivals,
    keyVerifier: verifier,
    bidiStreams: ways,
    dialbackSecret,
    limits,
    log,
    clock,
    now,
    id,
  } = deps;
  const streams = new Set<IncomingStream>();
  /** Oldest first. */
  const byDomain = new Map<string, Set<IncomingStream>>();

  const verified = (stream: IncomingStream, pair: DomainPair): void => {
    const { remoteAddress: address, tls } = stream;
    log.info({ event: "server-verified", ...pair, proof: stream.report.proof, address, tls: tls?.version });
    const others = byDomain.get(pair.remote) ?? new Set();
    byDomain.set(pair.remote, others.add(stream));
    const [oldest] = others;
    if (byDomain.size > limits.maxDomains)
      mostPairs(streams, stream).fail(new StreamError("resource-constraint", "too many domains"));
    else if (others.size > limits.maxStreamsPerDomain)
      oldest?.fail(new StreamError("resource-constraint", "too many streams of one domain: the oldest one ends"));
  };

  const gone = (stream: IncomingStream, reason: string): void => {
    const { remoteAddress: address } = stream;
    for (const { local, remote } of stream.pairs.all) {
      log.info({ event: "server-gone", local, remote, address, reason });
      const others = byDomain.get(remote);
      others?.delete(stream);
      if (others?.size === 0) byDomain.delete(remote);
    }
  };

  const { resumptionTime } = limits;
  const suspension = new ResumableStreams(clock, limits.bidiResumptionTime);
  const streamParts: IncomingStreamDeps = {
    settings: { domains, limits: limits.xml, negotiationTime: limits.negotiationTime, id, log },
    policy,
    trust,
    inboundStanzas: arrivals,
    dialback: dialbackResponder({
      domains,
      policy,
      verifications: verificationLimiter(verifier, limits.verifications),
      secret: dialbackSecret,
      maxPairs: limits.maxPairsPerStream,
      log,
    }),
    management: {
      store: openIncomingStreamStore(db, { resumptionTime, perDomain: limits.maxStreamsPerDomain * 2, now }),
      resumableStreams: suspension,
      resumptionTime: Math.floor(resumptionTime / 1000),
      afterSync: (callback) => db.afterSync(callback),
      id,
    },
    bidi: { bidiStreams: ways, maxUnacknowledged: limits.maxUnacknowledged, now },
    verified,
    closed: gone,
    clock,
    now,
  };

  const endIdle = (): void => {
    const since = now() - limits.idleTime;
    for (const stream of [...streams]) if (stream.management && stream.lastHeard < since) stream.end();
    look();
  };
  let cancelLook = (): void => {};
  const look = (): void => {
    if (Number.isFinite(limits.idleTime)) cancelLook = clock.after(limits.idleTime / IDLE_CHECKS, endIdle);
  };
  look();

  const review = (): void => {
    for (const stream of [...streams]) {
      const [objection] = stream.pairs.all.flatMap(({ remote }) => revalidate(remote, stream.tls, deps) ?? []);
      if (objection?.condition === "policy-violation") stream.fail(objection);
      else if (objection) stream.shutDown(objection);
    }
  };
  const stopReviews = hourly(clock, review);

  return {
    accept: (connection) => {
      const framing = new TcpFraming(connection, NS_SERVER, limits.xml.stranger, deps.turns);
      const stream = new IncomingStream(framing, streamParts);
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
    revalidate: review,
    stop: async (reason) => {
      cancelLook();
      stopReviews();
      await Promise.all([...streams].map((stream) => stream.shutDown(reason)));
      suspension.stop();
    },
  };
}
