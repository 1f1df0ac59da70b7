/** XEP-0206: a test client's stream over BOSH: two connections that stay open, of which one waits (hold='1'). */
import { Element } from "ltx";
import { BOSH_PATH } from "../../../src/http.ts";
import { StreamParser } from "../../../src/xml/stream-parser.ts";
import { HttpConnection } from "./http-connection.ts";
import { RECEIVING_LIMITS, type Transport, type TransportHandler, type TransportOptions } from "./transport.ts";

const BOSH = "http://jabber.org/protocol/httpbind";
const XBOSH = "xmlns:xmpp='urn:xmpp:xbosh'";

/** At once, as this server and others allow it. */
const MAX_REQUESTS = 2;

/** The start tag of a <body/>, and its payloads. */
export interface Body {
  readonly attrs: Readonly<Record<string, string | undefined>>;
  readonly payloads: readonly Element[];
}

/** Throws StreamError. */
export function parseBody(text: Uint8Array): Body {
  let attrs: Body["attrs"] = {};
  const payloads: Element[] = [];
  const open = (header: Element): void => {
    attrs = header.attrs;
  };
  new StreamParser(
    { open, element: (each) => void payloads.push(each), close: () => {} },
    RECEIVING_LIMITS,
    "body",
  ).write(text);
  return { attrs, payloads };
}

interface Outgoing {
  readonly attributes: string;
  payloads: string;
}

export async function connectBosh(options: TransportOptions, handler: TransportHandler): Promise<Transport> {
  const connections: HttpConnection[] = [];
  for (let i = 0; i < MAX_REQUESTS; i += 1) connections.push(await HttpConnection.connect(options, handler.closed));
  const { domain } = options;
  const from = options.from === undefined ? "" : ` from='${options.from}'`;
  /** What waits for a connection, oldest first. */
  const queue: Outgoing[] = [];
  /** The responses to those on their way, by rid. */
  const answered = new Map<number, Buffer>();
  let rid = Math.floor(Math.random() * 2 ** 50);
  let next = rid + 1;
  let sid: string | undefined;
  let isPlanned = false;
  let isOver = false;

  function enqueue(attributes: string, payloads = ""): void {
    const last = queue.at(-1);
    if (last && attributes === "" && last.attributes === "") last.payloads += payloads;
    else queue.push({ attributes, payloads });
    if (isPlanned) return;
    isPlanned = true;
    queueMicrotask(() => {
      isPlanned = false;
      flush();
    });
  }

  function flush(): void {
    while (!isOver) {
      const free = connections.filter(({ isBusy }) => !isBusy);
      const [connection] = free;
      // The session has no id before the first response.
      const mayPost = connection && (sid !== undefined || free.length === MAX_REQUESTS);
      const isIdle = free.length === MAX_REQUESTS && sid !== undefined;
      const outgoing = mayPost ? (queue.shift() ?? (isIdle ? { attributes: "", payloads: "" } : undefined)) : undefined;
      if (!connection || !outgoing) return;
      post(connection, outgoing);
    }
  }

  function post(connection: HttpConnection, { attributes, payloads }: Outgoing): void {
    rid += 1;
    const own = rid;
    const start = `<body xmlns='${BOSH}' rid='${own}'${sid === undefined ? "" : ` sid='${sid}'`}${attributes}`;
    connection.post(BOSH_PATH, payloads === "" ? `${start}/>` : `${start}>${payloads}</body>`).then(
      ({ status, body }) => {
        if (status !== 200) handler.closed(`the server answered ${status}`);
        answered.set(own, body);
        take();
        flush();
      },
      () => {},
    );
  }

  /** §14.2: in the order of the requests. */
  function take(): void {
    for (let body = answered.get(next); body !== undefined; body = answered.get(next)) {
      answered.delete(next);
      next += 1;
      const isTaken = handler.takes(body);
      if (isTaken && !body.includes("terminate")) continue;
      const { attrs, payloads } = parseBody(body);
      if (attrs.sid !== undefined) sid = attrs.sid;
      if (attrs.authid !== undefined) handler.header(headerOf(attrs));
      if (!isTaken) for (const payload of payloads) handler.element(payload);
      if (attrs.type !== "terminate") continue;
      isOver = true;
      handler.closed(
        attrs.condition === undefined ? "the session has ended" : `the session has ended: ${attrs.condition}`,
      );
    }
  }

  return {
    get wire() {
      const [first] = connections;
      if (!first) throw new Error("no connection");
      return first.wire;
    },
    open() {
      if (sid !== undefined) return enqueue(` to='${domain}' xmpp:restart='true' ${XBOSH}`);
      enqueue(` to='${domain}'${from} wait='60' hold='1' ver='1.11' xml:lang='en' xmpp:version='1.0' ${XBOSH}`);
    },
    expectHeader: () => {},
    send: (xml) => enqueue("", typeof xml === "string" ? xml : Buffer.from(xml).toString()),
    end: () => enqueue(" type='terminate'"),
    destroy() {
      isOver = true;
      for (const { wire } of connections) wire.destroy();
    },
  };
}

/** What a stream's header would say (XEP-0206 §4). */
const headerOf = ({ authid: id, from, "xmpp:version": version }: Body["attrs"]): Element =>
  new Element("stream:stream", { id, from, version, "xml:lang": "en" });
