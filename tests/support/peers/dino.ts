/** Dino, a desktop client, in a window that nobody sees, typed into by xdotool(1). */
import { Database } from "bun:sqlite";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { guard, killAll, stopAll } from "../process/processes.ts";

/** What has to be installed. It also has to run as root, to show Dino certificates and names of its own. */
export const DINO: readonly string[] = [
  ...["dino-im", "Xvfb", "xdotool", "dbus-run-session", "unshare", "dnsmasq"],
  "/etc/ssl/certs/ca-certificates.crt",
];

export interface DinoOptions {
  readonly folder: string;
  readonly account: string;
  readonly password: string;
  /** With whom a conversation is open. */
  readonly contact: string;
  /** A PEM file with the only authority that it trusts. */
  readonly root: string;
  /** The address of its name server, at port 53. */
  readonly nameServer: string;
}

export interface Dino extends AsyncDisposable {
  /** Chooses a file for the contact, and sends it. Rejects when `isSent` does not resolve in time. */
  sendsFile(path: string, isSent: Promise<unknown>): Promise<void>;
}

/** The window in which a file is chosen, by its title in English. */
const FILE_WINDOW = "^Select file$";
const MAIN_WINDOW = "^Dino$";
const STEP_TIMEOUT_MS = 30_000;
/** Milliseconds between two tries. */
const PAUSE_MS = 200;

/** In a mount namespace, so that its certificates and its name server are those of the test. */
const SCRIPT = `set -e
mount --make-rprivate /
mount --bind "$1" /etc/ssl/certs/ca-certificates.crt
mount --bind "$2" /etc/resolv.conf
exec dbus-run-session -- dino-im`;

/** Repeats `step` until it returns something. Rejects with `what` after half a minute. */
async function until<Result>(what: string, step: () => Result | undefined | Promise<Result | undefined>) {
  const deadline = performance.now() + STEP_TIMEOUT_MS;
  for (;;) {
    const result = await step();
    if (result !== undefined) return result;
    if (performance.now() > deadline) throw new Error(`Dino: ${what} within ${STEP_TIMEOUT_MS} ms`);
    await Bun.sleep(PAUSE_MS);
  }
}

/** A screen without a monitor. Resolves with its name, once it is there. */
async function openScreen(): Promise<{ readonly display: string; readonly pid: number }> {
  const xvfb = Bun.spawn(["Xvfb", "-displayfd", "1", "-screen", "0", "1000x700x24", "-nolisten", "tcp"], {
    stdout: "pipe",
    stderr: "ignore",
  });
  guard(xvfb.pid);
  const { value } = await xvfb.stdout.getReader().read();
  return {
    display: `:${Buffer.from(value ?? [])
      .toString()
      .trim()}`,
    pid: xvfb.pid,
  };
}

/** The account, and a conversation with the contact, as Dino 0.4 keeps them once a person has added them. */
function fill(file: string, { account, password, contact }: DinoOptions): void {
  const database = new Database(file);
  database.run("INSERT INTO account (bare_jid, resourcepart, password, enabled) VALUES (?, 'dino', ?, 1)", [
    account,
    password,
  ]);
  database.run("INSERT INTO jid (bare_jid) VALUES (?)", [contact]);
  database.run(
    `INSERT INTO conversation (account_id, jid_id, active, active_last_changed, last_active, type, encryption, notification,
      send_typing, send_marker) VALUES (1, 1, 1, 1, unixepoch(), 0, 0, 0, 0, 0)`,
  );
  database.close();
}

const hasTables = (file: string): boolean => {
  if (!existsSync(file)) return false;
  const database = new Database(file, { readonly: true });
  try {
    return database.query("SELECT 1 FROM sqlite_schema WHERE name = 'conversation_settings'").get() !== null;
  } catch {
    return false; // It is just being made.
  } finally {
    database.close();
  }
};

/** Signs in, with the conversation shown. */
export async function openDino(options: DinoOptions): Promise<Dino> {
  await using opened = new AsyncDisposableStack();
  const home = join(options.folder, "dino");
  const runtime = join(home, "run");
  mkdirSync(runtime, { recursive: true, mode: 0o700 });
  const resolverFile = join(home, "resolv.conf");
  writeFileSync(resolverFile, `nameserver ${options.nameServer}\n`);
  const screen = await openScreen();
  opened.defer(() => stopAll(screen.pid));
  const environment = {
    ...{ PATH: process.env.PATH ?? "", LANG: "C.UTF-8", HOME: home, XDG_RUNTIME_DIR: runtime, DISPLAY: screen.display },
    // No OpenGL, no settings daemon, no portals; the network is there without a way out.
    ...{ GDK_BACKEND: "x11", GSK_RENDERER: "cairo", GSETTINGS_BACKEND: "memory", GTK_USE_PORTAL: "0" },
    ...{ GTK_A11Y: "none", GIO_USE_NETWORK_MONITOR: "base" },
  };
  const xdotool = (...words: string[]): string =>
    Bun.spawnSync(["xdotool", ...words], { env: environment })
      .stdout.toString()
      .trim();
  const window = (title: string): string | undefined =>
    xdotool("search", "--onlyvisible", "--name", title).split("\n")[0] || undefined;
  const started = async (): Promise<() => Promise<void>> => {
    const dino = Bun.spawn(["unshare", "--mount", "bash", "-c", SCRIPT, "dino", options.root, resolverFile], {
      env: environment,
      stdio: ["ignore", "ignore", "ignore"],
      detached: true,
    });
    guard(dino.pid);
    await until("has no window", () => window(MAIN_WINDOW));
    return () => killAll(dino.pid);
  };

  const database = join(home, ".local/share/dino/dino.db");
  const stopFirst = await started();
  await until("has made no database", () => hasTables(database) || undefined);
  await stopFirst();
  fill(database, options);
  opened.defer(await started());

  const stack = opened.move();
  return {
    sendsFile: async (path, isSent) => {
      // Nothing is attached before the server has said that it takes files: the key does nothing until then.
      await until("offers no file to choose", async () => {
        xdotool("key", "ctrl+u");
        await Bun.sleep(PAUSE_MS);
        return window(FILE_WINDOW);
      });
      xdotool("type", "--delay", "20", path);
      await until("does not take the file", async () => {
        xdotool("key", "Return");
        await Bun.sleep(PAUSE_MS);
        return window(FILE_WINDOW) === undefined || undefined;
      });
      // It shows the picture and asks; the key does nothing once it is sent.
      let isDone = false;
      const done = isSent.then(() => {
        isDone = true;
      });
      await until("does not send the file", async () => {
        xdotool("key", "Return");
        await Promise.race([done, Bun.sleep(PAUSE_MS * 5)]);
        return isDone || undefined;
      });
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
