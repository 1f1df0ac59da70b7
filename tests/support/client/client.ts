/** A small XMPP client for tests and the bench: sends exactly what it is given, and keeps what it receives in order. */
import { Element } from "ltx";
import { connectBosh } from "./bosh-transport.ts";
import { Inbox, type Predicate } from "./inbox.ts";
import { authenticate, type Credentials } from "./sasl.ts";
import { SM, StreamManagement } from "./stream-management.ts";
import { connectTcp } from "./tcp-transport.ts";
import {
  secure,
  type Transport,
  type TransportHandler,
  type TransportName,
  type TransportOptions,
} from "./transport.ts";
import { connectWebSocket } from "./websocket-transport.ts";
import type { Wire } from "./wire.ts";

export interface ClientOptions extends TransportOptions {
  /** How long any step may take, in milliseconds. */
  readonly timeout?: number;
}

export type Login = Credentials & {
  /** The resource; by default the server generates it. */
  readonly resource?: string;
};

type Connect = (options: TransportOptions, handler: TransportHandler) => Promise<Transport>;

const CONNECT: Readonly<Record<TransportName, Connect>> = {
  tcp: connectTcp,
  websocket: connectWebSocket,
  bosh: connectBosh,
};

const TLS = "urn:ietf:params:xml:ns:xmpp-tls";
const BIND = "urn:ietf:params:xml:ns:xmpp-bind";
const SESSION = "urn:ietf:params:xml:ns:xmpp-session";

export class Client {
  readonly options: ClientOptions;
  readonly inbox = new Inbox();
  readonly acks = new StreamManagement((element) => this.send(element));
  /** Resolves with the reason when the connection has ended. */
  readonly closed: Promise<string>;
  /** Receives every element in place of the inbox: for loads, where nothing may be kept. */
  onElement: ((element: Element) => void) | undefined;
  /** Receives all bytes in place of the parser: for loads where parsing would cost too much. */
  onBytes: ((chunk: Uint8Array) => void) | undefined;
  /** The server's stream header, its features, and the client's full JID, once they are known. */
  header: Element = new Element("stream:stream");
  features: Element = new Element("stream:features");
  jid = "";
  mechanism = "";
  #transport: Transport | undefined;
  #ids = 0;
  readonly #timeout: number;
  readonly #ended: (reason: string) => void;

  constructor(options: ClientOptions) {
    this.options = options;
    this.#timeout = options.timeout ?? 10_000;
    const { promise, resolve } = Promise.withResolvers<string>();
    this.closed = promise;
    this.#ended = resolve;
  }

  /** Connects, secures the connection as configured, opens a stream, and waits for its features. */
  static async connect(options: ClientOptions): Promise<Client> {
    const client = new Client(options);
    client.#transport = await CONNECT[options.transport ?? "tcp"](options, {
      header: (header) => {
        client.header = header;
      },
      element: (element) => client.#take(element),
      closed: (reason) => client.#end(reason),
      takes: (chunk) => {
        client.onBytes?.(chunk);
        return client.onBytes !== undefined;
      },
    });
    await client.openStream();
    if (options.tls === "starttls") await client.startTls();
    return client;
  }

  get wire(): Wire {
    return this.#connected.wire;
  }

  /** connect(), then login(). */
  static async login(options: ClientOptions, login: Login): Promise<Client> {
    const client = await Client.connect(options);
    try {
      await client.login(login);
    } catch (error) {
      client.destroy();
      throw error;
    }
    return client;
  }

  /** Opens a new stream (RFC 6120 §4.2, §4.3.3) and waits for the server's features. */
  async openStream(): Promise<void> {
    this.#connected.open();
    this.features = await this.receive(({ name }) => name === "stream:features");
  }

  /** A new stream header of the server follows. */
  expectHeader(): void {
    this.#connected.expectHeader();
  }

  /** RFC 6120 §5.4. */
  async startTls(): Promise<void> {
    this.send(`<starttls xmlns='${TLS}'/>`);
    const answer = await this.receive(({ attrs }) => attrs.xmlns === TLS);
    if (answer.name !== "proceed") throw new Error(`STARTTLS: ${answer}`);
    await secure(this.wire, this.options);
    await this.openStream();
  }

  /** Authenticates, restarts the stream and binds a resource. Throws SaslFailure when authentication fails. */
  async login(login: Login): Promise<void> {
    await this.authenticate(login);
    await this.bind(login.resource);
  }

  /** RFC 6120 §6. */
  async authenticate(credentials: Credentials): Promise<void> {
    const answers = new Set(["challenge", "success", "failure"]);
    const line = {
      features: this.features,
      exporter: () => this.wire.exporter(),
      send: (element: Element) => this.send(element),
      reply: () => this.receive(({ name }) => answers.has(name)),
    };
    this.mechanism = await authenticate(line, credentials);
    await this.openStream();
  }

  /** RFC 6120 §7; and RFC 3921 §3 where the server requires a session. */
  async bind(resource?: string): Promise<void> {
    const request = new Element("bind", { xmlns: BIND });
    if (resource !== undefined) request.c("resource").t(resource);
    const { children } = await this.iq("set", request);
    this.jid = (children[0] as Element).getChildText("jid") ?? "";
    const session = this.features.getChild("session", SESSION);
    if (session && !session.getChild("optional")) await this.iq("set", new Element("session", { xmlns: SESSION }));
  }

  /** XEP-0198 §3: resolves with <enabled/> or <failed/>. */
  enableAcks(resume = false): Promise<Element> {
    this.send(`<enable xmlns='${SM}'${resume ? " resume='true'" : ""}/>`);
    return this.receive(({ name, attrs }) => attrs.xmlns === SM && (name === "enabled" || name === "failed"));
  }

  /** XEP-0198 §5, on an authenticated stream without a resource: resolves with <resumed/> or <failed/>. */
  async resume(previous: Client, id: string): Promise<Element> {
    this.acks.received = previous.acks.received;
    this.jid = previous.jid;
    this.send(`<resume xmlns='${SM}' h='${previous.acks.received}' previd='${id}'/>`);
    return this.receive(({ name, attrs }) => attrs.xmlns === SM && (name === "resumed" || name === "failed"));
  }

  /** Sends <r/>; resolves with the `h` of the answer. */
  async confirmed(): Promise<number> {
    this.send(`<r xmlns='${SM}'/>`);
    const { attrs } = await this.receive(({ name, attrs }) => name === "a" && attrs.xmlns === SM);
    return Number(attrs.h);
  }

  /** Sends a request; resolves with its result. Rejects with the error stanza as text. */
  async iq(type: "get" | "set", payload: Element, to?: string): Promise<Element> {
    this.#ids += 1;
    const id = `c${this.#ids}`;
    this.send(new Element("iq", { type, id, ...(to === undefined ? {} : { to }) }).cnode(payload).root());
    const answer = await this.receive(({ name, attrs }) => name === "iq" && attrs.id === id && attrs.type !== type);
    if (answer.attrs.type === "error") throw new Error(String(answer));
    return answer;
  }

  /** Sends an element, or a string unchanged, which need not be XML. */
  send(xml: string | Element | Uint8Array): void {
    this.#connected.send(xml instanceof Element ? xml.toString() : xml);
  }

  /** The earliest element not yet taken that satisfies the predicate. Rejects after `timeout` ms, or when the connection ends. */
  receive(predicate: Predicate, timeout = this.#timeout): Promise<Element> {
    return this.inbox.take(predicate, timeout);
  }

  /** Closes the stream, then the connection. Resolves with the reason why it ended. */
  end(): Promise<string> {
    this.#connected.end();
    return this.closed;
  }

  /** Cuts the connection without closing the stream: the session stays resumable with XEP-0198. */
  destroy(): void {
    this.#connected.destroy();
  }

  get #connected(): Transport {
    if (!this.#transport) throw new Error("not connected yet");
    return this.#transport;
  }

  #take(element: Element): void {
    this.acks.notice(element);
    if (this.onElement) this.onElement(element);
    else this.inbox.put(element);
  }

  #end(reason: string): void {
    this.inbox.fail(new Error(reason));
    this.#ended(reason);
  }
}
