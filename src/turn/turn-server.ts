/** RFC 8489, RFC 8656: a STUN and TURN server, whose packets come from `listeners.ts`. */
import { randomBytes } from "node:crypto";
import { BoundedMap } from "../bounded-map.ts";
import type { Clock } from "../clock.ts";
import { normalizedAddress } from "../net/ip-address.ts";
import { type Rate, TokenBucket } from "../net/rate-limit.ts";
import { type Endpoint, type Family, familyOf, xorAddress } from "./address.ts";
import { Allocation, type TurnClient } from "./allocation.ts";
import { openAnswerBudget } from "./answer-budget.ts";
import { ATTRIBUTE, type ErrorCode, errorCode, METHOD, TurnError } from "./attributes.ts";
import { type Authenticated, authenticate } from "./authentication.ts";
import { PASSWORD_ALGORITHMS } from "./credentials.ts";
import { fingerprint, withFingerprint, withIntegrity } from "./integrity.ts";
import { type MessageClass, type NewAttribute, printMessage, readMessage, type StunMessage } from "./message.ts";
import { openNonces } from "./nonces.ts";
import type { RelayPorts } from "./relay-ports.ts";
import { type AllocationTable, isUnderstood, REQUESTS, receiveSend } from "./requests.ts";

export interface TurnLimits {
  readonly allocationsPerOwner: number;
  /** Bytes, of one owner and of all together. */
  readonly ownerRate: Rate;
  readonly totalRate: Rate;
}

export interface TurnServerDeps {
  readonly realm: string;
  /** What the passwords are made with. */
  readonly secret: Uint8Array;
  readonly ports: RelayPorts;
  readonly limits: TurnLimits;
  readonly clock: Clock;
  readonly isRevoked: (owner: string) => boolean;
  /** What clients are told of a relayed address; undefined where nothing is relayed in that family. */
  readonly publicAddress: (family: Family) => string | undefined;
  readonly isPeerAllowed: (address: string) => boolean;
}

export interface TurnServer {
  /** A whole message of a client. */
  receive(client: TurnClient, bytes: Buffer): void;
  /** Its connection is closed. */
  gone(client: TurnClient): void;
  /** Ends all that it has. */
  revoke(owner: string): void;
  readonly allocations: number;
  stop(): void;
}

const NONCE_MS = 600_000;
/** Answers a second to one address that has not signed in. */
const ANSWERS = 100;
const MAX_OWNERS = 10_000;

interface Entry {
  readonly allocation: Allocation;
  /** RFC 8489 §6.3.1: the same Allocate again gets the same answer. */
  readonly transaction: string;
  answer: Buffer | undefined;
  cancel: () => void;
}

/** Types of attributes, each once. */
const unknownOf = ({ attributes }: StunMessage): readonly number[] => [
  ...new Set(attributes.map(({ type }) => type).filter((type) => !isUnderstood(type))),
];

export function openTurnServer(deps: TurnServerDeps): TurnServer {
  const { realm, secret, ports, limits, clock, isRevoked, publicAddress, isPeerAllowed } = deps;
  const { monotonic, now } = clock;
  const nonces = openNonces({ secret: randomBytes(32), lifetime: NONCE_MS, monotonic });
  const answers = openAnswerBudget(ANSWERS, clock);
  const entries = new Map<TurnClient, Entry>();
  /** Clients whose Allocate is being answered, by their ids. */
  const opening = new Set<string>();
  const byOwner = new Map<string, Set<TurnClient>>();
  const relays = { 4: new Map<number, Allocation>(), 6: new Map<number, Allocation>() };
  const rates = new BoundedMap<string, TokenBucket>(MAX_OWNERS);
  const total = new TokenBucket(limits.totalRate, monotonic);
  let isStopped = false;

  const isRelayAddress = (address: string): boolean => publicAddress(familyOf(address)) === address;
  const relayedAt = ({ address, port }: Endpoint): Allocation | undefined => {
    const allocation = relays[familyOf(address)].get(port);
    const isThere = allocation?.relays.get(familyOf(address))?.port === port && isRelayAddress(address);
    return isThere ? allocation : undefined;
  };

  const close = (client: TurnClient): void => {
    const entry = entries.get(client);
    if (!entry) return;
    const { allocation } = entry;
    entry.cancel();
    entries.delete(client);
    client.allocation = undefined;
    const others = byOwner.get(allocation.owner);
    others?.delete(client);
    if (others?.size === 0) byOwner.delete(allocation.owner);
    for (const [family, { port }] of allocation.relays) relays[family].delete(port);
    allocation.close();
  };

  const table: AllocationTable = {
    ports,
    publicAddress,
    isOutsideAllowed: isPeerAllowed,
    isRelayAddress,
    admit: (owner) => {
      if (isStopped || isRevoked(owner)) throw new TurnError(508);
      if ((byOwner.get(owner)?.size ?? 0) >= limits.allocationsPerOwner) throw new TurnError(486);
    },
    open: (client, { owner, username, request }, sockets) => {
      const rate = rates.get(owner) ?? new TokenBucket(limits.ownerRate, monotonic);
      rates.set(owner, rate);
      const admits = (bytes: number, at: number): boolean => {
        if (rate.tokensAt(at) <= 0 || total.tokensAt(at) <= 0) return false;
        rate.take(bytes, at);
        total.take(bytes, at);
        return true;
      };
      const given = { client, owner, username, relays: sockets, monotonic, admits, relayedAt };
      const allocation = new Allocation({ ...given, addressOf: publicAddress });
      for (const socket of sockets) {
        relays[socket.family].set(socket.port, allocation);
        const { family } = socket;
        socket.receive((data, port, from) => {
          // RFC 4007: a link-local address comes with its zone.
          const address = family === 4 ? from : normalizedAddress(from);
          allocation.receiveFromPeer({ address, port }, data);
        });
      }
      client.allocation = allocation;
      const transaction = request.transaction.toString("hex");
      entries.set(client, { allocation, transaction, answer: undefined, cancel: () => {} });
      byOwner.set(owner, (byOwner.get(owner) ?? new Set()).add(client));
      return allocation;
    },
    setLifetime: (client, seconds) => {
      const entry = entries.get(client);
      entry?.cancel();
      if (seconds === 0) close(client);
      else if (entry) entry.cancel = clock.after(seconds * 1000, () => close(client));
    },
  };

  const print = (kind: MessageClass, { method, transaction }: StunMessage, attributes: readonly NewAttribute[]) =>
    printMessage({ class: kind, method, transaction, attributes });

  /** RFC 8489 §9.2.4, §14.9: an error, with what a client needs to ask again. */
  const refuse = (
    client: TurnClient,
    request: StunMessage,
    code: ErrorCode,
    signed: Pick<Authenticated, "hash" | "key"> | undefined,
    unknown: readonly number[] = [],
  ): void => {
    const types = Buffer.alloc(unknown.length * 2);
    for (const [index, type] of unknown.entries()) types.writeUInt16BE(type, index * 2);
    const again: NewAttribute[] = [
      [ATTRIBUTE.REALM, Buffer.from(realm)],
      [ATTRIBUTE.NONCE, Buffer.from(nonces.issue(client.address))],
      [ATTRIBUTE.PASSWORD_ALGORITHMS, PASSWORD_ALGORITHMS],
    ];
    const answer = print("error", request, [
      [ATTRIBUTE.ERROR_CODE, errorCode(code)],
      ...(code === 401 || code === 438 ? again : []),
      ...(code === 420 ? [[ATTRIBUTE.UNKNOWN_ATTRIBUTES, types] as const] : []),
    ]);
    client.send(signed ? withIntegrity(answer, signed.hash, signed.key) : answer);
  };

  /** Answers a request whose sender is known. Rejects with TurnError. */
  const serve = async (client: TurnClient, asker: Authenticated): Promise<void> => {
    const { request, hash, key } = asker;
    const handler = REQUESTS.get(request.method);
    if (!handler) throw new TurnError(400);
    const isAllocate = request.method === METHOD.ALLOCATE;
    if (isAllocate) opening.add(client.id);
    try {
      const attributes = await handler(asker, client, table);
      const answer = withIntegrity(print("success", request, attributes), hash, key);
      const entry = entries.get(client);
      if (isAllocate && entry) entry.answer = answer;
      client.send(answer);
    } finally {
      opening.delete(client.id);
    }
  };

  const receiveRequest = (client: TurnClient, message: StunMessage): void => {
    const { allocation, address } = client;
    if (message.method === METHOD.ALLOCATE) {
      const entry = entries.get(client);
      if (entry?.answer && entry.transaction === message.transaction.toString("hex")) return client.send(entry.answer);
      // Its answer follows.
      if (opening.has(client.id)) return;
    }
    let asker: Authenticated | undefined;
    const failed = (error: unknown): void => {
      if (!(error instanceof TurnError)) throw error;
      if (asker || answers.take(address)) refuse(client, message, error.code, asker);
    };
    try {
      const known = { nonceFor: address, username: allocation?.username, owner: allocation?.owner };
      asker = authenticate(message, known, { realm, secret, nonces, now, isRevoked });
    } catch (error) {
      return failed(error);
    }
    const unknown = unknownOf(asker.request);
    if (unknown.length > 0) return refuse(client, message, 420, asker, unknown);
    serve(client, asker).catch(failed);
  };

  /** RFC 8489 §7.3.1: not authenticated, and hardly longer than the request. */
  const receiveBinding = (client: TurnClient, message: StunMessage): void => {
    if (!answers.take(client.address)) return;
    const unknown = unknownOf(message);
    if (unknown.length > 0) return refuse(client, message, 420, undefined, unknown.slice(0, 4));
    const mapped = [ATTRIBUTE.XOR_MAPPED_ADDRESS, xorAddress(client, message.transaction)] as const;
    const answer = print("success", message, [mapped]);
    client.send(fingerprint(message) === "right" ? withFingerprint(answer) : answer);
  };

  return {
    receive: (client, bytes) => {
      // Most packets, before anything else.
      if ((bytes[0] ?? 0) >> 6 === 1) {
        if (bytes.length >= 4) client.allocation?.receiveChannelData(bytes);
        return;
      }
      const message = readMessage(bytes);
      if (!message || fingerprint(message) === "wrong") return;
      if (message.class === "indication" && message.method === METHOD.SEND) receiveSend(message, client);
      if (message.class !== "request") return;
      if (message.method === METHOD.BINDING) receiveBinding(client, message);
      else if (REQUESTS.has(message.method)) receiveRequest(client, message);
    },
    gone: close,
    revoke: (owner) => {
      for (const client of [...(byOwner.get(owner) ?? [])]) close(client);
    },
    get allocations() {
      return entries.size;
    },
    stop: () => {
      isStopped = true;
      for (const client of [...entries.keys()]) close(client);
      ports.stop();
    },
  };
}
