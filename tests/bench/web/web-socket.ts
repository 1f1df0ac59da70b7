/** RFC 6455 and RFC 7395: the client's side of a WebSocket for XMPP, as cheap as possible for the load generator. */
import { closeCodeOf, type Frame, FrameReader, frame, OPCODE } from "../../support/client/websocket-frames.ts";
import { HttpConnection, type HttpTarget } from "./http-connection.ts";
import { WebClient } from "./web-client.ts";

const FRAMING = "urn:ietf:params:xml:ns:xmpp-framing";
const UPGRADE =
  "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n" +
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: xmpp\r\n";

export class WebSocketClient extends WebClient {
  readonly #connection: HttpConnection;
  readonly #reader = new FrameReader();

  private constructor(connection: HttpConnection, domain: string) {
    super(domain);
    this.#connection = connection;
  }

  static async open(target: HttpTarget, path: string): Promise<WebSocketClient> {
    const connection = await HttpConnection.open(target);
    const { status, head } = await connection.request("GET", path, UPGRADE);
    if (status !== 101) throw new Error(`no WebSocket: ${head}`);
    const client = new WebSocketClient(connection, target.domain);
    connection.upgrade((chunk) => {
      for (const each of client.#reader.read(chunk)) client.#take(each);
    });
    return client;
  }

  override get isOpen(): boolean {
    return this.#connection.isOpen;
  }

  override openStream(): void {
    this.sendText(`<open xmlns='${FRAMING}' to='${this.domain}' version='1.0'/>`);
  }

  protected override sendText(text: string): void {
    this.#connection.send(frame(OPCODE.text, text));
  }

  override destroy(): void {
    this.#connection.destroy();
  }

  #take(received: Frame): void {
    const { opcode, payload } = received;
    if (opcode === OPCODE.text) this.read(payload);
    else if (opcode === OPCODE.ping) this.#connection.send(frame(OPCODE.pong, payload));
    else if (opcode === OPCODE.close) this.fail(new Error(`the server closed the WebSocket: ${closeCodeOf(received)}`));
  }
}
