/** What fifty people do at a time: they chat, talk in rooms, read their archives, change presence, come and go, and send pictures. */
import type { Element } from "ltx";
import { HttpConnection } from "../bench/web/http-connection.ts";
import { Client } from "../support/client/client.ts";
import { type Installation, reach, roomsOf } from "../support/peers/peer.ts";
import type { Answers } from "./answers.ts";

const MUC = "http://jabber.org/protocol/muc";
const MAM = "urn:xmpp:mam:2";
const UPLOAD = "urn:xmpp:http:upload:0";
const BODY = "But, soft! what light through yonder window breaks? It is the east, and Juliet is the sun.";
/** How long an answer may be missing, in milliseconds. */
const TIMEOUT_MS = 30_000;
const PICTURE_BYTES = [64_000, 500_000, 2_000_000];
/** Everybody is in the first room, half of them in the second, a few in the third. */
const ROOM_SIZES = [50, 25, 10];

export interface PeopleDeps {
  readonly installation: Installation;
  readonly names: readonly string[];
  readonly password: string;
  readonly answers: Answers;
}

interface Awaited {
  missing: number;
  readonly settle: (element: Element) => void;
}

export class People {
  readonly #deps: PeopleDeps;
  readonly #clients: Client[] = [];
  /** By the id of what was sent. */
  readonly #awaited = new Map<string, Awaited>();
  #sent = 0;

  constructor(deps: PeopleDeps) {
    this.#deps = deps;
  }

  /** All sign in, one after the other, and enter their rooms. */
  async arrive(): Promise<void> {
    for (const name of this.#deps.names) {
      const client = await this.#signIn(name, "home");
      client.onElement = (element) => this.#arrived(element);
      client.send("<presence/>");
      this.#clients.push(client);
    }
    for (const [index, size] of ROOM_SIZES.entries())
      for (const client of this.#clients.slice(0, size)) {
        const id = this.#id();
        const entered = this.#answer("entering a room", id, 1);
        client.send(
          `<presence id='${id}' to='${this.#room(index)}/${client.jid.split("@")[0]}'><x xmlns='${MUC}'/></presence>`,
        );
        await entered;
        if (client === this.#clients[0]) await this.#open(client, this.#room(index));
      }
  }

  /** What is done, and how often: milliseconds between two of a kind, on average. */
  get doings(): readonly (readonly [interval: number, act: () => Promise<unknown>])[] {
    return [
      [1000, () => this.#chat()],
      [3000, () => this.#talk()],
      [5000, () => this.#iq("roster", "<query xmlns='jabber:iq:roster'/>", "get")],
      [
        4000,
        () =>
          this.#iq(
            "archive",
            `<query xmlns='${MAM}'><set xmlns='http://jabber.org/protocol/rsm'><max>50</max><before/></set></query>`,
            "set",
          ),
      ],
      [5000, () => this.#changePresence()],
      [10_000, () => this.#comeAndGo()],
      [20_000, () => this.#sendPicture()],
    ];
  }

  leave(): void {
    for (const client of this.#clients) client.destroy();
  }

  async #chat(): Promise<void> {
    const [from, to] = [this.#anybody(), this.#anybody()];
    const id = this.#id();
    const arrived = this.#answer("message", id, 1);
    from.send(`<message type='chat' id='${id}' to='${to.jid}'><body>${BODY}</body></message>`);
    await arrived;
  }

  /** Until the last occupant has it. */
  async #talk(): Promise<void> {
    const index = Math.floor(Math.random() * ROOM_SIZES.length);
    const size = ROOM_SIZES[index] ?? 0;
    const id = this.#id();
    const heard = this.#answer("message in a room", id, size);
    this.#anybody(size).send(
      `<message type='groupchat' id='${id}' to='${this.#room(index)}'><body>${BODY}</body></message>`,
    );
    await heard;
  }

  async #changePresence(): Promise<void> {
    const client = this.#anybody();
    client.send(`<presence><show>away</show><status>${this.#id()}</status></presence>`);
    await this.#iq("ping after presence", "<ping xmlns='urn:xmpp:ping'/>", "get", client);
  }

  async #comeAndGo(): Promise<void> {
    const { names, answers } = this.#deps;
    const began = performance.now();
    const client = await this.#signIn(names[Math.floor(Math.random() * names.length)] ?? "", `phone${this.#id()}`);
    answers.add("signing in, as a whole", performance.now() - began);
    client.onElement = () => {};
    client.send("<presence/>");
    await Bun.sleep(2000);
    await client.end();
  }

  /** XEP-0363: a slot, the upload, and what others load. */
  async #sendPicture(): Promise<void> {
    const { installation, answers } = this.#deps;
    const size = PICTURE_BYTES[this.#sent % PICTURE_BYTES.length] ?? 0;
    const request = `<request xmlns='${UPLOAD}' filename='photo.jpg' size='${size}' content-type='image/jpeg'/>`;
    const slot = (await this.#iq("slot", request, "get", this.#anybody(), installation.domain)).getChild(
      "slot",
      UPLOAD,
    );
    const [put, get] = [new URL(slot?.getChild("put")?.attrs.url), new URL(slot?.getChild("get")?.attrs.url)];
    const { host, domain, web } = installation;
    const connection = await HttpConnection.open({ host, domain, port: web?.port ?? 0 });
    const asked = async (
      kind: string,
      method: string,
      { pathname }: URL,
      fields: string,
      content?: Uint8Array,
    ): Promise<void> => {
      const began = performance.now();
      const { status } = await connection.request(method, pathname, fields, content);
      if (status >= 300) throw new Error(`${kind}: ${status}`);
      answers.add(`${kind}, as a whole`, performance.now() - began);
    };
    await asked("upload", "PUT", put, "Content-Type: image/jpeg\r\n", Buffer.alloc(size, 7));
    await asked("download", "GET", get, "");
    connection.destroy();
  }

  async #iq(
    kind: string,
    payload: string,
    type: "get" | "set",
    client = this.#anybody(),
    to?: string,
  ): Promise<Element> {
    const id = this.#id();
    const answered = this.#answer(kind, id, 1);
    client.send(`<iq type='${type}' id='${id}'${to ? ` to='${to}'` : ""}>${payload}</iq>`);
    return await answered;
  }

  /** An instant room is opened to everybody. */
  async #open(client: Client, room: string): Promise<void> {
    const fields = `<field var='FORM_TYPE'><value>${MUC}#roomconfig</value></field><field var='muc#roomconfig_membersonly'><value>0</value></field>`;
    const form = `<query xmlns='${MUC}#owner'><x xmlns='jabber:x:data' type='submit'>${fields}</x></query>`;
    await this.#iq("opening a room", form, "set", client, room);
  }

  #signIn(username: string, resource: string): Promise<Client> {
    const { installation, password } = this.#deps;
    return Client.login({ ...reach(installation, "starttls"), timeout: TIMEOUT_MS }, { username, password, resource });
  }

  #room(index: number): string {
    return `room${index}@${roomsOf(this.#deps.installation.domain)}`;
  }

  /** One of the first `count`. */
  #anybody(count = this.#clients.length): Client {
    const client = this.#clients[Math.floor(Math.random() * count)];
    if (!client) throw new Error("nobody is there");
    return client;
  }

  #id(): string {
    this.#sent += 1;
    return `i${this.#sent}`;
  }

  /** Resolves with what has this id, once it has arrived so many times; rejects where it does not, or is an error. */
  #answer(kind: string, id: string, times: number): Promise<Element> {
    const { promise, resolve, reject } = Promise.withResolvers<Element>();
    const began = performance.now();
    const end = (): void => {
      clearTimeout(timer);
      this.#awaited.delete(id);
    };
    const timer = setTimeout(() => {
      end();
      reject(new Error(`${kind}: no answer to ${id}`));
    }, TIMEOUT_MS);
    const settle = (element: Element): void => {
      end();
      if (element.attrs.type === "error") return reject(new Error(`${kind} was refused: ${element}`));
      this.#deps.answers.add(kind, performance.now() - began);
      resolve(element);
    };
    this.#awaited.set(id, { missing: times, settle });
    return promise;
  }

  #arrived(element: Element): void {
    const awaited = this.#awaited.get(element.attrs.id);
    if (!awaited) return;
    awaited.missing -= 1;
    if (awaited.missing === 0 || element.attrs.type === "error") awaited.settle(element);
  }
}
