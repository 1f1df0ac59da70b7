/** A home whose server is started again whenever it ends, as a service manager does, by the executable that has its name by then. */
import { Database } from "bun:sqlite";
import { existsSync, linkSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Element } from "ltx";
import { askServer } from "../../../src/control/client.ts";
import { type Home, homeAt } from "../../../src/home.ts";
import { formerOf, nextOf } from "../../../src/release/executables.ts";
import { Client } from "../client/client.ts";
import { freePorts } from "../network/free-ports.ts";
import { killAll } from "../process/processes.ts";
import { type EndedProgram, type RunningProgram, runProgram, startProgram } from "../process/started.ts";
import { PASSWORD } from "../server.ts";
import { executableIn } from "./releases.ts";

/** Milliseconds for a start, on a machine that is busy. */
const PATIENCE = 60_000;

export class UpdatedSite {
  readonly home: Home;
  readonly executable: string;
  readonly #port: number;
  readonly #folder: string;
  #server: RunningProgram | undefined;
  #isKept = false;
  #flags: readonly string[] = [];
  /** Bodies of messages that the server has taken. */
  readonly acknowledged: string[] = [];

  private constructor(folder: string) {
    this.#folder = folder;
    this.home = homeAt(join(folder, "home"));
    this.executable = join(folder, "bin", "jabber-home");
    this.#port = freePorts(1)[0] ?? 0;
  }

  /** Sets up a home with the accounts alice and bob, by the executable of a release. */
  static async open(folder: string, release: string): Promise<UpdatedSite> {
    const site = new UpdatedSite(folder);
    mkdirSync(join(folder, "bin"), { recursive: true });
    site.install(release);
    const password = join(folder, "password");
    writeFileSync(password, PASSWORD);
    const off = ["client_tls", "server", "server_tls", "http", "https", "proxy", "turn", "turns"];
    const settings = [
      ...off.map((name) => `listen.${name}=off`),
      ...[`listen.client=127.0.0.1:${site.#port}`, "accounts.iterations=4096"],
    ];
    const set = settings.flatMap((setting) => ["--set", setting]);
    const answers = ["--domain", "localhost", "--certificate", "self-signed", "--admin", "alice"];
    await site.verb("setup", "--no-input", ...answers, "--password-file", password, ...set);
    await site.verb("user", "add", "bob@localhost", "--password-file", password);
    return site;
  }

  /** Puts the executable of a release in place, by hand. */
  install(release: string): void {
    for (const path of [this.executable, formerOf(this.executable), nextOf(this.executable)])
      rmSync(path, { force: true });
    linkSync(executableIn(release), this.executable);
    rmSync(join(this.home.directory, "update"), { recursive: true, force: true });
  }

  command(...words: readonly string[]): readonly string[] {
    return [this.executable, ...words, "--home", this.home.directory];
  }

  verb(...words: readonly string[]): Promise<EndedProgram> {
    return runProgram(this.command(...words));
  }

  update(release: string, ...words: readonly string[]): Promise<EndedProgram> {
    return this.verb("update", "--from", release, "--yes", ...words);
  }

  /** Starts the server, and again whenever it ends. Resolves when it answers. */
  async start(...flags: readonly string[]): Promise<void> {
    this.#isKept = true;
    this.#flags = flags;
    this.#spawn();
    await this.version();
  }

  #spawn(): void {
    const server = startProgram(this.command("run", ...this.#flags));
    this.#server = server;
    void server.exited.then(() => {
      if (this.#isKept && this.#server === server) this.#spawn();
    });
  }

  /** The process of the server. */
  get pid(): number {
    return this.#server?.pid ?? 0;
  }

  /** Resolves when the server has logged an event, or has before. */
  async says(event: string): Promise<void> {
    await this.#server?.prints(new RegExp(`\\b${event}\\b`));
  }

  output(): string {
    return this.#server?.output() ?? "";
  }

  async stop(): Promise<void> {
    this.#isKept = false;
    const server = this.#server;
    server?.signal("SIGTERM");
    await server?.exited;
  }

  /** As a power cut: the server and whoever updates it end at once. */
  async cut(updating: RunningProgram): Promise<void> {
    this.#isKept = false;
    const server = this.#server;
    await Promise.all([killAll(updating.pid), server && killAll(server.pid)]);
    await Promise.all([updating.exited, server?.exited]);
  }

  /** The version of the server that answers, now or soon. */
  async version(): Promise<string> {
    const until = Date.now() + PATIENCE;
    for (;;) {
      const status = await askServer(this.home, "GET /status").catch(() => undefined);
      if (status) return status.version;
      if (Date.now() > until) throw new Error(`no server answers: ${this.output()}`);
      await Bun.sleep(50);
    }
  }

  async signIn(username: string): Promise<Client> {
    const at = { host: "127.0.0.1", port: this.#port, domain: "localhost", tls: "starttls" } as const;
    return await Client.login(at, { username, password: PASSWORD, resource: "r" });
  }

  /** Alice sends messages to Bob for as long as she is connected, and knows of each whether the server has taken it. */
  async talk(): Promise<void> {
    try {
      const alice = await this.signIn("alice");
      for (;;) {
        const body = `message ${this.acknowledged.length} ${crypto.randomUUID()}`;
        alice.send(`<message type="chat" to="bob@localhost"><body>${body}</body></message>`);
        await alice.iq("get", new Element("ping", { xmlns: "urn:xmpp:ping" }));
        this.acknowledged.push(body);
        await Bun.sleep(5);
      }
    } catch {
      // The server has gone.
    }
  }

  /** Of the messages that were taken, those that are in nobody's archive. */
  lost(): readonly string[] {
    const all = this.archived();
    return this.acknowledged.filter((body) => !all.includes(body));
  }

  /** All archives. */
  archived(): string {
    using database = new Database(this.home.database, { readonly: true });
    const kept = database.query<{ xml: string }, []>("SELECT xml FROM archive_message").all();
    return kept.map(({ xml }) => xml).join("\n");
  }

  /** The columns of a table. */
  columns(table: string): readonly string[] {
    using database = new Database(this.home.database, { readonly: true });
    return database
      .query<{ name: string }, [string]>("SELECT name FROM pragma_table_info(?)")
      .all(table)
      .map(({ name }) => name);
  }

  has(...path: readonly string[]): boolean {
    return existsSync(join(this.#folder, ...path));
  }
}
