/** Federation: other servers, as the configuration says: DNS, trust, policy, and streams in both directions. */

import { certificatesOf } from "../certificate/facts.ts";
import { type Clock, HOUR, systemClock } from "../clock.ts";
import type { LiveConfig } from "../config/reload.ts";
import type { Config } from "../config/schema.ts";
import type { Resolver } from "../dns/resolver.ts";
import { openServerTargets } from "../dns/server-targets.ts";
import { domainRateLimit } from "../federation/domain-rate-limit.ts";
import { type InboundStanzasDeps, inboundStanzas } from "../federation/inbound-stanzas.ts";
import { type IncomingServers, incomingServers } from "../federation/incoming/servers.ts";
import { type OutgoingServers, openOutgoingServers } from "../federation/outgoing/servers.ts";
import { type Policy, policyOf, reloadablePolicy } from "../federation/policy.ts";
import { domainToAscii } from "../jid/domain.ts";
import { lazy } from "../lazy.ts";
import type { Logger } from "../log.ts";
import { dial } from "../net/dial.ts";
import { isPublicTarget } from "../net/ip-address.ts";
import { interfacesHere } from "../net/own-addresses.ts";
import type { CertificatePem } from "../net/tls-context.ts";
import type { Exclusions } from "../operations/federation.ts";
import type { FormerDomains } from "../server/former-domains.ts";
import { inTurnsOf } from "../server/in-turns.ts";
import type { Database } from "../store/database.ts";
import type { Secret } from "../store/home-secret.ts";
import { StreamError } from "../stream-error.ts";
import { refusal, type Trust, type Verdict } from "../trust/verdict.ts";
import { blocklists } from "../xep/abuse-lists/blocklists.ts";
import { limitsFor } from "../xml/limits.ts";
import { formerNames } from "./former-names.ts";
import { type Kernel, randomId } from "./kernel.ts";
import { rootsOf } from "./roots.ts";

export interface FederationDeps {
  readonly config: Config;
  readonly db: Database;
  readonly kernel: Kernel;
  readonly former: FormerDomains;
  readonly resolver: Resolver;
  /** The certificate of a domain of this server (A-labels); called with each connection. */
  readonly certificateFor: (domain: string) => CertificatePem;
  readonly secret: Secret;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly log: Logger;
  readonly now: () => number;
  readonly isClockDoubtful: () => boolean;
}

export interface Federation {
  readonly incoming: IncomingServers;
  readonly outgoing: OutgoingServers;
  readonly policy: Policy;
  /** Who is believed about whose certificate. */
  readonly trust: Trust;
  /** What the policy excludes, as people have written it. */
  readonly exclusions: () => Exclusions;
  /** Whether the certificate of a domain of this server is valid for others that trust the same authorities. */
  readonly verifyCertificate: (domain: string) => Verdict;
  /** Takes the policy of a new configuration; streams that it does not allow are ended. */
  readonly reload: (config: LiveConfig) => void;
  /** Ends all streams, once what was sent over them is acknowledged, or on the disk. */
  readonly stop: () => Promise<void>;
}

/** How many seconds' worth of its rate a domain may send at once. */
const BURST_SECONDS = 10;
/** Milliseconds for which an incoming stream can be resumed, and for which stanzas that were sent over it wait for that. */
const RESUMPTION_TIME = HOUR;
const BIDI_RESUMPTION_TIME = 30_000;
const MAX_PAIRS_PER_STREAM = 50;
const MAX_STREAMS_PER_DOMAIN = 20;
/** Of dialback keys, each over a connection of its own. */
const VERIFICATION_LIMITS = { maxPerNetwork: 5, maxPerDomain: 5, maxTotal: 100 };

const chainFile = lazy((): typeof import("../trust/chain.ts") => require("../trust/chain.ts"));

/** Throws ConfigError where federation.ca_file cannot be used, and RootsError where SSL_CERT_FILE cannot. */
export function openFederation(deps: FederationDeps): Federation {
  const { config, db, kernel, former, resolver, certificateFor, secret, environment, log, now, isClockDoubtful } = deps;
  const { federation, limits } = config;
  const { router, outbox, turns } = kernel;
  const clock: Clock = { ...systemClock, now };
  const domains = localDomains(config, kernel);
  const lists = kernel.booted.use(blocklists);
  const policyIn = ({ federation: { allow, deny, require_certificate, plaintext, unverified } }: LiveConfig): Policy =>
    policyOf({
      ...{ allow, deny, requireCertificate: require_certificate, plaintext, unverified },
      enabled: federation.enabled,
      isBlocked: lists.isBlocked,
    });
  const policy = reloadablePolicy(policyIn(config));
  let { allow, deny } = federation;
  const roots = rootsOf("federation.ca_file", federation.ca_file, environment);
  const opened = lazy(() => chainFile().openTrust({ roots, now, isClockDoubtful }));
  const trust: Trust = { verify: (chain, domain) => opened().verify(chain, domain) };
  const dialbackSecret = secret("XEP-0220 dialback");
  const rate = { burst: federation.rate * BURST_SECONDS, perSecond: federation.rate };
  const xml = {
    stranger: limitsFor(limits.stanza_before_login),
    authenticated: limitsFor(limits.stanza),
  };

  const inboundRouter: InboundStanzasDeps["router"] = {
    receive: (stanza, source) => {
      if (!outgoing.handlePingAnswer(stanza, source) && !former.receive(stanza)) router.receive(stanza);
    },
    route: (element) => router.route(element),
  };
  const common = { db, domains, policy, trust, dialbackSecret, turns, log, clock, id: randomId };
  const inbound = inboundStanzas({ router: inboundRouter, domains, rateLimit: domainRateLimit(rate, clock), log });

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
        mayConnect: federation.private_addresses ? undefined : isPublic,
        accept,
        log,
        limits: { unsentBytes: limits.unsent, idleMs: limits.idle, reading: rate },
        clock,
        signal,
      }),
    inboundStanzas: inbound,
    hasIncomingStream: ({ local, remote }) =>
      incoming.streams().some(({ pairs }) => pairs.some((pair) => pair.local === local && pair.remote === remote)),
    limits: {
      connectTime: federation.connect_time,
      queueTime: federation.queue_time,
      idleTime: federation.idle,
      maxQueued: federation.max_queued,
      maxQueuedSize: federation.max_queued_size,
      maxQueuedTotal: federation.max_queued_total,
      maxPairs: federation.max_domains,
      xml,
    },
    random: Math.random,
  });

  const incoming: IncomingServers = incomingServers({
    ...common,
    inboundStanzas: inbound,
    keyVerifier: outgoing,
    bidiStreams: outgoing,
    limits: {
      xml,
      negotiationTime: limits.login_time,
      idleTime: federation.idle,
      resumptionTime: RESUMPTION_TIME,
      bidiResumptionTime: BIDI_RESUMPTION_TIME,
      // What is sent again on resumption has to fit into the send buffer of a connection.
      maxUnacknowledged: limits.unsent * 0.75,
      maxPairsPerStream: MAX_PAIRS_PER_STREAM,
      maxStreamsPerDomain: MAX_STREAMS_PER_DOMAIN,
      maxDomains: federation.max_domains,
      verifications: VERIFICATION_LIMITS,
    },
  });

  const revalidate = (): void => {
    incoming.revalidate();
    outgoing.revalidate();
  };
  lists.onAdded(revalidate);

  return {
    incoming,
    outgoing,
    policy,
    trust,
    exclusions: () => ({ enabled: federation.enabled, allow, deny, lists: lists.lists() }),
    verifyCertificate: (domain) => {
      const { chain } = certificateFor(domainToAscii(domain));
      const raw = certificatesOf(chain).map((certificate) => certificate.raw);
      const verdict = trust.verify(raw, domain);
      return verdict.trusted ? verdict : refusal(verdict.problem, verdict.text);
    },
    reload: (changed) => {
      policy.replace(policyIn(changed));
      ({ allow, deny } = changed.federation);
      revalidate();
    },
    stop: async () => {
      await outgoing.stop();
      await incoming.stop(new StreamError("system-shutdown"));
    },
  };
}

/** Whether an address is one of the Internet. Those of this machine change while it runs. */
export const isPublic = (address: string): boolean =>
  isPublicTarget(
    address,
    Object.values(interfacesHere()).flatMap((infos = []) => infos.map((info) => info.address)),
  );

/** Every domain of this server: those served here, those of services, those of external components, and former ones. */
function localDomains(config: Config, { booted, router }: Kernel): ReadonlySet<string> {
  const { general } = config;
  const former = formerNames(config, booted.subdomains).names.keys();
  const services = general.domains.flatMap((domain) => [...booted.subdomains].map((label) => `${label}.${domain}`));
  return new Set([...general.domains, ...services, ...router.externalComponents.keys(), ...former]);
}
