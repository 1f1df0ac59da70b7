/** WebSocket (RFC 7395) and BOSH (XEP-0124): frames and bodies, however they are cut. */
import { Turns } from "../../../src/net/turns.ts";
import { readBodyAttributes } from "../../../src/stream/bosh/body-attributes.ts";
import { RequestBody } from "../../../src/stream/bosh/request-body.ts";
import { TerminalError } from "../../../src/stream/bosh/terminal-error.ts";
import { WebSocketFraming } from "../../../src/stream/framing-websocket.ts";
import { StreamError } from "../../../src/stream-error.ts";
import { limitsFor } from "../../../src/xml/limits.ts";
import { print } from "../../../src/xml/print.ts";
import { same, type Target, unlessRefused } from "../target.ts";

const LIMITS = limitsFor(10_000);
const OPEN = "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='localhost' version='1.0'/>";
const CLOSE = "<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>";
const MESSAGE = "<message xmlns='jabber:client' to='a@b'><body>x</body></message>";
/** Between frames, in an input. */
const BETWEEN = "\0";

export const webSocket: Target = {
  name: "websocket",
  seeds: [[OPEN, MESSAGE, CLOSE].join(BETWEEN), [OPEN, MESSAGE, OPEN, MESSAGE].join(BETWEEN), MESSAGE],
  words: [BETWEEN, OPEN, CLOSE, MESSAGE, "<", ">", " ", "xmlns=''"],
  check: (input) => {
    const heard: string[] = [];
    const nothing = (): void => {};
    const connection = {
      ...{ remoteAddress: "192.0.2.1", send: nothing, unsent: 0, whenDrained: nothing, authenticated: nothing },
      ...{ pause: nothing, resume: nothing, close: (code: number) => void heard.push(`close ${code}`) },
    };
    const failure = (event: { readonly error?: unknown }): never => {
      throw event.error;
    };
    const turns = new Turns({ isFull: () => false, monotonic: () => 0, log: { error: failure as never } });
    const framing = new WebSocketFraming(connection, LIMITS, turns);
    framing.listen({
      opened: (header) => void heard.push(`open ${header.attrs.to !== undefined}`),
      element: (element) => void heard.push(element.name.slice(0, 8)),
      ended: () => void heard.push("ended"),
      secured: nothing,
      failed: ({ condition }) => {
        heard.push(condition);
        framing.close();
      },
      lost: nothing,
    });
    for (const frame of input.toString().split(BETWEEN).slice(0, 50)) framing.message(frame);
    return heard.slice(0, 6).join(",");
  },
};

const NS = "http://jabber.org/protocol/httpbind";
const CREATE = `<body xmlns='${NS}' rid='1' to='localhost' xml:lang='en' wait='60' hold='1' ver='1.6' xmpp:version='1.0' xmlns:xmpp='urn:xmpp:xbosh'/>`;
const SEND = `<body xmlns='${NS}' rid='2' sid='s' key='${"a".repeat(40)}'>${MESSAGE}<iq xmlns='jabber:client' type='get'/></body>`;

export const bosh: Target = {
  name: "bosh",
  seeds: [CREATE, SEND, `<body xmlns='${NS}' rid='9007199254740991' sid='s' type='terminate' pause='3' ack='1'/>`],
  share: 0.5,
  words: ["<body", "</body>", "rid='0'", "rid='1e3'", "sid=''", "xmpp:restart='true'", "pause='-1'", "/>"],
  check: (input) => {
    const read = (size: number): readonly string[] => {
      const heard: string[] = [];
      const body = new RequestBody();
      try {
        for (let at = 0; at < input.length; at += size) body.receive(input.subarray(at, at + size));
        const { header } = body;
        if (header)
          heard.push(JSON.stringify(unlessRefused([TerminalError], () => readBodyAttributes(header))) ?? "no body");
        body.read(
          LIMITS,
          (payload) => void heard.push(print(payload)),
          () => false,
        );
      } catch (error) {
        if (!(error instanceof StreamError)) throw error;
        heard.push(`! ${error.condition}`);
      }
      return heard;
    };
    const whole = read(input.length || 1);
    // What is wrong may be noticed before anything else is handed over.
    const end = (heard: readonly string[]): unknown => (heard.at(-1)?.startsWith("!") ? heard.at(-1) : heard);
    if (input.length < 4096) for (const size of [1, 5]) same(`in pieces of ${size}`, end(read(size)), end(whole));
    return `${Math.min(whole.length, 5)} ${whole.at(-1)?.startsWith("!") ? whole.at(-1) : ""} ${whole[0]?.startsWith("{")}`;
  },
};
