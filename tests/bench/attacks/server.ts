/** A server for one attack: its own home, every listener on loopback, one core. */
import { join } from "node:path";
import { homeAt } from "../../../src/home.ts";
import { freePorts } from "../../support/network/free-ports.ts";
import { folderIn, temporaryFolder } from "../../support/peers/peer.ts";
import { run } from "../../support/peers/run.ts";
import { type RunningProgram, startProgram } from "../../support/process/started.ts";
import type { Attack } from "./attack.ts";
import type { AttackTarget } from "./attack-context.ts";

export const BYSTANDER = "bystander";
const PASSWORD = "measured, not guessed";
const LISTENERS = ["client", "client_tls", "server", "server_tls", "component", "proxy"];

export interface AttackedServer {
  readonly target: AttackTarget;
  readonly home: string;
  /** The command that runs the server, on its core. */
  readonly command: readonly string[];
  remove(): void;
}

/** Sets up a home for the attack; `program` is the command before the verb. */
export async function setUpServer(
  program: readonly string[],
  attack: Attack,
  core: number | undefined,
): Promise<AttackedServer> {
  const { path: folder, remove } = temporaryFolder("attack");
  const home = folderIn(folder, "home");
  const found = freePorts(LISTENERS.length);
  const ports = Object.fromEntries(LISTENERS.map((name, index) => [name, found[index] ?? 0]));
  const [passwordFile, accountsFile] = [join(folder, "password"), join(folder, "accounts")];
  await Bun.write(passwordFile, PASSWORD);
  const accounts = [BYSTANDER, ...attack.accounts];
  await Bun.write(accountsFile, accounts.map((account) => `${account}@localhost\t${PASSWORD}\n`).join(""));
  const listening = Object.entries(ports).map(([name, port]) => `listen.${name}=127.0.0.1:${port}`);
  const off = ["http", "https", "turn", "turns"].map((name) => `listen.${name}=off`);
  const defaultSettings = [
    "components.secrets=component.localhost=secret",
    "accounts.iterations=4096",
    "log_format=json",
  ];
  const set = [...listening, ...off, ...defaultSettings, ...(attack.settings ?? [])].flatMap((setting) => [
    "--set",
    setting,
  ]);
  const setupArgs = ["--domain", "localhost", "--certificate", "self-signed", "--admin", "admin"];
  run([...program, "setup", "--no-input", "--home", home, ...setupArgs, "--password-file", passwordFile, ...set]);
  run([...program, "user", "add", "--home", home, "--from", accountsFile]);
  const pinned = core === undefined ? [] : ["taskset", "-c", String(core)];
  const limited =
    attack.descriptors === undefined ? [] : ["sh", "-c", `ulimit -n ${attack.descriptors}; exec "$@"`, "limited"];
  return {
    target: {
      client: { host: "127.0.0.1", port: ports.client_tls ?? 0, domain: "localhost", tls: "direct" },
      ports,
      password: PASSWORD,
      database: homeAt(home).database,
    },
    home,
    command: [...limited, ...pinned, ...program, "run", "--home", home],
    remove,
  };
}

export interface Running {
  readonly process: RunningProgram;
  /** Milliseconds from its start until it accepts a connection. */
  readonly startTime: number;
}

/** Starts the server; resolves when it listens. Throws with its output where it ends before. */
export async function runServer({ command, target }: AttackedServer): Promise<Running> {
  const began = performance.now();
  const process = startProgram(command);
  let exit: number | undefined;
  void process.exited.then((code) => {
    exit = code;
  });
  const isOpen = async (): Promise<boolean> => {
    const open = await Promise.all(["client", "client_tls", "proxy"].map((name) => listens(target.ports[name] ?? 0)));
    return !open.includes(false);
  };
  while (!(await isOpen())) {
    if (exit !== undefined) throw new Error(`the server ended with ${exit}: ${process.output()}`);
    if (performance.now() - began > 60_000) throw new Error("the server does not listen within a minute");
    await Bun.sleep(2);
  }
  return { process, startTime: performance.now() - began };
}

async function listens(port: number): Promise<boolean> {
  try {
    const socket = await Bun.connect({ hostname: "127.0.0.1", port, socket: { data() {} } });
    socket.terminate();
    return true;
  } catch {
    return false;
  }
}
