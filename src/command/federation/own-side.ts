/** This server as others see it: whether DNS leads them here, and whether they find its certificate good. */
import { networkInterfaces } from "node:os";
import { isPrivateName } from "../../../installer/parse-typed.ts";
import { openZoneResolver } from "../../../installer/real-network.ts";
import { parseListener } from "../../config/listener.ts";
import type { Config } from "../../config/schema.ts";
import type { Resolver } from "../../dns/resolver.ts";
import { openServerTargets } from "../../dns/server-targets.ts";
import { domainToAscii, parseDomain } from "../../jid/domain.ts";
import { ownAddresses } from "../../net/own-addresses.ts";
import type { Verdict } from "../../trust/verdict.ts";
import { type Here, type WayHere, wayTo } from "./way-here.ts";

export interface OwnDomain {
  readonly domain: string;
  /** One of its services: "rooms.example.com". */
  readonly isService: boolean;
  readonly way: WayHere | { readonly state: "private" | "closed" };
  readonly certificate: Verdict;
}

/** Asks DNS for each of these domains, at most a few seconds. */
export function ownSide(
  config: Config,
  ours: readonly { readonly domain: string; readonly certificate: Verdict }[],
  resolver: Resolver = openZoneResolver(config),
): Promise<readonly OwnDomain[]> {
  const served = new Set(config.general.domains.map(parseDomain));
  const here = hereOf(config);
  const means = { resolver, targets: openServerTargets({ resolver }) };
  const look = async (domain: string): Promise<OwnDomain["way"]> => {
    if (isPrivateName(domain)) return { state: "private" };
    if (here.ports.starttls === undefined && here.ports.direct === undefined) return { state: "closed" };
    return await wayTo(domain, here, means);
  };
  return Promise.all(
    ours.map(async (own) => ({ ...own, isService: !served.has(own.domain), way: await look(own.domain) })),
  );
}

function hereOf({ general, listen }: Config): Here {
  const [first = "localhost"] = general.domains;
  const own = ownAddresses(networkInterfaces()).filter(({ reach }) => reach === "public");
  const [server, serverTls] = [parseListener(listen.server), parseListener(listen.server_tls)];
  const listening = [server, serverTls].flatMap((listener) => (listener ? [listener.host] : []));
  return {
    host: domainToAscii(parseDomain(general.host || first)),
    addresses: [...general.addresses, ...own.map(({ address }) => address), ...listening],
    ports: { starttls: server?.port || undefined, direct: serverTls?.port || undefined },
  };
}

/** Whether others reach it as they should. A service that is not in DNS is there for those who live here. */
export const isSound = ({ way, isService, certificate }: OwnDomain): boolean =>
  way.state === "private" || (way.state === "absent" && isService) || (way.state === "here" && certificate.trusted);
