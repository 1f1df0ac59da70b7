/** The web server: HTTPS for browsers and files, port 80 for the certificate authority and for those who forgot the s. */
import { acmeRoute, type Http01Responses, openHttp01Responses } from "../certificate/challenges/http-01.ts";
import { acmeTls, openTlsAlpn01Responses, type TlsAlpn01Responses } from "../certificate/challenges/tls-alpn-01.ts";
import { systemClock } from "../clock.ts";
import { parseListener, printListener } from "../config/listener.ts";
import type { Config } from "../config/schema.ts";
import { originOf, sharedPortOf, webAddressOf } from "../config/web-address.ts";
import type { HttpRoute } from "../http.ts";
import type { Logger } from "../log.ts";
import { ConnectionLimits } from "../net/connection-limits.ts";
import { type Descriptors, filesFor, type Pausable, processLimits } from "../net/descriptors.ts";
import type { InheritedSockets } from "../net/inherited-sockets.ts";
import { networksOf } from "../net/networks.ts";
import { listenTcp, type TcpListener, type TcpListenerDeps } from "../net/tcp-listener.ts";
import { asProtocol } from "../net/tcp-service.ts";
import type { CertificateChoice } from "../net/tls-handshake.ts";
import type { RefusedListener } from "../operations/status.ts";
import { cameWithoutTls, forwardedFor } from "../web/forwarded.ts";
import { openHttpServer, type Site } from "../web/http-server.ts";
import { redirectSite } from "../web/redirect.ts";
import { type ErrorResponse, openSite, type SiteDeps } from "../web/site.ts";
import { secureOriginFor, webHostsOf } from "../web/web-origin.ts";
import { formerWebNames } from "./former-names.ts";
import { randomId } from "./kernel.ts";
import { readingRate } from "./reading-rate.ts";
import { type SharedServices, sharedProtocols } from "./shared-port.ts";

export interface WebServerDeps {
  readonly config: Config;
  /** Of HTTPS; asked for with each connection. */
  readonly certificates: CertificateChoice;
  readonly routes: readonly HttpRoute[];
  readonly errorResponse: ErrorResponse;
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

/** Listens. A port that cannot be had is a warning: messages go without it. */
export function openWebServer(deps: WebServerDeps): WebServer {
  const { config, certificates, routes, errorResponse, services, descriptors, inherited, log, now } = deps;
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
  const server = openHttpServer({
    log,
    clock: systemClock,
    maxBodyBytes: Math.max(0, ...routes.map(({ bodyBytes = 0 }) => bodyBytes)),
    maxMessageBytes: Math.max(1, ...routes.map(({ webSocket }) => webSocket?.maxMessageBytes ?? 0)),
    maxUnsentBytes: limits.unsent,
    webSocketRate: readingRate(limits.rate),
  });
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

  const site = (given: Pick<SiteDeps, "clientOf" | "isExposed" | "isStrict">): Site =>
    openSite({
      ...{ routes, errorResponse, log, ...given },
      hosts,
      origins: config.web.origins,
      maxRequests: limits.web_connections_per_address,
      id: randomId,
    });

  // Where port 80 is another program's, that may be a web site of the same name without TLS.
  const https = site({ clientOf: (_, peer) => peer, isStrict: () => opened.has("http") });
  const http = asProtocol(
    { accept: (connection) => server.accept(connection, https), connectionLimits: perNetwork, limits: bounds },
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
  const proxied = site({
    clientOf: ({ headers }, peer) => forwardedFor(headers.get("x-forwarded-for"), peer, trusted),
    isExposed: cameWithoutTls,
  });
  open("http_proxied", {
    accept: (connection) => (trusted.has(connection.remoteAddress) ? server.accept(connection, proxied) : undefined),
    connectionLimits: new ConnectionLimits({ connections, pendingPerNetwork: connections }),
  });

  const redirect = redirectSite({
    routes: [acmeRoute(http01)],
    originFor: (asked) =>
      httpsPort === undefined || origin === undefined ? undefined : secureOriginFor(asked, { origin, hosts }),
    errorResponse,
  });
  if (isHttpWanted(config, httpsPort)) open("http", { accept: (connection) => server.accept(connection, redirect) });

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
    close: () => server.stop(),
  };
}

/** Port 80 is of use where the domain is proven there, or leads to HTTPS. */
const isHttpWanted = ({ certificate }: Config, httpsPort: number | undefined): boolean =>
  httpsPort !== undefined || (certificate.source === "acme" && certificate.challenge === "http-01");
