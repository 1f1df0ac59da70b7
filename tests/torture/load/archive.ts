/** XEP-0313: what has come into an archive since it was read last. */
import type { App } from "./app.ts";

const MAM = "urn:xmpp:mam:2";
const RSM = "http://jabber.org/protocol/rsm";

export interface ArchivedMessage {
  /** Of the message, not of the archive. */
  readonly id: string;
  readonly from: string;
  readonly to: string;
}

let queries = 0;

/** Reads an archive on, each time from where it was read to. */
export class ArchiveReader {
  readonly #app: App;
  readonly #address: string | undefined;
  #last: string | undefined;

  /** Of the app's own account, or of the room at `address`. */
  constructor(app: App, address?: string) {
    this.#app = app;
    this.#address = address;
  }

  /** Throws where it cannot be read. */
  async next(): Promise<ArchivedMessage[]> {
    const found: ArchivedMessage[] = [];
    queries += 1;
    const queryid = `q${queries}`;
    const listener = (stanza: import("ltx").Element): void => {
      const result = stanza.getChild("result", MAM);
      if (result?.attrs.queryid !== queryid) return;
      const attrs = result.getChild("forwarded", "urn:xmpp:forward:0")?.getChild("message")?.attrs;
      found.push({ id: attrs?.id ?? "", from: attrs?.from ?? "", to: attrs?.to ?? "" });
    };
    this.#app.listeners.push(listener);
    try {
      for (let isComplete = false; !isComplete; ) isComplete = await this.#page(queryid);
    } finally {
      this.#app.listeners.splice(this.#app.listeners.indexOf(listener), 1);
    }
    return found;
  }

  async #page(queryid: string): Promise<boolean> {
    const after = this.#last === undefined ? "" : `<after>${this.#last}</after>`;
    const set = `<set xmlns='${RSM}'><max>250</max>${after}</set>`;
    const answer = await this.#app.asks(
      "set",
      `<query xmlns='${MAM}' queryid='${queryid}'>${set}</query>`,
      this.#address,
    );
    const fin = answer?.getChild("fin", MAM);
    if (!fin) throw new Error(`${this.#address ?? this.#app.account}: the archive cannot be read: ${answer}`);
    this.#last = fin.getChild("set", RSM)?.getChildText("last") ?? this.#last;
    return fin.attrs.complete === "true";
  }
}
