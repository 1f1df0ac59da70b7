/** Other servers, as far as they have something to say: their connections become streams. */
import type { Clock } from "../../clock.ts";
import type { Logger } from "../../log.ts";
import type { Connection, ConnectionHandler } from "../../net/connection.ts";
import type { Turns } from "../../net/turns.ts";
import type { Database } from "../../store/database.ts";
import { TcpFraming } from "../../stream/framing-tcp.ts";
import { StreamError } from "../../stream-error.ts";
import type { Trust } from "../../trust/verdict.ts";
import type { XmlLimits } from "../../xml/stream-parser.ts";
import type { Arrivals } from "../arrivals.ts";
import type { ReturnWays } from "../carrier.ts";
import { dialbackAnswers } from "../dialback/answers.ts";
import type { Verifier } from "../dialback/verification.ts";
import { type VerificationLimits, verificationsBy } from "../dialback/verifications.ts";
import { hourly, objectionTo } from "../objection.ts";
import type { Pair } from "../pair.ts";
import type { Policy } from "../policy.ts";
import type { IncomingReport } from "./report.ts";
import { openResumableStreams } from "./resumable-streams.ts";
import { IncomingStream, type IncomingStreamParts } from "./stream.ts";
import { Suspension } from "./suspension.ts";

export interface IncomingParts {
  readonly db: Database;
  /** Every domain that is ours: those served here, and those of services and components. */
  readonly domains: ReadonlySet<string>;
  readonly policy: Policy;
  readonly trust: Trust;
  readonly arrivals: Arrivals;
  readonly verifier: Verifier;
  readonly ways: ReturnWays;
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
  readonly idle: number;
  /** How long a stream can be resumed. */
  readonly resumptionTime: number;
  /** How long we wait for it with what we want to send over it. */
  readonly returnTime: number;
  /** Bytes that we may have sent over a stream without an acknowledgement. */
  readonly maxUnacknowledged: number;
  readonly pairsPerStream: number;
  readonly streamsPerDomain: number;
  readonly domains: number;
  readonly verifications: VerificationLimits;
}

export interface IncomingServers {
  readonly accept: (connection: Connection) => ConnectionHandler;
  readonly streams: () => readonly IncomingReport[];
  /** The policy has changed: ends what it refuses by now. That is done each hour as well: certificates expire. */
  readonly review: () => void;
  /** Resolves when what has arrived is on the disk, and every peer has been told so. */
  readonly stop: (reason: StreamError) => Promise<void>;
}

/** The stream that speaks for the most domains; the newest of those that have the same number. */
const greediest = (streams: Iterable<IncomingStream>, newest: IncomingStream): IncomingStream =>
  [...streams].reduce((most, other) => (!other.hasEnded && other.pairs.size > most.pairs.size ? other : most), newest);

/** How often idle streams are looked for, as a part of the time that they may be idle. */
const LOOKS = 4;

export function incomingServers(parts: IncomingParts): IncomingServers {
  const { db, domains, policy, trust, arrivals, verifier, ways, dialbackSecret, limits, log, clock, now, id } = parts;
  const streams = new Set<IncomingStream>();
  /** Oldest first. */
  const byDomain = new Map<string, Set<IncomingStream>>();

  const verified = (stream: IncomingStream, pair: Pair): void => {
    const { remoteAddress: address, tls } = stream;
    log.info({ event: "server-verified", ...pair, proof: stream.report.proof, address, tls: tls?.version });
    const others = byDomain.get(pair.remote) ?? new Set();
    byDomain.set(pair.remote, others.add(stream));
    const [oldest] = others;
    if (byDomain.size > limits.domains)
      greediest(streams, stream).fail(new StreamError("resource-constraint", "too many domains"));
    else if (others.size > limits.streamsPerDomain)
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
  const suspension = new Suspension(clock, limits.returnTime);
  const streamParts: IncomingStreamParts = {
    settings: { domains, limits: limits.xml, negotiationTime: limits.negotiationTime, id, log },
    policy,
    trust,
    arrivals,
    dialback: dialbackAnswers({
      domains,
      policy,
      verifications: verificationsBy(verifier, limits.verifications),
      secret: dialbackSecret,
      maxPairs: limits.pairsPerStream,
      log,
    }),
    management: {
      kept: openResumableStreams(db, { resumptionTime, perDomain: limits.streamsPerDomain * 2, now }),
      suspension,
      resumptionTime: Math.floor(resumptionTime / 1000),
      afterSync: (callback) => db.afterSync(callback),
      id,
    },
    returnWay: { ways, maxUnacknowledged: limits.maxUnacknowledged, now },
    verified,
    gone,
    clock,
    now,
  };

  const endIdle = (): void => {
    const since = now() - limits.idle;
    for (const stream of [...streams]) if (stream.management && stream.lastHeard < since) stream.end();
    look();
  };
  let cancelLook = (): void => {};
  const look = (): void => {
    if (Number.isFinite(limits.idle)) cancelLook = clock.after(limits.idle / LOOKS, endIdle);
  };
  look();

  const review = (): void => {
    for (const stream of [...streams]) {
      const [objection] = stream.pairs.all.flatMap(({ remote }) => objectionTo(remote, stream.tls, parts) ?? []);
      if (objection?.condition === "policy-violation") stream.fail(objection);
      else if (objection) stream.shutDown(objection);
    }
  };
  const stopReviews = hourly(clock, review);

  return {
    accept: (connection) => {
      const framing = new TcpFraming(connection, "jabber:server", limits.xml.stranger, parts.turns);
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
    review,
    stop: async (reason) => {
      cancelLook();
      stopReviews();
      await Promise.all([...streams].map((stream) => stream.shutDown(reason)));
      suspension.stop();
    },
  };
}
