/** Where the log of a server is, and the programs that show it. */
import { readlinkSync, statSync } from "node:fs";
import { SERVICE } from "../../installer/service/description.ts";
import { type Home, serviceHome } from "../home.ts";

export interface Wish {
  readonly lines: string;
  readonly follow: boolean;
}

/** Of the last start too: journald keeps what came before. */
export const journalCommand = ({ lines, follow }: Wish): readonly string[] => [
  ...["journalctl", `--unit=${SERVICE}`, "--no-pager", `--lines=${lines}`],
  ...(follow ? ["--follow"] : []),
];

export const tailCommand = (file: string, { lines, follow }: Wish): readonly string[] => [
  ...["tail", "-n", lines],
  ...(follow ? ["-f"] : []),
  ...["--", file],
];

/** Where the standard error of a process goes, as Linux tells it: "/dev/pts/3", "/var/log/chat.log"; not a pipe's. */
export function targetOf(pid: number): string | undefined {
  try {
    const target = readlinkSync(`/proc/${pid}/fd/2`);
    return target.startsWith("/") ? target : undefined;
  } catch {
    return undefined;
  }
}

export const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

/** The last lines of the log of a running server, some at most; none where they cannot be read. */
export function lastLogLines({ directory }: Home, pid: number, max: number): readonly string[] {
  const wish = { lines: String(max), follow: false };
  const target = targetOf(pid);
  const isService = directory === serviceHome();
  if (!isService && (target === undefined || !isFile(target))) return [];
  const [program = "", ...rest] = isService
    ? [...journalCommand(wish), "--output=cat", "--quiet"]
    : tailCommand(target ?? "", wish);
  if (Bun.which(program) === null) return [];
  const { success, stdout } = Bun.spawnSync([program, ...rest], { stdin: "ignore", stderr: "ignore" });
  return success
    ? stdout
        .toString()
        .split("\n")
        .filter((line) => line !== "")
    : [];
}
