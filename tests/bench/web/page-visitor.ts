/** A browser without a screen, for the bench: one connection, cookies, and the forms of jabber-home's pages. */
import { HttpConnection, type HttpTarget } from "./http-connection.ts";

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

  async get(path: string): Promise<string> {
    const { status, body } = await this.#connection.request("GET", path, this.#fields());
    if (status !== 200) throw new Error(`${path}: ${status}`);
    return body.toString();
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

  /** The path of a new invitation to become a contact. */
  async invite(): Promise<string> {
    const page = await this.#post("/account/invite", "/account/invite", { kind: "contact" });
    const link = /id="link">([^<]+)</.exec(page)?.[1];
    if (link === undefined) throw new Error("no invitation was made");
    return new URL(link).pathname;
  }

  destroy(): void {
    this.#connection.destroy();
  }

  #fields(): string {
    return `Accept: text/html\r\nSec-Fetch-Site: same-origin\r\n${this.#cookie && `Cookie: ${this.#cookie}\r\n`}`;
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
