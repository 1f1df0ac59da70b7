/** An app with XEP-0198: it comes back by itself, resumes where it can, and sends again what was not acknowledged. */
import type { Element } from "ltx";
import { Client } from "../../support/client/client.ts";
import { SM } from "../../support/client/stream-management.ts";
import { PASSWORD, type Site } from "../sites.ts";
import { within } from "./patience.ts";

interface Unacknowledged {
  /** Its number in the stream, from 1. */
  number: number;
  readonly xml: string;
  /** Called once the server has acknowledged it. */
  readonly acknowledged: () => void;
  /** It goes out again where the session is not resumed. Requests do not: their answer would be lost. */
  readonly isSentAgain: boolean;
  /** Called when it is sent again. */
  readonly again: () => void;
}

/** A message on its way. */
export interface Tracked {
  readonly acknowledged: () => void;
  readonly again: () => void;
}

export type Return = "resumed" | "new";

let requests = 0;

export class App {
  readonly account: string;
  readonly site: Site;
  readonly resource: string;
  /** Called with every stanza, before whoever waits for it. */
  readonly listeners: ((stanza: Element) => void)[] = [];
  #client: Client | undefined;
  /** The last one whose stream has ended, with or without its connection. */
  #ended: Client | undefined;
  #resumption = "";
  #sent = 0;
  #unacknowledged: Unacknowledged[] = [];

  constructor(site: Site, username: string, resource = "app") {
    this.site = site;
    this.account = `${username}@${site.domain}`;
    this.resource = resource;
  }

  get jid(): string {
    return `${this.account}/${this.resource}`;
  }

  get isConnected(): boolean {
    return this.#client !== undefined && this.#client !== this.#ended && this.#client.wire.isOpen;
  }

  /** Connects, and resumes the former session or begins another. What was not acknowledged is sent again. */
  async comesBack(): Promise<Return> {
    const former = this.#client;
    former?.destroy();
    const client = await Client.connect(this.site.at());
    client.onElement = (element) => this.#take(client, element);
    void client.closed.then(() => {
      this.#ended = client;
    });
    const username = this.account.slice(0, this.account.indexOf("@"));
    await client.authenticate({ username, password: PASSWORD });
    if (former && this.#resumption !== "") {
      const answer = await client.resume(former, this.#resumption);
      // §5: <failed/> tells by `h`, too, what had been handled.
      if (answer.attrs.h !== undefined) this.#confirmed(Number(answer.attrs.h));
      if (answer.name === "resumed") {
        this.#client = client;
        for (const { xml, again } of this.#unacknowledged) {
          again();
          client.send(xml);
        }
        return "resumed";
      }
    }
    await client.bind(this.resource);
    const { attrs } = await client.enableAcks(true);
    this.#resumption = attrs.id ?? "";
    this.#client = client;
    this.#sent = 0;
    const left = this.#unacknowledged.filter(({ isSentAgain }) => isSentAgain);
    this.#unacknowledged = [];
    // The echo of its own presence: the session is available.
    const echo = this.receives(({ name, attrs: { from } }) => name === "presence" && from === this.jid);
    this.sends("<presence/>");
    await echo;
    for (const one of left) {
      one.again();
      this.#send({ ...one });
    }
    return "new";
  }

  /** Ends the session and begins another. */
  async signsInAnew(): Promise<void> {
    await this.#client?.end();
    this.#resumption = "";
    await this.comesBack();
  }

  /** Cuts the connection, as where it is lost. */
  isCut(): void {
    this.#client?.destroy();
  }

  /** Sends a stanza that need not arrive. */
  sends(xml: string): void {
    this.#send({ number: 0, xml, isSentAgain: false, acknowledged: () => {}, again: () => {} });
  }

  /** Sends a message, again and again until it is acknowledged. */
  delivers(xml: string, tracked: Tracked): void {
    this.#send({ number: 0, xml, isSentAgain: true, ...tracked });
  }

  /**
   * Resolves with true when the server has acknowledged all that was sent so far: then all that it has answered is on its disk, too.
   * With false when the connection has ended before.
   */
  async isAcknowledged(): Promise<boolean> {
    const client = this.#client;
    if (!client || !this.isConnected) return false;
    const target = this.#sent;
    try {
      do await client.confirmed();
      while (this.#confirmedNumber < target && this.#client === client);
      return this.#client === client;
    } catch {
      return false;
    }
  }

  /** The answer to a request, or undefined where the connection has ended before. */
  async asks(type: "get" | "set", payload: string, to?: string): Promise<Element | undefined> {
    requests += 1;
    const id = `ask-${requests}`;
    const client = this.#client;
    if (!client || !this.isConnected) return undefined;
    this.sends(`<iq type='${type}' id='${id}'${to === undefined ? "" : ` to='${to}'`}>${payload}</iq>`);
    try {
      return await client.receive(({ name, attrs }) => name === "iq" && attrs.id === id && attrs.type !== type);
    } catch (error) {
      // What ends a stream rejects what waits for it first.
      await Bun.sleep(0);
      if (this.isConnected) throw error;
      return undefined;
    }
  }

  /** The next stanza from now on that satisfies the predicate, or undefined where the connection ends before. */
  async receives(predicate: (stanza: Element) => boolean): Promise<Element | undefined> {
    const client = this.#client;
    if (!client || !this.isConnected) return undefined;
    const { promise, resolve } = Promise.withResolvers<Element | undefined>();
    const listener = (stanza: Element): void => {
      if (predicate(stanza)) resolve(stanza);
    };
    this.listeners.push(listener);
    void client.closed.then(() => resolve(undefined));
    try {
      return await within(promise, `${this.account} waits for what does not come`);
    } finally {
      this.listeners.splice(this.listeners.indexOf(listener), 1);
    }
  }

  /** Number of the last stanza that the server has acknowledged. */
  get #confirmedNumber(): number {
    return (this.#unacknowledged[0]?.number ?? this.#sent + 1) - 1;
  }

  #send(stanza: Unacknowledged): void {
    this.#sent += 1;
    stanza.number = this.#sent;
    this.#unacknowledged.push(stanza);
    this.#client?.send(stanza.xml);
  }

  #confirmed(h: number): void {
    while (this.#unacknowledged[0] && this.#unacknowledged[0].number <= h) this.#unacknowledged.shift()?.acknowledged();
  }

  #take(client: Client, element: Element): void {
    if (element.attrs.xmlns === SM && element.name === "a") this.#confirmed(Number(element.attrs.h));
    for (const listener of this.listeners) listener(element);
    if (element.name === "iq" && (element.attrs.type === "get" || element.attrs.type === "set")) this.#answer(element);
    // What is not waited for by its id would stay there for good.
    else if (element.name !== "message" && element.name !== "presence" && element.name !== "r")
      client.inbox.put(element);
  }

  /** Roster pushes are taken; nothing else is known here (RFC 6120 §8.4). */
  #answer(request: Element): void {
    const { id, from, type } = request.attrs;
    const to = from === undefined ? "" : ` to='${from}'`;
    if (type === "set" && request.getChild("query", "jabber:iq:roster"))
      this.sends(`<iq type='result' id='${id}'${to}/>`);
    else this.sends(`<iq type='error' id='${id}'${to}>${UNKNOWN}</iq>`);
  }
}

const UNKNOWN = "<error type='cancel'><service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>";
