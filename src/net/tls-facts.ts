/** What a finished handshake has agreed on. */
import type { TlsFacts } from "./connection.ts";
import type { NativeSocket } from "./native-socket.ts";

const EXPORTER_LABEL = "EXPORTER-Channel-Binding"; // RFC 9266 §2
const NO_CONTEXT = Buffer.alloc(0);

/** `endPoint` is that of the certificate which was served. */
export function factsOf(socket: NativeSocket<unknown>, endPoint: Uint8Array | undefined): TlsFacts {
  const version = socket.getTLSVersion() === "TLSv1.3" ? "TLSv1.3" : "TLSv1.2";
  // RFC 9266 §4.2: below TLS 1.3 the exporter is unique only with the extended master secret, which cannot be asked for.
  const exporter = () =>
    version === "TLSv1.3" ? socket.exportKeyingMaterial(32, EXPORTER_LABEL, NO_CONTEXT) : undefined;
  return {
    version,
    serverName: socket.getServername(),
    alpn: socket.alpnProtocol || undefined,
    exporter,
    endPoint,
    peerChain: [],
  };
}
