/** Another server that a test plays word for word, and the connection to it. */
import type { Connection, ConnectionHandler, TlsFacts } from "../../net/connection.ts";
import type { DialOrder } from "./connector.ts";

/** The other end of a connection of ours. */
export interface ScriptedPeer {
  /** What was said to it since the last call of this. */
  hears(): string;
  says(text: string): void;
  /** Its connection breaks. */
  breaks(): void;
  /** From now on it takes nothing of what it is sent, until it does again. */
  stopsReading(): void;
  reads(): void;
  readonly isClosed: boolean;
}

const quiet = (): void => {};

/** `certified`: what its certificate is valid for; "none" is without TLS. */
export function connectionTo(
  order: DialOrder,
  certified: readonly string[] | "none",
  isDirect: boolean,
): { readonly connection: Connection; readonly peer: ScriptedPeer } {
  const facts: TlsFacts = {
    version: "TLSv1.3",
    serverName: undefined,
    alpn: undefined,
    exporter: () => undefined,
    endPoint: undefined,
    peerChain: certified === "none" ? [] : certified.map((name) => new Uint8Array(Buffer.from(name))),
  };
  let heard = "";
  let tls = isDirect && certified !== "none" ? facts : undefined;
  let isClosed = false;
  let isReading = true;
  let waiting: (() => void)[] = [];
  const close = (): void => {
    if (isClosed) return;
    isClosed = true;
    queueMicrotask(() => handler.closed());
  };
  const connection: Connection = {
    remoteAddress: "192.0.2.1",
    remotePort: 5270,
    localPort: 40_000,
    get tls() {
      return tls;
    },
    send: (data) => {
      if (!isClosed) heard += typeof data === "string" ? data : Buffer.from(data).toString();
    },
    flush: quiet,
    drained: (callback) => {
      if (isReading) queueMicrotask(callback);
      else waiting.push(callback);
    },
    startTls: () => {
      tls = facts;
      queueMicrotask(() => handler.secured?.());
    },
    established: quiet,
    pause: quiet,
    resume: quiet,
    end: close,
    destroy: close,
  };
  const handler: ConnectionHandler = order.accept(connection);
  const peer: ScriptedPeer = {
    hears: () => {
      const fresh = heard;
      heard = "";
      return fresh;
    },
    says: (text) => {
      if (!isClosed) handler.data(Buffer.from(text));
    },
    breaks: close,
    stopsReading: () => {
      isReading = false;
    },
    reads: () => {
      isReading = true;
      for (const callback of waiting.splice(0)) queueMicrotask(callback);
      waiting = [];
    },
    get isClosed() {
      return isClosed;
    },
  };
  return { connection, peer };
}

/** The header and the features of the other server. */
export const welcome = (features: string, { from = "montague.example", id = "s1" } = {}): string =>
  `<stream:stream xmlns="jabber:server" xmlns:db="jabber:server:dialback" ` +
  `xmlns:stream="http://etherx.jabber.org/streams" from="${from}" to="capulet.example" id="${id}" version="1.0">` +
  `<stream:features>${features}</stream:features>`;

export const STARTTLS = '<starttls xmlns="urn:ietf:params:xml:ns:xmpp-tls"><required/></starttls>';
export const PROCEED = '<proceed xmlns="urn:ietf:params:xml:ns:xmpp-tls"/>';
export const EXTERNAL =
  '<mechanisms xmlns="urn:ietf:params:xml:ns:xmpp-sasl"><mechanism>EXTERNAL</mechanism></mechanisms>';
export const SUCCESS = '<success xmlns="urn:ietf:params:xml:ns:xmpp-sasl"/>';
export const DIALBACK = '<dialback xmlns="urn:xmpp:features:dialback"><errors/></dialback>';
export const BIDI = '<bidi xmlns="urn:xmpp:features:bidi"/>';
export const SM = '<sm xmlns="urn:xmpp:sm:3"/>';
