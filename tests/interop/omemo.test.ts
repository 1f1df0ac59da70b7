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
const SECRETS_OF_ROOM = ["Come, vial.", "Where is my lord?", "In that dim monument."];
const OCCUPANTS = ["carol", "dave", "erin"];
/** With other accounts, and another room: profanity 0.13 may set up two sessions with one device at once, of which it reads neither. */
const ATTEMPTS = ["", "2", "3"];
const PLAIN_OF_ROOM = "Some shall be pardoned.";

const folder = temporaryFolder("omemo");
const terminals = openTerminals(folder.path);
let server: ServerProcess;

beforeAll(async () => {
  const occupants = ATTEMPTS.flatMap((attempt) => OCCUPANTS.map((name) => name + attempt));
  server = await startServerProcess({ accounts: ["alice", "bob", ...occupants] });
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

interface Room {
  readonly jid: string;
  readonly occupants: readonly Device[];
}

/** A room that the first of three devices has made, and the others have entered; all of them encrypt for each other. */
async function encryptingRoom(attempt: string): Promise<Room> {
  const jid = `crypt${attempt}@rooms.localhost`;
  const names = OCCUPANTS.map((name) => name + attempt);
  const occupants = await Promise.all(names.map((name) => device(name, `${name}@localhost`)));
  const [owner, ...guests] = occupants;
  if (!owner) throw new Error("nobody");
  const enters = async ({ terminal, account }: Device): Promise<void> => {
    terminal.typeLine(`/join ${jid}`);
    const [name = ""] = account.split("@", 1);
    await terminal.waitForText(new RegExp(`You have joined the room as ${name},`));
    // profanity uses OMEMO only in rooms of which it knows that they are members-only and non-anonymous; of who enters before it does,
    // it does not ask for the devices.
    await untilLogged(folder.path, name, /RECV: <iq [^\n]*muc_membersonly/);
  };

  await enters(owner);
  owner.terminal.typeLine("/room accept");
  await owner.terminal.waitForText(/Room unlocked\./);
  for (const guest of guests) {
    owner.terminal.typeLine(`/invite send ${guest.account}`);
    await guest.terminal.waitForText(
      new RegExp(`Chat room invite received:\\n.*From +: ${owner.account}\\n.*Room +: ${jid}`),
    );
    await enters(guest);
  }
  for (const one of occupants) {
    one.terminal.typeLine("/omemo start");
    await one.terminal.waitForText(new RegExp(`^ crypt${attempt} +\\[OMEMO\\]`));
    for (const other of occupants) await trusts(one, other);
    one.terminal.typeLine("/win 2");
  }
  return { jid, occupants };
}

const nickOf = ({ account }: Device): string => account.split("@", 1)[0] ?? "";

/** Each says something encrypted, which all of them read. */
async function talk({ occupants }: Room): Promise<void> {
  for (const [index, text] of SECRETS_OF_ROOM.entries()) {
    const speaker = occupants[index];
    if (!speaker) throw new Error("nobody speaks");
    speaker.terminal.typeLine(text);
    for (const { terminal } of occupants) await terminal.waitForText(encrypted(nickOf(speaker), text));
  }
}

async function talkingRoom(): Promise<Room> {
  let failure: unknown;
  for (const attempt of ATTEMPTS) {
    try {
      const room = await encryptingRoom(attempt);
      await talk(room);
      return room;
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

testWith(PROFANITY)(
  "OMEMO: three occupants of a room with default settings encrypt for each other, and the server stores no plaintext",
  async () => {
    const { jid, occupants } = await talkingRoom();
    const [owner, , last] = occupants;
    const encryptedMessages = await encryptedIn(last ? nickOf(last) : "", jid);
    expect(encryptedMessages).toHaveLength(SECRETS_OF_ROOM.length);
    for (const [index, element] of encryptedMessages.entries()) {
      const others = occupants.filter((each) => each !== occupants[index]).map(({ id }) => id);
      const keys = element
        .getChild("header")
        ?.getChildren("key")
        .map(({ attrs }) => attrs.rid);
      expect(keys).toEqual(expect.arrayContaining(others));
    }

    owner?.terminal.typeLine("/omemo end");
    owner?.terminal.typeLine(PLAIN_OF_ROOM);
    for (const { terminal } of occupants)
      await terminal.waitForText(new RegExp(`- ${owner && nickOf(owner)}: ${PLAIN_OF_ROOM}`));
    const disk = diskOf(server.home);
    expect([...SECRETS_OF_ROOM, PLAIN_OF_ROOM].map((text) => disk.includes(text))).toEqual([false, false, false, true]);
  },
  240_000,
);
