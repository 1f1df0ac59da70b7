/** The DNS records of a server: addresses, SRV (RFC 6120 §3.2, XEP-0368) and the aliases of its services' domains. */
import { domainToAscii, parseDomain } from "../jid/domain.ts";
import { canonicalAddress } from "../net/ip-address.ts";
import type { SrvValue } from "./resolver.ts";

interface RecordName {
  /** In A-labels, without a final dot. */
  readonly name: string;
  /** Seconds. */
  readonly ttl: number;
  /**
   * The server works without it: there are addresses of the other family; the domain itself leads here (RFC 6120 §3.2.2); the
   * other kind of TLS, or another port, has a record (XEP-0368); or a service is of use to people here alone.
   */
  readonly isOptional: boolean;
}
export interface SrvRecord extends RecordName {
  readonly type: "SRV";
  readonly value: SrvValue;
  /** At the port of HTTPS, after the others, for networks that let nothing else through. */
  readonly isShared?: true;
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
  /** The port of HTTPS, where what is on is there as well by direct TLS. */
  readonly sharedPort?: number;
  /** The label of the rooms' domain under each domain; undefined without rooms. */
  readonly rooms?: string;
  /** Further labels at which rooms answer. */
  readonly furtherRooms?: readonly string[];
  /** The labels of services that people elsewhere rarely need: "pubsub". */
  readonly optionalServices?: readonly string[];
  /** The name under which people see pages and files, in any spelling; undefined where nothing here serves them. */
  readonly web?: string;
  /** Further names under which files are found. */
  readonly furtherWeb?: readonly string[];
  /** Seconds; 3600 by default. */
  readonly ttl?: number;
}

export type XmppService = "xmpp-client" | "xmpps-client" | "xmpp-server" | "xmpps-server";
export const SERVICES = ["xmpp-client", "xmpps-client", "xmpp-server", "xmpps-server"] as const;
/** RFC 6120 §3.2.2: where apps and servers connect to without SRV records. */
const USUAL_PORTS: Readonly<Partial<Record<XmppService, number>>> = { "xmpp-client": 5222, "xmpp-server": 5269 };
const DEFAULT_TTL = 3600;
/** RFC 2782: the lower number is tried first. */
const PRIORITY = 10;
const SHARED_PRIORITY = 20;

/** In A-labels. Throws StanzaError "jid-malformed". */
export const domainsOf = ({ domains }: Pick<Deployment, "domains">): readonly string[] =>
  domains.map((domain) => domainToAscii(parseDomain(domain)));

/** The domain that an SRV record is of. */
export const domainOf = ({ name }: SrvRecord): string => name.split(".").slice(2).join(".");

/** RFC 6120 §3.2.2: others would try this port without the record, too. */
export const isUsualPort = ({ name, value }: SrvRecord): boolean =>
  Object.entries(USUAL_PORTS).some(([service, port]) => name.startsWith(`_${service}._tcp.`) && port === value.port);

/** The records to publish, the host's addresses first. Throws StanzaError "jid-malformed", RangeError for an address. */
export function recordsFor(deployment: Deployment): readonly DnsRecord[] {
  const host = domainToAscii(parseDomain(deployment.host));
  const ttl = deployment.ttl ?? DEFAULT_TTL;
  const addresses = addressRecords(host, ttl, deployment.addresses);
  const domains = domainsOf(deployment);
  const records = domains.flatMap((domain) => domainRecords(domain, host, ttl, deployment));
  return [
    ...addresses,
    ...records,
    ...webRecords([...domains, ...records.map(({ name }) => name)], host, ttl, deployment),
  ];
}

/** RFC 1034 §3.6.2: an alias of a name that nothing else is about. A domain may be a web site's that is elsewhere: it is left alone. */
function webRecords(
  others: readonly string[],
  host: string,
  ttl: number,
  { web, furtherWeb = [] }: Deployment,
): readonly AliasRecord[] {
  const names = new Set([web ?? host, ...furtherWeb].map((name) => domainToAscii(parseDomain(name))));
  return [...names]
    .filter((name) => name !== host && !others.includes(name))
    .map((name) => ({ type: "CNAME", name, ttl, value: host, isOptional: false }));
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
  const { ports, rooms, furtherRooms = [], optionalServices = [] } = deployment;
  const services = SERVICES.flatMap((service) => [
    ...srvRecord(service, domain, host, ports, ttl),
    ...sharedRecord(service, domain, host, deployment, ttl),
  ]);
  const optional = optionalServices
    .flatMap((label) => serviceRecords(`${label}.${domain}`, host, ttl, ports))
    .map((record) => ({ ...record, isOptional: true }));
  const labels = [...new Set([...(rooms === undefined ? [] : [rooms]), ...furtherRooms])];
  const needed = labels.flatMap((label) => serviceRecords(`${label}.${domain}`, host, ttl, ports));
  return [...services, ...needed, ...optional];
}

/**
 * One alias is enough for a service such as the rooms: without SRV records, other servers connect to its address at port 5269 (RFC 6120 §3.2.2),
 * and the certificate authority finds the same host. With another port, SRV records are needed as well.
 */
function serviceRecords(domain: string, host: string, ttl: number, ports: Deployment["ports"]): readonly DnsRecord[] {
  const name = domainToAscii(parseDomain(domain));
  const alias = { type: "CNAME", name, ttl, value: host, isOptional: false } as const;
  const aliases = name === host ? [] : [alias];
  if (ports["xmpp-server"] === USUAL_PORTS["xmpp-server"]) return aliases;
  const services = ["xmpp-server", "xmpps-server"] as const;
  return [...aliases, ...services.flatMap((service) => srvRecord(service, name, host, ports, ttl))];
}

function srvRecord(
  service: XmppService,
  domain: string,
  target: string,
  ports: Deployment["ports"],
  ttl: number,
): readonly SrvRecord[] {
  const port = ports[service];
  if (port === undefined) return [];
  const value = { priority: PRIORITY, weight: 100, port, target };
  // XEP-0368: who does not find direct TLS takes STARTTLS.
  const hasStartTls = ports[service.replace("xmpps", "xmpp") as XmppService] !== undefined;
  const isOptional = service.startsWith("xmpps") ? hasStartTls : domain === target && USUAL_PORTS[service] === port;
  return [{ type: "SRV", name: `_${service}._tcp.${domain}`, ttl, value, isOptional }];
}

/** Where a service is on the port of HTTPS: undefined unless it has a port of its own, with either kind of TLS. */
export function sharedPortFor(service: XmppService, { ports, sharedPort }: Deployment): number | undefined {
  if (!service.startsWith("xmpps")) return undefined;
  const own = ports[service] ?? ports[service.replace("xmpps", "xmpp") as XmppService];
  return own === undefined ? undefined : sharedPort;
}

function sharedRecord(
  service: XmppService,
  domain: string,
  target: string,
  deployment: Deployment,
  ttl: number,
): readonly SrvRecord[] {
  const port = sharedPortFor(service, deployment);
  if (port === undefined) return [];
  const value = { priority: SHARED_PRIORITY, weight: 100, port, target };
  return [{ type: "SRV", name: `_${service}._tcp.${domain}`, ttl, value, isOptional: true, isShared: true }];
}
