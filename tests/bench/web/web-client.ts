/** What clients over WebSocket and BOSH have in common: elements, signing in. */
import { Element } from "ltx";
import { StreamParser } from "../../../src/xml/stream-parser.ts";
import { Inbox, type Predicate } from "../../support/client/inbox.ts";
import { authenticate, type Credentials } from "../../support/client/sasl.ts";

const LIMITS = { stanzaBytes: 10_000_000, weight: 100_000_000, depth: 1000, attributes: 1000 };
const BIND = "urn:ietf:params:xml:ns:xmpp-bind";
const SESSION = "urn:ietf:params:xml:ns:xmpp-session";
const TIMEOUT_MS = 10_000;
/** Messages and bodies are documents of their own: the parser takes them for the children of one stream. */
const HEADER = Buffer.from("<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>");

export abstract class WebClient {
  readonly domain: string;
  readonly inbox = new Inbox();
  /** Receives every element in place of the inbox. */
  onElement: ((element: Element) => void) | undefined;
  jid = "";
  readonly #parser: StreamParser;
  #ids = 0;

  constructor(domain: string) {
    this.domain = domain;
    const close = (): void => this.fail(new Error("the server closed the stream"));
    this.#parser = new StreamParser({ open() {}, element: (element) => this.received(element), close }, LIMITS);
    this.#parser.write(HEADER);
  }

  abstract get isOpen(): boolean;
  /** Opens a stream, or a new one after authentication; the features follow. */
  abstract openStream(): void;
  /** Cuts the connection. */
  abstract destroy(): void;
  protected abstract sendText(text: string): void;

  /** Sends a stanza whose namespace is declared. */
  send(xml: string | Element): void {
    this.sendText(xml.toString());
  }

  /** Authenticates and binds a resource. */
  async login(credentials: Credentials, resource: string): Promise<void> {
    const features = await this.#features();
    const answers = new Set(["challenge", "success", "failure"]);
    await authenticate(
      {
        features,
        exporter: () => {
          throw new Error("a browser cannot bind its channel");
        },
        send: (element) => this.send(element),
        reply: () => this.receive(({ name }) => answers.has(name)),
      },
      credentials,
    );
    const { children } = await this.#bind(await this.#features(), resource);
    this.jid = (children[0] as Element).getChildText("jid") ?? "";
  }

  /** Sends a request; resolves with its result. Rejects with the error stanza as text. */
  async iq(type: "get" | "set", payload: Element, to?: string): Promise<Element> {
    this.#ids += 1;
    const id = `c${this.#ids}`;
    const attributes = { xmlns: "jabber:client", type, id, ...(to === undefined ? {} : { to }) };
    this.send(new Element("iq", attributes).cnode(payload).root());
    const answer = await this.receive(({ name, attrs }) => name === "iq" && attrs.id === id && attrs.type !== type);
    if (answer.attrs.type === "error") throw new Error(String(answer));
    return answer;
  }

  receive(predicate: Predicate): Promise<Element> {
    return this.inbox.take(predicate, TIMEOUT_MS);
  }

  protected read(bytes: Uint8Array): void {
    this.#parser.write(bytes);
  }

  protected received(element: Element): void {
    if (this.onElement) this.onElement(element);
    else this.inbox.put(element);
  }

  protected fail(error: Error): void {
    this.inbox.fail(error);
    if (this.isOpen) this.destroy();
  }

  #features(): Promise<Element> {
    this.openStream();
    return this.receive(({ name }) => name === "stream:features" || name === "features");
  }

  async #bind(features: Element, resource: string): Promise<Element> {
    const request = new Element("bind", { xmlns: BIND });
    request.c("resource").t(resource);
    const answer = await this.iq("set", request);
    const session = features.getChild("session", SESSION);
    if (session && !session.getChild("optional")) await this.iq("set", new Element("session", { xmlns: SESSION }));
    return answer;
  }
}
