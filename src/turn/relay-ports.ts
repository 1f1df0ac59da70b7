/** The ports of relayed addresses: a small range, so that the list to forward in a router is short. */
import { randomBytes, randomInt } from "node:crypto";
import type { Clock } from "../clock.ts";
import type { Family } from "./address.ts";
import { TurnError } from "./attributes.ts";
import { openUdpSocket, type UdpReceiver, type UdpSocket } from "./udp-socket.ts";

export interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** RFC 8656 §7.2: the port behind an even one is kept so long for whoever has its token. */
const RESERVATION_MS = 30_000;
/** Hardly anybody asks for one: an account that asks again and again does not take the ports of all others. */
const MAX_RESERVATIONS = 8;

export interface RelaySocket {
  readonly family: Family;
  readonly port: number;
  readonly send: UdpSocket["send"];
  readonly sendWhole: UdpSocket["sendWhole"];
  /** Packets come here from now on. */
  receive(receiver: UdpReceiver): void;
  /** Frees the port. */
  close(): void;
}

export interface RelayPorts {
  /** Throws TurnError: 440 where the family is not there, 508 where no port is left. */
  open(family: Family, wish: { readonly isEven: boolean }): Promise<RelaySocket>;
  /** Keeps the port behind an even one; throws TurnError 508. The 8 bytes of its RESERVATION-TOKEN. */
  reserveNext(relay: RelaySocket): Promise<Buffer>;
  /** The socket of a token, which is spent. Throws TurnError 508. */
  reserved(token: Uint8Array): RelaySocket;
  stop(): void;
}

export interface RelayPortsDeps extends PortRange {
  /** Where to bind for a family; undefined where it is not offered. */
  readonly hostFor: (family: Family) => string | undefined;
  readonly clock: Pick<Clock, "after">;
}

export function openRelayPorts({ first, last, hostFor, clock }: RelayPortsDeps): RelayPorts {
  const taken = { 4: new Set<number>(), 6: new Set<number>() };
  const reservations = new Map<string, { readonly socket: RelaySocket; readonly cancel: () => void }>();

  const bind = async (family: Family, port: number): Promise<RelaySocket | undefined> => {
    const host = hostFor(family);
    if (host === undefined) throw new TurnError(440);
    if (taken[family].has(port)) return undefined;
    taken[family].add(port);
    let receiver: UdpReceiver = () => {};
    try {
      const socket = await openUdpSocket(host, port, (data, from, address) => receiver(data, from, address));
      return {
        family,
        port,
        send: socket.send,
        sendWhole: socket.sendWhole,
        receive: (next) => {
          receiver = next;
        },
        close: () => {
          socket.close();
          taken[family].delete(port);
        },
      };
    } catch {
      // Another program has it, or the address is gone.
      taken[family].delete(port);
      return undefined;
    }
  };

  return {
    open: async (family, { isEven }) => {
      const count = last - first + 1;
      // RFC 8656 §7.2: a port that cannot be guessed.
      const start = randomInt(count);
      for (let step = 0; step < count; step++) {
        const port = first + ((start + step) % count);
        if (isEven && (port % 2 === 1 || port === last || taken[family].has(port + 1))) continue;
        const relay = await bind(family, port);
        if (relay) return relay;
      }
      throw new TurnError(508);
    },
    reserveNext: async ({ family, port }) => {
      const isRoom = port < last && reservations.size < MAX_RESERVATIONS;
      const socket = isRoom ? await bind(family, port + 1) : undefined;
      if (!socket) throw new TurnError(508);
      const token = randomBytes(8);
      const key = token.toString("hex");
      const cancel = clock.after(RESERVATION_MS, () => {
        reservations.delete(key);
        socket.close();
      });
      reservations.set(key, { socket, cancel });
      return token;
    },
    reserved: (token) => {
      const key = Buffer.from(token).toString("hex");
      const found = reservations.get(key);
      if (!found) throw new TurnError(508);
      reservations.delete(key);
      found.cancel();
      return found.socket;
    },
    stop: () => {
      for (const { socket, cancel } of reservations.values()) {
        cancel();
        socket.close();
      }
      reservations.clear();
    },
  };
}
