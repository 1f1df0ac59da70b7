/** The DNS records of a server: addresses, SRV (RFC 6120 §3.2, XEP-0368) and the alias of the rooms' domain. */
import { domainToAscii, parseDomain } from "../jid/domain.ts";
import { canonicalAddress } from "../net/ip-address.ts";
import type { SrvValue } from "./resolver.ts";

interface RecordName {
  /** In A-labels, without a final dot. */
  readonly name: string;
  /** Seconds. */
  readonly ttl: number;
  /** The server works without it, because there are addresses of the other family. */
  readonly isOptional: boolean;
}
export interface SrvRecord extends RecordName {
  readonly type: "SRV";
  readonly value: SrvValue;
}
export interface AddressRecord extends RecordName {
  readonly type: "A" | "AAAA";
  readonly value: string;
}
export interface AliasRecord extends RecordName {
  readonly type: "CNAME";
  readonly value: string;
}
export type DnsRecord = SrvRecord | AddressRecord | AliasRecord;

export interface Deployment {
  /** The domains of the accounts, in any spelling. */
  readonly domains: readonly string[];
  /** The name of this machine, in any spelling; it may be one of the domains. */
  readonly host: string;
  /** Public IPv4 and IPv6 addresses of the host. */
  readonly addresses: readonly string[];
  /** Public ports; undefined where the service is off. */
  readonly ports: Readonly<Record<XmppService, number | undefined>>;
  /** The label of the rooms' domain under each domain; undefined without rooms. */
  readonly rooms?: string;
  /** Seconds; 3600 by default. */
  readonly ttl?: number;
}

export type XmppService = "xmpp-client" | "xmpps-client" | "xmpp-server" | "xmpps-server";
const SERVICES = ["xmpp-client", "xmpps-client", "xmpp-server", "xmpps-server"] as const;
const SERVER_PORT = 5269;
const DEFAULT_TTL = 3600;

/** The records to publish, the host's addresses first. Throws StanzaError "jid-malformed", RangeError for an address. */
export function recordsFor(deployment: Deployment): readonly DnsRecord[] {
  const host = domainToAscii(parseDomain(deployment.host));
  const ttl = deployment.ttl ?? DEFAULT_TTL;
  const addresses = addressRecords(host, ttl, deployment.addresses);
  const records = deployment.domains.flatMap((domain) =>
    domainRecords(domainToAscii(parseDomain(domain)), host, ttl, deployment),
  );
  return [...addresses, ...records];
}

function addressRecords(name: string, ttl: number, addresses: readonly string[]): readonly AddressRecord[] {
  const canonical = addresses.map((address) => {
    const value = canonicalAddress(address);
    if (value === undefined) throw new RangeError(`not an IP address: ${address}`);
    return value;
  });
  const isIPv4 = (address: string): boolean => !address.includes(":");
  const hasIPv4 = canonical.some(isIPv4);
  return [...new Set(canonical)]
    .map(
      (value) =>
        ({ name, ttl, value, type: isIPv4(value) ? "A" : "AAAA", isOptional: hasIPv4 && !isIPv4(value) }) as const,
    )
    .sort((one, other) => one.type.length - other.type.length);
}

function domainRecords(domain: string, host: string, ttl: number, deployment: Deployment): readonly DnsRecord[] {
  const { ports, rooms } = deployment;
  const services = SERVICES.flatMap((service) => srvRecord(service, domain, host, ports[service], ttl));
  return rooms === undefined ? services : [...services, ...roomsRecords(`${rooms}.${domain}`, host, ttl, ports)];
}

/**
 * One alias is enough for the rooms: without SRV records, other servers connect to its address at port 5269 (RFC 6120 §3.2.2),
 * and the certificate authority finds the same host. With another port, SRV records are needed as well.
 */
function roomsRecords(domain: string, host: string, ttl: number, ports: Deployment["ports"]): readonly DnsRecord[] {
  const name = domainToAscii(parseDomain(domain));
  const alias = { type: "CNAME", name, ttl, value: host, isOptional: false } as const;
  const aliases = name === host ? [] : [alias];
  if (ports["xmpp-server"] === SERVER_PORT) return aliases;
  const services = ["xmpp-server", "xmpps-server"] as const;
  return [...aliases, ...services.flatMap((service) => srvRecord(service, name, host, ports[service], ttl))];
}

function srvRecord(
  service: XmppService,
  domain: string,
  target: string,
  port: number | undefined,
  ttl: number,
): readonly SrvRecord[] {
  if (port === undefined) return [];
  const value = { priority: 10, weight: 100, port, target };
  return [{ type: "SRV", name: `_${service}._tcp.${domain}`, ttl, value, isOptional: false }];
}
