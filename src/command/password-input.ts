/** Passwords from a file, from standard input or from a person at a terminal; never from a flag, which other users can see. */
import { closeSync, openSync, readSync } from "node:fs";
import { passwordProblemText } from "../../installer/password.ts";
import type { UserMessages } from "../messages/users.ts";
import { EXIT } from "./exit.ts";
import { CommandError } from "./failure.ts";
import type { Terminal } from "./terminal.ts";

type InputMessages = UserMessages["input"];

const MAX_PASSWORD_FILE = 4096;
const MAX_LIST = 16_000_000;

/** The only line of `file` ("-" is standard input). Throws CommandError. */
export function readPassword(file: string, terminal: Terminal, { input }: UserMessages): string {
  const password = readText(file, MAX_PASSWORD_FILE, terminal, input).replace(/\r?\n$/, "");
  if (password === "") throw refusal(input.empty(named(file, input)));
  if (/[\r\n]/.test(password)) throw refusal(input.lines(named(file, input)));
  return password;
}

export interface ListedUser {
  readonly jid: string;
  readonly password: string;
}

/** Each line is an address, a tab, a password. Throws CommandError with the numbers of the other lines. */
export function readUserList(file: string, terminal: Terminal, { input }: UserMessages): readonly ListedUser[] {
  const lines = readText(file, MAX_LIST, terminal, input).split(/\r?\n/);
  const users: ListedUser[] = [];
  const bad: number[] = [];
  for (const [index, line] of lines.entries()) {
    if (line === "") continue;
    const tab = line.indexOf("\t");
    if (tab < 1 || tab === line.length - 1) bad.push(index + 1);
    else users.push({ jid: line.slice(0, tab), password: line.slice(tab + 1) });
  }
  if (bad.length > 0) throw refusal(input.badLines(named(file, input), shortened(bad)));
  if (users.length === 0) throw refusal(input.emptyList(named(file, input)));
  return users;
}

/** From the file that `--password-file` names, else from the person at the terminal. */
export async function passwordFor(
  jid: string,
  file: string | undefined,
  terminal: Terminal,
  messages: UserMessages,
): Promise<string> {
  return file === undefined ? await askPassword(jid, terminal, messages) : readPassword(file, terminal, messages);
}

/** Asks twice at the terminal. Rejects with CommandError where it is not interactive, or for Ctrl-C. */
async function askPassword(jid: string, terminal: Terminal, messages: UserMessages): Promise<string> {
  if (!terminal.isInteractive) throw refusal(messages.input.missing);
  const { password, isCancel } = await import("@clack/prompts");
  const check = (text: string | undefined) => (text ? passwordProblemText(text, messages) : messages.needed);
  const first = await password({ message: messages.password(jid), validate: check });
  const again = isCancel(first) ? first : await password({ message: messages.again, validate: () => undefined });
  if (isCancel(first) || isCancel(again)) throw new CommandError(EXIT.failed, messages.cancelled);
  if (first !== again) throw new CommandError(EXIT.failed, messages.different);
  return first;
}

/** The text of a file in UTF-8, without a byte order mark. */
function readText(file: string, limit: number, terminal: Terminal, input: InputMessages): string {
  const bytes = file === "-" ? terminal.input(limit) : readBounded(file, limit, input);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw refusal(input.otherEncoding(named(file, input), lineOfOtherEncoding(bytes)));
  }
}

/** The number of the first line that is no UTF-8: another character stands for what cannot be read. */
function lineOfOtherEncoding(bytes: Buffer): number {
  const given = bytes.toString("latin1").split("\n");
  const written = Buffer.from(bytes.toString("utf8")).toString("latin1").split("\n");
  return given.findIndex((line, index) => line !== written[index]) + 1;
}

function readBounded(file: string, limit: number, input: InputMessages): Buffer {
  const descriptor = openSync(file, "r");
  try {
    const bytes = Buffer.alloc(limit + 1);
    let size = 0;
    for (let count = -1; count !== 0 && size <= limit; size += count)
      count = readSync(descriptor, bytes, size, limit + 1 - size, null);
    if (size > limit) throw refusal(input.long(file, limit));
    return bytes.subarray(0, size);
  } finally {
    closeSync(descriptor);
  }
}

function refusal([sentence = "", remedy]: readonly string[]): CommandError {
  return new CommandError(EXIT.usage, sentence, remedy);
}

const named = (file: string, input: InputMessages): string => (file === "-" ? input.standard : file);
const shortened = (lines: readonly number[]): string =>
  lines.slice(0, 10).join(", ") + (lines.length > 10 ? ", …" : "");
