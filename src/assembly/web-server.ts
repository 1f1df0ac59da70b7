/** The web server: HTTPS for browsers and files, port 80 for the certificate authority and for those who forgot the s. */
import { type Http01Responses, openHttp01Responses } from "../certificate/challenges/http-01.ts";
import { acmeTls, openTlsAlpn01Responses, type TlsAlpn01Responses } from "../certificate/challenges/tls-alpn-01.ts";
import { parseListener, printListener } from "../config/listener.ts";
import type { Config } from "../config/schema.ts";
import { originOf, sharedPortOf, webAddressOf } from "../config/web-address.ts";
import type { HttpRoute } from "../http.ts";
import { lazy } from "../lazy.ts";
import type { Logger } from "../log.ts";
import { ConnectionLimits } from "../net/connection-limits.ts";
import { type Descriptors, filesFor, type Pausable, processLimits } from "../net/descriptors.ts";
import type { InheritedSockets } from "../net/inherited-sockets.ts";
import { networksOf } from "../net/networks.ts";
import { listenTcp, type TcpListener, type TcpListenerDeps } from "../net/tcp-listener.ts";
import { asProtocol } from "../net/tcp-service.ts";
import type { CertificateChoice } from "../net/tls-handshake.ts";
import type { RefusedListener } from "../operations/status.ts";
import type { ErrorResponse } from "../web/site.ts";
import { webHostsOf } from "../web/web-origin.ts";
import { formerWebNames } from "./former-names.ts";
import { type SharedServices, sharedProtocols } from "./shared-port.ts";
import type { WebSites } from "./web-sites.ts";

export interface WebServerDeps {
  readonly config: Config;
  /** Of HTTPS; asked for with each connection. */
  readonly certificates: CertificateChoice;
  /** Asked for with the first connection. */
  readonly answers: () => { readonly routes: readonly HttpRoute[]; readonly errorResponse: ErrorResponse };
  /** What else is spoken on the port of HTTPS. */
  readonly services: SharedServices;
  readonly descriptors: Pick<Descriptors, "accepted">;
  readonly inherited?: InheritedSockets | undefined;
  readonly log: Logger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface WebServer {
  /** Undefined where the port is not listened on: a challenge then opens one for as long as it takes. */
  readonly http01: Http01Responses | undefined;
  readonly tlsAlpn01: TlsAlpn01Responses | undefined;
  /** They pause where no file can be opened. */
  readonly listeners: readonly Pausable[];
  /** By the option's name: "http" is "[::]:80". Listeners that are off or could not be had are missing. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Listeners that could not be had. */
  readonly refused: readonly RefusedListener[];
  /** Where people see it: "https://example.com:5443"; undefined where there is none. */
  readonly origin: string | undefined;
  /** The port of HTTPS as the world sees it, where XMPP and TURN are spoken there as well. */
  readonly sharedPort: number | undefined;
  /** Accepts no more connections. */
  stopListening(): void;
  /** Resolves when all connections are closed. */
  close(): Promise<void>;
}

type Listen = "http" | "https" | "http_proxied";
/** Each connection of a browser takes three files, two of them within this process. */
const FILES_PART = 1 / 8;

const sitesFile = lazy((): typeof import("./web-sites.ts") => require("./web-sites.ts"));

/** Listens. A port that cannot be had is a warning: messages go without it. */
export function openWebServer(deps: WebServerDeps): WebServer {
  const { config, certificates, answers, services, descriptors, inherited, log, now } = deps;
  const { listen, limits } = config;
  const { domains, host } = config.general;
  const named = webAddressOf(config)?.name;
  const hosts = webHostsOf([
    ...domains,
    ...(host ? [host] : []),
    ...(named === undefined ? [] : [named]),
    ...config.web.also,
    ...formerWebNames(config, named),
  ]);
  const http01 = openHttp01Responses();
  const tlsAlpn01 = openTlsAlpn01Responses(now);
  let sites: WebSites | undefined;
  const sitesNow = (): WebSites => {
    sites ??= sitesFile().openWebSites({
      ...{ config, hosts, http01, log, ...answers() },
      hasHttp: () => opened.has("http"),
      secureOrigin: httpsPort === undefined ? undefined : origin,
    });
    return sites;
  };
  const connections = Math.min(limits.web_connections, Math.floor(filesFor(processLimits()) * FILES_PART));
  const perAddress = { connections, pendingPerNetwork: limits.web_connections_per_address };
  const perNetwork = new ConnectionLimits(perAddress);
  const bounds = { unsentBytes: limits.unsent, idleMs: limits.idle };
  const opened = new Map<Listen, TcpListener>();
  const refused: RefusedListener[] = [];

  const open = (name: Listen, more: Partial<TcpListenerDeps>): void => {
    const address = parseListener(listen[name]);
    if (!address) return;
    try {
      opened.set(
        name,
        listenTcp({
          address,
          tls: certificates,
          connectionLimits: perNetwork,
          descriptors,
          inherited,
          log,
          limits: bounds,
          ...more,
        }),
      );
    } catch (error) {
      const reason = String(error);
      refused.push({ listener: name, address: listen[name], code: String((error as { code?: unknown }).code), reason });
      log.warn({ event: "web-not-listening", listener: name, address: listen[name], reason });
    }
  };

  const http = asProtocol(
    { accept: (connection) => sitesNow().https(connection), connectionLimits: perNetwork, limits: bounds },
    { alpn: "http/1.1" },
  );
  const others = sharedProtocols(config, services);
  // Until its protocol is known, a connection counts apart: who has all that one protocol gives has the others as before.
  open("https", {
    protocols: [acmeTls(tlsAlpn01), ...others, http],
    connectionLimits: new ConnectionLimits(perAddress),
  });
  const httpsPort = opened.get("https")?.port;
  const address = webAddressOf(config, httpsPort);
  const origin = address && originOf(address);

  const trusted = networksOf(config.web.trusted_proxies);
  open("http_proxied", {
    accept: (connection) => (trusted.has(connection.remoteAddress) ? sitesNow().proxied(connection) : undefined),
    connectionLimits: new ConnectionLimits({ connections, pendingPerNetwork: connections }),
  });

  if (isHttpWanted(config, httpsPort)) open("http", { accept: (connection) => sitesNow().redirect(connection) });

  const isSeen = httpsPort !== undefined || opened.has("http_proxied");
  return {
    http01: opened.has("http") ? http01 : undefined,
    tlsAlpn01: opened.has("https") ? tlsAlpn01 : undefined,
    listeners: [...opened.values()],
    addresses: Object.fromEntries(
      [...opened].map(([name, { port }]) => {
        const host = parseListener(listen[name])?.host ?? "";
        return [name, printListener({ host, port })];
      }),
    ),
    refused,
    origin: isSeen ? origin : undefined,
    sharedPort: opened.has("https") ? sharedPortOf(config, httpsPort) : undefined,
    stopListening: () => {
      for (const listener of opened.values()) listener.stop();
    },
    close: async () => await sites?.stop(),
  };
}

/** Port 80 is of use where the domain is proven there, or leads to HTTPS. */
const isHttpWanted = ({ certificate }: Config, httpsPort: number | undefined): boolean =>
  httpsPort !== undefined || (certificate.source === "acme" && certificate.challenge === "http-01");
