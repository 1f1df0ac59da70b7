/** A remote server scripted by a test over real sockets. */
import { readFileSync } from "node:fs";
import { connect as connectTcp, createServer, type Socket } from "node:net";
import { connect as connectTls, createSecureContext, TLSSocket } from "node:tls";
import { Element } from "ltx";
import { parseElement } from "../../../src/xml/parse-element.ts";
import { StreamParser } from "../../../src/xml/stream-parser.ts";
import { Inbox } from "../client/inbox.ts";
import { covers } from "../covers.ts";
import type { IssuedCertificate } from "../network/network-host.ts";
import type { TestServer } from "../server.ts";

const LIMITS = { stanzaBytes: 10_000_000, weight: 100_000_000, depth: 1000, attributes: 1000 };
const TIMEOUT_MS = 20_000;
const STREAMS = "http://etherx.jabber.org/streams";
const TLS = "urn:ietf:params:xml:ns:xmpp-tls";

export const SM = "urn:xmpp:sm:3";
export const SASL = "urn:ietf:params:xml:ns:xmpp-sasl";

export class ForeignStream {
  readonly inbox = new Inbox();
  /** Resolves when the connection has ended. */
  readonly closed: Promise<void>;
  /** The last stream header received. */
  header: Element = new Element("stream:stream");
  #socket: Socket;
  #parser = this.#newParser();
  readonly #ended: () => void;

  constructor(socket: Socket) {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.closed = promise;
    this.#ended = resolve;
    this.#socket = socket;
    this.#listen(socket);
  }

  sends(text: string): void {
    this.#socket.write(text);
  }

  /** Sends the header of an initiating server. */
  opens(from: string, to: string, attributes = ""): void {
    const names = `xmlns="jabber:server" xmlns:db="jabber:server:dialback" xmlns:stream="${STREAMS}"`;
    this.sends(`<stream:stream ${names} from="${from}" to="${to}" version="1.0" ${attributes}>`);
  }

  /** Sends the header of a receiving server, and features. */
  answers(from: string, to: string, id: string, receivesFeatures = ""): void {
    this.opens(from, to, `id="${id}"`);
    this.sends(`<stream:features>${receivesFeatures}</stream:features>`);
  }

  /** The dNSNames of the peer's certificate. */
  get peerNames(): string {
    return this.#socket instanceof TLSSocket ? (this.#socket.getPeerCertificate().subjectaltname ?? "") : "";
  }

  /** Takes the earliest element not yet taken that covers `pattern`. */
  receives(pattern: string): Promise<Element> {
    const wanted = parseElement(pattern);
    return this.inbox.take((element) => covers(element, wanted), TIMEOUT_MS);
  }

  /** Takes the stream features. */
  features(): Promise<Element> {
    return this.inbox.take(({ name }) => name === "stream:features", TIMEOUT_MS);
  }

  /** Takes a stream header. */
  async receivesHeader(): Promise<Element> {
    return await this.inbox.take(({ name }) => name === "stream:stream", TIMEOUT_MS);
  }

  /** The condition of the stream error that ends the stream; resolves when the connection has ended, too. */
  async receivesStreamError(): Promise<string> {
    const error = await this.inbox.take(({ name }) => name === "stream:error", TIMEOUT_MS);
    await this.closed;
    return error.getChildElements()[0]?.name ?? "";
  }

  /** RFC 6120 §4.3.3: resets the parser; new headers follow in both directions. */
  restarts(): void {
    this.#parser = this.#newParser();
  }

  /** Starts TLS as the initiating side; `<starttls/>` is sent first, unless it has been sent already. */
  async startsTls(certificate: IssuedCertificate | undefined, sendStartTls = true): Promise<void> {
    if (sendStartTls) this.sends(`<starttls xmlns="${TLS}"/>`);
    await this.receives(`<proceed xmlns="${TLS}"/>`);
    this.#socket.removeAllListeners("data");
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const secure = connectTls({ socket: this.#socket, rejectUnauthorized: false, ...pemOf(certificate) }, resolve);
    secure.on("error", reject);
    this.#socket = secure;
    this.restarts();
    this.#listen(secure);
    await promise;
  }

  /** Stops reading. */
  pauses(): void {
    this.#socket.pause();
  }

  ends(): void {
    this.#socket.end();
  }

  breaks(): void {
    this.#socket.destroy();
  }

  #listen(socket: Socket): void {
    socket.on("data", (bytes: Buffer) => this.#read(bytes));
    socket.on("error", () => {});
    socket.on("close", () => {
      this.inbox.fail(new Error("the connection has ended"));
      this.#ended();
    });
  }

  #read(bytes: Buffer): void {
    try {
      this.#parser.write(bytes);
    } catch (error) {
      this.inbox.fail(error as Error);
    }
  }

  #newParser(): StreamParser {
    const open = (header: Element): void => {
      this.header = header;
      this.inbox.put(header);
    };
    return new StreamParser({ open, element: (element) => this.inbox.put(element), close: () => {} }, LIMITS);
  }
}

export interface DialOptions {
  /** By default "direct". */
  readonly tls?: "starttls" | "direct";
  /** Presented under TLS; none by default. */
  readonly certificate?: IssuedCertificate;
}

/** Connects to the server's listener for servers, under TLS with "direct". */
export async function dialServer(
  { server }: Pick<TestServer, "server">,
  { tls = "direct", certificate }: DialOptions = {},
): Promise<ForeignStream> {
  const port = Number(server.listening[tls === "direct" ? "server_tls" : "server"]?.split(":").at(-1));
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const target = { host: "127.0.0.1", port };
  const tlsOptions = { ...target, rejectUnauthorized: false, ALPNProtocols: ["xmpp-server"], ...pemOf(certificate) };
  const socket = tls === "direct" ? connectTls(tlsOptions, resolve) : connectTcp(target, resolve);
  socket.once("error", reject);
  const stream = new ForeignStream(socket);
  await promise;
  return stream;
}

/** Connects and authenticates by EXTERNAL; the features are taken. */
export async function authenticated(
  server: TestServer,
  from: string,
  certificate: IssuedCertificate,
  { before = "" } = {},
): Promise<ForeignStream> {
  const stream = await dialServer(server, { certificate });
  const to = server.at().domain;
  stream.opens(from, to);
  await stream.features();
  stream.sends(`${before}<auth xmlns="${SASL}" mechanism="EXTERNAL">=</auth>`);
  await stream.receives(`<success xmlns="${SASL}"/>`);
  stream.restarts();
  stream.opens(from, to);
  await stream.features();
  stream.inbox.forget();
  return stream;
}

export interface ForeignServer extends Disposable {
  readonly port: number;
  /** The next connection, under TLS. */
  next(): Promise<ForeignStream>;
}

/** Listens with direct TLS. */
export async function listenAs(certificate: IssuedCertificate): Promise<ForeignServer> {
  const waiting: ((stream: ForeignStream) => void)[] = [];
  const arrived: ForeignStream[] = [];
  const streams: ForeignStream[] = [];
  const secureContext = createSecureContext(pemOf(certificate));
  const listener = createServer((socket) => {
    const secure = new TLSSocket(socket, {
      isServer: true,
      secureContext,
      ALPNProtocols: ["xmpp-server"],
      requestCert: true,
      rejectUnauthorized: false,
    });
    const stream = new ForeignStream(secure);
    streams.push(stream);
    const waiter = waiting.shift();
    if (waiter) waiter(stream);
    else arrived.push(stream);
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  listener.listen(0, "127.0.0.1", resolve);
  await promise;
  const address = listener.address();
  return {
    port: typeof address === "object" ? (address?.port ?? 0) : 0,
    next: () => {
      const stream = arrived.shift();
      return stream ? Promise.resolve(stream) : new Promise((taken) => waiting.push(taken));
    },
    [Symbol.dispose]: () => {
      listener.close();
      for (const stream of streams) stream.breaks();
    },
  };
}

const pemOf = (certificate: IssuedCertificate | undefined): { readonly cert?: string; readonly key?: string } =>
  certificate === undefined
    ? {}
    : { cert: readFileSync(certificate.certificate, "utf8"), key: readFileSync(certificate.key, "utf8") };
