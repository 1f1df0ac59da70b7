/** A whole server in this process, with a home of its own and free ports. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type StartedServer, type StartOptions, startServer } from "../../src/assembly/server.ts";
import { readConfig } from "../../src/config/read.ts";
import type { Config } from "../../src/config/schema.ts";
import { askServer } from "../../src/control/client.ts";
import type { Resolver } from "../../src/dns/resolver.ts";
import { type Home, homeAt } from "../../src/home.ts";
import type { LogEvent, Logger } from "../../src/log.ts";
import { modules } from "../../src/modules.ts";
import type { ClientOptions } from "./client/client.ts";
import type { TransportName } from "./client/transport.ts";

export interface TestServer {
  readonly home: Home;
  readonly server: StartedServer;
  /** Events logged as errors: a passing test has none. */
  readonly errors: LogEvent[];
  readonly events: LogEvent[];
  /** Where clients connect; over TCP, STARTTLS by default. */
  at(tls?: ClientOptions["tls"], domain?: string): ClientOptions;
  /** The same over another transport than that of this server's clients; over the web, TLS is direct. */
  over(transport: TransportName, tls?: ClientOptions["tls"], domain?: string): ClientOptions;
  createAccount(jid: string, password?: string, admin?: boolean): Promise<void>;
  removeAccount(jid: string): Promise<void>;
  /** Stops it and starts another one on the same home, with additional settings. */
  restart(settings?: readonly string[]): Promise<void>;
  /** Stops it and removes the home. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** A resolver that finds no other server. */
const EMPTY_RESOLVER: Resolver = { query: async () => ({ state: "absent" }) };

export const PASSWORD = "wherefore art thou";

export interface TestServerOptions extends StartOptions {
  /** `--set` arguments, after those of every test server. */
  readonly settings?: readonly string[];
  /** By default localhost alone. */
  readonly domains?: readonly string[];
  /** That of its clients where a test does not choose another; by default TCP. */
  readonly transport?: TransportName;
  /** Called with the home and its configuration before the first start. */
  readonly before?: (home: Home, config: Config) => Promise<void>;
}

export async function startTestServer({
  settings = [],
  domains = ["localhost"],
  transport: usual = "tcp",
  before,
  ...options
}: TestServerOptions = {}): Promise<TestServer> {
  const home = homeAt(mkdtempSync(join(tmpdir(), "jabber-home-test-")));
  const events: LogEvent[] = [];
  const errors: LogEvent[] = [];
  const log: Logger = {
    error: (event) => void errors.push(event),
    warn: (event) => void events.push(event),
    info: (event) => void events.push(event),
    debug: (event) => void events.push(event),
  };
  const listeners = ["client", "client_tls", "component"].map((name) => `listen.${name}=127.0.0.1:0`);
  const disabledListeners = ["server", "server_tls", "http", "https", "proxy", "turn", "turns"].map(
    (name) => `listen.${name}=off`,
  );
  const defaultSettings = [
    ...listeners,
    ...disabledListeners,
    ...(usual === "tcp" ? [] : ["listen.https=127.0.0.1:0"]),
    `domains=${domains.join(",")}`,
    "accounts.iterations=4096",
  ];
  const configOf = (more: readonly string[]): Config =>
    readConfig("", modules, [...defaultSettings, ...settings, ...more]);
  const start = (more: readonly string[] = []): Promise<StartedServer> =>
    startServer(home, configOf(more), log, { resolver: EMPTY_RESOLVER, ...options });
  await before?.(home, configOf([]));
  let server = await start();
  const over: TestServer["over"] = (transport, tls = "starttls", domain = domains[0] ?? "localhost") => {
    const listener = transport === "tcp" ? (tls === "direct" ? "client_tls" : "client") : "https";
    const address = server.listening[listener];
    if (address === undefined) throw new Error(`listen.${listener} is off`);
    const port = Number(address.split(":").at(-1));
    return { host: "127.0.0.1", port, domain, tls: transport === "tcp" ? tls : "direct", transport };
  };

  return {
    home,
    get server() {
      return server;
    },
    errors,
    events,
    at: (tls, domain) => over(usual, tls, domain),
    over,
    createAccount: async (jid, password = PASSWORD, admin = false) => {
      await askServer(home, "POST /users", { users: [{ jid, password, admin }] });
    },
    removeAccount: async (jid) => {
      await askServer(home, "DELETE /users", { jid });
    },
    restart: async (more) => {
      await server.stop();
      server = await start(more);
    },
    [Symbol.asyncDispose]: async () => {
      await server.stop();
      rmSync(home.directory, { recursive: true, force: true });
    },
  };
}
