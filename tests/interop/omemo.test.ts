/** XEP-0384: OMEMO between profanity clients, in chats and in rooms. */
import { afterAll, beforeAll, expect } from "bun:test";
import type { Element } from "ltx";
import { actorOf } from "../support/cast.ts";
import { Client } from "../support/client/client.ts";
import { testWith } from "../support/needs.ts";
import { temporaryFolder } from "../support/peers/peer.ts";
import { befriendAt, openProfanity, PROFANITY, signInAt, untilLogged } from "../support/peers/profanity.ts";
import { contentsOf } from "../support/process/home-contents.ts";
import { type ServerProcess, startServerProcess } from "../support/process/server-process.ts";
import { openTerminals, type Terminal } from "../support/process/terminal.ts";
import { PASSWORD } from "../support/server.ts";
import { archiveOf } from "../support/xep/archive.ts";

const OMEMO = "eu.siacs.conversations.axolotl";
const SECRETS = ["Wherefore art thou?", "Here I am.", "By telephone."];
const PLAIN = "In the hearing of all.";
const ROOM = "crypt@rooms.localhost";
const SECRETS_OF_ROOM = ["Come, vial.", "Where is my lord?", "In that dim monument."];
const PLAIN_OF_ROOM = "Some shall be pardoned.";

const folder = temporaryFolder("omemo");
const terminals = openTerminals(folder.path);
let server: ServerProcess;

beforeAll(async () => {
  server = await startServerProcess({ accounts: ["alice", "bob", "carol", "dave", "erin"] });
});
afterAll(async () => {
  await terminals[Symbol.asyncDispose]();
  expect(await server.errors()).toEqual([]);
  await server[Symbol.asyncDispose]();
  folder.remove();
});

interface Device {
  readonly terminal: Terminal;
  readonly account: string;
  readonly jid: string;
  /** The fingerprint of the OMEMO identity key. */
  readonly id: string;
}

/** Signs in, and publishes its keys. */
async function device(name: string, account: string): Promise<Device> {
  const terminal = await openProfanity(terminals, folder.path, name, [
    "/omemo trustmode blind",
    "/carbons on",
    "/occupants default hide",
  ]);
  const connect = `/connect ${account} server 127.0.0.1 port ${server.at().port} tls trust`;
  const jid = await signInAt(terminal, { connect, password: PASSWORD });
  // profanity prints this once it knows the server's OMEMO support.
  await terminal.waitForText(/cannot publish crypto materials before they are generated/);
  terminal.typeLine("/omemo gen");
  const [, id = ""] = await terminal.waitForText(/materials generated\. Your Device ID is (\d+)\./, 30_000);
  const known = { terminal, account, jid, id };
  await trusts(known, known);
  return known;
}

/** Waits until its first window shows that it has found the other's devices. */
async function trusts(one: Device, other: Device): Promise<void> {
  one.terminal.typeLine("/win 1");
  await one.terminal.waitForText(new RegExp(`Blind trust for ${other.account} device ${other.id} `));
}

/** profanity marks encrypted lines with ~. */
const encrypted = (sender: string, text: string): RegExp =>
  new RegExp(`~ ${sender}: ${text.replaceAll(/[?.]/g, "\\$&")}\\n`);

/** The contents of all files of the server. */
const diskOf = (home: string): Buffer => Buffer.concat(contentsOf(home).map(({ content }) => content));

/** The encrypted elements in an archive, of an account or of a room. */
async function encryptedIn(username: string, archive?: string): Promise<readonly Element[]> {
  const client = await Client.login(server.at(), { username, password: PASSWORD });
  const { results } = await archiveOf(actorOf(client, new Map()), "", archive);
  await client.end();
  return results.flatMap(({ message }) => message.getChild("encrypted", OMEMO) ?? []);
}

testWith(PROFANITY)(
  "OMEMO: two accounts encrypt for each other and a second device, and the server stores no plaintext",
  async () => {
    const alice = await device("alice", "alice@localhost");
    const phone = await device("phone", "alice@localhost");
    const bob = await device("bob", "bob@localhost");
    await trusts(alice, phone);
    await befriendAt(alice, bob);

    alice.terminal.typeLine("/omemo start bob@localhost");
    await trusts(alice, bob);
    bob.terminal.typeLine("/omemo start alice@localhost");
    await trusts(bob, alice);
    await trusts(bob, phone);
    phone.terminal.typeLine("/omemo start bob@localhost");
    await trusts(phone, bob);

    const [first = "", second = "", third = ""] = SECRETS;
    alice.terminal.typeLine("/msg bob@localhost");
    alice.terminal.typeLine(first);
    bob.terminal.typeLine("/msg alice@localhost");
    phone.terminal.typeLine("/msg bob@localhost");
    await bob.terminal.waitForText(encrypted(alice.jid, first));
    await phone.terminal.waitForText(encrypted("me", first));
    bob.terminal.typeLine(second);
    for (const { terminal } of [alice, phone]) await terminal.waitForText(encrypted(bob.jid, second));
    phone.terminal.typeLine(third);
    await alice.terminal.waitForText(encrypted("me", third));
    await bob.terminal.waitForText(encrypted(phone.jid, third));

    const encryptedMessages = await encryptedIn("bob");
    expect(encryptedMessages).toHaveLength(SECRETS.length);
    for (const element of encryptedMessages) expect(element.getChildText("payload")).toMatch(/^[\w+/]{8,}=*$/);

    // A plaintext message is found there: the search works.
    alice.terminal.typeLine("/omemo end");
    alice.terminal.typeLine(PLAIN);
    await bob.terminal.waitForText(new RegExp(`- ${alice.jid}: ${PLAIN}\\n`));
    const disk = diskOf(server.home);
    expect([...SECRETS, PLAIN].map((text) => disk.includes(text))).toEqual([false, false, false, true]);
  },
  120_000,
);

testWith(PROFANITY)(
  "OMEMO: three occupants of a room with default settings encrypt for each other, and the server stores no plaintext",
  async () => {
    const [carol, dave, erin] = await Promise.all([
      device("carol", "carol@localhost"),
      device("dave", "dave@localhost"),
      device("erin", "erin@localhost"),
    ]);
    const all = [carol, dave, erin];
    const enters = async ({ terminal, account }: Device): Promise<void> => {
      terminal.typeLine(`/join ${ROOM}`);
      await terminal.waitForText(new RegExp(`You have joined the room as ${account.split("@", 1)[0]},`));
    };

    await enters(carol);
    carol.terminal.typeLine("/room accept");
    await carol.terminal.waitForText(/Room unlocked\./);
    for (const guest of [dave, erin]) {
      carol.terminal.typeLine(`/invite send ${guest.account}`);
      await guest.terminal.waitForText(
        /Chat room invite received:\n.*From +: carol@localhost\n.*Room +: crypt@rooms\.localhost/,
      );
      await enters(guest);
    }
    // profanity uses OMEMO only in rooms of which it knows that they are members-only and non-anonymous.
    for (const one of all) {
      await untilLogged(folder.path, one.account.split("@", 1)[0] ?? "", /RECV: <iq [^\n]*muc_membersonly/);
      one.terminal.typeLine("/omemo start");
      await one.terminal.waitForText(/^ crypt +\[OMEMO\]/);
    }
    for (const one of all) {
      for (const other of all) await trusts(one, other);
      one.terminal.typeLine("/win 2");
    }

    for (const [index, text] of SECRETS_OF_ROOM.entries()) {
      const speaker = all[index];
      speaker?.terminal.typeLine(text);
      const nick = speaker?.account.split("@", 1)[0] ?? "";
      for (const { terminal } of all) await terminal.waitForText(encrypted(nick, text));
    }
    const encryptedMessages = await encryptedIn("erin", ROOM);
    expect(encryptedMessages).toHaveLength(SECRETS_OF_ROOM.length);
    for (const [index, element] of encryptedMessages.entries()) {
      const others = all.filter((each) => each !== all[index]).map(({ id }) => id);
      const keys = element
        .getChild("header")
        ?.getChildren("key")
        .map(({ attrs }) => attrs.rid);
      expect(keys).toEqual(expect.arrayContaining(others));
    }

    carol.terminal.typeLine("/omemo end");
    carol.terminal.typeLine(PLAIN_OF_ROOM);
    for (const { terminal } of all) await terminal.waitForText(new RegExp(`- carol: ${PLAIN_OF_ROOM}`));
    const disk = diskOf(server.home);
    expect([...SECRETS_OF_ROOM, PLAIN_OF_ROOM].map((text) => disk.includes(text))).toEqual([false, false, false, true]);
  },
  120_000,
);
