/** What is spoken on the port of HTTPS: for networks that let nothing else through, XMPP and TURN as well. */
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

/** An XML declaration, or the stream's start tag. */
const isXml = (byte: number): boolean => byte === 0x3c;
/** RFC 7983 §7. ChannelData is never the first message of a connection (RFC 8656 §12). */
const isStun = (byte: number): boolean => byte <= 3;

/** Besides HTTP. Browsers' `turns:` and some apps send no ALPN: their first byte tells. */
export function sharedProtocols({ client, server, turn }: SharedServices): readonly PortProtocol[] {
  return [
    asProtocol(client, { alpn: XMPP_CLIENT, isFirstByte: isXml }),
    ...(server ? [asProtocol(server, { alpn: XMPP_SERVER })] : []),
    ...(turn
      ? [asProtocol(turn, { alpn: STUN_TURN, isFirstByte: isStun }), asProtocol(turn, { alpn: STUN_NAT_DISCOVERY })]
      : []),
  ];
}
