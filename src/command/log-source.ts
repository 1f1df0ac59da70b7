/** Where the log of a server is, and what shows it. */
import { readlinkSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { SERVICE } from "../../installer/service/description.ts";
import { type Home, serviceHome } from "../home.ts";
import type { LogLevel } from "../log.ts";
import { isMeant, type LogFilter } from "./log-lines.ts";

export interface Wish extends LogFilter {
  /** The last ones. */
  readonly lines: number;
  readonly follow: boolean;
}

/** syslog's severity of each level, as journalctl takes it: it shows what is as important, and more. */
const SEVERITY: Readonly<Record<LogLevel, number>> = { error: 3, warn: 4, info: 6, debug: 7 };

/** Of the last start too: journald keeps what came before. */
export const journalCommand = ({ lines, follow, since, level, grep }: Wish): readonly string[] => [
  ...["journalctl", `--unit=${SERVICE}`, "--no-pager", `--lines=${lines}`],
  ...(since === undefined ? [] : [`--since=@${Math.floor(since / 1000)}`]),
  ...(level === undefined ? [] : [`--priority=${SEVERITY[level]}`]),
  // A pattern for journalctl, a text for people.
  ...(grep === undefined ? [] : [`--grep=${grep.replace(/[^\p{L}\p{N}\s]/gu, "\\$&")}`, "--case-sensitive=false"]),
  ...(follow ? ["--follow"] : []),
];

/** What is written into a file from a byte on, which counts from 1. */
export const followCommand = (file: string, from: number): readonly string[] => [
  "tail",
  "-c",
  `+${from}`,
  "-f",
  "--",
  file,
];

export interface ReadLines {
  readonly lines: readonly string[];
  /** Bytes that were read: whole lines. */
  readonly bytes: number;
}

/** The last lines of a file that are meant. Rejects with the system's error. */
export async function lastLines(path: string, wish: Wish): Promise<ReadLines> {
  const kept: string[] = [];
  let [rest, bytes] = ["", 0];
  const decoder = new TextDecoder();
  for await (const chunk of Bun.file(path).stream()) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = parts.pop() ?? "";
    bytes += chunk.length;
    kept.push(...parts.filter((line) => isMeant(line, wish)));
    if (kept.length > wish.lines) kept.splice(0, kept.length - wish.lines);
  }
  return { lines: wish.lines === 0 ? [] : kept, bytes: bytes - Buffer.byteLength(rest) };
}

/** Where the standard error of a process goes: "/dev/pts/3", "/var/log/chat.log"; undefined for a pipe, and where it is not known. */
export function targetOf(pid: number): string | undefined {
  // The file that launchd was told (installer/service/files.ts).
  if (process.platform === "darwin") return join(homedir(), "Library/Logs/jabber-home.log");
  try {
    const target = readlinkSync(`/proc/${pid}/fd/2`);
    return target.startsWith("/") ? target : undefined;
  } catch {
    return undefined;
  }
}

export const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

const EVERYTHING = { since: undefined, level: undefined, grep: undefined, follow: false } as const;

/** The last lines of the log of a running server, some at most; none where they cannot be read. */
export function lastLogLines({ directory }: Home, pid: number, max: number): readonly string[] {
  const target = targetOf(pid);
  const isService = directory === serviceHome();
  if (!isService && (target === undefined || !isFile(target))) return [];
  const [program = "", ...rest] = isService
    ? [...journalCommand({ ...EVERYTHING, lines: max }), "--output=cat", "--quiet"]
    : ["tail", "-n", String(max), "--", target ?? ""];
  if (Bun.which(program) === null) return [];
  const { success, stdout } = Bun.spawnSync([program, ...rest], { stdin: "ignore", stderr: "ignore" });
  const lines = success ? stdout.toString().split("\n") : [];
  return lines.filter((line) => line !== "");
}
