/** Passwords from a file, from standard input or from a person at a terminal; never from a flag, which other users can see. */
import { closeSync, openSync, readSync } from "node:fs";
import type { UserMessages } from "../messages/users.ts";
import { EXIT } from "./exit.ts";
import { CommandError } from "./failure.ts";
import type { Terminal } from "./terminal.ts";

const MAX_PASSWORD_FILE = 4096;
const MAX_LIST = 16_000_000;

/** The only line of `file` ("-" is standard input). */
export function readPassword(file: string, terminal: Terminal): string {
  const password = readBounded(file, MAX_PASSWORD_FILE, terminal).replace(/\r?\n$/, "");
  if (password === "")
    throw new CommandError(EXIT.usage, `${named(file)} is empty`, "write the password into it, on one line");
  if (/[\r\n]/.test(password)) throw new CommandError(EXIT.usage, `${named(file)} has more than one line`);
  return password;
}

export interface ListedUser {
  readonly jid: string;
  readonly password: string;
}

/** Each line is an address, a tab, a password. Throws CommandError with the numbers of the other lines. */
export function readUserList(file: string, terminal: Terminal): readonly ListedUser[] {
  const lines = readBounded(file, MAX_LIST, terminal).split(/\r?\n/);
  const users: ListedUser[] = [];
  const bad: number[] = [];
  for (const [index, line] of lines.entries()) {
    if (line === "") continue;
    const tab = line.indexOf("\t");
    if (tab < 1 || tab === line.length - 1) bad.push(index + 1);
    else users.push({ jid: line.slice(0, tab), password: line.slice(tab + 1) });
  }
  if (bad.length > 0)
    throw new CommandError(EXIT.usage, `${named(file)}: not "JID, tab, password" in line ${shortened(bad)}`);
  if (users.length === 0) throw new CommandError(EXIT.usage, `${named(file)} is empty`);
  return users;
}

/** From the file that `--password-file` names, else from the person at the terminal. */
export async function passwordFor(
  jid: string,
  file: string | undefined,
  terminal: Terminal,
  messages: UserMessages,
): Promise<string> {
  return file === undefined ? await askPassword(jid, terminal, messages) : readPassword(file, terminal);
}

/** Asks twice at the terminal. Rejects with CommandError where it is not interactive, or for Ctrl-C. */
async function askPassword(jid: string, terminal: Terminal, messages: UserMessages): Promise<string> {
  if (!terminal.isInteractive)
    throw new CommandError(
      EXIT.usage,
      "missing: --password-file",
      "give the password in a file, or - for standard input",
    );
  const { password, isCancel } = await import("@clack/prompts");
  const isGiven = (text: string | undefined) => (text ? undefined : messages.needed);
  const first = await password({ message: messages.password(jid), validate: isGiven });
  const again = isCancel(first) ? first : await password({ message: messages.again, validate: isGiven });
  if (isCancel(first) || isCancel(again)) throw new CommandError(EXIT.failed, messages.cancelled);
  if (first !== again) throw new CommandError(EXIT.failed, messages.different);
  return first;
}

function readBounded(file: string, limit: number, terminal: Terminal): string {
  if (file === "-") return terminal.input(limit);
  const descriptor = openSync(file, "r");
  try {
    const bytes = Buffer.alloc(limit + 1);
    let size = 0;
    for (let count = -1; count !== 0 && size <= limit; size += count)
      count = readSync(descriptor, bytes, size, limit + 1 - size, null);
    if (size > limit) throw new CommandError(EXIT.usage, `${file} is longer than ${limit} bytes`);
    return bytes.toString("utf8", 0, size);
  } finally {
    closeSync(descriptor);
  }
}

const named = (file: string): string => (file === "-" ? "standard input" : file);
const shortened = (lines: readonly number[]): string =>
  lines.slice(0, 10).join(", ") + (lines.length > 10 ? ", …" : "");
