/** RFC 7395: a test client's stream over WebSocket. */
import type { Element } from "ltx";
import { parseFrame } from "../../../src/xml/parse-element.ts";
import { print } from "../../../src/xml/print.ts";
import { StreamParser } from "../../../src/xml/stream-parser.ts";
import { RECEIVING_LIMITS, secure, type Transport, type TransportHandler, type TransportOptions } from "./transport.ts";
import { closeCodeOf, type Frame, FrameReader, frame, OPCODE } from "./websocket-frames.ts";
import { Wire } from "./wire.ts";

const FRAMING = "urn:ietf:params:xml:ns:xmpp-framing";
const ROOT = "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";

/** Header fields beside those of every handshake, or in place of them. */
export type HandshakeFields = Readonly<Record<string, string>>;

/** RFC 6455 §4.1: the request that opens a WebSocket. */
export function handshake({ domain, port }: TransportOptions, fields: HandshakeFields = {}): string {
  const all: HandshakeFields = {
    Host: `${domain}:${port}`,
    Upgrade: "websocket",
    Connection: "Upgrade",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Protocol": "xmpp",
    ...fields,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `GET /xmpp-websocket HTTP/1.1\r\n${lines.join("")}\r\n`;
}

export async function connectWebSocket(options: TransportOptions, handler: TransportHandler): Promise<Transport> {
  const reader = new FrameReader();
  const upgraded = Promise.withResolvers<void>();
  let head: string | undefined = "";
  const wire = await Wire.connect(options.host, options.port, {
    closed: (reason) => {
      upgraded.reject(new Error(reason));
      handler.closed(reason);
    },
    bytes: (chunk) => {
      if (head === undefined) return read(chunk);
      head += Buffer.from(chunk).toString("latin1");
      const end = head.indexOf("\r\n\r\n");
      if (end < 0) return;
      const status = head.slice(0, head.indexOf("\r\n"));
      if (!status.includes(" 101 ")) return upgraded.reject(new Error(`no WebSocket: ${status}`));
      const rest = Buffer.from(head.slice(end + 4), "latin1");
      head = undefined;
      upgraded.resolve();
      read(rest);
    },
  });
  if (options.tls === "direct") await secure(wire, options, "http/1.1");
  wire.send(handshake(options));
  await upgraded.promise;

  function read(chunk: Uint8Array): void {
    if (handler.takes(chunk)) return;
    for (const each of reader.read(chunk)) take(each);
  }
  function take(received: Frame): void {
    if (received.opcode === OPCODE.text) return takeMessage(String(received.payload));
    if (received.opcode === OPCODE.ping) wire.send(frame(OPCODE.pong, received.payload));
    if (received.opcode !== OPCODE.close) return;
    wire.send(frame(OPCODE.close, received.payload));
    handler.closed(`the server closed the WebSocket: ${closeCodeOf(received)}`);
    wire.end();
  }
  function takeMessage(text: string): void {
    const element = parseFrame(text, RECEIVING_LIMITS);
    if (element.attrs.xmlns !== FRAMING) return handler.element(element);
    if (element.name === "open") handler.header(element);
    else handler.closed("the server closed the stream");
  }
  const sendText = (text: string): void => wire.send(frame(OPCODE.text, text));
  const from = options.from === undefined ? "" : ` from='${options.from}'`;
  return {
    wire,
    open: () => sendText(`<open xmlns='${FRAMING}' to='${options.domain}'${from} version='1.0'/>`),
    expectHeader: () => {},
    send(xml) {
      if (typeof xml === "string") for (const text of framesOf(xml)) sendText(text);
      else wire.send(xml);
    },
    end() {
      sendText(`<close xmlns='${FRAMING}'/>`);
      wire.send(frame(OPCODE.close, Buffer.from([0x03, 0xe8])));
      wire.end();
    },
    destroy: () => wire.destroy(),
  };
}

/** §3.3.3: each of these elements by itself, with its namespace. What is no sequence of elements is one message as it stands. */
function framesOf(text: string): readonly string[] {
  const elements: Element[] = [];
  let isClosed = false;
  const close = (): void => {
    isClosed = true;
  };
  const parser = new StreamParser(
    { open: () => {}, element: (each) => void elements.push(each), close },
    RECEIVING_LIMITS,
  );
  try {
    parser.write(Buffer.from(`${ROOT}${text}</stream:stream>`));
  } catch {
    return [text];
  }
  if (!isClosed) return [text];
  for (const element of elements) element.attrs.xmlns ??= "jabber:client";
  return elements.map(print);
}
