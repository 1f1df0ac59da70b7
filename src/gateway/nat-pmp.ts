/** RFC 6886: the NAT Port Mapping Protocol. */
import { type Mapping, MappingError, type MappingProblem, type PortMapper, type WantedPort } from "./report.ts";
import { ask, WORKING } from "./udp-exchange.ts";

const PORT = 5351;
const VERSION = 0;
const RESPONSE = 0x80;
const EXTERNAL_ADDRESS = 0;
const OPCODES = { udp: 1, tcp: 2 } as const;
const EXTERNAL_BYTES = 12;
const MAPPING_BYTES = 16;

/** §3.5. */
const PROBLEMS: ReadonlyMap<number, MappingProblem> = new Map([
  [2, "refused"],
  [3, "no-network"],
  [4, "no-resources"],
]);

export interface NatPmpDeps {
  readonly router: string;
  /** 5351, but in tests. */
  readonly port?: number;
}

export interface NatPmpExternal {
  /** Undefined where the router has none now. */
  readonly address: string | undefined;
  /** Seconds. */
  readonly epoch: number;
}

/** An answer of this opcode and length, or one with an error, which may be shorter. Throws MappingError for an error. */
function answerTo(opcode: number, length: number, bytes: Uint8Array): DataView | undefined {
  if (bytes.length < 4 || bytes.length > MAPPING_BYTES || bytes[0] !== VERSION) return undefined;
  if (bytes[1] !== opcode + RESPONSE) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const result = view.getUint16(2);
  if (result !== 0) throw new MappingError(PROBLEMS.get(result) ?? "refused", `NAT-PMP result ${result}`);
  return bytes.length === length ? view : undefined;
}

/** The router's external address (§3.2) and its epoch, undefined where nothing answers. Rejects with MappingError. */
export async function natPmpExternal({ router, port = PORT }: NatPmpDeps): Promise<NatPmpExternal | undefined> {
  const answer = await ask({ address: router, port }, Uint8Array.of(VERSION, EXTERNAL_ADDRESS), (bytes) =>
    answerTo(EXTERNAL_ADDRESS, EXTERNAL_BYTES, bytes),
  );
  if (!answer) return undefined;
  const address = [8, 9, 10, 11].map((index) => answer.getUint8(index)).join(".");
  return { address: address === "0.0.0.0" ? undefined : address, epoch: answer.getUint32(4) };
}

export function natPmpMapper(deps: NatPmpDeps): PortMapper {
  const { router, port = PORT } = deps;
  /** §3.3; a `lifetime` of 0 takes it back (§3.4). */
  const map = async (wanted: WantedPort, lifetime: number): Promise<Mapping> => {
    const opcode = OPCODES[wanted.transport];
    const question = new Uint8Array(12);
    const view = new DataView(question.buffer);
    question.set([VERSION, opcode]);
    view.setUint16(4, wanted.port);
    view.setUint16(6, lifetime > 0 ? wanted.port : 0);
    view.setUint32(8, lifetime);
    const read = (bytes: Uint8Array): DataView | undefined => {
      const found = answerTo(opcode, MAPPING_BYTES, bytes);
      return found?.getUint16(8) === wanted.port ? found : undefined;
    };
    const answer = await ask({ address: router, port }, question, read, WORKING);
    if (!answer) throw new MappingError("no-answer", "no answer to NAT-PMP");
    const given = answer.getUint16(10);
    if (lifetime > 0 && given !== wanted.port) {
      await map(wanted, 0).catch(() => {});
      throw new MappingError("conflict", `NAT-PMP gives port ${given}`);
    }
    return { lifetime: answer.getUint32(12), epoch: answer.getUint32(4), external: undefined };
  };
  return {
    protocol: "nat-pmp",
    router,
    map,
    unmap: async (wanted) => void (await map(wanted, 0)),
    externalAddress: async () => (await natPmpExternal(deps))?.address,
    look: async () => {
      const answer = await natPmpExternal(deps);
      if (!answer) throw new MappingError("no-answer", "no answer to NAT-PMP");
      return { external: answer.address, epoch: answer.epoch, isKept: true };
    },
  };
}
