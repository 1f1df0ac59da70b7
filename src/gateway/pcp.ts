/** RFC 6887: the Port Control Protocol, for forwarded ports (IPv4) and holes in a firewall (IPv6). */
import { isIPv4 } from "node:net";
import { canonicalAddress } from "../net/ip-address.ts";
import { natPmpExternal } from "./nat-pmp.ts";
import { type Mapping, MappingError, type MappingProblem, type PortMapper, type WantedPort } from "./report.ts";
import { ask, WORKING } from "./udp-exchange.ts";

/** §19.4. */
export const PCP_PORT = 5351;

const VERSION = 2;
const RESPONSE = 0x80;
const ANNOUNCE = 0;
const MAP = 1;
const HEADER_BYTES = 24;
const MAP_BYTES = 36;
/** §13.2: rather no mapping than one of another port. */
const PREFER_FAILURE = Uint8Array.of(2, 0, 0, 0);
/** Seconds. */
const SHORTEST = 1;
/** §7: an answer is not longer. */
const MAX_BYTES = 1100;
const PROTOCOL_NUMBERS = { tcp: 6, udp: 17 } as const;

/** §7.4. */
const PROBLEMS: ReadonlyMap<number, MappingProblem> = new Map([
  ...[2, 4, 5, 9, 12, 13].map((code) => [code, "refused"] as const),
  [7, "no-network"],
  [8, "no-resources"],
  [10, "no-resources"],
  [11, "conflict"],
]);

export interface PcpDeps {
  /** The router; with its zone where it is link-local. */
  readonly router: string;
  /** The address of this machine that the ports are of. */
  readonly client: string;
  /** §11.2: 12 bytes that others do not know; the same in each request for a mapping. */
  readonly nonceOf: (wanted: WantedPort, client: string) => Uint8Array;
  /** PCP_PORT, but in tests. */
  readonly port?: number;
}

interface Answer {
  readonly version: number;
  readonly opcode: number;
  readonly result: number;
  /** Seconds. */
  readonly lifetime: number;
  readonly epoch: number;
  /** What follows the header. */
  readonly data: DataView;
}

/** §7.1: an address in 16 bytes; an IPv4 one is mapped. */
export function addressBytes(address: string): Uint8Array {
  const bytes = new Uint8Array(16);
  if (isIPv4(address)) {
    bytes.set([0xff, 0xff, ...address.split(".").map(Number)], 10);
    return bytes;
  }
  const [head = "", tail] = (canonicalAddress(address) ?? "::").split("::");
  const first = head === "" ? [] : head.split(":");
  const last = tail === undefined || tail === "" ? [] : tail.split(":");
  const groups = [...first, ...Array<string>(8 - first.length - last.length).fill("0"), ...last];
  groups.forEach((group, index) => {
    const value = Number.parseInt(group, 16);
    bytes.set([value >> 8, value & 255], index * 2);
  });
  return bytes;
}

function addressIn(data: DataView, offset: number): string | undefined {
  const groups = Array.from({ length: 8 }, (_, index) => data.getUint16(offset + index * 2).toString(16));
  return canonicalAddress(groups.join(":"));
}

/** §7.1. */
function request(opcode: number, lifetime: number, client: string, data = new Uint8Array()): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + data.length);
  bytes.set([VERSION, opcode]);
  new DataView(bytes.buffer).setUint32(4, lifetime);
  bytes.set(addressBytes(client), 8);
  bytes.set(data, HEADER_BYTES);
  return bytes;
}

/** §11.1. */
function mapRequest({ client, nonceOf }: PcpDeps, wanted: WantedPort, lifetime: number): Uint8Array {
  // §15: what is taken back is named by its nonce, protocol and port alone.
  const isWanted = lifetime > 0;
  const data = new Uint8Array(MAP_BYTES + (isWanted ? PREFER_FAILURE.length : 0));
  const view = new DataView(data.buffer);
  data.set(nonceOf(wanted, client));
  data[12] = PROTOCOL_NUMBERS[wanted.transport];
  view.setUint16(16, wanted.port);
  if (isWanted) view.setUint16(18, wanted.port);
  data.set(addressBytes(isIPv4(client) ? "0.0.0.0" : isWanted ? client : "::"), 20);
  if (isWanted) data.set(PREFER_FAILURE, MAP_BYTES);
  return request(MAP, lifetime, client, data);
}

/** §7.2; undefined for what is no answer. A router that knows RFC 6886 alone answers with version 0 and result 1 (§9). */
function readAnswer(bytes: Uint8Array): Answer | undefined {
  if (bytes.length < 8 || bytes.length > MAX_BYTES || ((bytes[1] ?? 0) & RESPONSE) === 0) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const version = view.getUint8(0);
  const opcode = view.getUint8(1) & ~RESPONSE;
  if (version !== VERSION)
    return { version, opcode, result: 1, lifetime: 0, epoch: 0, data: new DataView(new ArrayBuffer(0)) };
  if (bytes.length < HEADER_BYTES || bytes.length % 4 !== 0) return undefined;
  const data = new DataView(bytes.buffer, bytes.byteOffset + HEADER_BYTES, bytes.length - HEADER_BYTES);
  return { version, opcode, result: view.getUint8(3), lifetime: view.getUint32(4), epoch: view.getUint32(8), data };
}

/** §11.4: the answer is to this mapping: opcode, nonce, protocol and internal port are the same. */
function isAnswerTo(asked: Uint8Array, { version, opcode, result, data }: Answer): boolean {
  if (version !== VERSION) return true;
  if (opcode !== MAP) return false;
  // A refusal may be without the rest (§8.2).
  if (data.byteLength < MAP_BYTES) return result !== 0;
  const same = (index: number): boolean => data.getUint8(index) === asked[HEADER_BYTES + index];
  return [...Array(13).keys(), 16, 17].every(same);
}

/** "pcp", "nat-pmp" (a router that knows RFC 6886 alone), or undefined where nothing answers. */
export async function pcpVersion({ router, client, port = PCP_PORT }: PcpDeps): Promise<"pcp" | "nat-pmp" | undefined> {
  const answer = await ask({ address: router, port, from: client }, request(ANNOUNCE, 0, client), (bytes) => {
    const read = readAnswer(bytes);
    return read && (read.version !== VERSION || read.opcode === ANNOUNCE) ? read : undefined;
  });
  if (!answer) return undefined;
  return answer.version === VERSION ? "pcp" : "nat-pmp";
}

/** Some say of an address that is not public that they have none to give away: by NAT-PMP, they say what it is. */
async function problemOf(result: number, { router, client, port = PCP_PORT }: PcpDeps): Promise<MappingProblem> {
  const problem = PROBLEMS.get(result) ?? "refused";
  if (problem !== "no-resources" || !isIPv4(client)) return problem;
  const hasNetwork = await natPmpExternal({ router, port }).then(
    () => true,
    (error: unknown) => !(error instanceof MappingError && error.problem === "no-network"),
  );
  return hasNetwork ? problem : "no-network";
}

export function pcpMapper(deps: PcpDeps): PortMapper {
  const { router, client, port = PCP_PORT } = deps;
  const map = async (wanted: WantedPort, lifetime: number): Promise<Mapping> => {
    const question = mapRequest(deps, wanted, lifetime);
    const read = (bytes: Uint8Array): Answer | undefined => {
      const found = readAnswer(bytes);
      return found && isAnswerTo(question, found) ? found : undefined;
    };
    const answer = await ask({ address: router, port, from: client }, question, read, WORKING);
    if (!answer) throw new MappingError("no-answer", "no answer to PCP MAP");
    const { result, data, epoch } = answer;
    if (result !== 0) throw new MappingError(await problemOf(result, deps), `PCP result ${result}`);
    if (lifetime > 0 && data.getUint16(18) !== wanted.port) {
      await map(wanted, 0).catch(() => {});
      throw new MappingError("conflict", `PCP gives port ${data.getUint16(18)}`);
    }
    const external = addressIn(data, 20);
    return { lifetime: answer.lifetime, epoch, external: external === "0.0.0.0" ? undefined : external };
  };
  return {
    protocol: "pcp",
    router,
    map,
    unmap: async (wanted) => {
      // miniupnpd 2.3.1 does not remove a hole that was renewed, but lets its life be shortened (§11.2.1).
      await map(wanted, 0).catch(() => map(wanted, SHORTEST));
    },
    // Each answer to a mapping has it.
    externalAddress: async () => undefined,
    // Not every router begins a new epoch when its address changes (§8.5): one port is asked for again.
    look: async (mapped, lifetime) => ({ ...(await map(mapped, lifetime)), isKept: true }),
  };
}
