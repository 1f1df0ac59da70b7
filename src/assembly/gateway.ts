/** The router of a home: it forwards the ports of the public listeners, for as long as the server runs. */
import { isIPv4 } from "node:net";
import { systemClock } from "../clock.ts";
import { forwardedPorts } from "../config/forwarded-ports.ts";
import type { Config } from "../config/schema.ts";
import { listenForAnnouncements } from "../gateway/announcements.ts";
import { findRouter } from "../gateway/find.ts";
import { type Gateway, type GatewayDeps, keepPortsOpen } from "../gateway/gateway.ts";
import { NONCE_PURPOSE, noncesOf } from "../gateway/nonce.ts";
import type { Logger } from "../log.ts";
import { networkAddresses } from "../net/own-addresses.ts";
import type { Secret } from "../store/home-secret.ts";

export interface OpenGatewayDeps extends Pick<GatewayDeps, "moved" | "seenAddresses"> {
  readonly config: Pick<Config, "gateway" | "turn">;
  readonly listening: Readonly<Record<string, string>>;
  readonly secret: Secret;
  readonly log: Logger;
}

/** Under which IPv4 addresses the world sees this machine: `seen`, where somebody out there has just said so, else as config.toml says. */
export const seenAddresses = ({ general }: Pick<Config, "general">, seen: string | undefined): readonly string[] =>
  seen === undefined ? general.addresses.filter(isIPv4) : [seen];

/** Undefined where the router is not to be asked, or nothing is for others. */
export function openGateway({ config, listening, secret, ...deps }: OpenGatewayDeps): Gateway | undefined {
  const wanted = config.gateway.enabled ? forwardedPorts(listening, config.turn.relay_ports) : [];
  if (wanted.length === 0) return undefined;
  const nonceOf = noncesOf(secret(NONCE_PURPOSE));
  return keepPortsOpen({
    ...deps,
    ...{ wanted, clock: systemClock, isListening: true, ownAddresses: networkAddresses },
    announcements: listenForAnnouncements,
    find: () => findRouter({ nonceOf }),
  });
}
