/** RFC 6455 §5: the frames of a WebSocket, as a client sends and reads them. */

export const OPCODE = { continuation: 0x0, text: 0x1, binary: 0x2, close: 0x8, ping: 0x9, pong: 0xa } as const;

export interface Frame {
  readonly opcode: number;
  readonly isFinal: boolean;
  readonly payload: Buffer;
}

export interface FrameOptions {
  /** By default the last of its message. */
  readonly isFinal?: boolean;
  /** By default masked, as §5.3 wants it of clients. */
  readonly isMasked?: boolean;
  /** The length that the header announces, where it is another than the payload's. */
  readonly announced?: bigint;
}

/** A frame to be sent. The mask is zero, which changes nothing in the payload. */
export function frame(opcode: number, payload: string | Uint8Array, options: FrameOptions = {}): Buffer {
  const bytes = Buffer.from(payload);
  const { isFinal = true, isMasked = true, announced = BigInt(bytes.length) } = options;
  return Buffer.concat([
    Buffer.from([(isFinal ? 0x80 : 0) | opcode]),
    lengthOf(announced, isMasked ? 0x80 : 0),
    Buffer.alloc(isMasked ? 4 : 0),
    bytes,
  ]);
}

function lengthOf(length: bigint, mask: number): Buffer {
  if (length < 126n) return Buffer.from([mask | Number(length)]);
  const long = length > 0xffffn;
  const header = Buffer.alloc(long ? 9 : 3, mask | (long ? 127 : 126));
  if (long) header.writeBigUInt64BE(length, 1);
  else header.writeUInt16BE(Number(length), 1);
  return header;
}

/** The code of a close frame (§5.5.1); 1005 where it has none (§7.1.5). */
export const closeCodeOf = ({ payload }: Frame): number => (payload.length < 2 ? 1005 : payload.readUInt16BE());

/** Splits what a server sends, in chunks of any size, into frames. */
export class FrameReader {
  #rest = Buffer.alloc(0);

  read(chunk: Uint8Array): Frame[] {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    const frames: Frame[] = [];
    for (let next = this.#next(); next; next = this.#next()) frames.push(next);
    return frames;
  }

  #next(): Frame | undefined {
    const bytes = this.#rest;
    const short = (bytes[1] ?? 0) & 0x7f;
    const start = short === 127 ? 10 : short === 126 ? 4 : 2;
    if (bytes.length < start) return undefined;
    const length = short === 127 ? Number(bytes.readBigUInt64BE(2)) : short === 126 ? bytes.readUInt16BE(2) : short;
    if (bytes.length < start + length) return undefined;
    this.#rest = bytes.subarray(start + length);
    const first = bytes[0] ?? 0;
    return { opcode: first & 0x0f, isFinal: first >= 0x80, payload: bytes.subarray(start, start + length) };
  }
}
