/** One port for several protocols under TLS: they are told apart by ALPN (RFC 7301), without it by the first byte. */
import type { Clock } from "../clock.ts";
import { type ClientHello, readClientHello } from "./client-hello.ts";
import type { Connection, ConnectionHandler } from "./connection.ts";
import type { TcpConnection } from "./tcp-connection.ts";
import { alpnList } from "./tls-context.ts";
import type { ServerRole } from "./tls-handshake.ts";

export interface TlsProtocol {
  /** Its ALPN name: "http/1.1". */
  readonly alpn: string;
  /** Whether a client without ALPN that begins with this byte, under TLS, speaks it. */
  readonly isFirstByte?: (byte: number) => boolean;
  /**
   * Called once the ClientHello has been read; `secured` follows. Without ALPN it is called after the handshake, once the first
   * byte is there. Undefined closes the connection.
   */
  readonly accept: (connection: Connection, hello: ClientHello) => AcceptedTls | undefined;
}

export interface AcceptedTls {
  readonly handler: ConnectionHandler;
  /** By default that of the port. */
  readonly role?: Partial<Pick<ServerRole, "certificates" | "asksForCertificate">>;
}

/** A protocol whose connections may have limits of their own. */
export interface BoundProtocol extends TlsProtocol {
  /** Moves a connection to those limits; returns false where one of them is reached. */
  readonly admit: (connection: TcpConnection) => boolean;
}

export interface TlsProtocolsDeps {
  /**
   * In the order of preference: coturn's client offers http/1.1 beside what it means. The last one is for clients of which
   * neither ALPN nor the first byte tells another; who offers only other names is refused.
   */
  readonly protocols: readonly BoundProtocol[];
  readonly clock: Clock;
  /** Milliseconds for the ClientHello, and without ALPN for the first byte after the handshake. */
  readonly timeoutMs: number;
}

/** The handler of a new connection, until its ClientHello is there. */
export function awaitClientHello(connection: TcpConnection, deps: TlsProtocolsDeps): ConnectionHandler {
  const { protocols, clock, timeoutMs } = deps;
  let received: Uint8Array = new Uint8Array();
  const stopTimer = clock.after(timeoutMs, () => connection.destroy());
  return {
    data: (bytes) => {
      received = received.length === 0 ? bytes : Buffer.concat([received, bytes]);
      const hello = readClientHello(received);
      if (hello === "incomplete") return;
      stopTimer();
      if (hello === "invalid") return connection.destroy();
      if (hello.protocols.length === 0) {
        connection.handler = awaitFirstByte(connection, hello, deps);
        return connection.startDirectTls(undefined, { received });
      }
      const protocol = protocols.find(({ alpn }) => hello.protocols.includes(alpn)) ?? protocols.at(-1);
      const accepted = begin(connection, hello, protocol);
      if (protocol === undefined || accepted === undefined) return connection.destroy();
      const { handler, role = {} } = accepted;
      connection.handler = handler;
      connection.startDirectTls(alpnList(protocol.alpn), { received, role });
    },
    closed: stopTimer,
  };
}

const begin = (
  connection: TcpConnection,
  hello: ClientHello,
  protocol: BoundProtocol | undefined,
): AcceptedTls | undefined => (protocol?.admit(connection) ? protocol.accept(connection, hello) : undefined);

/** Handles the connection of a client without ALPN until it says something under TLS. */
function awaitFirstByte(
  connection: TcpConnection,
  hello: ClientHello,
  { protocols, clock, timeoutMs }: TlsProtocolsDeps,
): ConnectionHandler {
  let stopTimer = (): void => {};
  return {
    secured: () => {
      stopTimer = clock.after(timeoutMs, () => connection.destroy());
    },
    data: (bytes) => {
      stopTimer();
      const [byte = 0] = bytes;
      const protocol = protocols.find(({ isFirstByte }) => isFirstByte?.(byte)) ?? protocols.at(-1);
      const accepted = begin(connection, hello, protocol);
      if (accepted === undefined) return connection.destroy();
      connection.handOver(accepted.handler, bytes);
    },
    closed: () => stopTimer(),
  };
}
