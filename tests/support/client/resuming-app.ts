/** An app as people have it: it keeps what the server has not acknowledged, resumes its session (XEP-0198 §5), and sends that again. */
import type { Element } from "ltx";
import { PASSWORD } from "../server.ts";
import { Client, type ClientOptions } from "./client.ts";
import { SM } from "./stream-management.ts";

export class ResumingApp {
  client: Client;
  readonly #options: ClientOptions;
  readonly #username: string;
  #id = "";
  /** Sent and not acknowledged, oldest first, and how many were acknowledged. */
  #queue: string[] = [];
  #acknowledged = 0;
  /** Over all connections. */
  readonly #received: Element[] = [];
  /** Stanzas that were sent again. */
  resent = 0;

  private constructor(options: ClientOptions, username: string, client: Client) {
    this.#options = options;
    this.#username = username;
    this.client = client;
  }

  static async signIn(options: ClientOptions, username: string, resource = "r"): Promise<ResumingApp> {
    const client = await Client.login(options, { username, password: PASSWORD, resource });
    const app = new ResumingApp(options, username, client);
    await app.#enable();
    return app;
  }

  get jid(): string {
    return this.client.jid;
  }

  /** What it was sent, in order. */
  get received(): readonly Element[] {
    return [...this.#received, ...this.client.inbox.all];
  }

  /** How many stanzas the server has not acknowledged. */
  get unacknowledged(): number {
    this.#forgetAcknowledged();
    return this.#queue.length;
  }

  /** Sends stanzas, and asks for an acknowledgement. */
  send(...stanzas: readonly string[]): void {
    this.#forgetAcknowledged();
    this.#queue.push(...stanzas);
    this.client.send(`${stanzas.join("")}<r xmlns='${SM}'/>`);
  }

  /** Returns <resumed/>, or <failed/>: then it signs in anew. */
  async comeBack(): Promise<Element> {
    this.#forgetAcknowledged();
    const former = this.client;
    this.#received.push(...former.inbox.all);
    former.destroy();
    this.client = await Client.connect(this.#options);
    await this.client.authenticate({ username: this.#username, password: PASSWORD });
    const answer = await this.client.resume(former, this.#id);
    if (answer.name === "resumed") this.#resumed(Number(answer.attrs.h));
    else await this.#signInAnew(former.jid);
    this.resent += this.#queue.length;
    const again = this.#queue.splice(0);
    if (again.length > 0) this.send(...again);
    return answer;
  }

  /** Resolves once the server has acknowledged everything. */
  async settled(): Promise<void> {
    for (this.#forgetAcknowledged(); this.#queue.length > 0; this.#forgetAcknowledged()) {
      this.client.send(`<r xmlns='${SM}'/>`);
      await this.client.receive(({ name, attrs }) => name === "a" && attrs.xmlns === SM);
    }
  }

  async #enable(): Promise<void> {
    this.#id = (await this.client.enableAcks(true)).attrs.id;
    this.#acknowledged = 0;
  }

  #resumed(h: number): void {
    if (h < this.#acknowledged) throw new Error(`it had acknowledged ${this.#acknowledged}, and knows of ${h} now`);
    this.#forgetAcknowledged();
  }

  async #signInAnew(jid: string): Promise<void> {
    await this.client.bind(jid.slice(jid.indexOf("/") + 1));
    await this.#enable();
    this.client.send("<presence/>");
    this.#acknowledged = -1;
  }

  #forgetAcknowledged(): void {
    const { confirmed } = this.client.acks;
    if (confirmed <= this.#acknowledged) return;
    this.#queue.splice(0, confirmed - this.#acknowledged);
    this.#acknowledged = confirmed;
  }
}
