/** Programs in a terminal (tmux): types keys, and reads the screen. */
import { join } from "node:path";
import { guard, stopAll } from "./processes.ts";

export interface Terminal {
  /** Types a line and Enter. */
  types(line: string): void;
  /** Presses a key by its name in tmux: "Escape", "C-c". */
  presses(key: string): void;
  /** What `title` has matched of the window's title (OSC 2): whatever the program had written before it is on the screen. */
  isTitled(title: RegExp, patience?: number): Promise<RegExpExecArray>;
  /** What is on the screen now. */
  screen(): string;
  /** What `pattern` has matched on the screen, now or within so many ms. Rejects with the screen when it does not come. */
  shows(pattern: RegExp, patience?: number): Promise<RegExpExecArray>;
}

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

export interface Terminals extends AsyncDisposable {
  open(name: string, command: readonly string[], env: Readonly<Record<string, string>>, size?: Size): Terminal;
}

/** Wide enough that no line of a test is wrapped beside a roster. */
const LARGE: Size = { columns: 200, rows: 150 };
/** Between two looks at a screen, in ms. */
const POLL_INTERVAL_MS = 20;

/** A tmux whose socket lies in `folder`; when it is disposed of, whatever runs in it has ended. */
export function openTerminals(folder: string): Terminals {
  const socket = join(folder, "tmux");
  const tmux = (...words: string[]): string => {
    const { success, stdout, stderr } = Bun.spawnSync(["tmux", "-S", socket, "-f", "/dev/null", ...words], {
      env: { PATH: process.env.PATH ?? "", HOME: folder, LANG: "C.UTF-8", TERM: "xterm-256color" },
    });
    if (!success) throw new Error(`tmux ${words.join(" ")}: ${stderr}`);
    return stdout.toString();
  };
  let server: number | undefined;
  return {
    open: (name, command, env, { columns, rows } = LARGE) => {
      const settings = Object.entries(env).map(([key, value]) => `${key}=${value}`);
      tmux("new-session", "-d", "-s", name, "-x", `${columns}`, "-y", `${rows}`, "env", ...settings, ...command);
      server ??= guarded(Number(tmux("display-message", "-p", "#{pid}")));
      const screen = (): string => tmux("capture-pane", "-p", "-t", name);
      return {
        types: (line) => {
          tmux("send-keys", "-t", name, "-l", line);
          tmux("send-keys", "-t", name, "Enter");
        },
        presses: (key) => void tmux("send-keys", "-t", name, key),
        isTitled: (title, patience = 10_000) =>
          shown(() => tmux("display-message", "-p", "-t", name, "#{pane_title}"), title, patience),
        screen,
        shows: (pattern, patience = 10_000) => shown(screen, pattern, patience),
      };
    },
    [Symbol.asyncDispose]: async () => {
      if (server !== undefined) await stopAll(server);
    },
  };
}

function guarded(pid: number): number {
  guard(pid);
  return pid;
}

async function shown(screen: () => string, pattern: RegExp, patience: number): Promise<RegExpExecArray> {
  const deadline = performance.now() + patience;
  for (;;) {
    const seen = screen();
    const found = pattern.exec(seen);
    if (found) return found;
    if (performance.now() > deadline) throw new Error(`${pattern} is not on the screen:\n${seen}`);
    await Bun.sleep(POLL_INTERVAL_MS);
  }
}
