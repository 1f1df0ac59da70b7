/** RFC 9112: one connection for requests of the bench, one after the other, on a native socket. */
import { Wire } from "../../support/client/wire.ts";

export interface HttpTarget {
  readonly host: string;
  readonly port: number;
  /** The name in SNI and in Host. */
  readonly domain: string;
}

export interface HttpAnswer {
  readonly status: number;
  /** The status line and the fields. */
  readonly head: string;
  /** Empty where only its bytes were counted. */
  readonly body: Buffer;
  readonly bodyBytes: number;
}

interface Pending {
  readonly resolve: (answer: HttpAnswer) => void;
  readonly reject: (error: Error) => void;
  readonly isCounted: boolean;
}

/** A response whose head has arrived. */
interface Incoming {
  readonly status: number;
  readonly head: string;
  readonly length: number;
  readonly chunks: Uint8Array[];
  arrived: number;
}

const END_OF_HEAD = Buffer.from("\r\n\r\n");

export class HttpConnection {
  readonly #target: HttpTarget;
  #wire = new Wire();
  #pending: Pending | undefined;
  #incoming: Incoming | undefined;
  /** The beginning of a head. */
  #unread: Uint8Array = Buffer.alloc(0);
  #upgraded: ((chunk: Uint8Array) => void) | undefined;

  private constructor(target: HttpTarget) {
    this.#target = target;
  }

  /** Connects with TLS, without looking at the certificate. */
  static async open(target: HttpTarget): Promise<HttpConnection> {
    const connection = new HttpConnection(target);
    connection.#wire = await Wire.connect(target.host, target.port, {
      bytes: (chunk) => connection.#read(chunk),
      closed: (reason) => connection.#fail(new Error(reason)),
    });
    await connection.#wire.startTls({ serverName: target.domain, alpn: "http/1.1" });
    return connection;
  }

  get isOpen(): boolean {
    return this.#wire.isOpen;
  }

  /** `fields` are lines, each with its line break. With `isCounted` the body of the response is counted and not kept. */
  request(method: string, path: string, fields = "", body?: Uint8Array, isCounted = false): Promise<HttpAnswer> {
    if (this.#pending) throw new Error("a request is under way");
    if (!this.isOpen) return Promise.reject(new Error("the connection is closed"));
    const { promise, resolve, reject } = Promise.withResolvers<HttpAnswer>();
    this.#pending = { resolve, reject, isCounted };
    const length = body === undefined ? "" : `Content-Length: ${body.length}\r\n`;
    const head = Buffer.from(
      `${method} ${path} HTTP/1.1\r\nHost: ${this.#target.domain}:${this.#target.port}\r\n${fields}${length}\r\n`,
    );
    // Small bodies in one write, as browsers send them.
    if (body && body.length < 65_536) this.#wire.send(Buffer.concat([head, body]));
    else {
      this.#wire.send(head);
      if (body) this.#wire.send(body);
    }
    return promise;
  }

  /** After an answer 101: what follows is given to `read`. */
  upgrade(read: (chunk: Uint8Array) => void): void {
    this.#upgraded = read;
    const rest = this.#unread;
    this.#unread = Buffer.alloc(0);
    if (rest.length > 0) read(rest);
  }

  /** Sends bytes as they are, once upgraded. */
  send(bytes: Uint8Array): void {
    this.#wire.send(bytes);
  }

  destroy(): void {
    this.#wire.destroy();
  }

  #read(chunk: Uint8Array): void {
    if (this.#upgraded) return this.#upgraded(chunk);
    if (this.#incoming) return this.#readBody(chunk);
    this.#unread = this.#unread.length === 0 ? Uint8Array.from(chunk) : Buffer.concat([this.#unread, chunk]);
    const bytes = Buffer.from(this.#unread.buffer, this.#unread.byteOffset, this.#unread.length);
    const end = bytes.indexOf(END_OF_HEAD);
    if (end < 0) return;
    const head = bytes.toString("latin1", 0, end);
    this.#unread = bytes.subarray(end + 4);
    const status = Number(head.slice(9, 12));
    if (status === 100) return this.#read(Buffer.alloc(0));
    if (/^transfer-encoding:/im.test(head)) return this.#fail(new Error(`a response in chunks is not read:\n${head}`));
    const length = status === 101 || status === 204 ? 0 : Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
    this.#incoming = { status, head, length, chunks: [], arrived: 0 };
    const body = this.#unread;
    this.#unread = Buffer.alloc(0);
    this.#readBody(body);
  }

  #readBody(chunk: Uint8Array): void {
    const [incoming, pending] = [this.#incoming, this.#pending];
    if (!incoming) return;
    const own = chunk.subarray(0, incoming.length - incoming.arrived);
    incoming.arrived += own.length;
    if (own.length > 0 && !pending?.isCounted) incoming.chunks.push(Uint8Array.from(own));
    if (incoming.arrived < incoming.length) return;
    this.#incoming = undefined;
    this.#pending = undefined;
    this.#unread = Uint8Array.from(chunk.subarray(own.length));
    const { status, head, chunks, arrived } = incoming;
    pending?.resolve({ status, head, body: Buffer.concat(chunks), bodyBytes: arrived });
  }

  #fail(error: Error): void {
    this.#pending?.reject(error);
    this.#pending = undefined;
    if (this.isOpen) this.destroy();
  }
}
