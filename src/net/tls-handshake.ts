/** The two ends of a TLS handshake, in the form that the native socket takes. */
import type { SecureContext } from "node:tls";
import { nativeContext, type UpgradeOptions } from "./native-socket.ts";
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
