/** Whether the name under which people see pages and files leads to this machine. */
import { type Destination, resolveDestination } from "../certificate/names.ts";
import { isLoopback, parseListener } from "../config/listener.ts";
import type { Config } from "../config/schema.ts";
import { originOf, type WebAddress, webAddressOf } from "../config/web-address.ts";
import { addressesOf } from "../dns/record-check.ts";
import type { Deployment } from "../dns/records.ts";
import type { Resolver } from "../dns/resolver.ts";
import { domainToAscii, parseDomain } from "../jid/domain.ts";
import type { DnsMessages } from "../messages/dns.ts";

export interface SeenWebName extends Pick<WebAddress, "port"> {
  /** "https://tintin.example.com:5443" */
  readonly origin: string;
  /** "proxied": to a web server on another machine, which is in front of this one. */
  readonly leads: Destination["kind"] | "proxied";
  /** The option web.address names it; otherwise it is the domain's own name. */
  readonly isSet: boolean;
}

/** Undefined where nothing here serves pages. */
export async function lookAtWebName(
  config: Config,
  { addresses, ...deployment }: Pick<Deployment, "host" | "addresses">,
  resolver: Resolver,
): Promise<SeenWebName | undefined> {
  const address = webAddressOf(config);
  if (address === undefined) return undefined;
  const seen = { origin: originOf(address), port: address.port, isSet: config.web.address !== "" };
  const proxied = parseListener(config.listen.http_proxied);
  if (proxied && !isLoopback(proxied)) return { ...seen, leads: "proxied" };
  // Whether the machine's own name leads here stands at its records.
  const own = await addressesOf(domainToAscii(parseDomain(deployment.host)), resolver);
  const ours = [...addresses, ...(own.state === "found" ? own.values : [])];
  return { ...seen, leads: (await resolveDestination(domainToAscii(address.name), ours, resolver)).kind };
}

/** A sign and a sentence, by what to do. */
export const webNameLine = ({ origin, leads, isSet }: SeenWebName, { web }: DnsMessages) =>
  leads === "here" || leads === "proxied"
    ? ({ mark: "right", text: web.at(origin) } as const)
    : ({
        mark: "note",
        text: `${web.at(origin)}${web[leads]}${isSet || leads === "unknown" ? "" : web.nameIt}`,
      } as const);
