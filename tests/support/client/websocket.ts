/** A WebSocket of a test client (RFC 6455), which can also send what is none. */
import { secure, type TransportOptions } from "./transport.ts";
import { closeCodeOf, type Frame, FrameReader, frame, OPCODE } from "./websocket-frames.ts";
import { Wire } from "./wire.ts";

/** Header fields of the handshake in place of the usual ones; undefined leaves one out. */
export type HandshakeFields = Readonly<Record<string, string | undefined>>;

export interface WebSocketEvents {
  /** A text message. */
  readonly message: (text: string) => void;
  /** The connection has ended; `closeCode` is set where the server has sent a close frame. */
  readonly closed: (reason: string) => void;
  /** Whether received bytes are taken as they are. */
  readonly takes?: (chunk: Uint8Array) => boolean;
}

export class TestWebSocket {
  readonly wire = new Wire();
  /** Of the server's close frame (§7.4.1). */
  closeCode: number | undefined;
  /** What the server's pong frames bring back. */
  readonly pongs: string[] = [];
  readonly #events: WebSocketEvents;
  readonly #reader = new FrameReader();
  /** The status and header fields of the response, as they arrive. */
  #head = "";
  #isOpen = false;
  readonly #answered = Promise.withResolvers<void>();

  private constructor(events: WebSocketEvents) {
    this.#events = events;
  }

  /** Sends the handshake; rejects with the status line where the server does not answer it with a WebSocket. */
  static async open(
    options: TransportOptions,
    events: WebSocketEvents,
    fields?: HandshakeFields,
  ): Promise<TestWebSocket> {
    const socket = new TestWebSocket(events);
    const { wire } = socket;
    await wire.connect(options.host, options.port, {
      bytes: (chunk) => socket.#received(chunk),
      closed: (reason) => socket.#closed(reason),
    });
    if (options.tls === "direct") await secure(wire, options, "http/1.1");
    wire.send(handshake(options, fields));
    await socket.#answered.promise;
    return socket;
  }

  /** A header field of the server's response. */
  field(name: string): string | undefined {
    return new RegExp(`^${name}: *(.*?)\r$`, "im").exec(this.#head)?.[1];
  }

  send(text: string): void {
    this.wire.send(frame(OPCODE.text, text));
  }

  /** Sends a close frame, and ends the connection. */
  close(code = 1000): void {
    this.wire.send(frame(OPCODE.close, Buffer.from([code >> 8, code & 0xff])));
    this.wire.end();
  }

  #received(chunk: Uint8Array): void {
    if (!this.#isOpen) return this.#answer(chunk);
    if (this.#events.takes?.(chunk)) return;
    for (const each of this.#reader.read(chunk)) this.#take(each);
  }

  #answer(chunk: Uint8Array): void {
    const received = this.#head + Buffer.from(chunk).toString("latin1");
    const end = received.indexOf("\r\n\r\n");
    this.#head = end < 0 ? received : received.slice(0, end + 2);
    if (end < 0) return;
    const status = received.slice(0, received.indexOf("\r\n"));
    if (!status.includes(" 101 ")) return this.#answered.reject(new Error(status));
    this.#isOpen = true;
    this.#answered.resolve();
    this.#received(Buffer.from(received.slice(end + 4), "latin1"));
  }

  #take(received: Frame): void {
    const { opcode, payload } = received;
    if (opcode === OPCODE.text) this.#events.message(String(payload));
    else if (opcode === OPCODE.pong) this.pongs.push(String(payload));
    else if (opcode === OPCODE.ping) this.wire.send(frame(OPCODE.pong, payload));
    else if (opcode === OPCODE.close) {
      this.closeCode = closeCodeOf(received);
      this.#closed(`the server closed the WebSocket: ${this.closeCode}`);
      this.close(this.closeCode);
    }
  }

  #closed(reason: string): void {
    this.#answered.reject(new Error(reason));
    this.#events.closed(reason);
  }
}

/** §4.1: the request that opens a WebSocket. */
function handshake({ domain, port }: TransportOptions, fields: HandshakeFields = {}): string {
  const all: HandshakeFields = {
    Host: `${domain}:${port}`,
    Upgrade: "websocket",
    Connection: "Upgrade",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Protocol": "xmpp",
    ...fields,
  };
  const lines = Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : `${name}: ${value}\r\n`));
  return `GET /xmpp-websocket HTTP/1.1\r\n${lines.join("")}\r\n`;
}
