/** The router of a home: it forwards the ports of the public listeners, for as long as the server runs. */
import { systemClock } from "../clock.ts";
import { forwardedPorts } from "../config/forwarded-ports.ts";
import type { Config } from "../config/schema.ts";
import { listenForAnnouncements } from "../gateway/announcements.ts";
import { findRouter } from "../gateway/find.ts";
import { type Gateway, keepPortsOpen } from "../gateway/gateway.ts";
import { NONCE_PURPOSE, noncesOf } from "../gateway/nonce.ts";
import type { Logger } from "../log.ts";
import type { Secret } from "../store/home-secret.ts";

export interface OpenGatewayDeps {
  readonly config: Pick<Config, "general" | "gateway" | "turn">;
  readonly listening: Readonly<Record<string, string>>;
  readonly secret: Secret;
  readonly log: Logger;
}

/** Undefined where the router is not to be asked, or nothing is for others. */
export function openGateway({ config, listening, secret, log }: OpenGatewayDeps): Gateway | undefined {
  const wanted = config.gateway.enabled ? forwardedPorts(listening, config.turn.relay_ports) : [];
  if (wanted.length === 0) return undefined;
  const nonceOf = noncesOf(secret(NONCE_PURPOSE));
  return keepPortsOpen({
    ...{ wanted, log, clock: systemClock, isListening: true },
    announcements: listenForAnnouncements,
    find: () => findRouter({ nonceOf }),
    seenAddresses: config.general.addresses.filter((address) => !address.includes(":")),
  });
}
