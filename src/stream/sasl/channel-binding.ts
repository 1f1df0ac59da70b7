/** RFC 5056: the channel bindings of a TLS connection. */
import type { TlsInfo } from "../../net/connection.ts";

export interface ChannelBinding {
  /** The registered name: RFC 9266 tls-exporter, RFC 5929 tls-server-end-point. */
  readonly type: "tls-exporter" | "tls-server-end-point";
  readonly data: () => Uint8Array | undefined;
}

/** The channel bindings of a connection, strongest first; none in plaintext. */
export function bindingsOf(tls: TlsInfo | undefined): readonly ChannelBinding[] {
  const bindings: ChannelBinding[] = [];
  if (tls?.version === "TLSv1.3") bindings.push({ type: "tls-exporter", data: () => tls.exporter() });
  if (tls?.endPoint) bindings.push({ type: "tls-server-end-point", data: () => tls.endPoint });
  return bindings;
}
