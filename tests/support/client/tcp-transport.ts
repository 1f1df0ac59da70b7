/** RFC 6120 §4: a test client's stream over TCP. */
import { StreamParser } from "../../../src/xml/stream-parser.ts";
import { RECEIVING_LIMITS, secure, type Transport, type TransportHandler, type TransportOptions } from "./transport.ts";
import { Wire } from "./wire.ts";

const STREAMS = "http://etherx.jabber.org/streams";

export async function connectTcp(options: TransportOptions, handler: TransportHandler): Promise<Transport> {
  const { header, element, closed, takes } = handler;
  const parser = new StreamParser(
    { open: header, element, close: () => closed("the server closed the stream") },
    RECEIVING_LIMITS,
  );
  const wire = await Wire.connect(options.host, options.port, {
    closed,
    bytes: (chunk) => {
      if (takes(chunk)) return;
      try {
        parser.write(chunk);
      } catch (error) {
        closed(`the server sent what is no XMPP: ${error}`);
        wire.destroy();
      }
    },
  });
  if (options.tls === "direct") await secure(wire, options, "xmpp-client");
  const { domain, from } = options;
  const addresses = `to='${domain}'${from === undefined ? "" : ` from='${from}'`}`;
  return {
    wire,
    open() {
      parser.reset();
      wire.send(
        `<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='${STREAMS}' ${addresses} version='1.0'>`,
      );
    },
    expectHeader: () => parser.reset(),
    send: (xml) => wire.send(xml),
    end() {
      wire.send("</stream:stream>");
      wire.end();
    },
    destroy: () => wire.destroy(),
  };
}
