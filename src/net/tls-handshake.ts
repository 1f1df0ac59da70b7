/** The parameters of a TLS handshake for the native socket, at either end, and the result of one. */
import type { SecureContext } from "node:tls";
import type { TlsInfo } from "./connection.ts";
import { type NativeSocket, nativeContext, type PeerCertificate, type UpgradeOptions } from "./native-socket.ts";
import { type ServedCertificate, secureContextFor, type TlsContext } from "./tls-context.ts";

export type CertificateChoice = Pick<TlsContext, "certificateFor">;

export interface ServerRole {
  readonly isServer: true;
  readonly certificates: CertificateChoice;
  /** Requests a certificate and accepts any: the layers above verify it. No session is resumed. */
  readonly asksForCertificate: boolean;
}

export interface ClientRole {
  readonly isServer: false;
  /** SNI; undefined for none. */
  readonly serverName: string | undefined;
  readonly secureContext: SecureContext;
}

export type TlsRole = ServerRole | ClientRole;

/** `certificate`: the one of a server unless SNI selects another. `received`: what has been read of the handshake already. */
export function handshakeAs(
  role: TlsRole,
  certificate: ServedCertificate | undefined,
  { alpn, received }: { readonly alpn: Buffer | undefined; readonly received?: Uint8Array | undefined },
): Pick<UpgradeOptions<never>, "isServer" | "tls" | "initialData"> {
  const ALPN = alpn && { ALPNProtocols: alpn };
  // The peer's certificate is verified by the layers above, and not by the socket.
  if (!role.isServer) {
    // Without a name, Bun would send the address as SNI.
    const { serverName = "", secureContext } = role;
    const tls = { secureContext: nativeContext(secureContext), rejectUnauthorized: false, serverName, ...ALPN };
    return { isServer: false, tls };
  }
  const secureContext = certificate && contextOf(role, certificate);
  const ask = role.asksForCertificate ? { requestCert: true, rejectUnauthorized: false } : undefined;
  return { isServer: true, tls: { secureContext, ...ask, ...ALPN }, ...(received ? { initialData: received } : {}) };
}

/** The context of a certificate, for the native socket. */
export const contextOf = ({ asksForCertificate }: ServerRole, { pem, secureContext }: ServedCertificate): unknown =>
  nativeContext(asksForCertificate ? secureContextFor(pem) : secureContext);

const EXPORTER_LABEL = "EXPORTER-Channel-Binding"; // RFC 9266 §2
const NO_CONTEXT = Buffer.alloc(0);

/** What a finished handshake has negotiated. `endPoint`: of the certificate that was served. */
export function tlsInfoOf(socket: NativeSocket<unknown>, role: TlsRole, endPoint: Uint8Array | undefined): TlsInfo {
  const version = socket.getTLSVersion() === "TLSv1.3" ? "TLSv1.3" : "TLSv1.2";
  // RFC 9266 §4.2: below TLS 1.3 the exporter is unique only with the extended master secret, and Bun does not tell whether that was negotiated.
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

/** Whether keys can be exported, which is possible only once both ends have verified them. */
export function isHandshakeDone(socket: NativeSocket<unknown>): boolean {
  try {
    return socket.exportKeyingMaterial(32, EXPORTER_LABEL, NO_CONTEXT).length > 0;
  } catch {
    return false;
  }
}

/** In the order in which the peer sent them. */
function chainOf(socket: NativeSocket<unknown>): readonly Uint8Array[] {
  const seen = new Set<PeerCertificate>();
  let certificate = socket.getPeerCertificate(false);
  // A self-signed certificate is its own issuer.
  while (certificate?.raw && !seen.has(certificate)) {
    seen.add(certificate);
    certificate = certificate.issuerCertificate;
  }
  return [...seen].flatMap(({ raw }) => raw ?? []);
}
