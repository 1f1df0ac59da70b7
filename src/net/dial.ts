/** Connects to a server: its addresses in a race (RFC 8305), then direct TLS where it is wanted; each step has a timeout. */
import { isIP } from "node:net";
import { type Clock, systemClock } from "../clock.ts";
import type { Logger } from "../log.ts";
import { type Connection, type ConnectionHandler, DEFAULT_LIMITS, type TcpLimits } from "./connection.ts";
import { DialError, type DialStep, dialErrorOf } from "./dial-error.ts";
import type { AddressResolver } from "./dns-answer.ts";
import { type HostAnswers, raceAddresses } from "./happy-eyeballs.ts";
import { normalizedAddress } from "./ip-address.ts";
import { connectNative } from "./native-connect.ts";
import type { NativeSocket } from "./native-socket.ts";
import { plainHandlers, TcpConnection } from "./tcp-connection.ts";
import { alpnList, type CertificatePem, secureContextFor } from "./tls-context.ts";
import type { ClientRole } from "./tls-handshake.ts";

export interface DialTarget {
  /** A name in A-labels or an IP address without brackets. */
  readonly host: string;
  readonly port: number;
  readonly tls: "direct" | "starttls";
}

export interface DialLimits extends TcpLimits {
  /** Milliseconds for a TCP connection to one address. */
  readonly connectTimeoutMs: number;
}

const CONNECT_TIMEOUT_MS = 10_000;

export interface DialDeps {
  /** Resolves the host; has a timeout of its own. */
  readonly resolver: AddressResolver;
  /** SNI, in A-labels: the domain of the peer, not the host of its SRV record (RFC 6120 §13.7.2.1). */
  readonly serverName: string;
  /** For a server that requests one. */
  readonly certificate?: CertificatePem | undefined;
  /** ALPN under direct TLS; "xmpp-server" by default. */
  readonly alpn?: string;
  /**
   * Returns the handler of the connection: called when TCP is connected for "starttls", and after the handshake for "direct"
   * (`connection.tls` is set, `secured` is not called). Not called where connecting fails.
   */
  readonly accept: (connection: Connection) => ConnectionHandler;
  /** Whether this server may connect to an IP address that somebody else has named; by default to all. */
  readonly mayConnect?: ((address: string) => boolean) | undefined;
  readonly log: Logger;
  /** By default 10 s to connect, and DEFAULT_LIMITS. */
  readonly limits?: Partial<DialLimits>;
  readonly clock?: Clock;
  /** Cancels: `dial` rejects with the current step and "aborted". Has no effect once the connection is made. */
  readonly signal?: AbortSignal | undefined;
}

/** Rejects with DialError, or with the error that `accept` throws. */
export async function dial(target: DialTarget, deps: DialDeps): Promise<Connection> {
  const { accept, signal, clock = systemClock, alpn = "xmpp-server" } = deps;
  const { promise, resolve, reject } = Promise.withResolvers<Connection>();
  const limits: DialLimits = { ...DEFAULT_LIMITS, connectTimeoutMs: CONNECT_TIMEOUT_MS, ...deps.limits };
  const connectionDeps = { ...limits, role: roleOf(deps), log: deps.log, clock };
  let step: DialStep = "dns";
  let cancel = (): void => undefined;

  const connected = (connection: TcpConnection): void => {
    cancel = () => undefined;
    try {
      connection.handler = accept(connection);
      resolve(connection);
    } catch (error) {
      connection.destroy();
      reject(error);
    }
  };

  const secure = (connection: TcpConnection, address: string): void => {
    step = "tls";
    cancel = () => connection.destroy();
    connection.handler = {
      secured: () => connected(connection),
      data: () => undefined,
      closed: (reason) => reject(new DialError("tls", reason ?? "closed", address)),
    };
    connection.startDirectTls(alpnList(alpn));
  };

  const abort = (): void => {
    cancel();
    reject(new DialError(step, "aborted"));
  };
  if (signal?.aborted) abort();
  else {
    signal?.addEventListener("abort", abort);
    cancel = raceAddresses<NativeSocket<TcpConnection | undefined>>(addressesOf(target.host, deps.resolver), {
      clock,
      mayConnect: deps.mayConnect,
      connect: (address, call) => {
        step = "tcp";
        return connectNative({ host: address, port: target.port }, plainHandlers, call, {
          clock,
          ms: limits.connectTimeoutMs,
        });
      },
      connected: (socket, address) => {
        const connection = new TcpConnection(socket, normalizedAddress(address), connectionDeps);
        socket.data = connection;
        if (target.tls === "direct") secure(connection, address);
        else connected(connection);
      },
      failed: (attempts, answers) => reject(dialErrorOf(attempts, answers)),
    });
  }
  return promise.finally(() => signal?.removeEventListener("abort", abort));
}

/** RFC 6066 §3: SNI names no IP address. */
function roleOf({ serverName, certificate }: DialDeps): ClientRole {
  const isName = isIP(serverName.replace(/^\[|\]$/g, "")) === 0;
  const secureContext = secureContextFor(certificate);
  return { isServer: false, serverName: isName ? serverName : undefined, secureContext };
}

const NONE = Promise.resolve({ state: "absent" } as const);

function addressesOf(host: string, resolver: AddressResolver): HostAnswers {
  const version = isIP(host);
  if (version === 0) return { six: resolver.query("AAAA", host), four: resolver.query("A", host) };
  const given = Promise.resolve({ state: "found", values: [host] } as const);
  return version === 6 ? { six: given, four: NONE } : { six: NONE, four: given };
}
