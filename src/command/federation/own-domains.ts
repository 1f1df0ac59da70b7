/** Our domains as other servers see them: whether DNS leads here, and whether the certificate is valid. */
import { openZoneResolver } from "../../../installer/real-network.ts";
import { parseListener } from "../../config/listener.ts";
import type { Config } from "../../config/schema.ts";
import { sharedPortOf } from "../../config/web-address.ts";
import type { Resolver } from "../../dns/resolver.ts";
import { openServerTargets } from "../../dns/server-targets.ts";
import { domainToAscii, parseDomain } from "../../jid/domain.ts";
import { interfacesHere, ownAddresses } from "../../net/own-addresses.ts";
import { isPrivateName } from "../../special-names.ts";
import type { Verdict } from "../../trust/verdict.ts";
import { type DnsTarget, dnsTargetOf, type ThisMachine } from "./dns-target.ts";

export interface OwnDomain {
  readonly domain: string;
  /** One of its services: "rooms.example.com". */
  readonly isService: boolean;
  readonly way: DnsTarget | { readonly state: "private" | "closed" };
  readonly certificate: Verdict;
}

/** Asks DNS for each of these domains; resolves within a few seconds. */
export function checkOwnDomains(
  config: Config,
  ours: readonly { readonly domain: string; readonly certificate: Verdict }[],
  resolver: Resolver = openZoneResolver(config),
): Promise<readonly OwnDomain[]> {
  const served = new Set(config.general.domains.map(parseDomain));
  const here = thisMachine(config);
  const deps = { resolver, targets: openServerTargets({ resolver }) };
  const targetOf = async (domain: string): Promise<OwnDomain["way"]> => {
    if (isPrivateName(domain)) return { state: "private" };
    if (!isListening(config)) return { state: "closed" };
    return await dnsTargetOf(domain, here, deps);
  };
  return Promise.all(
    ours.map(async (own) => ({ ...own, isService: !served.has(own.domain), way: await targetOf(own.domain) })),
  );
}

function thisMachine(config: Config): ThisMachine {
  const { general, listen } = config;
  const [first = "localhost"] = general.domains;
  const own = ownAddresses(interfacesHere()).filter(({ reach }) => reach === "public");
  const [server, serverTls] = [parseListener(listen.server), parseListener(listen.server_tls)];
  const listening = [server, serverTls].flatMap((listener) => (listener ? [listener.host] : []));
  return {
    host: domainToAscii(parseDomain(general.host || first)),
    addresses: [...general.addresses, ...own.map(({ address }) => address), ...listening],
    ports: { starttls: portsOf(server?.port), direct: portsOf(serverTls?.port, sharedPortOf(config)) },
  };
}

const isListening = ({ listen }: Config): boolean =>
  [listen.server, listen.server_tls].some((listener) => parseListener(listener) !== undefined);

/** 0 is any port. */
const portsOf = (...ports: readonly (number | undefined)[]): readonly number[] => ports.flatMap((port) => port || []);

/** Whether other servers reach it as they should. A service that is not in DNS is for accounts here alone. */
export const isReachable = ({ way, isService, certificate }: OwnDomain): boolean =>
  way.state === "private" || (way.state === "absent" && isService) || (way.state === "here" && certificate.trusted);
