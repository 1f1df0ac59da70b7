/** What connects this server with others: names, trust, streams in both directions, and the rules for them. */
import { networkInterfaces } from "node:os";
import { certificatesOf } from "../certificate/facts.ts";
import { systemClock } from "../clock.ts";
import { ConfigError } from "../config/error.ts";
import type { LiveConfig } from "../config/reload.ts";
import type { Config } from "../config/schema.ts";
import type { Resolver } from "../dns/resolver.ts";
import { openServerTargets } from "../dns/server-targets.ts";
import { domainRateLimit } from "../federation/domain-rate.ts";
import { type InboundStanzasDeps, inboundStanzas } from "../federation/inbound-stanzas.ts";
import { type IncomingServers, incomingServers } from "../federation/incoming/servers.ts";
import { type OutgoingServers, openOutgoingServers } from "../federation/outgoing/servers.ts";
import { type Policy, policyOf, reloadablePolicy } from "../federation/policy.ts";
import { domainToAscii } from "../jid/domain.ts";
import type { Logger } from "../log.ts";
import { dial } from "../net/dial.ts";
import { isPublicTarget } from "../net/ip-address.ts";
import type { CertificatePem } from "../net/tls-context.ts";
import { inTurnsOf } from "../server/in-turns.ts";
import type { Database } from "../store/database.ts";
import type { Secret } from "../store/home-secret.ts";
import { StreamError } from "../stream-error.ts";
import { openTrust } from "../trust/chain.ts";
import { RootsError, readRoots } from "../trust/roots.ts";
import type { Verdict } from "../trust/verdict.ts";
import { blocklists } from "../xep/abuse-lists/blocklists.ts";
import { limitsFor } from "../xml/limits.ts";
import { type Kernel, randomId } from "./kernel.ts";

export interface FederationDeps {
  readonly config: Config;
  readonly db: Database;
  readonly kernel: Kernel;
  readonly resolver: Resolver;
  /** What is shown for a domain of ours (A-labels); asked for once streams are opened. */
  readonly certificateFor: (domain: string) => CertificatePem;
  readonly secret: Secret;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly log: Logger;
  readonly now: () => number;
}

export interface Federation {
  readonly incoming: IncomingServers;
  readonly outgoing: OutgoingServers;
  readonly policy: Policy;
  /** What the certificate that is shown for a domain of ours is worth to others, as far as they trust whom we trust. */
  readonly certified: (domain: string) => Verdict;
  /** With whom is spoken from now on, and what they have to prove; what stands and does not fit ends. */
  readonly reload: (config: LiveConfig) => void;
  /** Ends all streams, once what was said over them is safe on either side. */
  readonly stop: () => Promise<void>;
}

/** How many seconds' worth of bytes a domain may say at once. */
const BURST = 10;
/** Milliseconds for which a stream of theirs can be resumed, and for which we wait for it with what goes over it. */
const RESUMPTION_TIME = 3_600_000;
const BIDI_RESUMPTION_TIME = 30_000;
const MAX_PAIRS_PER_STREAM = 50;
const MAX_STREAMS_PER_DOMAIN = 20;
/** Keys that are being asked about, each by a connection of ours. */
const VERIFICATION_LIMITS = { maxPerNetwork: 5, maxPerDomain: 5, maxTotal: 100 };

/** Throws ConfigError where federation.ca_file cannot be used, and RootsError where SSL_CERT_FILE cannot. */
export function openFederation(parts: FederationDeps): Federation {
  const { config, db, kernel, resolver, certificateFor, secret, environment, log, now } = parts;
  const { federation, limits } = config;
  const { router, outbox, turns } = kernel;
  const clock = systemClock;
  const domains = oursOf(config, kernel);
  const lists = kernel.booted.use(blocklists);
  const policyIn = ({ federation: { allow, deny, require_certificate, plaintext, unverified } }: LiveConfig): Policy =>
    policyOf({
      ...{ allow, deny, requireCertificate: require_certificate, plaintext, unverified },
      enabled: federation.enabled,
      isBlocked: lists.isBlocked,
    });
  const policy = reloadablePolicy(policyIn(config));
  const trust = openTrust({ roots: rootsOf(federation.ca_file, environment), now });
  const dialbackSecret = secret("XEP-0220 dialback");
  const rate = { burst: federation.rate * BURST, perSecond: federation.rate };
  const xml = {
    stranger: limitsFor(limits.stanza_before_login),
    authenticated: limitsFor(limits.stanza),
  };

  const reached: InboundStanzasDeps["router"] = {
    receive: (stanza) => {
      if (!outgoing.handlePingAnswer(stanza)) router.receive(stanza);
    },
    route: (element) => router.route(element),
  };
  const common = { db, domains, policy, trust, dialbackSecret, turns, log, clock, now, id: randomId };
  const taken = inboundStanzas({ router: reached, domains, rateLimit: domainRateLimit(rate, clock), log });

  const outgoing: OutgoingServers = openOutgoingServers({
    ...common,
    outbox,
    inTurns: inTurnsOf({ db, turns }),
    router,
    targets: openServerTargets({ resolver, clock }),
    dial: (target, { remote, local, accept, signal }) =>
      dial(target, {
        resolver,
        serverName: domainToAscii(remote),
        certificate: certificateFor(domainToAscii(local)),
        mayConnect: federation.private_addresses ? undefined : isOutside,
        accept,
        log,
        limits: { unsentBytes: limits.unsent, idleMs: limits.idle, reading: rate },
        clock,
        signal,
      }),
    inboundStanzas: taken,
    hasIncomingStream: ({ local, remote }) =>
      incoming.streams().some(({ pairs }) => pairs.some((pair) => pair.local === local && pair.remote === remote)),
    limits: {
      connectTime: federation.connect_time,
      queueTime: federation.queue_time,
      idleTime: federation.idle,
      maxQueued: federation.max_queued,
      maxQueuedSize: federation.max_queued_size,
      maxQueuedTotal: federation.max_queued_total,
      maxPairs: federation.max_pairs,
      xml,
    },
    random: Math.random,
  });

  const incoming: IncomingServers = incomingServers({
    ...common,
    inboundStanzas: taken,
    keyVerifier: outgoing,
    bidiStreams: outgoing,
    limits: {
      xml,
      negotiationTime: limits.login_time,
      idleTime: federation.idle,
      resumptionTime: RESUMPTION_TIME,
      bidiResumptionTime: BIDI_RESUMPTION_TIME,
      // What is sent again on resuming has to fit into what may wait for a connection.
      maxUnacknowledged: limits.unsent * 0.75,
      maxPairsPerStream: MAX_PAIRS_PER_STREAM,
      maxStreamsPerDomain: MAX_STREAMS_PER_DOMAIN,
      maxDomains: federation.max_pairs,
      verifications: VERIFICATION_LIMITS,
    },
  });

  const review = (): void => {
    incoming.revalidate();
    outgoing.revalidate();
  };
  lists.onAdded(review);

  return {
    incoming,
    outgoing,
    policy,
    certified: (domain) => {
      const { chain } = certificateFor(domainToAscii(domain));
      return trust.verify(
        certificatesOf(chain).map(({ raw }) => raw),
        domain,
      );
    },
    reload: (changed) => {
      policy.replace(policyIn(changed));
      review();
    },
    stop: async () => {
      await outgoing.stop();
      await incoming.stop(new StreamError("system-shutdown"));
    },
  };
}

/** The addresses of this machine change while it runs. */
const isOutside = (address: string): boolean =>
  isPublicTarget(
    address,
    Object.values(networkInterfaces()).flatMap((infos = []) => infos.map((info) => info.address)),
  );

function rootsOf(caFile: string, environment: FederationDeps["environment"]): Iterable<string> {
  try {
    return readRoots({ caFile, environment });
  } catch (error) {
    if (!(error instanceof RootsError) || error.path !== caFile) throw error;
    const remedy = `${error.message}: ${error.remedy}`;
    throw new ConfigError([{ key: "federation.ca_file", value: caFile, remedy }]);
  }
}

/** Every domain that others may speak to: those served here, those of services, and those of external components. */
function oursOf({ general }: Config, { booted, router }: Kernel): ReadonlySet<string> {
  const services = general.domains.flatMap((domain) => [...booted.subdomains].map((label) => `${label}.${domain}`));
  return new Set([...general.domains, ...services, ...router.externalComponents.keys()]);
}
