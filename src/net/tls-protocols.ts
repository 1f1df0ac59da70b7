/** One port for several protocols under TLS: the ClientHello tells which one is meant (ALPN, RFC 7301). */
import type { Clock } from "../clock.ts";
import { type ClientHello, readClientHello } from "./client-hello.ts";
import type { Connection, ConnectionHandler } from "./connection.ts";
import type { TcpConnection } from "./tcp-connection.ts";
import { alpnList } from "./tls-context.ts";
import type { CertificateChoice } from "./tls-handshake.ts";

export interface TlsProtocol {
  /** Its ALPN name: "http/1.1". */
  readonly alpn: string;
  /** Called once the ClientHello has been read; `secured` follows. Undefined closes the connection. */
  readonly accept: (connection: Connection, hello: ClientHello) => AcceptedTls | undefined;
}

export interface AcceptedTls {
  readonly handler: ConnectionHandler;
  /** By default those of the port. */
  readonly certificates?: CertificateChoice;
}

export interface TlsProtocolsDeps {
  /** The first one is for clients without ALPN, too. A client that offers only others is refused. */
  readonly protocols: readonly [TlsProtocol, ...TlsProtocol[]];
  readonly clock: Clock;
  /** Milliseconds for the ClientHello. */
  readonly timeoutMs: number;
}

/** The handler of a new connection, until its ClientHello is there. */
export function awaitClientHello(
  connection: TcpConnection,
  { protocols, clock, timeoutMs }: TlsProtocolsDeps,
): ConnectionHandler {
  let received: Uint8Array = new Uint8Array();
  const stopTimer = clock.after(timeoutMs, () => connection.destroy());
  return {
    data: (bytes) => {
      received = received.length === 0 ? bytes : Buffer.concat([received, bytes]);
      const hello = readClientHello(received);
      if (hello === "incomplete") return;
      stopTimer();
      if (hello === "invalid") return connection.destroy();
      const protocol = protocols.find(({ alpn }) => hello.protocols.includes(alpn)) ?? protocols[0];
      const accepted = protocol.accept(connection, hello);
      if (accepted === undefined) return connection.destroy();
      connection.handler = accepted.handler;
      connection.startDirectTls(alpnList(protocol.alpn), { received, certificates: accepted.certificates });
    },
    closed: stopTimer,
  };
}
