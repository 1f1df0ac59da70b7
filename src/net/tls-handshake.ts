/** The two ends of a TLS handshake, in the form that the native socket takes. */
import type { SecureContext } from "node:tls";
import type { TlsInfo } from "./connection.ts";
import { type NativeSocket, nativeContext, type PeerCertificate, type UpgradeOptions } from "./native-socket.ts";
import { type ServedCertificate, secureContextFor, type TlsContext } from "./tls-context.ts";

export interface ServerRole {
  readonly isServer: true;
  readonly certificates: TlsContext;
  /** Asks the peer for a certificate, and takes it whatever it is: the layers above judge it. No session is resumed. */
  readonly asksForCertificate: boolean;
}

export interface ClientRole {
  readonly isServer: false;
  /** SNI; undefined names nobody. */
  readonly serverName: string | undefined;
  readonly secureContext: SecureContext;
}

export type TlsRole = ServerRole | ClientRole;

/** `certificate` is the one that a server shows unless the client's SNI asks for another. */
export function handshakeAs(
  role: TlsRole,
  certificate: ServedCertificate | undefined,
  alpn: Buffer | undefined,
): Pick<UpgradeOptions<never>, "isServer" | "tls"> {
  const ALPN = alpn && { ALPNProtocols: alpn };
  // What is wrong with the peer's certificate is not the socket's to say: see the layers above.
  if (!role.isServer) {
    // Without any name, Bun would name the address that was dialled.
    const { serverName = "", secureContext } = role;
    const tls = { secureContext: nativeContext(secureContext), rejectUnauthorized: false, serverName, ...ALPN };
    return { isServer: false, tls };
  }
  const secureContext = certificate && contextOf(role, certificate);
  const ask = role.asksForCertificate ? { requestCert: true, rejectUnauthorized: false } : undefined;
  return { isServer: true, tls: { secureContext, ...ask, ...ALPN } };
}

/** The context of a certificate, in the form that the native socket takes. */
export const contextOf = ({ asksForCertificate }: ServerRole, { pem, secureContext }: ServedCertificate): unknown =>
  nativeContext(asksForCertificate ? secureContextFor(pem) : secureContext);

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
