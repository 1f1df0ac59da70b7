/** The server as a process of its own, whose memory can be measured and which can be killed. */
import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { ClientOptions } from "../client/client.ts";
import type { TransportName } from "../client/transport.ts";
import { freePorts } from "../network/free-ports.ts";
import { folderIn, type Installation, type Running, start, temporaryFolder } from "../peers/peer.ts";
import { run } from "../peers/run.ts";
import { PASSWORD } from "../server.ts";
import { usageOf } from "./processes.ts";

const ROOT = resolve(import.meta.dir, "../../..");
const BINARY = join(ROOT, "dist/jabber-home");
const SOURCE = join(ROOT, "src/main.ts");

export interface ServerProcess extends AsyncDisposable {
  /** The home directory. */
  readonly home: string;
  readonly pid: number;
  /** Where clients connect, over the transport that it was started with. */
  at(tls?: ClientOptions["tls"]): ClientOptions;
  /** Bytes of resident memory. */
  memory(): number;
  /** Lines logged as errors. */
  errors(): Promise<readonly string[]>;
  /** Sends SIGKILL; resolves when it has ended. */
  kill(): Promise<void>;
  /** Sends SIGTERM, as a service manager does; resolves when it has ended. */
  stop(): Promise<void>;
  /** Starts it again on the same home and ports. */
  restart(): Promise<void>;
}

export interface ServerProcessOptions {
  /** Local parts of accounts at localhost; their password is PASSWORD. */
  readonly accounts: readonly string[];
  /** `--set` arguments of setup. */
  readonly settings?: readonly string[];
  /** By default TCP. */
  readonly transport?: TransportName;
}

/** The compiled binary where it is newer than its sources, else the sources. */
function command(): readonly string[] {
  const built = statSync(BINARY, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const glob = new Bun.Glob("{src,installer}/**/*.ts");
  const isCurrent = [...glob.scanSync(ROOT)].every((path) => statSync(join(ROOT, path)).mtimeMs < built);
  return isCurrent ? [BINARY] : [process.execPath, SOURCE];
}

async function install(folder: string, https: number, options: ServerProcessOptions): Promise<Installation> {
  const { accounts, settings = [], transport = "tcp" } = options;
  const [starttls = 0, direct = 0] = freePorts(2);
  const home = folderIn(folder, "home");
  const [passwordFile, accountsFile] = [join(folder, "password"), join(folder, "accounts")];
  await Bun.write(passwordFile, PASSWORD);
  await Bun.write(accountsFile, accounts.map((account) => `${account}@localhost\t${PASSWORD}\n`).join(""));
  const off = ["server", "server_tls", "http", "https", "proxy", "turn", "turns"].map((name) => `listen.${name}=off`);
  const listeners = [`listen.client=127.0.0.1:${starttls}`, `listen.client_tls=127.0.0.1:${direct}`];
  if (transport !== "tcp") listeners.push(`listen.https=127.0.0.1:${https}`);
  const quick = ["accounts.iterations=4096", "log_format=json"];
  const set = [...off, ...listeners, ...quick, ...settings].flatMap((setting) => ["--set", setting]);
  const setupArgs = ["--domain", "localhost", "--certificate", "self-signed", "--admin", "admin"];
  const program = command();
  run([...program, "setup", "--no-input", "--home", home, ...setupArgs, "--password-file", passwordFile, ...set]);
  run([...program, "user", "add", "--home", home, "--from", accountsFile]);
  const ports = { starttls, direct };
  return {
    domain: "localhost",
    host: "127.0.0.1",
    ports,
    command: [...program, "run", "--home", home],
    environment: {},
    folder,
  };
}

/** Sets up a new home and runs a server on it. */
export async function startServerProcess(options: ServerProcessOptions): Promise<ServerProcess> {
  const { path: folder, remove } = temporaryFolder("own");
  const [https = 0] = freePorts(1);
  const installation = await install(folder, https, options);
  const { transport = "tcp" } = options;
  const { host, domain, ports } = installation;
  let running: Running | undefined = await start(installation);
  let pid = running.pid;

  return {
    home: join(folder, "home"),
    get pid() {
      return pid;
    },
    at: (tls = "starttls") => {
      if (transport !== "tcp") return { host, domain, tls: "direct", port: https, transport };
      return { host, domain, tls, port: tls === "direct" ? ports.direct : ports.starttls };
    },
    memory: () => usageOf(pid).rss,
    errors: async () => {
      const lines = (await wholeLines(join(folder, "output.log"))).split("\n");
      return lines.filter((line) => line !== "" && !isHarmless(line));
    },
    kill: async () => {
      process.kill(pid, "SIGKILL");
      await running?.stop();
      running = undefined;
    },
    stop: async () => {
      await running?.stop();
      running = undefined;
    },
    restart: async () => {
      running = await start(installation);
      pid = running.pid;
    },
    [Symbol.asyncDispose]: async () => {
      await running?.stop();
      remove();
    },
  };
}

/** A file to which a process appends lines: a read may meet the one that is being written, whose rest is waited for, a second at most. */
async function wholeLines(path: string): Promise<string> {
  for (let tries = 0; ; tries++) {
    const text = await Bun.file(path).text();
    if (text === "" || text.endsWith("\n") || tries === 100) return text;
    await Bun.sleep(10);
  }
}

/** Whether a line is an event below the level error; other output, such as that of a crash, is not harmless. */
function isHarmless(line: string): boolean {
  try {
    const { level } = JSON.parse(line) as { level?: string };
    return level === "warn" || level === "info" || level === "debug";
  } catch {
    return false;
  }
}
