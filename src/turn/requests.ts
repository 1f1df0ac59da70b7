/** RFC 8656 §7–§12: what requests and indications do. */
import { type Endpoint, type Family, familyOf, familyOfCode, readXorAddress, xorAddress } from "./address.ts";
import type { Allocation, TurnClient } from "./allocation.ts";
import { ATTRIBUTE, errorCode, isRequired, METHOD, TurnError, UDP } from "./attributes.ts";
import type { Authenticated } from "./authentication.ts";
import { canForbidFragments } from "./dont-fragment.ts";
import { attributeOf, type NewAttribute, type StunMessage } from "./message.ts";
import type { RelayPorts, RelaySocket } from "./relay-ports.ts";

/** Seconds. */
const DEFAULT_LIFETIME = 600;
const MAX_LIFETIME = 3600;

/** What the handlers need of the server that keeps the allocations. */
export interface AllocationTable {
  readonly ports: RelayPorts;
  /** Throws TurnError: 486 where the owner has all that it may have, 508 where nobody, or not this one, is served any more. */
  admit(owner: string): void;
  open(client: TurnClient, asker: Authenticated, relays: readonly RelaySocket[]): Allocation;
  /** Seconds from now; 0 ends it. */
  setLifetime(client: TurnClient, seconds: number): void;
  publicAddress(family: Family): string | undefined;
  /** Whether packets may leave for it; an address of our own relays is permitted as well, and packets stay inside. */
  isOutsideAllowed(address: string): boolean;
  isRelayAddress(address: string): boolean;
}

/** Attributes of the success response. Throws TurnError. */
export type RequestHandler = (
  asker: Authenticated,
  client: TurnClient,
  table: AllocationTable,
) => readonly NewAttribute[] | Promise<readonly NewAttribute[]>;

const seconds = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

function lifetimeOf(request: StunMessage): number | undefined {
  const value = attributeOf(request, ATTRIBUTE.LIFETIME);
  if (value === undefined) return undefined;
  if (value.length !== 4) throw new TurnError(400);
  return value.readUInt32BE(0);
}

const clamped = (asked: number): number => Math.min(Math.max(asked, DEFAULT_LIFETIME), MAX_LIFETIME);

interface Wish {
  readonly families: readonly [Family, ...Family[]];
  readonly evenPort: "any" | "even" | "even-and-next";
  readonly token: Buffer | undefined;
}

/** §7.2, steps 3 to 8. */
function wishOf(request: StunMessage): Wish {
  const value = (type: number): Buffer | undefined => attributeOf(request, type);
  const transport = value(ATTRIBUTE.REQUESTED_TRANSPORT);
  if (transport?.length !== 4) throw new TurnError(400);
  if (transport[0] !== UDP) throw new TurnError(442);
  const [even, token] = [value(ATTRIBUTE.EVEN_PORT), value(ATTRIBUTE.RESERVATION_TOKEN)];
  const [family, additional] = [value(ATTRIBUTE.REQUESTED_ADDRESS_FAMILY), value(ATTRIBUTE.ADDITIONAL_ADDRESS_FAMILY)];
  const isNextWanted = even !== undefined && ((even[0] ?? 0) & 0x80) !== 0;
  if (token && (token.length !== 8 || even || family || additional)) throw new TurnError(400);
  if (additional && (family || isNextWanted || familyOfCode(additional[0]) !== 6)) throw new TurnError(400);
  const asked = family === undefined ? 4 : familyOfCode(family[0]);
  if (asked === undefined) throw new TurnError(440);
  return {
    families: additional ? [4, 6] : [asked],
    evenPort: even === undefined ? "any" : isNextWanted ? "even-and-next" : "even",
    token,
  };
}

const allocate: RequestHandler = async (asker, client, table) => {
  if (client.allocation) throw new TurnError(437);
  const { families, evenPort, token } = wishOf(asker.request);
  const lifetime = clamped(lifetimeOf(asker.request) ?? DEFAULT_LIFETIME);
  table.admit(asker.owner);
  const relays: RelaySocket[] = [];
  const more: NewAttribute[] = [];
  try {
    if (token) relays.push(table.ports.reserved(token));
    else
      for (const family of families) {
        try {
          if (table.publicAddress(family) === undefined) throw new TurnError(440);
          relays.push(await table.ports.open(family, { isEven: evenPort !== "any" }));
        } catch (error) {
          // §7.2: of two families, one may be missing.
          if (!(error instanceof TurnError) || families.length === 1) throw error;
          const code = errorCode(error.code);
          code[0] = family === 4 ? 1 : 2;
          more.push([ATTRIBUTE.ADDRESS_ERROR_CODE, code]);
        }
      }
    const [first] = relays;
    if (first === undefined) throw new TurnError(440);
    if (evenPort === "even-and-next") more.push([ATTRIBUTE.RESERVATION_TOKEN, await table.ports.reserveNext(first)]);
    // Meanwhile others may have come, and the asker may have gone.
    table.admit(asker.owner);
    if (client.isClosed) throw new TurnError(437);
  } catch (error) {
    for (const relay of relays) relay.close();
    throw error;
  }
  table.open(client, asker, relays);
  table.setLifetime(client, lifetime);
  const { transaction } = asker.request;
  return [
    ...relays.map(({ family, port }): NewAttribute => {
      const address = table.publicAddress(family) ?? "0.0.0.0";
      return [ATTRIBUTE.XOR_RELAYED_ADDRESS, xorAddress({ address, port }, transaction)];
    }),
    [ATTRIBUTE.LIFETIME, seconds(lifetime)],
    [ATTRIBUTE.XOR_MAPPED_ADDRESS, xorAddress(client, transaction)],
    ...more,
  ];
};

/** §5: the allocation of the asker. Throws TurnError 437 where there is none, 441 where it is somebody else's. */
function allocationOf(asker: Authenticated, { allocation }: TurnClient): Allocation {
  if (!allocation) throw new TurnError(437);
  if (allocation.username !== asker.username) throw new TurnError(441);
  return allocation;
}

const refresh: RequestHandler = (asker, client, table) => {
  const allocation = allocationOf(asker, client);
  const asked = lifetimeOf(asker.request) ?? DEFAULT_LIFETIME;
  const lifetime = asked === 0 ? 0 : clamped(asked);
  const family = attributeOf(asker.request, ATTRIBUTE.REQUESTED_ADDRESS_FAMILY);
  const of = family && familyOfCode(family[0]);
  // §8.2: of a dual allocation, one family may be given up alone.
  if (family && (of === undefined || !allocation.relays.has(of))) throw new TurnError(443);
  const isKept = of !== undefined && lifetime === 0 && allocation.closeRelay(of);
  if (!isKept) table.setLifetime(client, lifetime);
  return [[ATTRIBUTE.LIFETIME, seconds(lifetime)]];
};

/** §10.2, §12.2. Throws TurnError 400, 403 and 443. */
function peerOf(value: Buffer, { transaction }: StunMessage, allocation: Allocation, table: AllocationTable): Endpoint {
  const peer = readXorAddress(value, transaction);
  if (!peer) throw new TurnError(400);
  // An IPv4 address dressed as an IPv6 one.
  if (peer.family !== familyOf(peer.address)) throw new TurnError(403);
  if (!allocation.relays.has(peer.family)) throw new TurnError(443);
  if (!table.isOutsideAllowed(peer.address) && !table.isRelayAddress(peer.address)) throw new TurnError(403);
  return peer;
}

const createPermission: RequestHandler = (asker, client, table) => {
  const allocation = allocationOf(asker, client);
  const { request } = asker;
  const values = request.attributes.filter(({ type }) => type === ATTRIBUTE.XOR_PEER_ADDRESS);
  if (values.length === 0) throw new TurnError(400);
  const peers = values.map(({ value }) => peerOf(value, request, allocation, table));
  for (const { address } of peers) allocation.permit(address, { isOutside: table.isOutsideAllowed(address) });
  return [];
};

/** RFC 8656 §12 knows 0x4000 to 0x4FFF; clients of RFC 5766, coturn's among them, go on to 0x7FFE. */
const isChannel = (number: number): boolean => number >= 0x4000 && number <= 0x7ffe;

const channelBind: RequestHandler = (asker, client, table) => {
  const allocation = allocationOf(asker, client);
  const { request } = asker;
  const number = attributeOf(request, ATTRIBUTE.CHANNEL_NUMBER);
  const value = attributeOf(request, ATTRIBUTE.XOR_PEER_ADDRESS);
  if (number?.length !== 4 || !value || !isChannel(number.readUInt16BE(0))) throw new TurnError(400);
  const peer = peerOf(value, request, allocation, table);
  allocation.bindChannel(number.readUInt16BE(0), { address: peer.address, port: peer.port });
  allocation.permit(peer.address, { isOutside: table.isOutsideAllowed(peer.address) });
  return [];
};

/** By method. */
export const REQUESTS: ReadonlyMap<number, RequestHandler> = new Map([
  [METHOD.ALLOCATE, allocate],
  [METHOD.REFRESH, refresh],
  [METHOD.CREATE_PERMISSION, createPermission],
  [METHOD.CHANNEL_BIND, channelBind],
]);

/** §11.2: Send indications need a permission, and nothing else. */
export function receiveSend(message: StunMessage, { allocation }: TurnClient): void {
  const peer = readXorAddress(attributeOf(message, ATTRIBUTE.XOR_PEER_ADDRESS), message.transaction);
  const data = attributeOf(message, ATTRIBUTE.DATA);
  if (!allocation || !peer || !data || peer.family !== familyOf(peer.address)) return;
  allocation.sendToPeer(peer, data, undefined, attributeOf(message, ATTRIBUTE.DONT_FRAGMENT) !== undefined);
}

/** RFC 8489 §6.3.1: whether an attribute of a request may be left out, or is known; USERHASH is not. */
export const isUnderstood = (type: number): boolean =>
  !isRequired(type) || KNOWN.has(type) || (type === ATTRIBUTE.DONT_FRAGMENT && canForbidFragments());

const KNOWN: ReadonlySet<number> = new Set<number>([
  ...[ATTRIBUTE.MAPPED_ADDRESS, ATTRIBUTE.USERNAME, ATTRIBUTE.MESSAGE_INTEGRITY, ATTRIBUTE.ERROR_CODE],
  ...[ATTRIBUTE.UNKNOWN_ATTRIBUTES, ATTRIBUTE.CHANNEL_NUMBER, ATTRIBUTE.LIFETIME, ATTRIBUTE.XOR_PEER_ADDRESS],
  ...[ATTRIBUTE.DATA, ATTRIBUTE.REALM, ATTRIBUTE.NONCE, ATTRIBUTE.XOR_RELAYED_ADDRESS, ATTRIBUTE.EVEN_PORT],
  ...[ATTRIBUTE.REQUESTED_ADDRESS_FAMILY, ATTRIBUTE.REQUESTED_TRANSPORT, ATTRIBUTE.MESSAGE_INTEGRITY_SHA256],
  ...[ATTRIBUTE.PASSWORD_ALGORITHM, ATTRIBUTE.XOR_MAPPED_ADDRESS, ATTRIBUTE.RESERVATION_TOKEN],
  // RFC 8445 §16.1: PRIORITY and USE-CANDIDATE of connectivity checks that come to a server.
  ...[0x0024, 0x0025],
]);
