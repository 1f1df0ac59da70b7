/** profanity, a terminal client: opened, and signed in. */
import { join } from "node:path";
import type { Terminal, Terminals } from "../process/terminal.ts";
import { folderIn } from "./peer.ts";

/** The programs that have to be installed. */
export const PROFANITY: readonly string[] = ["profanity", "tmux"];

export interface Login {
  /** The command to type. */
  readonly connect: string;
  readonly password: string;
}

/**
 * It reads from the server, a TLS record or two, between waits for a key, which become longer as long as nobody types: up to a second
 * by default, so that a message behind a dozen others is shown ten seconds later.
 */
const READ_OFTEN = "/inpblock timeout 50";

/** Opens profanity with a new home below `folder`; `settings` are typed first. */
export async function openProfanity(
  terminals: Terminals,
  folder: string,
  home: string,
  settings: readonly string[] = [],
): Promise<Terminal> {
  const terminal = terminals.open(home, ["profanity", "-l", "DEBUG"], { HOME: folderIn(folder, home) });
  await terminal.waitForText(/Type '\/help' to show complete help/);
  for (const setting of [READ_OFTEN, ...settings]) terminal.typeLine(setting);
  return terminal;
}

/** The log that it has written so far. */
export const logOf = (folder: string, home: string): Promise<string> =>
  Bun.file(join(folder, home, ".local/share/profanity/logs/profanity.log")).text();

/** Milliseconds. */
const LOGGED_TIMEOUT_MS = 30_000;

/** Resolves when its log has a match. */
export async function untilLogged(folder: string, home: string, pattern: RegExp): Promise<void> {
  const deadline = performance.now() + LOGGED_TIMEOUT_MS;
  while (!pattern.test(await logOf(folder, home))) {
    if (performance.now() > deadline) throw new Error(`${pattern} is not in the log of ${home}`);
    await Bun.sleep(20);
  }
}

/** Resolves with the full JID, once its initial requests have been answered. */
export async function signInAt(terminal: Terminal, { connect, password }: Login): Promise<string> {
  terminal.typeLine(connect);
  await terminal.waitForText(/Enter password:/);
  terminal.typeLine(password);
  const [, jid = ""] = await terminal.waitForText(/(\S+) logged in successfully, online/);
  // Answers arrive in the order of requests: by now carbons are enabled, and the archive is discovered.
  terminal.typeLine("/disco info localhost");
  await terminal.waitForText(/urn:xmpp:mam:2\n/);
  return jid;
}

/** Makes a mutual subscription. Both are in their first window. */
export async function befriendAt(
  one: { readonly terminal: Terminal; readonly account: string },
  other: { readonly terminal: Terminal; readonly account: string },
): Promise<void> {
  one.terminal.typeLine(`/sub request ${other.account}`);
  await other.terminal.waitForText(new RegExp(`Received authorization request from ${one.account}`));
  other.terminal.typeLine(`/sub allow ${one.account}`);
  other.terminal.typeLine(`/sub request ${one.account}`);
  await one.terminal.waitForText(new RegExp(`Received authorization request from ${other.account}`));
  one.terminal.typeLine(`/sub allow ${other.account}`);
  await Promise.all([
    one.terminal.waitForText(isOnline(other.account)),
    other.terminal.waitForText(isOnline(one.account)),
  ]);
}

/** In the roster beside the window, between its headings. */
const isOnline = (account: string): RegExp =>
  new RegExp(`Online \\(\\d+\\)\\n.* ${account}( \\(\\d+\\))?\\n.*Away \\(`);
