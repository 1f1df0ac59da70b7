/** The certificate of a home, as config.toml says. */

import { openCertificates } from "../certificate/certificates.ts";
import type { Http01Responses } from "../certificate/challenges/http-01.ts";
import type { TlsAlpn01Responses } from "../certificate/challenges/tls-alpn-01.ts";
import { type PublicAddresses, publicAddresses } from "../certificate/names.ts";
import type { Certificates, CertificatesDeps } from "../certificate/source.ts";
import { systemClock } from "../clock.ts";
import { type ListenAddress, parseListener } from "../config/listener.ts";
import type { Config } from "../config/schema.ts";
import { visitedServices } from "../config/services.ts";
import { webNameOf } from "../config/web-address.ts";
import { openAuthoritativeResolver } from "../dns/authoritative-resolver.ts";
import { openResolver, type Resolver } from "../dns/resolver.ts";
import { fetchIfPossible } from "../event-loop.ts";
import type { Home } from "../home.ts";
import { lazy } from "../lazy.ts";
import type { Logger } from "../log.ts";
import { interfacesHere, ownAddresses } from "../net/own-addresses.ts";
import { formerNames } from "./former-names.ts";

const DNS_TIMEOUT = 5000;
const HTTP: ListenAddress = { host: "::", port: 80 };
const HTTPS: ListenAddress = { host: "::", port: 443 };

export interface HomeCertificatesDeps {
  readonly home: Home;
  readonly config: Config;
  /** Subdomains of each domain that services have ("rooms"). */
  readonly subdomains: readonly string[];
  /** Undefined where no web server of ours answers the authority at that port. */
  readonly http01: Http01Responses | undefined;
  readonly tlsAlpn01: TlsAlpn01Responses | undefined;
  readonly log: Logger;
  readonly replaced: CertificatesDeps["replaced"];
  readonly expiring: CertificatesDeps["expiresSoon"];
}

const providersFile = lazy((): typeof import("../dns/providers/providers.ts") =>
  require("../dns/providers/providers.ts"),
);

/** Throws CertificateError where the files that config.toml names are no pair. */
export function openHomeCertificates(deps: HomeCertificatesDeps): Certificates {
  const { home, config, subdomains, http01, tlsAlpn01, log, replaced, expiring } = deps;
  const { domains } = config.general;
  const host = config.general.host || (domains[0] ?? "");
  const resolver = resolverOf(config);
  const services = domains.flatMap((domain) => subdomains.map((subdomain) => `${subdomain}.${domain}`));
  const web = webNameOf(config);
  const former = [...formerNames(config, subdomains).names.keys()];
  const furtherWeb = web === undefined ? [] : [web, ...config.web.also];
  const machine = [host, ...furtherWeb].filter((name) => !domains.includes(name));
  return openCertificates({
    folder: home.certificate,
    config: config.certificate,
    names: {
      domains,
      others: [...new Set([...machine, ...services, ...former])],
      services: visitedServices(config, domains),
      web,
    },
    host,
    publicAddresses: () => addressesOf(host, config, resolver),
    dns: openAuthoritativeResolver(resolver, (servers) => openResolver({ servers, timeoutMs: DNS_TIMEOUT })),
    challenges: {
      http01,
      tlsAlpn01,
      http: parseListener(config.listen.http) ?? HTTP,
      https: parseListener(config.listen.https) ?? HTTPS,
      records: config.dns.provider === "none" ? undefined : providersFile().openRecordWriter(config.dns, resolver),
    },
    clock: systemClock,
    random: Math.random,
    fetch: fetchIfPossible,
    log,
    replaced,
    expiresSoon: expiring,
  });
}

export function resolverOf({ dns }: Config): Resolver {
  const servers = dns.resolvers.length > 0 ? { servers: dns.resolvers } : {};
  return openResolver({ ...servers, timeoutMs: DNS_TIMEOUT });
}

/** Of the machine called `host`; asks DNS. */
export async function addressesOf(host: string, { general }: Config, resolver: Resolver): Promise<PublicAddresses> {
  const own = ownAddresses(interfacesHere()).filter(({ reach }) => reach === "public");
  const named = await Promise.all([resolver.query("A", host), resolver.query("AAAA", host)]);
  return publicAddresses(
    [...general.addresses, ...own.map(({ address }) => address)],
    named.flatMap((answer) => (answer.state === "found" ? answer.values : [])),
  );
}
