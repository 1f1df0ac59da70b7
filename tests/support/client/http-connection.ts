/** A test client's connection for HTTP/1.1 that stays open: one POST after another, byte for byte. */
import { secure, type TransportOptions } from "./transport.ts";
import { Wire } from "./wire.ts";

const HEAD_END = Buffer.from("\r\n\r\n");

export interface HttpAnswer {
  readonly status: number;
  /** As it was received. */
  readonly head: string;
  readonly body: Buffer;
}

export class HttpConnection {
  readonly #host: string;
  #received: Buffer = Buffer.alloc(0);
  #waiting: PromiseWithResolvers<HttpAnswer> | undefined;
  #end = "";
  wire: Wire = new Wire();

  private constructor(host: string) {
    this.#host = host;
  }

  /** Connects, under TLS where the options say so. `closed` is called once, when the connection is gone. */
  static async connect(
    options: TransportOptions,
    closed: (reason: string) => void = () => {},
  ): Promise<HttpConnection> {
    const connection = new HttpConnection(`${options.domain}:${options.port}`);
    connection.wire = await Wire.connect(options.host, options.port, {
      bytes: (chunk) => connection.#read(chunk),
      closed: (reason) => {
        connection.#end = reason;
        connection.#waiting?.reject(new Error(reason));
        closed(reason);
      },
    });
    if (options.tls === "direct") await secure(connection.wire, options, "http/1.1");
    return connection;
  }

  /** A POST is not answered yet. */
  get isBusy(): boolean {
    return this.#waiting !== undefined;
  }

  /** Rejects where the connection closes before the answer. */
  post(path: string, body: string): Promise<HttpAnswer> {
    if (this.#waiting) throw new Error("one POST at a time");
    const waiting = Promise.withResolvers<HttpAnswer>();
    if (!this.wire.isOpen) waiting.reject(new Error(this.#end));
    this.#waiting = waiting;
    this.wire.send(
      `POST ${path} HTTP/1.1\r\nHost: ${this.#host}\r\nContent-Type: text/xml; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
    return waiting.promise;
  }

  #read(chunk: Uint8Array): void {
    this.#received = this.#received.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.#received, chunk]);
    const headEnd = this.#received.indexOf(HEAD_END);
    if (headEnd < 0) return;
    const head = this.#received.toString("latin1", 0, headEnd);
    const from = headEnd + HEAD_END.length;
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
    if (this.#received.length < from + length) return;
    const body = this.#received.subarray(from, from + length);
    this.#received = this.#received.subarray(from + length);
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.resolve({ status: Number(head.slice("HTTP/1.1 ".length, "HTTP/1.1 200".length)), head, body });
  }
}
