/** A browser without a screen, for the bench: one connection, cookies, and the forms of jabber-home's pages. */
import { HttpConnection, type HttpTarget } from "./http-connection.ts";

/** What a phone says of itself. */
const FIELDS = [
  "User-Agent: Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/139.0.0.0 Mobile Safari/537.36",
  ...["Accept: text/html", "Accept-Language: en", "Accept-Encoding: gzip, deflate, br, zstd"],
  "Sec-Fetch-Site: same-origin",
];

export interface Got {
  readonly body: Buffer;
  /** Of head and body, as they were sent. */
  readonly bytes: number;
}

/** A browser that has never been here: a connection, the page, and the style sheet, the script and the icon that it names. Returns the bytes of all. */
export async function firstView(target: HttpTarget, path: string): Promise<number> {
  const visitor = await PageVisitor.open(target);
  try {
    let { body, bytes } = await visitor.get(path);
    for (const [, asset = ""] of body.toString().matchAll(/"(\/assets\/[^"]+)"/g))
      bytes += (await visitor.get(asset)).bytes;
    return bytes;
  } finally {
    visitor.destroy();
  }
}

export class PageVisitor {
  readonly #connection: HttpConnection;
  #cookie: string;

  private constructor(connection: HttpConnection, cookie: string) {
    this.#connection = connection;
    this.#cookie = cookie;
  }

  /** With what a Cookie field says. */
  static async open(target: HttpTarget, cookie = ""): Promise<PageVisitor> {
    return new PageVisitor(await HttpConnection.open(target), cookie);
  }

  get cookie(): string {
    return this.#cookie;
  }

  async get(path: string): Promise<Got> {
    const { status, head, body } = await this.#connection.request("GET", path, this.#fields());
    if (status !== 200) throw new Error(`${path}: ${status}`);
    return { body, bytes: head.length + 4 + body.length };
  }

  /** The same, without keeping what comes. */
  async count(path: string): Promise<void> {
    const { status } = await this.#connection.request("GET", path, this.#fields(), undefined, true);
    if (status !== 200) throw new Error(`${path}: ${status}`);
  }

  async signIn(name: string, password: string): Promise<void> {
    const head = await this.#post("/account", "/account/sign-in", { name, password });
    if (!/^HTTP\/1\.1 303/.test(head)) throw new Error(`the sign-in was refused: ${head}`);
  }

  /** The path of a new invitation to make an account, and a contact of whoever is signed in: an administrator. */
  async invite(): Promise<string> {
    const page = await this.#post("/account/invite", "/account/invite", { kind: "account" });
    const link = /id="link">([^<]+)</.exec(page)?.[1];
    if (link === undefined) throw new Error(`no invitation was made: ${page}`);
    return new URL(link).pathname;
  }

  destroy(): void {
    this.#connection.destroy();
  }

  #fields(): string {
    return [...FIELDS, ...(this.#cookie ? [`Cookie: ${this.#cookie}`] : [])].map((field) => `${field}\r\n`).join("");
  }

  /** Head and body of the answer. */
  async #post(page: string, action: string, fields: Readonly<Record<string, string>>): Promise<string> {
    const asked = await this.#connection.request("GET", page, this.#fields());
    this.#keep(asked.head);
    const token = /name="token" value="([^"]+)"/.exec(asked.body.toString())?.[1] ?? "";
    const form = Buffer.from(new URLSearchParams({ token, ...fields }).toString());
    const type = "Content-Type: application/x-www-form-urlencoded\r\n";
    const { head, body } = await this.#connection.request("POST", action, this.#fields() + type, form);
    this.#keep(head);
    return `${head}\r\n${body}`;
  }

  #keep(head: string): void {
    for (const [, pair = ""] of head.matchAll(/^set-cookie: *([^;\r]+)/gim)) {
      const [name] = pair.split("=");
      const others = this.#cookie.split("; ").filter((each) => each !== "" && !each.startsWith(`${name}=`));
      this.#cookie = [...others, pair].join("; ");
    }
  }
}
