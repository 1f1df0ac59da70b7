/** RFC 8656 §6, §9, §12: an allocation with its permissions and channels, and the packets that pass it. */
import { type Endpoint, type Family, familyOf, xorAddress } from "./address.ts";
import { ATTRIBUTE, METHOD, TurnError } from "./attributes.ts";
import { printMessage } from "./message.ts";
import type { RelaySocket } from "./relay-ports.ts";

/** The client's end: a UDP address and port of one of our sockets, or a TCP connection. */
export interface TurnClient extends Endpoint {
  /** TCP, with or without TLS: ChannelData is padded. */
  readonly isStream: boolean;
  /** Of one 5-tuple always the same. */
  readonly id: string;
  /** The connection is gone. */
  readonly isClosed: boolean;
  readonly send: (bytes: Uint8Array) => void;
  allocation: Allocation | undefined;
}

const PERMISSION_MS = 300_000;
const CHANNEL_MS = 600_000;
/** §12: a channel number and its peer are not bound otherwise for so long after. */
const CHANNEL_REST_MS = 300_000;
/** Of one allocation; ICE has a few for each call. */
const MAX_PEERS = 128;

interface Permission {
  expires: number;
  /** Whether packets may leave the process; else the peer is one of our own relayed addresses. */
  readonly isOutside: boolean;
}

interface Channel {
  readonly number: number;
  readonly peer: Endpoint;
  expires: number;
}

export interface AllocationDeps {
  readonly client: TurnClient;
  readonly owner: string;
  readonly username: string;
  readonly relays: readonly RelaySocket[];
  readonly monotonic: () => number;
  /** Whether so many bytes may pass now, which the clock says to be `at`: it is read once for each packet. */
  readonly admits: (bytes: number, at: number) => boolean;
  /** The allocation behind a relayed address of this process, and from where it sees packets of a relay of ours. */
  readonly relayedAt: (peer: Endpoint) => Allocation | undefined;
  readonly addressOf: (family: Family) => string | undefined;
}

export class Allocation {
  readonly #deps: AllocationDeps;
  readonly #relays: Map<Family, RelaySocket>;
  readonly #permissions = new Map<string, Permission>();
  readonly #channels = new Map<number, Channel>();
  /** By port, since joining address and port for each packet costs more. */
  readonly #channelsByPort = new Map<number, Channel[]>();

  constructor(deps: AllocationDeps) {
    this.#deps = deps;
    this.#relays = new Map(deps.relays.map((relay) => [relay.family, relay]));
  }

  get owner(): string {
    return this.#deps.owner;
  }

  get username(): string {
    return this.#deps.username;
  }

  get relays(): ReadonlyMap<Family, RelaySocket> {
    return this.#relays;
  }

  /** Frees the relayed address of a family; returns whether one is left. */
  closeRelay(family: Family): boolean {
    this.#relays.get(family)?.close();
    this.#relays.delete(family);
    return this.#relays.size > 0;
  }

  /** §9: installs or renews it. Throws TurnError 508 where there are too many. */
  permit(address: string, { isOutside }: Pick<Permission, "isOutside">): void {
    this.#forgetOld();
    if (!this.#permissions.has(address) && this.#permissions.size >= MAX_PEERS) throw new TurnError(508);
    this.#permissions.set(address, { expires: this.#deps.monotonic() + PERMISSION_MS, isOutside });
  }

  /** §12.2: binds or renews; throws TurnError 400 where the number or the peer is bound otherwise. */
  bindChannel(number: number, peer: Endpoint): void {
    this.#forgetOld();
    const known = this.#channels.get(number);
    const ofPeer = this.#channelOf(peer);
    if (known !== ofPeer) throw new TurnError(400);
    if (this.#channels.size >= MAX_PEERS && !known) throw new TurnError(508);
    const expires = this.#deps.monotonic() + CHANNEL_MS;
    if (known) known.expires = expires;
    else {
      const channel = { number, peer, expires };
      this.#channels.set(number, channel);
      this.#channelsByPort.set(peer.port, [...(this.#channelsByPort.get(peer.port) ?? []), channel]);
    }
  }

  #channelOf({ address, port }: Endpoint): Channel | undefined {
    const channels = this.#channelsByPort.get(port);
    if (channels === undefined) return undefined;
    for (const channel of channels) if (channel.peer.address === address) return channel;
    return undefined;
  }

  #forgetOld(): void {
    const now = this.#deps.monotonic();
    for (const [address, { expires }] of this.#permissions) if (expires <= now) this.#permissions.delete(address);
    for (const channel of this.#channels.values()) {
      if (channel.expires + CHANNEL_REST_MS > now) continue;
      this.#channels.delete(channel.number);
      const others = this.#channelsByPort.get(channel.peer.port)?.filter((other) => other !== channel) ?? [];
      if (others.length > 0) this.#channelsByPort.set(channel.peer.port, others);
      else this.#channelsByPort.delete(channel.peer.port);
    }
  }

  #permissionOf(address: string, now: number): Permission | undefined {
    const permission = this.#permissions.get(address);
    return permission !== undefined && permission.expires > now ? permission : undefined;
  }

  /** §12.6: ChannelData of the client, its header and padding included. */
  receiveChannelData(bytes: Buffer): void {
    const now = this.#deps.monotonic();
    const length = bytes.readUInt16BE(2);
    const channel = this.#channels.get(bytes.readUInt16BE(0));
    if (channel === undefined || channel.expires <= now || length + 4 > bytes.length) return;
    this.sendToPeer(channel.peer, bytes.subarray(4, 4 + length), now);
  }

  /** §11.2: drops what there is no permission for. `isWhole`: it may not be cut into fragments. */
  sendToPeer(peer: Endpoint, data: Buffer, now = this.#deps.monotonic(), isWhole = false): void {
    const permission = this.#permissionOf(peer.address, now);
    const family = familyOf(peer.address);
    const relay = this.#relays.get(family);
    if (permission === undefined || relay === undefined || !this.#deps.admits(data.length, now)) return;
    const inside = this.#deps.relayedAt(peer);
    if (inside === undefined) {
      if (!permission.isOutside) return;
      if (isWhole) relay.sendWhole(data, peer.port, peer.address);
      else relay.send(data, peer.port, peer.address);
      return;
    }
    // Routers that do not lead back into their own network are no matter then.
    const address = this.#deps.addressOf(family);
    if (address !== undefined) inside.receiveFromPeer({ address, port: relay.port }, data, now);
  }

  /** §11.3, §12.7: what came from a peer goes to the client, where there is a permission. */
  receiveFromPeer(peer: Endpoint, data: Buffer, now = this.#deps.monotonic()): void {
    if (this.#permissionOf(peer.address, now) === undefined || !this.#deps.admits(data.length, now)) return;
    const { client } = this.#deps;
    const channel = this.#channelOf(peer);
    if (channel !== undefined && channel.expires > now) {
      client.send(channelData(channel.number, data, client.isStream));
      return;
    }
    const transaction = crypto.getRandomValues(new Uint8Array(12));
    const attributes = [
      [ATTRIBUTE.XOR_PEER_ADDRESS, xorAddress(peer, transaction)],
      [ATTRIBUTE.DATA, data],
    ] as const;
    client.send(printMessage({ class: "indication", method: METHOD.DATA, transaction, attributes }));
  }

  close(): void {
    for (const relay of this.#relays.values()) relay.close();
    this.#relays.clear();
  }
}

/** §12.4. */
function channelData(number: number, data: Buffer, isPadded: boolean): Buffer {
  const end = 4 + data.length;
  const bytes = Buffer.allocUnsafe(isPadded ? (end + 3) & ~3 : end);
  bytes.writeUInt16BE(number, 0);
  bytes.writeUInt16BE(data.length, 2);
  bytes.set(data, 4);
  return isPadded ? bytes.fill(0, end) : bytes;
}
