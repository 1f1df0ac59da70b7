/** RFC 7395: a test client's stream over WebSocket. */
import type { Element } from "ltx";
import { parseFrame } from "../../../src/xml/parse-element.ts";
import { print } from "../../../src/xml/print.ts";
import { StreamParser } from "../../../src/xml/stream-parser.ts";
import { RECEIVING_LIMITS, type Transport, type TransportHandler, type TransportOptions } from "./transport.ts";
import { TestWebSocket } from "./websocket.ts";
import { frame, OPCODE } from "./websocket-frames.ts";

export const FRAMING = "urn:ietf:params:xml:ns:xmpp-framing";
const ROOT = "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";

export async function connectWebSocket(options: TransportOptions, handler: TransportHandler): Promise<Transport> {
  const socket = await TestWebSocket.open(
    options,
    {
      message: (text) => {
        const element = parseFrame(text, RECEIVING_LIMITS);
        if (element.attrs.xmlns !== FRAMING) handler.element(element);
        else if (element.name === "open") handler.header(element);
        else handler.closed("the server closed the stream");
      },
      closed: handler.closed,
      takes: handler.takes,
    },
    options.fields,
  );
  const from = options.from === undefined ? "" : ` from='${options.from}'`;
  return {
    wire: socket.wire,
    open: () => socket.send(`<open xmlns='${FRAMING}' to='${options.domain}'${from} version='1.0'/>`),
    expectHeader: () => {},
    send(xml) {
      socket.wire.send(typeof xml === "string" ? framesOf(xml) : xml);
    },
    end() {
      socket.send(`<close xmlns='${FRAMING}'/>`);
      socket.close();
    },
    destroy: () => socket.wire.destroy(),
  };
}

/** §3.3.3: a frame for each of these elements, with its namespace. What is no sequence of elements is one message as it stands. */
export const framesOf = (text: string): Buffer =>
  Buffer.concat(messagesOf(text).map((message) => frame(OPCODE.text, message)));

function messagesOf(text: string): readonly string[] {
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
