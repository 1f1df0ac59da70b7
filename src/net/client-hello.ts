/** Reads what a TLS ClientHello asks for (RFC 8446 §4.1.2), before any handshake: its protocols (ALPN) and its name (SNI). */

export interface ClientHello {
  /** SNI (RFC 6066 §3); undefined for none. */
  readonly serverName: string | undefined;
  /** ALPN (RFC 7301 §3.1), in the client's order; empty for none. */
  readonly protocols: readonly string[];
}

/** "incomplete": more bytes are needed. "invalid": this is no TLS, or too long to be one. */
export type HelloResult = ClientHello | "incomplete" | "invalid";

const RECORD_HEADER_BYTES = 5;
const HANDSHAKE_HEADER_BYTES = 4;
const HANDSHAKE_RECORD = 22;
const CLIENT_HELLO = 1;
const SERVER_NAME = 0;
const ALPN = 16;
/** RFC 8446 §5.1: the length of one record. A ClientHello may be spread over several. */
const MAX_RECORD_BYTES = 16_384;
const MAX_HELLO_BYTES = 16_384;
/** Clients use one or two. Each is looked at again whenever more has come. */
const MAX_RECORDS = 2048;

/** Reads the first bytes of a connection. */
export function readClientHello(bytes: Uint8Array): HelloResult {
  const handshake = handshakeBytes(bytes);
  if (typeof handshake === "string") return handshake;
  try {
    return helloOf(handshake.subarray(HANDSHAKE_HEADER_BYTES));
  } catch (error) {
    if (error instanceof RangeError) return "invalid";
    throw error;
  }
}

/** The handshake message that the first records carry. */
function handshakeBytes(bytes: Uint8Array): Uint8Array | "incomplete" | "invalid" {
  const message = Buffer.alloc(bytes.length);
  let length = 0;
  let at = 0;
  for (let records = 0; records < MAX_RECORDS; records += 1) {
    if (at < bytes.length && bytes[at] !== HANDSHAKE_RECORD) return "invalid";
    const begin = at + RECORD_HEADER_BYTES;
    if (bytes.length < begin) return "incomplete";
    const size = uint16(bytes, at + 3);
    if (size === 0 || size > MAX_RECORD_BYTES) return "invalid";
    const part = bytes.subarray(begin, begin + size);
    message.set(part, length);
    length += part.length;
    if (length >= HANDSHAKE_HEADER_BYTES) {
      if (message[0] !== CLIENT_HELLO) return "invalid";
      const wanted = HANDSHAKE_HEADER_BYTES + message.readUIntBE(1, 3);
      if (wanted > MAX_HELLO_BYTES) return "invalid";
      if (length >= wanted) return message.subarray(0, wanted);
    }
    if (part.length < size) return "incomplete";
    at = begin + size;
  }
  return "invalid";
}

const uint16 = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);

/** Reads vectors with a length before them (RFC 8446 §3.4). Throws RangeError where it ends too early. */
class Vectors {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  take(length: number): Uint8Array {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new RangeError("the ClientHello ends too early");
    const taken = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }

  number(bytes: 1 | 2): number {
    const taken = this.take(bytes);
    return bytes === 1 ? (taken[0] ?? 0) : uint16(taken, 0);
  }

  vector(lengthBytes: 1 | 2): Uint8Array {
    return this.take(this.number(lengthBytes));
  }
}

function helloOf(bytes: Uint8Array): ClientHello {
  const hello = new Vectors(bytes);
  hello.take(2 + 32); // version and random
  hello.vector(1); // session id
  hello.vector(2); // cipher suites
  hello.vector(1); // compression methods
  let serverName: string | undefined;
  let protocols: readonly string[] = [];
  // TLS 1.2 without extensions ends here.
  const extensions = new Vectors(hello.isAtEnd ? new Uint8Array() : hello.vector(2));
  while (!extensions.isAtEnd) {
    const type = extensions.number(2);
    const content = extensions.vector(2);
    if (type === SERVER_NAME) serverName = nameIn(content);
    if (type === ALPN) protocols = protocolsIn(content);
  }
  return { serverName, protocols };
}

function nameIn(content: Uint8Array): string | undefined {
  const names = new Vectors(new Vectors(content).vector(2));
  while (!names.isAtEnd) {
    const isHostName = names.number(1) === 0;
    const name = names.vector(2);
    if (isHostName) return Buffer.from(name).toString("latin1");
  }
  return undefined;
}

function protocolsIn(content: Uint8Array): readonly string[] {
  const list = new Vectors(new Vectors(content).vector(2));
  const protocols: string[] = [];
  while (!list.isAtEnd) protocols.push(Buffer.from(list.vector(1)).toString("latin1"));
  return protocols;
}
