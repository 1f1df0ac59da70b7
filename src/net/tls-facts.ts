/** What a finished handshake has agreed on. */
import type { TlsInfo } from "./connection.ts";
import type { NativeSocket, PeerCertificate } from "./native-socket.ts";
import type { TlsRole } from "./tls-handshake.ts";

const EXPORTER_LABEL = "EXPORTER-Channel-Binding"; // RFC 9266 §2
const NO_CONTEXT = Buffer.alloc(0);

/** `endPoint` is that of the certificate which was served. */
export function tlsInfoOf(socket: NativeSocket<unknown>, role: TlsRole, endPoint: Uint8Array | undefined): TlsInfo {
  const version = socket.getTLSVersion() === "TLSv1.3" ? "TLSv1.3" : "TLSv1.2";
  // RFC 9266 §4.2: below TLS 1.3 the exporter is unique only with the extended master secret, which cannot be asked for.
  const exporter = () =>
    version === "TLSv1.3" ? socket.exportKeyingMaterial(32, EXPORTER_LABEL, NO_CONTEXT) : undefined;
  return {
    version,
    serverName: role.isServer ? socket.getServername() : role.serverName,
    alpn: socket.alpnProtocol || undefined,
    exporter,
    endPoint,
    peerChain: role.isServer && !role.asksForCertificate ? [] : chainOf(socket),
  };
}

/** Asks for keys, which there are for nobody before both ends have proven that they hold the same ones. */
export function isHandshakeDone(socket: NativeSocket<unknown>): boolean {
  try {
    return socket.exportKeyingMaterial(32, EXPORTER_LABEL, NO_CONTEXT).length > 0;
  } catch {
    return false;
  }
}

/** In the order in which the peer showed them. */
function chainOf(socket: NativeSocket<unknown>): readonly Uint8Array[] {
  const seen = new Set<PeerCertificate>();
  let certificate = socket.getPeerCertificate(false);
  // A certificate that has signed itself names itself as its issuer.
  while (certificate?.raw && !seen.has(certificate)) {
    seen.add(certificate);
    certificate = certificate.issuerCertificate;
  }
  return [...seen].flatMap(({ raw }) => raw ?? []);
}
