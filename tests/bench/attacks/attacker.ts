/** One hostile session: counts what it sends, and reads without parsing. */
import type { Login } from "../../support/client/client.ts";
import { Client, type ClientOptions } from "../../support/client/client.ts";

/** Bytes of read text that are kept, for matches across two chunks. */
const TAIL_LENGTH = 400;

/** A condition of a stanza or stream error, or the type of an answer. */
const ANSWERS =
  /<([a-z-]+) xmlns=["']urn:ietf:params:xml:ns:xmpp-(stanzas|streams)["']|<iq[^>]{0,300}? type=["'](result)["']/g;

export class Attacker {
  readonly client: Client;
  /** Bytes sent since the attack began. */
  readonly #count: (bytes: number) => void;
  readonly #tally = new Map<string, number>();
  readonly #waiting = new Map<string, () => void>();
  #tail = "";
  #asked = 0;
  #isOver = false;

  constructor(client: Client, count: (bytes: number) => void) {
    this.client = client;
    this.#count = count;
    client.onBytes = (chunk) => this.#scan(chunk);
    void client.closed.then(() => this.#end());
  }

  static async enter(options: ClientOptions, login: Login, count: (bytes: number) => void): Promise<Attacker> {
    return new Attacker(await Client.login({ ...options, timeout: 60_000 }, login), count);
  }

  get jid(): string {
    return this.client.jid;
  }

  get account(): string {
    return this.jid.slice(0, this.jid.indexOf("/"));
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  sends(text: string): void {
    this.#count(Buffer.byteLength(text));
    this.client.send(text);
  }

  /** Sends a request without an id: `<iq type='get'>…`. Resolves when its answer begins to arrive, or the stream has ended. */
  asks(request: string): Promise<void> {
    this.#asked += 1;
    const id = `q${this.#asked}`;
    this.sends(request.replace("<iq", `<iq id='${id}'`));
    return this.#answerTo(id);
  }

  /** Resolves when the server has answered a ping, and everything before it has been read; or the stream has ended. */
  pings(): Promise<void> {
    return this.asks("<iq type='get'><ping xmlns='urn:xmpp:ping'/></iq>");
  }

  /** The answers and their numbers: "policy-violation, 3 × result". */
  answerSummary(): string {
    const all = [...this.#tally].map(([what, count]) => (count === 1 ? what : `${count} × ${what}`));
    return [...all, ...(this.#isOver ? ["stream ended"] : [])].join(", ") || "nothing";
  }

  leaves(): void {
    this.client.destroy();
  }

  #answerTo(id: string): Promise<void> {
    if (this.#isOver) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.set(id, resolve));
  }

  #scan(chunk: Uint8Array): void {
    const text = this.#tail + Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length).toString("latin1");
    for (const match of text.matchAll(ANSWERS)) {
      if (match.index + match[0].length <= this.#tail.length) continue;
      const what = match[3] ?? match[1] ?? "";
      if (what !== "text") this.#tally.set(what, (this.#tally.get(what) ?? 0) + 1);
    }
    for (const [id, resolve] of this.#waiting) {
      if (!text.includes(`id="${id}"`) && !text.includes(`id='${id}'`)) continue;
      this.#waiting.delete(id);
      resolve();
    }
    this.#tail = text.slice(-TAIL_LENGTH);
  }

  #end(): void {
    this.#isOver = true;
    for (const resolve of this.#waiting.values()) resolve();
    this.#waiting.clear();
  }
}
