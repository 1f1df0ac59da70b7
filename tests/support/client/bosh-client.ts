/** XEP-0124: requests and responses one by one, for tests that decide about each of them. */
import { BOSH_PATH } from "../../../src/http.ts";
import { PASSWORD } from "../server.ts";
import { type Body, parseBody } from "./bosh-transport.ts";
import { type HttpAnswer, HttpConnection } from "./http-connection.ts";
import type { TransportOptions } from "./transport.ts";

const BOSH = "http://jabber.org/protocol/httpbind";
const XBOSH = "urn:xmpp:xbosh";
const SASL = "urn:ietf:params:xml:ns:xmpp-sasl";
const BIND = "urn:ietf:params:xml:ns:xmpp-bind";

export interface Posted {
  /** The <body/> of the response, with the HTTP answer that has carried it. */
  readonly response: Promise<Body & { readonly http: HttpAnswer }>;
  /** Cuts the connection. */
  cut(): void;
}

export class BoshClient {
  readonly #at: TransportOptions;
  readonly #connections: HttpConnection[] = [];
  sid: string | undefined;
  /** That of the last request. */
  rid = 1_573_741_820;
  jid = "";

  /** `at`: where a server listens for HTTPS. */
  constructor(at: TransportOptions) {
    this.#at = at;
  }

  /** Creates a session; `attributes` in addition to, or in place of, the usual ones. */
  static async create(at: TransportOptions, attributes: Readonly<Record<string, string>> = {}): Promise<BoshClient> {
    const client = new BoshClient(at);
    await client.create(attributes);
    return client;
  }

  /** Creates a session and signs in. */
  static async login(
    at: TransportOptions,
    username: string,
    attributes: Readonly<Record<string, string>> = {},
  ): Promise<BoshClient> {
    const client = await BoshClient.create(at, attributes);
    await client.login(username);
    return client;
  }

  /** §7. Throws where there is no session. */
  async create(attributes: Readonly<Record<string, string>> = {}): Promise<Body> {
    const body = await this.sends("", {
      ...{ to: "localhost", wait: "60", hold: "1", ver: "1.11", "xml:lang": "en", "xmpp:version": "1.0" },
      ...attributes,
    });
    this.sid = body.attrs.sid;
    if (this.sid === undefined) throw new Error(`no session: ${JSON.stringify(body.attrs)}`);
    return body;
  }

  /** XEP-0206 §5. */
  async login(username: string): Promise<void> {
    const response = Buffer.from(`\0${username}\0${PASSWORD}`).toString("base64");
    await this.sends(`<auth xmlns='${SASL}' mechanism='PLAIN'>${response}</auth>`);
    await this.sends("", { "xmpp:restart": "true", to: "localhost" });
    const { payloads } = await this.sends(
      `<iq type='set' id='bind' xmlns='jabber:client'><bind xmlns='${BIND}'/></iq>`,
    );
    this.jid = payloads[0]?.getChild("bind", BIND)?.getChildText("jid") ?? "";
  }

  /** The next request; resolves with its response. */
  async sends(payloads = "", attributes: Readonly<Record<string, string>> = {}): Promise<Body & { http: HttpAnswer }> {
    return (await this.posts(payloads, attributes)).response;
  }

  /** The next request, or that of another `rid`. */
  posts(payloads = "", attributes: Readonly<Record<string, string>> = {}): Promise<Posted> {
    if (attributes.rid === undefined) this.rid += 1;
    const all = { rid: String(this.rid), ...(this.sid === undefined ? {} : { sid: this.sid }), ...attributes };
    const printed = Object.entries(all).map(([name, value]) => ` ${name}='${value}'`);
    return this.postsText(`<body xmlns='${BOSH}' xmlns:xmpp='${XBOSH}'${printed.join("")}>${payloads}</body>`);
  }

  /** A request with this text. */
  async postsText(text: string): Promise<Posted> {
    const connection = await this.#freeConnection();
    const answered = connection.post(BOSH_PATH, text);
    const response = answered.then((http) => ({ ...parseBody(http.body), http }));
    response.catch(() => {});
    return { response, cut: () => connection.wire.destroy() };
  }

  /** Cuts all connections. */
  destroy(): void {
    for (const { wire } of this.#connections) wire.destroy();
  }

  async #freeConnection(): Promise<HttpConnection> {
    const free = this.#connections.find(({ isBusy, wire }) => !isBusy && wire.isOpen);
    if (free) return free;
    const connection = await HttpConnection.connect(this.#at);
    this.#connections.push(connection);
    return connection;
  }
}
