/** profanity, a terminal client, used with the commands that the demo prints. */
import { afterAll, beforeAll, expect } from "bun:test";
import { join } from "node:path";
import { testWith } from "../support/needs.ts";
import { type CuttableRelay, cuttableRelay } from "../support/network/cuttable-relay.ts";
import { temporaryFolder } from "../support/peers/peer.ts";
import { logOf, openProfanity, PROFANITY, signInAt } from "../support/peers/profanity.ts";
import { guard, stopAll } from "../support/process/processes.ts";
import { program } from "../support/process/program.ts";
import { openTerminals, type Terminal } from "../support/process/terminal.ts";

interface Demo {
  readonly pid: number;
  /** The command to type, by account. */
  readonly lines: ReadonlyMap<string, string>;
  readonly passwords: ReadonlyMap<string, string>;
}

const folder = temporaryFolder("profanity");
const terminals = openTerminals(folder.path);
let demo: Demo;
let line: CuttableRelay;

beforeAll(async () => {
  if (Bun.which("profanity") === null) return;
  demo = await startDemo();
  line = await cuttableRelay(Number(/ port (\d+) /.exec(demo.lines.get("bob@localhost") ?? "")?.[1]));
});
afterAll(async () => {
  await terminals[Symbol.asyncDispose]();
  if (demo !== undefined) await stopAll(demo.pid);
  line?.[Symbol.dispose]();
  folder.remove();
});

/** The demo as a user starts it: commands typed below are those that it prints. */
async function startDemo(): Promise<Demo> {
  const child = Bun.spawn([...program, "demo", "--lang", "en", "--home", join(folder.path, "home")], {
    stdin: "ignore",
    stdout: "pipe",
    stderr: "inherit",
  });
  guard(child.pid);
  let text = "";
  for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (text.includes("Ctrl-C")) break;
  }
  if (!text.includes("Ctrl-C")) throw new Error(`the demo ended with ${await child.exited}: ${text}`);
  const found = (pattern: RegExp): Map<string, string> =>
    new Map([...text.matchAll(pattern)].map(([whole, account = "", rest]) => [account, rest ?? whole.trim()]));
  return {
    pid: child.pid,
    lines: found(/^ +\/connect (\S+) .*$/gm),
    passwords: found(/^ +(\S+@\S+) +password (\S+)$/gm),
  };
}

const open = (home: string, settings?: readonly string[]): Promise<Terminal> =>
  openProfanity(terminals, folder.path, home, settings);

async function signIn(terminal: Terminal, account: string, connect = demo.lines.get(account) ?? ""): Promise<string> {
  const jid = await signInAt(terminal, { connect, password: demo.passwords.get(account) ?? "" });
  expect(jid).toStartWith(`${account}/`);
  return jid;
}

testWith(PROFANITY)(
  "profanity: the demo's commands sign in; accounts are contacts, chat, resume a cut stream, read the archive",
  async () => {
    const alice = await open("alice");
    const bob = await open("bob", ["/reconnect 1"]);
    const [aliceJid, bobJid] = await Promise.all([
      signIn(alice, "alice@localhost"),
      signIn(bob, "bob@localhost", demo.lines.get("bob@localhost")?.replace(/ port \d+ /, ` port ${line.port} `)),
    ]);

    alice.typeLine("/roster online");
    await alice.waitForText(/bob@localhost/);

    alice.typeLine("/msg bob@localhost Wherefore art thou?");
    await bob.waitForText(/<< chat message: alice@localhost/);
    bob.typeLine("/msg alice@localhost Here I am.");
    await bob.waitForText(new RegExp(`- ${aliceJid}: Wherefore art thou\\?\\n.*- me: Here I am\\.`));
    await alice.waitForText(new RegExp(`- me: Wherefore art thou\\?\\n.*- ${bobJid}: Here I am\\.`));

    // XEP-0280: messages that one session sends and receives are copied to the other.
    const phone = await open("alice-phone");
    const phoneJid = await signIn(phone, "alice@localhost");
    bob.typeLine("To whichever of you.");
    await phone.waitForText(/<< chat message: bob@localhost/);
    phone.typeLine("/msg bob@localhost By telephone.");
    for (const session of [alice, phone]) {
      await session.waitForText(new RegExp(`- ${bobJid}: To whichever of you\\.\\n.*- me: By telephone\\.`));
    }
    await bob.waitForText(new RegExp(`- ${phoneJid}: By telephone\\.`));
    phone.typeLine("/quit");

    // XEP-0198: messages to a lost stream arrive when it is resumed.
    line.cut();
    bob.typeLine("/win 1");
    await bob.waitForText(/Lost connection\./);
    alice.typeLine("/msg bob@localhost Still there?");
    await alice.waitForText(/- me: Still there\?/);
    alice.typeLine("/ping");
    alice.typeLine("/win 1");
    await alice.waitForText(/Ping response from server/);
    line.restore();
    await bob.waitForText(/Connection re-established\./, 20_000);
    bob.typeLine("/msg alice@localhost Back again.");
    await bob.waitForText(new RegExp(`- ${aliceJid}: Still there\\?\\n.*- me: Back again\\.`));
    await alice.waitForText(/<< chat message: bob@localhost/);
    expect(await logOf(folder.path, "bob")).toContain("Session resumed successfully");

    // XEP-0160: messages to an offline account arrive with the next presence.
    bob.typeLine("/quit");
    await alice.waitForText(/-- bob@localhost .*is offline/);
    alice.typeLine("/msg bob@localhost Good night!");
    const later = await open("bob-later");
    await signIn(later, "bob@localhost");
    await later.waitForText(/<< chat message: alice@localhost/);
    later.typeLine("/msg alice@localhost");
    await later.waitForText(/- alice@localhost\S*: Good night!/);
    later.typeLine("/quit");

    // XEP-0313: a new device gets the whole conversation.
    const elsewhere = await open("bob-elsewhere", ["/mam on"]);
    await signIn(elsewhere, "bob@localhost");
    elsewhere.typeLine("/msg alice@localhost");
    const bodies = ["Wherefore art thou?", "Here I am.", "To whichever of you.", "By telephone.", "Still there?"];
    const all = [...bodies, "Back again.", "Good night!"].map((body) => `: ${body.replaceAll(/[?.]/g, "\\$&")}\\n`);
    await elsewhere.waitForText(new RegExp(all.join(".*")));
  },
  120_000,
);
