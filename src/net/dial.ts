/** Connects to a server: addresses raced (RFC 8305), then TLS where it is direct, each step within its time. */
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
  /** Milliseconds for one address to take the connection. */
  readonly connectTimeoutMs: number;
}

const CONNECT_TIMEOUT_MS = 10_000;

export interface DialDeps {
  /** Asked for the addresses of a host that is a name; its own time limit holds. */
  readonly resolver: AddressResolver;
  /** SNI, in A-labels: the domain that is meant, not the host that SRV names (RFC 6120 §13.7.2.1). */
  readonly serverName: string;
  /** Shown to a server that asks for one. */
  readonly certificate?: CertificatePem | undefined;
  /** ALPN under direct TLS; "xmpp-server" by default. */
  readonly alpn?: string;
  /**
   * What to do with the connection once it stands: in plaintext for "starttls", after the handshake (`connection.tls` is
   * set, `secured` is not called) for "direct". Nobody hears of it where that fails.
   */
  readonly accept: (connection: Connection) => ConnectionHandler;
  /** Whether an IP address may be called, where somebody else has named it; by default all may. */
  readonly mayConnect?: ((address: string) => boolean) | undefined;
  readonly log: Logger;
  /** By default 10 s to connect, and as for connections that are accepted. */
  readonly limits?: Partial<DialLimits>;
  readonly clock?: Clock;
  /** Gives up at once: rejects with the step under way and "aborted". Nothing is heeded once the connection stands. */
  readonly signal?: AbortSignal | undefined;
}

/** Rejects with DialError, or with what `accept` throws. */
export async function dial(target: DialTarget, options: DialDeps): Promise<Connection> {
  const { accept, signal, clock = systemClock, alpn = "xmpp-server" } = options;
  const { promise, resolve, reject } = Promise.withResolvers<Connection>();
  const limits: DialLimits = { ...DEFAULT_LIMITS, connectTimeoutMs: CONNECT_TIMEOUT_MS, ...options.limits };
  const around = { ...limits, role: roleOf(options), log: options.log, clock };
  let step: DialStep = "dns";
  let giveUp = (): void => undefined;

  const connected = (connection: TcpConnection): void => {
    giveUp = () => undefined;
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
    giveUp = () => connection.destroy();
    connection.handler = {
      secured: () => connected(connection),
      data: () => undefined,
      closed: (reason) => reject(new DialError("tls", reason ?? "closed", address)),
    };
    connection.startDirectTls(alpnList(alpn));
  };

  const abort = (): void => {
    giveUp();
    reject(new DialError(step, "aborted"));
  };
  if (signal?.aborted) abort();
  else {
    signal?.addEventListener("abort", abort);
    giveUp = raceAddresses<NativeSocket<TcpConnection | undefined>>(addressesOf(target.host, options.resolver), {
      clock,
      mayConnect: options.mayConnect,
      connect: (address, call) => {
        step = "tcp";
        return connectNative({ host: address, port: target.port }, plainHandlers, call, {
          clock,
          ms: limits.connectTimeoutMs,
        });
      },
      connected: (socket, address) => {
        const connection = new TcpConnection(socket, normalizedAddress(address), around);
        socket.data = connection;
        if (target.tls === "direct") secure(connection, address);
        else connected(connection);
      },
      failed: (calls, answers) => reject(dialErrorOf(calls, answers)),
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
