/** The router of a home: it forwards the ports of the public listeners, for as long as the server runs. */
import { isIPv4 } from "node:net";
import { systemClock } from "../clock.ts";
import { type ForwardedPort, forwardedPorts } from "../config/forwarded-ports.ts";
import { parsePortRange } from "../config/listener.ts";
import type { Config } from "../config/schema.ts";
import type { Gateway, GatewayDeps } from "../gateway/gateway.ts";
import { NONCE_PURPOSE, noncesOf } from "../gateway/nonce.ts";
import { lazy } from "../lazy.ts";
import type { Logger } from "../log.ts";
import { networkAddresses } from "../net/own-addresses.ts";
import type { Secret } from "../store/home-secret.ts";

const announcementsFile = lazy((): typeof import("../gateway/announcements.ts") =>
  require("../gateway/announcements.ts"),
);
const findFile = lazy((): typeof import("../gateway/find.ts") => require("../gateway/find.ts"));
const gatewayFile = lazy((): typeof import("../gateway/gateway.ts") => require("../gateway/gateway.ts"));

export interface OpenGatewayDeps extends Pick<GatewayDeps, "moved" | "seenAddresses"> {
  readonly config: Pick<Config, "gateway" | "turn">;
  readonly listening: Readonly<Record<string, string>>;
  /** Where calls are asked for by UDP; undefined where that is off, or another program has the port. */
  readonly turnUdpPort: number | undefined;
  readonly secret: Secret;
  readonly log: Logger;
}

/** Under which IPv4 addresses the world sees this machine: `seen`, where somebody out there has just said so, else as config.toml says. */
export const seenAddresses = ({ general }: Pick<Config, "general">, seen: string | undefined): readonly string[] =>
  seen === undefined ? general.addresses.filter(isIPv4) : [seen];

/** Of this server, and none that another program has. */
export function wantedPorts({
  config: { gateway, turn },
  listening,
  turnUdpPort,
}: Pick<OpenGatewayDeps, "config" | "listening" | "turnUdpPort">): readonly ForwardedPort[] {
  if (!gateway.enabled) return [];
  const relays = parsePortRange(turn.relay_ports);
  const isRelay = (port: number): boolean => relays !== undefined && port >= relays.first && port <= relays.last;
  return forwardedPorts(listening, turn.relay_ports).filter(
    ({ transport, port }) => transport === "tcp" || port === turnUdpPort || isRelay(port),
  );
}

/** Undefined where the router is not to be asked, or nothing is for others. */
export function openGateway(deps: OpenGatewayDeps): Gateway | undefined {
  const { secret, log, seenAddresses: seen, moved } = deps;
  const wanted = wantedPorts(deps);
  if (wanted.length === 0) return undefined;
  const nonceOf = noncesOf(secret(NONCE_PURPOSE));
  return gatewayFile().keepPortsOpen({
    ...{ wanted, log, clock: systemClock, isListening: true, ownAddresses: networkAddresses, seenAddresses: seen },
    ...(moved ? { moved } : {}),
    announcements: announcementsFile().listenForAnnouncements,
    find: () => findFile().findRouter({ nonceOf }),
  });
}
