/** Where clients come in: UDP sockets, and connections with or without TLS. */
import type { Clock } from "../clock.ts";
import type { Connection, ConnectionHandler } from "../net/connection.ts";
import { normalizedAddress } from "../net/ip-address.ts";
import type { TurnClient } from "./allocation.ts";
import { streamReader } from "./stream-framing.ts";
import type { TurnServer } from "./turn-server.ts";
import { openUdpSocket, type UdpReceiver, type UdpSocket } from "./udp-socket.ts";

/**
 * A UDP socket at a numeric address of this machine; its answers leave from there. Nothing is kept of a client without an
 * allocation. Rejects with the error of the system.
 */
export async function listenUdp(
  server: TurnServer,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<UdpSocket> {
  const clients: UdpClients = new Map();
  const known = (from: number, raw: string): UdpClient | undefined => {
    const ofPort = clients.get(from);
    if (ofPort === undefined) return undefined;
    for (const client of ofPort) if (client.raw === raw) return client;
    return undefined;
  };
  const receive: UdpReceiver = (data, from, raw) => {
    server.receive(known(from, raw) ?? new UdpClient({ raw, port: from, socket, host, clients }), data);
  };
  const socket = await openUdpSocket(host, port, receive);
  return socket;
}

/** Those that have an allocation, by port. */
type UdpClients = Map<number, UdpClient[]>;

interface UdpClientDeps {
  /** The client's address as the system writes it. */
  readonly raw: string;
  readonly port: number;
  readonly socket: UdpSocket;
  /** Where the socket is bound. */
  readonly host: string;
  readonly clients: UdpClients;
}

class UdpClient implements TurnClient {
  readonly isStream = false;
  readonly isClosed = false;
  readonly raw: string;
  readonly port: number;
  readonly address: string;
  readonly #deps: UdpClientDeps;
  #allocation: TurnClient["allocation"];

  constructor(deps: UdpClientDeps) {
    this.#deps = deps;
    this.raw = deps.raw;
    this.port = deps.port;
    this.address = normalizedAddress(deps.raw);
  }

  get id(): string {
    const { raw, port, host, socket } = this.#deps;
    return `${raw} ${port} ${host} ${socket.port}`;
  }

  readonly send = (bytes: Uint8Array): void => this.#deps.socket.send(bytes, this.port, this.raw);

  get allocation(): TurnClient["allocation"] {
    return this.#allocation;
  }

  /** In the table as long as it has one. */
  set allocation(allocation: TurnClient["allocation"]) {
    const { clients } = this.#deps;
    this.#allocation = allocation;
    const others = (clients.get(this.port) ?? []).filter((client) => client !== this);
    const left = allocation ? [...others, this] : others;
    if (left.length > 0) clients.set(this.port, left);
    else clients.delete(this.port);
  }
}

/** Media that waits longer than this is of no use any more. */
const MAX_UNSENT_BYTES = 262_144;
/** How long a connection may be without an allocation. */
const IDLE_MS = 60_000;

let connections = 0;

/** The handler of a TCP connection. */
export function acceptTurn(server: TurnServer, connection: Connection, clock: Pick<Clock, "after">): ConnectionHandler {
  connections += 1;
  let isClosed = false;
  const client: TurnClient = {
    address: connection.remoteAddress,
    port: connection.remotePort,
    isStream: true,
    id: `tcp ${connections}`,
    get isClosed() {
      return isClosed;
    },
    allocation: undefined,
    send: (bytes) => {
      if (connection.unsent < MAX_UNSENT_BYTES) connection.send(bytes);
    },
  };
  const reader = streamReader((bytes) => server.receive(client, bytes));
  let isKnown = false;
  const look = (): void => {
    if (!client.allocation) return connection.destroy();
    // It does not count among strangers any more.
    if (!isKnown) connection.authenticated();
    isKnown = true;
    cancel = clock.after(IDLE_MS, look);
  };
  let cancel = clock.after(IDLE_MS, look);
  return {
    data: (bytes) => {
      if (!isClosed && !reader.data(bytes)) connection.destroy();
    },
    closed: () => {
      isClosed = true;
      cancel();
      server.gone(client);
    },
  };
}
