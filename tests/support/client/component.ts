/** XEP-0114 in a test: an external component connected to the server. */
import { createHash } from "node:crypto";
import { Element } from "ltx";
import { parseElement } from "../../../src/xml/parse-element.ts";
import { StreamParser } from "../../../src/xml/stream-parser.ts";
import { covers } from "../covers.ts";
import type { TestServer } from "../server.ts";
import { Inbox } from "./inbox.ts";
import { Wire } from "./wire.ts";

const LIMITS = { stanzaBytes: 10_000_000, weight: 100_000_000, depth: 1000, attributes: 1000 };
const TIMEOUT_MS = 5000;

export class Component {
  readonly inbox = new Inbox();
  readonly closed: Promise<string>;
  /** The header of the server's stream, once it has arrived. */
  header: Element = new Element("stream:stream");
  wire: Wire = new Wire();
  readonly #ended: (reason: string) => void;

  constructor() {
    const { promise, resolve } = Promise.withResolvers<string>();
    this.closed = promise;
    this.#ended = resolve;
  }

  /** Opens a stream for this domain; the server's header is also put into the inbox. */
  static async open(server: TestServer, domain: string, ns = "jabber:component:accept"): Promise<Component> {
    const component = new Component();
    const put = (element: Element): void => component.inbox.put(element);
    const open = (header: Element): void => {
      component.header = header;
      put(header);
    };
    const close = (): void => component.#over("the server closed the stream");
    const parser = new StreamParser({ open, element: put, close }, LIMITS);
    const port = Number(server.server.listening.component?.split(":").at(-1));
    const closed = (reason: string): void => component.#over(reason);
    component.wire = await Wire.connect("127.0.0.1", port, { bytes: (chunk) => parser.write(chunk), closed });
    component.sends(`<stream:stream xmlns="${ns}" xmlns:stream="http://etherx.jabber.org/streams" to="${domain}">`);
    return component;
  }

  /** Opens a stream and completes the handshake. */
  static async connect(server: TestServer, domain: string, secret: string): Promise<Component> {
    const component = await Component.open(server, domain);
    await component.shakesHands(secret);
    await component.receives('<handshake xmlns="jabber:client"/>');
    return component;
  }

  async shakesHands(secret: string): Promise<void> {
    const { attrs } = await this.inbox.take(({ name }) => name === "stream:stream", TIMEOUT_MS);
    this.sends(`<handshake>${createHash("sha1").update(`${attrs.id}${secret}`).digest("hex")}</handshake>`);
  }

  sends(text: string): void {
    this.wire.send(text);
  }

  receives(pattern: string): Promise<Element> {
    const wanted = parseElement(pattern);
    return this.inbox.take((element) => covers(element, wanted), TIMEOUT_MS);
  }

  /** The condition of the stream error with which the server ends it. */
  async streamError(): Promise<string> {
    const error = await this.inbox.take(({ name }) => name === "stream:error", TIMEOUT_MS);
    await this.closed;
    return error.getChildElements()[0]?.name ?? "";
  }

  leaves(): void {
    this.wire.destroy();
  }

  #over(reason: string): void {
    this.inbox.fail(new Error(reason));
    this.#ended(reason);
  }
}
