/** profanity, a terminal client: opened, and signed in. */
import { join } from "node:path";
import type { Terminal, Terminals } from "../process/terminal.ts";
import { folderIn } from "./peer.ts";

/** What has to be installed. */
export const PROFANITY: readonly string[] = ["profanity", "tmux"];

export interface Login {
  /** The line to type. */
  readonly connect: string;
  readonly password: string;
}

/** One in a home of its own below `folder`, which nothing but this has written to; `settings` are typed at first. */
export async function openProfanity(
  terminals: Terminals,
  folder: string,
  home: string,
  settings: readonly string[] = [],
): Promise<Terminal> {
  const terminal = terminals.open(home, ["profanity", "-l", "DEBUG"], { HOME: folderIn(folder, home) });
  await terminal.shows(/Type '\/help' to show complete help/);
  for (const setting of settings) terminal.types(setting);
  return terminal;
}

/** What it has written down of itself so far. */
export const logOf = (folder: string, home: string): Promise<string> =>
  Bun.file(join(folder, home, ".local/share/profanity/logs/profanity.log")).text();

/** Resolves to the full JID that it has got, when it has the answers to all that it asks for at first. */
export async function signInAt(terminal: Terminal, { connect, password }: Login): Promise<string> {
  terminal.types(connect);
  await terminal.shows(/Enter password:/);
  terminal.types(password);
  const [, jid = ""] = await terminal.shows(/(\S+) logged in successfully, online/);
  // Answers come in the order of the questions: by now it has carbons, and knows that there is an archive.
  terminal.types("/disco info localhost");
  await terminal.shows(/urn:xmpp:mam:2\n/);
  return jid;
}

/** They have each other in their rosters, and see each other. Both are in their first window. */
export async function befriendAt(
  one: { readonly terminal: Terminal; readonly account: string },
  other: { readonly terminal: Terminal; readonly account: string },
): Promise<void> {
  one.terminal.types(`/sub request ${other.account}`);
  await other.terminal.shows(new RegExp(`Received authorization request from ${one.account}`));
  other.terminal.types(`/sub allow ${one.account}`);
  other.terminal.types(`/sub request ${one.account}`);
  await one.terminal.shows(new RegExp(`Received authorization request from ${other.account}`));
  one.terminal.types(`/sub allow ${other.account}`);
  await Promise.all([one.terminal.shows(isOnline(other.account)), other.terminal.shows(isOnline(one.account))]);
}

/** In the roster beside the window, between its headings. */
const isOnline = (account: string): RegExp =>
  new RegExp(`Online \\(\\d+\\)\\n.* ${account}( \\(\\d+\\))?\\n.*Away \\(`);
