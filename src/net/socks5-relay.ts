/** XEP-0065: a SOCKS5 bytestreams proxy: two connections to the same destination address are relayed to each other. */
import type { Clock } from "../clock.ts";
import type { Connection, ConnectionHandler } from "./connection.ts";
import { networkOf } from "./ip-address.ts";
import { ReadThrottle } from "./rate-limit.ts";
import { connected, notAllowed, Socks5Handshake } from "./socks5-handshake.ts";

export interface RelayLimits {
  /** Connections at once. */
  readonly connections: number;
  /** Of these, not yet activated, from one IPv4 address or one IPv6 /64. */
  readonly perNetwork: number;
  /** Of these, activated by one account. */
  readonly perAccount: number;
  /** Milliseconds that a connection may wait for its activation. */
  readonly activationTimeoutMs: number;
  /** Bytes a second that are read from all of them together. */
  readonly bytesPerSecond: number;
}

/** Bytes that one end may send before the activation. */
const MAX_EARLY_BYTES = 65_536;
/** XEP-0065 §6.3.2: hexadecimal SHA-1. */
const NAME = /^[0-9a-f]{40}$/i;

interface RelayEnd {
  readonly connection: Connection;
  readonly network: string;
  /** The account that has activated it. */
  account: string | undefined;
  readonly early: Uint8Array[];
  other: RelayEnd | undefined;
}

export class Relay {
  readonly #limits: RelayLimits;
  readonly #clock: Clock;
  readonly #throttle: ReadThrottle;
  /** Connections that are not read from until the throttle allows it. */
  readonly #paused = new Set<Connection>();
  readonly #waiting = new Map<string, RelayEnd[]>();
  readonly #all = new Set<Connection>();
  /** By network, those that have not been activated. */
  readonly #pending: Shares<RelayEnd>;
  /** By account, those that it has activated. */
  readonly #active: Shares<RelayEnd>;

  constructor(limits: RelayLimits, clock: Clock) {
    this.#limits = limits;
    this.#clock = clock;
    this.#pending = new Shares(limits.perNetwork);
    this.#active = new Shares(limits.perAccount);
    const rate = { burst: limits.bytesPerSecond, perSecond: limits.bytesPerSecond };
    this.#throttle = new ReadThrottle(rate, clock, () => this.#release());
  }

  /** Returns undefined where a limit is reached: of all connections, or of the network. */
  accept(connection: Connection): ConnectionHandler | undefined {
    const network = networkOf(connection.remoteAddress);
    if (!this.#pending.hasRoom(network) || !this.#hasRoom(network)) return undefined;
    const handshake = new Socks5Handshake();
    const end: RelayEnd = { connection, network, account: undefined, early: [], other: undefined };
    this.#all.add(connection);
    this.#pending.take(network, end);
    let name: string | undefined;
    let isRefused = false;
    const refuse = (reply: Uint8Array): void => {
      isRefused = true;
      connection.send(reply);
      connection.end();
    };
    const stopTimer = this.#clock.after(this.#limits.activationTimeoutMs, () => {
      if (!end.other) connection.destroy();
    });

    const connect = (wanted: string, rest: Uint8Array): void => {
      const ends = this.#waiting.get(wanted) ?? [];
      if (!NAME.test(wanted) || ends.length >= 2) return refuse(notAllowed(wanted));
      name = wanted;
      this.#waiting.set(wanted, [...ends, end]);
      connection.send(connected(wanted));
      if (rest.length > 0) end.early.push(rest);
    };

    const shakeHands = (bytes: Uint8Array): void => {
      const step = handshake.read(bytes);
      if (step.is === "connect") return connect(step.name.toLowerCase(), step.rest);
      if (step.is === "refused") return refuse(step.reply);
      if (step.is === "more") return;
      connection.send(step.reply);
      shakeHands(new Uint8Array());
    };

    return {
      data: (bytes) => {
        if (end.other) this.#passOn(end, bytes);
        else if (isRefused) return;
        else if (name === undefined) shakeHands(bytes);
        else if (sizeOf(end.early) + bytes.length > MAX_EARLY_BYTES) connection.destroy();
        else end.early.push(bytes);
      },
      closed: () => {
        stopTimer();
        this.#leave(end);
        this.#paused.delete(connection);
        if (name !== undefined) this.#forget(name, end);
        end.other?.connection.end();
      },
    };
  }

  /** XEP-0065 §6: relays the two connections of this address, for an account; "busy" where it has its maximum. */
  activate(name: string, account: string): "activated" | "incomplete" | "unknown" | "busy" {
    const [one, other] = this.#waiting.get(name) ?? [];
    if (!one) return "unknown";
    if (!other) return "incomplete";
    if (!this.#active.hasRoom(account, 2)) return "busy";
    this.#waiting.delete(name);
    for (const [end, counterpart] of [
      [one, other],
      [other, one],
    ] as const) {
      end.other = counterpart;
      end.account = account;
      this.#pending.giveBack(end.network, end);
      this.#active.take(account, end);
      end.connection.authenticated();
    }
    for (const end of [one, other]) for (const bytes of end.early.splice(0)) this.#passOn(end, bytes);
    return "activated";
  }

  /** Ends all of them. */
  stop(): void {
    this.#throttle.stop();
    for (const connection of [...this.#all]) connection.destroy();
  }

  /** Reads no faster than the other end accepts it, and than the limit of all connections. */
  #passOn({ connection, other }: RelayEnd, bytes: Uint8Array): void {
    other?.connection.send(bytes);
    connection.pause();
    this.#throttle.read(bytes.length);
    other?.connection.whenDrained(() => {
      this.#paused.add(connection);
      this.#release();
    });
  }

  /** Where all places are taken, the network with most pending connections loses its oldest one, if it has more than this one. */
  #hasRoom(network: string): boolean {
    if (this.#all.size < this.#limits.connections) return true;
    const end = this.#pending.longestOfMost(this.#pending.countOf(network) + 1);
    if (!end) return false;
    this.#leave(end);
    end.connection.destroy();
    return true;
  }

  #leave(end: RelayEnd): void {
    this.#all.delete(end.connection);
    this.#pending.giveBack(end.network, end);
    if (end.account !== undefined) this.#active.giveBack(end.account, end);
  }

  #release(): void {
    if (this.#throttle.isPaused) return;
    for (const connection of this.#paused) connection.resume();
    this.#paused.clear();
  }

  #forget(name: string, end: RelayEnd): void {
    const left = (this.#waiting.get(name) ?? []).filter((waiting) => waiting !== end);
    if (left.length > 0) this.#waiting.set(name, left);
    else this.#waiting.delete(name);
  }
}

const sizeOf = (chunks: readonly Uint8Array[]): number => chunks.reduce((sum, { length }) => sum + length, 0);

/** Places of which each network, or each account, has at most so many. */
class Shares<Holder> {
  readonly #max: number;
  /** The holders of each key, oldest first. */
  readonly #holders = new Map<string, Set<Holder>>();

  /** `max` places for each key. */
  constructor(max: number) {
    this.#max = max;
  }

  /** How many places the key has. */
  countOf(key: string): number {
    return this.#holders.get(key)?.size ?? 0;
  }

  /** Whether the key may have so many more. */
  hasRoom(key: string, places = 1): boolean {
    return this.countOf(key) + places <= this.#max;
  }

  take(key: string, holder: Holder): void {
    const holders = this.#holders.get(key) ?? new Set();
    this.#holders.set(key, holders.add(holder));
  }

  giveBack(key: string, holder: Holder): void {
    const holders = this.#holders.get(key);
    holders?.delete(holder);
    if (holders?.size === 0) this.#holders.delete(key);
  }

  /** The oldest holder of the key that has most places, if it has more than `moreThan`. */
  longestOfMost(moreThan: number): Holder | undefined {
    let most: ReadonlySet<Holder> | undefined;
    for (const holders of this.#holders.values())
      if (holders.size > Math.max(moreThan, most?.size ?? 0)) most = holders;
    return most?.values().next().value;
  }
}
