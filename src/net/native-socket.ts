/** The types of Bun's native socket, as far as it is used here: the published types lack some of it. */
import type { SecureContext } from "node:tls";
import { onEveryAddress } from "./every-address.ts";

export interface NativeSocket<Data> {
  data: Data;
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly localPort: number;
  readonly alpnProtocol: string | false | null;
  /** Returns how many bytes were accepted; -1 when closed. A string is sent as UTF-8. */
  write(data: string | Uint8Array): number;
  /** Sends close_notify under TLS, and FIN; reading goes on. */
  shutdown(): void;
  terminate(): void;
  pause(): void;
  resume(): void;
  setNoDelay(on: boolean): void;
  /** RFC 9293 §3.8.4: keep-alive probes after so many milliseconds without data. */
  setKeepAlive(on: boolean, milliseconds: number): void;
  getTLSVersion(): string | null;
  getServername(): string | undefined;
  /** The leaf and, unless `abbreviated`, by `issuerCertificate` the rest of the chain. Undefined or empty: none. */
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
  /** Ciphertext that was read before the upgrade. */
  readonly initialData?: Uint8Array;
}

export interface NativeHandlers<Data> {
  open?(socket: NativeSocket<Data>): void;
  data(socket: NativeSocket<Data>, bytes: Uint8Array): void;
  drain(socket: NativeSocket<Data>): void;
  /** The peer has sent FIN; called for dialled sockets, which do not answer it by themselves. */
  end?(socket: NativeSocket<Data>): void;
  close(socket: NativeSocket<Data>, error?: Error): void;
  error(socket: NativeSocket<Data>, error: Error): void;
  /** Of the TLS half: the handshake is done; `ok` is false where it failed. */
  handshake?(socket: NativeSocket<Data>, ok: boolean, error: Error | null): void;
  /** Of the TLS half: the client has sent SNI; what is returned replaces `secureContext`. */
  serverName?(listener: unknown, name: string, socket: NativeSocket<Data>): unknown;
}

export interface NativeListener {
  readonly port: number;
  stop(closeConnections: boolean): void;
}

/**
 * Listens with the native socket; by `fd`, which is closed with it, where a socket is bound to the address and listens already.
 * Throws the error of the system (EADDRINUSE, EACCES, EAFNOSUPPORT).
 */
export function listenNative<Data>(
  address: { readonly hostname: string; readonly port: number; readonly fd?: number | undefined },
  socket: NativeHandlers<Data>,
): NativeListener {
  const handlers = socket as unknown as Bun.SocketHandler<Data>;
  const { fd, port } = address;
  if (fd !== undefined) {
    const listener = Bun.listen<Data>({ fd, socket: handlers } as unknown as Bun.TCPSocketListenOptions<Data>);
    return { port, stop: (closeConnections) => listener.stop(closeConnections) };
  }
  return onEveryAddress(address.hostname, (hostname) =>
    Bun.listen<Data>({ hostname, port, exclusive: true, socket: handlers }),
  );
}

/** The native half of a node:tls context, which is what upgradeTLS takes. */
export const nativeContext = (context: SecureContext): unknown => context.context;
