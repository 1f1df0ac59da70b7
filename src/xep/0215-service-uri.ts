/** RFC 7064 and RFC 7065: the URIs of STUN and TURN servers. */
import { isIP } from "node:net";
import { parseDomain } from "../jid/domain.ts";
import { StanzaError } from "../stanza-error.ts";

export interface ExternalService {
  readonly type: "stun" | "stuns" | "turn" | "turns";
  /** A name or an IP address, without brackets. */
  readonly host: string;
  readonly port: number;
  readonly transport: "tcp" | "udp";
  /** A TURN server, which needs credentials. */
  readonly isRelay: boolean;
}

const SHAPE = /^(stun|turn)(s?):(?:\[([0-9a-f:.]+)\]|([^[\]:?/@]+))(?::(\d{1,5}))?(?:\?transport=(tcp|udp))?$/i;

/** `turn:192.0.2.1:3478?transport=tcp`, `stuns:stun.example.com`; undefined for anything else. */
export function serviceOf(uri: string): ExternalService | undefined {
  const [, kind, secure, v6, name, given, transport] = SHAPE.exec(uri.trim()) ?? [];
  const host = v6 ?? name;
  if (kind === undefined || host === undefined || !(v6 === undefined ? isHost(host) : isIP(host) === 6))
    return undefined;
  const port = Number(given ?? (secure ? 5349 : 3478));
  if (port < 1 || port > 65_535) return undefined;
  return {
    type: `${kind}${secure ?? ""}`.toLowerCase() as ExternalService["type"],
    host,
    port,
    transport: (transport?.toLowerCase() ?? (secure ? "tcp" : "udp")) as ExternalService["transport"],
    isRelay: kind.toLowerCase() === "turn",
  };
}

function isHost(text: string): boolean {
  try {
    parseDomain(text);
    return true;
  } catch (error) {
    if (error instanceof StanzaError) return false;
    throw error;
  }
}
