/** A room with its occupants, who speak in turn: what arrives is counted. */
import { Element } from "ltx";
import type { Client } from "../support/client/client.ts";
import { inParallel } from "./measure.ts";

/** Messages in flight. */
export const WINDOW = 5;
/** Occupants who send, in turn. */
export const SPEAKERS = 10;
/** Milliseconds within which all must have received a round. */
const TIMEOUT_MS = 180_000;
const BODY = "But, soft! what light through yonder window breaks? It is the east, and Juliet is the sun.";
const MUC = "http://jabber.org/protocol/muc";

/** The occupants of a room, and their received messages. */
export class RoomLoad {
  readonly #address: string;
  readonly #clients: readonly Client[];
  #left = 0;
  #heard: () => void = () => {};
  #sent = 0;
  #due = 0;
  #failure: ((reason: Error) => void) | undefined;
  /** By message id: the number of occupants who have not received it, and the time it was sent. */
  readonly #underway = new Map<string, { missing: number; sentAt: number }>();
  latencies: number[] = [];

  constructor(address: string, clients: readonly Client[]) {
    this.#address = address;
    this.#clients = clients;
  }

  /** The first client creates an open room; all enter. */
  async enter(): Promise<void> {
    const [maker, ...others] = this.#clients;
    if (!maker) throw new Error("there is no client");
    await this.#join(maker, 0);
    const form = new Element("query", { xmlns: `${MUC}#owner` });
    const x = form.c("x", { xmlns: "jabber:x:data", type: "submit" });
    const fields = { FORM_TYPE: `${MUC}#roomconfig`, "muc#roomconfig_membersonly": "0" };
    for (const [name, value] of Object.entries(fields)) x.c("field", { var: name }).c("value").t(value);
    await maker.iq("set", form, this.#address);
    await inParallel(
      8,
      (index) => index < others.length,
      async (index) => {
        const client = others[index];
        if (client) await this.#join(client, index + 1);
      },
    );
    for (const client of this.#clients) client.onElement = (element) => this.#arrived(element);
  }

  /** The room is no more (XEP-0045 §10.9); its occupants are out. */
  async destroy(): Promise<void> {
    const [maker] = this.#clients;
    if (!maker) return;
    maker.onElement = (element) => {
      if (element.name === "iq") maker.inbox.put(element);
    };
    const query = new Element("query", { xmlns: `${MUC}#owner` });
    query.c("destroy");
    await maker.iq("set", query, this.#address);
  }

  /** Enters and waits for the subject, which comes last (XEP-0045 §7.1). */
  async #join(client: Client, index: number): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer = setTimeout(() => reject(new Error(`occupant ${index} cannot enter`)), TIMEOUT_MS);
    client.onElement = (element) => {
      if (element.attrs.type === "error") reject(new Error(String(element)));
      if (element.name === "message" && element.getChild("subject")) resolve();
      if (element.name === "iq") client.inbox.put(element);
    };
    client.send(`<presence to='${this.#address}/guest${index}'><x xmlns='${MUC}'/></presence>`);
    await promise.finally(() => clearTimeout(timer));
  }

  /** Sends `messages` messages; resolves when all have received them. Throws when they do not in time. */
  async round(messages: number): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer = setTimeout(() => reject(new Error(`${this.#left} deliveries did not arrive`)), TIMEOUT_MS);
    this.#failure = reject;
    this.#heard = resolve;
    this.#left = messages * this.#clients.length;
    this.#due = messages;
    for (let n = 0; n < WINDOW; n += 1) this.#say();
    await promise.finally(() => clearTimeout(timer));
  }

  #say(): void {
    if (this.#due === 0) return;
    this.#due -= 1;
    const id = `m${this.#sent}`;
    const speaker = this.#clients[(this.#sent % SPEAKERS) % this.#clients.length];
    this.#sent += 1;
    this.#underway.set(id, { missing: this.#clients.length, sentAt: performance.now() });
    speaker?.send(`<message type='groupchat' to='${this.#address}' id='${id}'><body>${BODY}</body></message>`);
  }

  #arrived({ name, attrs }: Element): void {
    if (name !== "message") return;
    const known = this.#underway.get(attrs.id);
    // A duplicate or an error: both would falsify the count.
    if (!known || attrs.type !== "groupchat")
      return this.#failure?.(new Error(`unexpected: ${attrs.type} ${attrs.id}`));
    known.missing -= 1;
    this.#left -= 1;
    if (known.missing === 0) {
      this.#underway.delete(attrs.id);
      this.latencies.push(performance.now() - known.sentAt);
      this.#say();
    }
    if (this.#left === 0) this.#heard();
  }
}
