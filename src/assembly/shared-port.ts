/** What is spoken on the port of HTTPS: for networks that let nothing else through, XMPP and TURN as well. */
import { parseListener } from "../config/listener.ts";
import type { Config } from "../config/schema.ts";
import { asProtocol, type PortProtocol, type TcpService } from "../net/tcp-service.ts";
import { XMPP_CLIENT, XMPP_SERVER } from "./listeners.ts";
import { STUN_NAT_DISCOVERY, STUN_TURN } from "./turn-tcp.ts";

export interface SharedServices {
  readonly client: TcpService;
  /** Undefined where federation is off. */
  readonly server: TcpService | undefined;
  /** Undefined where nothing is relayed. */
  readonly turn: TcpService | undefined;
}

/** What is off on its own ports is not opened here. */
const isOn = (...listeners: readonly string[]): boolean => listeners.some((listener) => parseListener(listener));

/** An XML declaration, or the stream's start tag. */
const isXml = (byte: number): boolean => byte === 0x3c;
/** RFC 7983 §7. ChannelData is never the first message of a connection (RFC 8656 §12). */
const isStun = (byte: number): boolean => byte <= 3;

/** Besides HTTP, where web.multiplex says so. Browsers' `turns:` and some apps send no ALPN: their first byte tells. */
export function sharedProtocols(
  { listen, web }: Pick<Config, "listen" | "web">,
  { client, server, turn }: SharedServices,
): readonly PortProtocol[] {
  if (!web.multiplex) return [];
  const clients = asProtocol(client, { alpn: XMPP_CLIENT, isFirstByte: isXml });
  return [
    ...(isOn(listen.client, listen.client_tls) ? [clients] : []),
    ...(server && isOn(listen.server, listen.server_tls) ? [asProtocol(server, { alpn: XMPP_SERVER })] : []),
    ...(turn
      ? [asProtocol(turn, { alpn: STUN_TURN, isFirstByte: isStun }), asProtocol(turn, { alpn: STUN_NAT_DISCOVERY })]
      : []),
  ];
}
