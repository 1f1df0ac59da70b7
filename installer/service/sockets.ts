/** systemd.socket(5): the ports of the service are opened by systemd, which keeps them through a restart. */
import { parseListener, printListener } from "../../src/config/listener.ts";
import type { Config } from "../../src/config/schema.ts";
import { SERVICE } from "./description.ts";

/** A port without which the server does not start is `needed`; of the others, another program may have one. */
export interface ServicePort {
  readonly address: string;
  readonly needed: boolean;
}

/** The TCP ports on which a server with this configuration listens in any case. */
export function portsOf({ listen, federation }: Config): readonly ServicePort[] {
  const needed = [listen.client, listen.client_tls, ...(federation.enabled ? [listen.server, listen.server_tls] : [])];
  const more = [...(parseListener(listen.https) ? [listen.https, listen.http] : []), listen.http_proxied];
  return [
    ...needed.map((address) => ({ address, needed: true })),
    ...more.map((address) => ({ address, needed: false })),
  ].filter(({ address }) => (parseListener(address)?.port ?? 0) > 0);
}

/**
 * The unit file. A port alone is that of every address, of IPv4 alone where there is no IPv6. A configuration with which the server
 * does not start ends the attempts by connection: the ports are refused then, as those of any server that is stopped.
 */
export const socketFile = (ports: readonly Pick<ServicePort, "address">[]): string => `[Unit]
Description=Ports of ${SERVICE}, kept open while it restarts

[Socket]
${ports.map(({ address }) => `ListenStream=${streamOf(address)}\n`).join("")}BindIPv6Only=both
FreeBind=yes
TriggerLimitIntervalSec=300
TriggerLimitBurst=20

[Install]
WantedBy=sockets.target
`;

function streamOf(address: string): string {
  const place = parseListener(address);
  if (!place) throw new RangeError(`no address to listen on: ${address}`);
  return place.host === "::" ? String(place.port) : printListener(place);
}

/** The ports in the text of a unit file that `socketFile` has made. */
export const portsIn = (unit: string): readonly number[] =>
  [...unit.matchAll(/^ListenStream=(?:.*:)?(\d+)$/gm)].map(([, port]) => Number(port));
