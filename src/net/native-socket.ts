/** Bun's native socket as this server uses it: some of it is missing in the published types. */
import type { SecureContext } from "node:tls";

export interface NativeSocket<Data> {
  data: Data;
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly localPort: number;
  readonly alpnProtocol: string | false | null;
  /** How many bytes were taken; -1 when closed. A string goes as UTF-8. */
  write(data: string | Uint8Array): number;
  /** Sends close_notify under TLS, and FIN; reading goes on. */
  shutdown(): void;
  terminate(): void;
  pause(): void;
  resume(): void;
  setNoDelay(on: boolean): void;
  /** RFC 9293 §3.8.4: probes after a silence of so many milliseconds. */
  setKeepAlive(on: boolean, milliseconds: number): void;
  getTLSVersion(): string | null;
  getServername(): string | undefined;
  /** The leaf and, unless `abbreviated`, by `issuerCertificate` what the peer showed after it. Undefined or empty: nothing. */
  getPeerCertificate(abbreviated: boolean): PeerCertificate | undefined;
  exportKeyingMaterial(length: number, label: string, context: Buffer): Buffer;
  upgradeTLS<Upgraded>(options: UpgradeOptions<Upgraded>): [raw: NativeSocket<Upgraded>, tls: NativeSocket<Upgraded>];
}

export interface PeerCertificate {
  /** DER. */
  readonly raw?: Uint8Array;
  readonly issuerCertificate?: PeerCertificate;
}

export interface UpgradeOptions<Data> {
  readonly isServer: boolean;
  readonly data: Data;
  readonly tls: {
    readonly secureContext: unknown;
    readonly ALPNProtocols?: Buffer;
    readonly serverName?: string;
    readonly requestCert?: boolean;
    readonly rejectUnauthorized?: boolean;
  };
  readonly socket: NativeHandlers<Data>;
}

export interface NativeHandlers<Data> {
  open?(socket: NativeSocket<Data>): void;
  data(socket: NativeSocket<Data>, bytes: Uint8Array): void;
  drain(socket: NativeSocket<Data>): void;
  /** The peer has sent FIN; of a socket that does not answer it by itself: one that was dialled. */
  end?(socket: NativeSocket<Data>): void;
  close(socket: NativeSocket<Data>, error?: Error): void;
  error(socket: NativeSocket<Data>, error: Error): void;
  /** Of the TLS half: the handshake is over; `ok` is false where it failed. */
  handshake?(socket: NativeSocket<Data>, ok: boolean, error: Error | null): void;
  /** Of the TLS half: the client named a server (SNI); what is returned takes the place of `secureContext`. */
  serverName?(listener: unknown, name: string, socket: NativeSocket<Data>): unknown;
}

export interface NativeListener {
  readonly port: number;
  stop(closeConnections: boolean): void;
}

/** Listens with the native socket. Throws what the system says (EADDRINUSE, EACCES). */
export function listenNative<Data>(
  address: { readonly hostname: string; readonly port: number },
  socket: NativeHandlers<Data>,
): NativeListener {
  const handlers = socket as unknown as Bun.SocketHandler<Data>;
  return Bun.listen<Data>({ ...address, exclusive: true, socket: handlers });
}

/** The native half of a node:tls context, which is what upgradeTLS takes. */
export const nativeContext = (context: SecureContext): unknown => context.context;
