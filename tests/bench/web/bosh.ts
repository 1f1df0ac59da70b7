/** XEP-0124 and XEP-0206: the client's side of a BOSH session on two connections that are kept alive. */
import type { Element } from "ltx";
import { HttpConnection, type HttpTarget } from "./http-connection.ts";
import { WebClient } from "./web-client.ts";

const HTTP_BIND = "http://jabber.org/protocol/httpbind";
const XBOSH = "xmlns:xmpp='urn:xmpp:xbosh'";
/** Seconds that the server may hold a request, and how many (XEP-0124 §7.2). */
const SESSION = "wait='60' hold='1' ver='1.11'";
const CONTENT = "Content-Type: text/xml; charset=utf-8\r\n";

export class BoshClient extends WebClient {
  readonly #path: string;
  /** Those without a request under way; two in all. */
  readonly #free: HttpConnection[];
  readonly #all: readonly HttpConnection[];
  #rid = 1_000_000;
  #sid = "";
  #unsent = "";
  #isScheduled = false;

  private constructor(connections: readonly HttpConnection[], { domain }: HttpTarget, path: string) {
    super(domain);
    this.#path = path;
    this.#all = connections;
    this.#free = [...connections];
  }

  static async open(target: HttpTarget, path: string): Promise<BoshClient> {
    const connections = await Promise.all([HttpConnection.open(target), HttpConnection.open(target)]);
    return new BoshClient(connections, target, path);
  }

  override get isOpen(): boolean {
    return this.#all.every(({ isOpen }) => isOpen);
  }

  /** The session's creation request, then restarts (XEP-0206 §5). */
  override openStream(): void {
    const to = `to='${this.domain}' xml:lang='en'`;
    const first = this.#sid === "";
    this.#post(first ? `${to} ${SESSION} ${XBOSH} xmpp:version='1.0'` : `${to} ${XBOSH} xmpp:restart='true'`, "");
  }

  /** What is sent in one turn of the event loop goes in one body, as browsers' libraries do. */
  protected override sendText(text: string): void {
    this.#unsent += text;
    this.#schedule();
  }

  override destroy(): void {
    for (const connection of this.#all) connection.destroy();
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      this.#pump();
    });
  }

  /** There is always a request for the server to answer: with what waits, or empty. */
  #pump(): void {
    const isIdle = this.#free.length === this.#all.length;
    if (this.#free.length === 0 || (this.#unsent === "" && !isIdle) || this.#sid === "") return;
    const stanzas = this.#unsent;
    this.#unsent = "";
    this.#post("", stanzas);
  }

  #post(attributes: string, stanzas: string): void {
    const connection = this.#free.pop();
    if (!connection) throw new Error("no connection is free");
    const sid = this.#sid === "" ? "" : ` sid='${this.#sid}'`;
    const body = `<body xmlns='${HTTP_BIND}' rid='${this.#rid}'${sid} ${attributes}>${stanzas}</body>`;
    this.#rid += 1;
    connection.request("POST", this.#path, CONTENT, Buffer.from(body)).then(
      ({ status, head, body: answer }) => {
        this.#free.push(connection);
        if (status !== 200) return this.fail(new Error(`BOSH: ${head}`));
        this.read(answer);
        this.#schedule();
      },
      (error) => this.fail(error),
    );
  }

  /** A body is opened here: its stanzas are the client's elements. */
  protected override received(element: Element): void {
    if (element.name !== "body") return super.received(element);
    if (element.attrs.type === "terminate") this.fail(new Error(`BOSH: ${element}`));
    this.#sid ||= element.attrs.sid ?? "";
    for (const child of element.getChildElements()) super.received(child);
  }
}
