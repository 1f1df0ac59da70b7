/** Where people see pages and files: the name and the port of their addresses. */
import { isIP } from "node:net";
import { domainToAscii, tryParseDomain } from "../jid/domain.ts";
import { isLoopback, parseListener } from "./listener.ts";
import type { Config } from "./schema.ts";

export interface WebAddress {
  /** As parseDomain returns it. */
  readonly name: string;
  readonly port: number;
}

/** RFC 9110 §4.2.2: left out of addresses. */
export const HTTPS_PORT = 443;

/** `chat.example.com`, `chat.example.com:5443`; undefined for anything else: a URL, an IP address. */
export function parseWebAddress(text: string): WebAddress | undefined {
  const [, host = "", digits] = /^([^:]+)(?::(\d{1,5}))?$/.exec(text) ?? [];
  const name = isIP(host) === 0 ? tryParseDomain(host) : undefined;
  const port = Number(digits ?? HTTPS_PORT);
  return name === undefined || port === 0 || port > 65535 ? undefined : { name, port };
}

/** `chat.example.com`, `chat.example.com:5443`. */
export const printWebAddress = ({ name, port }: WebAddress): string => (port === HTTPS_PORT ? name : `${name}:${port}`);

/** `https://chat.example.com:5443`, in A-labels (RFC 6454 §4). */
export const originOf = ({ name, port }: WebAddress): string =>
  `https://${printWebAddress({ name: domainToAscii(name), port })}`;

/** The name for which browsers want the certificate of listen.https; undefined where that is off. */
export const webNameOf = (config: Pick<Config, "general" | "listen" | "web">): string | undefined =>
  parseListener(config.listen.https) ? webAddressOf(config)?.name : undefined;

/**
 * The web.address of a configuration or, without that, its first domain with the port of listen.https: of the one that the
 * system has chosen (`httpsPort`) where that is 0. Undefined where nothing serves pages.
 */
export function webAddressOf(
  { general, listen, web }: Pick<Config, "general" | "listen" | "web">,
  httpsPort?: number,
): WebAddress | undefined {
  const https = parseListener(listen.https);
  if (!https && !parseListener(listen.http_proxied)) return undefined;
  const [domain] = general.domains;
  if (web.address !== "") return parseWebAddress(web.address);
  const name = domain === undefined ? undefined : tryParseDomain(domain);
  const port = https ? https.port || httpsPort : HTTPS_PORT;
  return name === undefined || port === undefined ? undefined : { name, port };
}

/**
 * The port of HTTPS as the world sees it, where XMPP and TURN are spoken there as well. Undefined where another web server
 * has it, or only programs of this machine reach it. `httpsPort`: as for webAddressOf.
 */
export function sharedPortOf(
  config: Pick<Config, "general" | "listen" | "web">,
  httpsPort?: number,
): number | undefined {
  const { listen, web } = config;
  const https = parseListener(listen.https);
  const isOthers = parseListener(listen.http_proxied) !== undefined;
  if (!web.multiplex || https === undefined || isLoopback(https) || isOthers) return undefined;
  return webAddressOf(config, httpsPort)?.port;
}
