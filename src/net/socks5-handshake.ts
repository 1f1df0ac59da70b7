/** The SOCKS5 handshake (RFC 1928) as XEP-0065 uses it: no authentication, CONNECT to a domain name. */
const VERSION = 5;
const NO_AUTHENTICATION = 0;
const NO_METHOD = 0xff;
const CONNECT = 1;
const NAME = 3;
const [NOT_ALLOWED, NO_SUCH_COMMAND, NO_SUCH_ADDRESS] = [2, 7, 8] as const;

export type HandshakeStep =
  | { readonly is: "more" }
  /** The method is negotiated. */
  | { readonly is: "greeted"; readonly reply: Uint8Array }
  /** `rest`: the bytes after the request. */
  | { readonly is: "connect"; readonly name: string; readonly rest: Uint8Array }
  | { readonly is: "refused"; readonly reply: Uint8Array };

const refused = (...reply: readonly number[]): HandshakeStep => ({ is: "refused", reply: Uint8Array.from(reply) });
const MORE: HandshakeStep = { is: "more" };

/** Reads what a client sends until it is connected: a few hundred bytes at most. */
export class Socks5Handshake {
  #bytes: Buffer = Buffer.alloc(0);
  #isGreeted = false;

  /** Takes what has arrived; to be called with no bytes after "greeted", because the request may have come with the greeting. */
  read(bytes: Uint8Array): HandshakeStep {
    this.#bytes = Buffer.concat([this.#bytes, bytes]);
    return this.#isGreeted ? this.#request() : this.#greeting();
  }

  /** §3. */
  #greeting(): HandshakeStep {
    const [version, count] = this.#bytes;
    if (version !== undefined && version !== VERSION) return refused();
    if (count === undefined || this.#bytes.length < 2 + count) return MORE;
    const methods = this.#bytes.subarray(2, 2 + count);
    this.#bytes = this.#bytes.subarray(2 + count);
    if (!methods.includes(NO_AUTHENTICATION)) return refused(VERSION, NO_METHOD);
    this.#isGreeted = true;
    return { is: "greeted", reply: Uint8Array.of(VERSION, NO_AUTHENTICATION) };
  }

  /** §4. */
  #request(): HandshakeStep {
    const [version, command, , type, length] = this.#bytes;
    if (version !== undefined && version !== VERSION) return refused();
    if (command !== undefined && command !== CONNECT) return refused(...replyWith(NO_SUCH_COMMAND, ""));
    if (type !== undefined && type !== NAME) return refused(...replyWith(NO_SUCH_ADDRESS, ""));
    const end = 5 + (length ?? 0) + 2;
    if (length === undefined || this.#bytes.length < end) return MORE;
    const name = this.#bytes.toString("latin1", 5, 5 + length);
    const rest = this.#bytes.subarray(end);
    return this.#bytes.readUInt16BE(end - 2) === 0
      ? { is: "connect", name, rest }
      : refused(...replyWith(NOT_ALLOWED, name));
  }
}

/** §6; XEP-0065 §6.3.2: with the requested address. */
const replyWith = (status: number, name: string): Uint8Array =>
  Uint8Array.of(VERSION, status, 0, NAME, name.length, ...Buffer.from(name, "latin1"), 0, 0);

export const connected = (name: string): Uint8Array => replyWith(0, name);
export const notAllowed = (name: string): Uint8Array => replyWith(NOT_ALLOWED, name);
