/** Programs in a terminal (tmux): types keys, and reads the screen. */
import { join } from "node:path";
import { guard, stopAll } from "./processes.ts";

export interface Terminal {
  /** Types a line and Enter. */
  typeLine(line: string): void;
  /** Types without Enter. */
  typeText(text: string): void;
  /** Presses a key by its name in tmux: "Escape", "C-c". */
  pressKey(key: string): void;
  /** The match of `title` in the window's title (OSC 2), now or within `timeoutMs`; output before the title is on the screen then. */
  waitForTitle(title: RegExp, timeoutMs?: number): Promise<RegExpExecArray>;
  /** The text on the screen. */
  screen(): string;
  /** The same with its colours, as escape sequences (ECMA-48, SGR). */
  colouredScreen(): string;
  /** The match of `pattern` on the screen, now or within `timeoutMs`. Rejects with the screen when it does not appear. */
  waitForText(pattern: RegExp, timeoutMs?: number): Promise<RegExpExecArray>;
}

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

export interface Terminals extends AsyncDisposable {
  open(name: string, command: readonly string[], env: Readonly<Record<string, string>>, size?: Size): Terminal;
}

/** Wide enough that no line is wrapped beside a roster. */
const LARGE: Size = { columns: 200, rows: 150 };
/** For what a program shows, on a machine that is busy. */
const SHOWN_TIMEOUT_MS = 30_000;
/** Between two reads of the screen, in milliseconds. */
const POLL_INTERVAL_MS = 20;

/** A tmux with its socket in `folder`; disposing ends all programs in it. */
export function openTerminals(folder: string): Terminals {
  const socket = join(folder, "tmux");
  const tmux = (...args: string[]): string => {
    const { success, stdout, stderr } = Bun.spawnSync(["tmux", "-S", socket, "-f", "/dev/null", ...args], {
      env: { PATH: process.env.PATH ?? "", HOME: folder, LANG: "C.UTF-8", TERM: "xterm-256color" },
    });
    if (!success) throw new Error(`tmux ${args.join(" ")}: ${stderr}`);
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
        typeLine: (line) => {
          tmux("send-keys", "-t", name, "-l", line);
          tmux("send-keys", "-t", name, "Enter");
        },
        typeText: (text) => void tmux("send-keys", "-t", name, "-l", text),
        pressKey: (key) => void tmux("send-keys", "-t", name, key),
        waitForTitle: (title, timeoutMs = SHOWN_TIMEOUT_MS) =>
          untilMatch(() => tmux("display-message", "-p", "-t", name, "#{pane_title}"), title, timeoutMs),
        screen,
        colouredScreen: () => tmux("capture-pane", "-p", "-e", "-N", "-t", name),
        waitForText: (pattern, timeoutMs = SHOWN_TIMEOUT_MS) => untilMatch(screen, pattern, timeoutMs),
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

async function untilMatch(screen: () => string, pattern: RegExp, timeoutMs: number): Promise<RegExpExecArray> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const text = screen();
    const found = pattern.exec(text);
    if (found) return found;
    if (performance.now() > deadline) throw new Error(`${pattern} is not on the screen:\n${text}`);
    await Bun.sleep(POLL_INTERVAL_MS);
  }
}
