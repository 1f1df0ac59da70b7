/** A full disk: no acknowledged data is lost, users and administrators are informed, and the server keeps running. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { join } from "node:path";
import type { Element } from "ltx";
import { Client } from "../support/client/client.ts";
import { conditionOf } from "../support/hostile.ts";
import { program } from "../support/process/program.ts";
import { noSmallDisk, type SmallDisk, smallDisk } from "../support/process/small-disk.ts";
import { type RunningProgram, runProgram, startProgram } from "../support/process/started.ts";

const MB = 1e6;
const MEGABYTES = 64;
const RESERVE = 16;
const PASSWORD = "down the rabbit hole";
const MAM = "urn:xmpp:mam:2";

const reason = noSmallDisk();
const testOnDisk = (title: string, body: () => Promise<void>): void =>
  reason === undefined ? test(title, body, 60_000) : test.skip(`${title} (${reason})`, body);

let disk: SmallDisk;
let home: string;
let server: RunningProgram;
let port: number;

const command = (...verb: readonly string[]): readonly string[] => [
  ...disk.commandPrefix,
  ...program,
  ...verb,
  "--home",
  home,
];
const runs = async (...verb: readonly string[]) => runProgram(command(...verb), { cwd: disk.path, input: PASSWORD });

async function start(): Promise<void> {
  server = startProgram(command("run"), { cwd: disk.path });
  const [, , direct] = await server.prints(/server-started .*client=\S+:(\d+) client_tls=\S+:(\d+)/);
  port = Number(direct);
}

async function stopped(): Promise<void> {
  server.signal("SIGTERM");
  expect(await server.exited).toBe(0);
}

/** Signed in and present. */
async function logIn(username: string, resource = "r"): Promise<Client> {
  const clientOptions = { host: "127.0.0.1", port, domain: "localhost", tls: "direct", timeout: 30_000 } as const;
  const client = await Client.login(clientOptions, { username, password: PASSWORD, resource });
  client.send("<presence/>");
  await client.receive(({ name, attrs }) => name === "presence" && attrs.from === client.jid);
  return client;
}

const to = (user: string, id: string, body: string): string =>
  `<message type='chat' id='${id}' to='${user}@localhost'><body>${body}</body></message>`;

let requests = 0;

/** The answer to a request to the client's account or to the server. */
function ask(client: Client, type: "get" | "set", payload: string): Promise<Element> {
  const id = `ask${++requests}`;
  client.send(`<iq type='${type}' id='${id}'>${payload}</iq>`);
  return client.receive(({ name, attrs }) => name === "iq" && attrs.id === id);
}

const isMessage = (element: Element, id: string): boolean => element.name === "message" && element.attrs.id === id;

/** The outcome of a message: "taken", or the condition of its error. */
async function outcomeOf(client: Client, id: string, text: string): Promise<string> {
  client.send(text);
  await ask(client, "get", "<ping xmlns='urn:xmpp:ping'/>");
  const error = client.inbox.waiting().find((element) => isMessage(element, id) && element.attrs.type === "error");
  return error ? conditionOf(error) : "taken";
}

const page = (max: number): string =>
  `<query xmlns='${MAM}'><set xmlns='http://jabber.org/protocol/rsm'><max>${max}</max></set></query>`;

/** The bodies in an account's archive. */
async function archiveOf(client: Client): Promise<string[]> {
  await ask(client, "set", page(100));
  const results = client.inbox.waiting().flatMap((element) => element.getChild("result", MAM) ?? []);
  client.inbox.forget();
  return results.map((result) => result.getChild("forwarded")?.getChild("message")?.getChildText("body") ?? "");
}

/** The number of messages in an account's archive. */
async function archived(client: Client): Promise<number> {
  const answer = await ask(client, "set", page(0));
  return Number(answer.getChild("fin", MAM)?.getChild("set")?.getChildText("count"));
}

const textOf = (error: Element | undefined): string => error?.getChild("error")?.getChildText("text") ?? "";

beforeAll(async () => {
  if (reason !== undefined) return;
  disk = await smallDisk(MEGABYTES);
  home = join(disk.path, "home");
  const disabledListeners = ["server", "server_tls", "http", "https", "proxy", "turn", "turns"].map(
    (name) => `listen.${name}=off`,
  );
  const ports = ["client", "client_tls"].map((name) => `listen.${name}=127.0.0.1:0`);
  const set = [
    ...disabledListeners,
    ...ports,
    "accounts.iterations=4096",
    `limits.free_disk=${RESERVE}MB`,
    "language=fr",
  ];
  const accountArgs = [
    "--domain",
    "localhost",
    "--certificate",
    "self-signed",
    "--admin",
    "alice",
    "--password-file",
    "-",
  ];
  const setup = await runs("setup", "--no-input", ...accountArgs, ...set.flatMap((setting) => ["--set", setting]));
  expect(setup).toMatchObject({ exit: 0, err: "" });
  for (const user of ["bob", "carol"]) await runs("user", "add", `${user}@localhost`, "--password-file", "-");
  await start();
}, 60_000);

afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
  await disk?.[Symbol.asyncDispose]();
});

testOnDisk("below the reserve new data is refused; sessions, reading and deleting go on", async () => {
  const alice = await logIn("alice");
  const bob = await logIn("bob");
  const node = (what: string): string => `<pubsub xmlns='http://jabber.org/protocol/pubsub'>${what}</pubsub>`;
  const publish = (id: string): string =>
    node(`<publish node='n'><item id='${id}'><x xmlns='urn:x'/></item></publish>`);
  expect((await ask(bob, "set", publish("i"))).attrs.type).toBe("result");
  expect(await outcomeOf(bob, "m1", to("alice", "m1", "before"))).toBe("taken");

  disk.fill(8 * MB);
  await server.prints(/disk-full/);
  const notice = await alice.receive(({ name, attrs }) => name === "message" && attrs.from === "localhost");
  expect(notice.getChildText("body")).toContain("Le disque du serveur est presque plein");
  expect(notice.attrs["xml:lang"]).toBe("fr");

  bob.send(to("alice", "m2", "refused"));
  const refused = await bob.receive((element) => isMessage(element, "m2"));
  expect([conditionOf(refused), refused.getChild("error")?.attrs.type]).toEqual(["resource-constraint", "wait"]);
  expect(textOf(refused)).toMatch(/nearly full.*nothing new is kept.*try again later/);
  expect(conditionOf(await ask(bob, "set", publish("j")))).toBe("resource-constraint");

  const carol = await logIn("carol");
  const composing = "<composing xmlns='http://jabber.org/protocol/chatstates'/>";
  bob.send(`<message type='chat' id='m3' to='alice@localhost'>${composing}</message>`);
  await alice.receive((element) => isMessage(element, "m3"));
  for (const query of ["jabber:iq:roster", "http://jabber.org/protocol/disco#info"])
    expect((await ask(carol, "get", `<query xmlns='${query}'/>`)).attrs.type).toBe("result");
  expect(await archiveOf(alice)).toContain("before");
  const retracted = await ask(bob, "set", node("<retract node='n'><item id='i'/></retract>"));
  expect(retracted.attrs.type).toBe("result");
  expect((await runs("status")).out).toContain("Le disque est presque plein");
  const added = await runs("user", "add", "dave@localhost", "--password-file", "-");
  expect(added.err).toContain("le disque de ce serveur est presque plein");

  disk.release();
  await server.prints(/disk-has-room/);
  const over = await alice.receive(({ name, attrs }) => name === "message" && attrs.from === "localhost");
  expect(over.getChildText("body")).toContain("Il y a de nouveau de la place");
  expect(await outcomeOf(bob, "m4", to("alice", "m4", "after"))).toBe("taken");
  expect((await archiveOf(alice)).filter((text) => !text.includes("disque"))).toEqual(["before", "after"]);
  expect(server.output().match(/disk-full/g)).toHaveLength(1);
  for (const client of [alice, bob, carol]) client.destroy();
});

/** Messages of 100 kB: far more than the log has room for. */
const LOAD = Array.from({ length: 80 }, (_, n) => `load${n}`);
const LONG = "x".repeat(100_000);

testOnDisk(
  "when the disk is filled to its last byte under load, each message is stored, or refused and stored nowhere",
  async () => {
    const carol = await logIn("carol");
    const bob = await logIn("bob");
    const before = await archived(carol);
    disk.fill(0);
    // The server's reserve file is used up as well.
    const refill = setInterval(() => disk.fill(0), 5);
    bob.send(LOAD.map((id) => to("carol", id, LONG)).join(""));
    await server.prints(/disk-took-nothing/);
    await outcomeOf(bob, "end", to("carol", "end", LONG));
    clearInterval(refill);
    const refused = bob.inbox.waiting().filter(({ name, attrs }) => name === "message" && attrs.type === "error");
    disk.release();
    expect(refused.length).toBeGreaterThan(0);
    expect(new Set(refused.map(conditionOf))).toEqual(new Set(["resource-constraint"]));
    await server.prints(/disk-has-room[\s\S]*disk-has-room/);
    expect(await outcomeOf(bob, "m5", to("carol", "m5", "and on"))).toBe("taken");
    await carol.receive((element) => isMessage(element, "m5"));
    const got = carol.inbox.all.filter(({ name, attrs }) => name === "message" && attrs.from === bob.jid);
    const outcomes = [...refused, ...got].map(({ attrs }) => attrs.id);
    expect(outcomes.toSorted()).toEqual([...LOAD, "end", "m5"].toSorted());
    expect((await archived(carol)) - before).toBe(got.length);
    process.kill(server.pid, "SIGKILL");
    await server.exited;
    await start();
    const later = await logIn("carol");
    expect((await archived(later)) - before).toBe(got.length);
    for (const client of [carol, bob, later]) client.destroy();
  },
);

testOnDisk(
  "a server started on a full disk lets accounts sign in and read, and accepts new data when space is free again",
  async () => {
    await stopped();
    disk.fill(0);
    await start();
    expect(server.output()).toContain("disk-full");
    let bob = await logIn("bob");
    let carol = await logIn("carol");
    const archivedBodies = await archived(carol);
    expect(archivedBodies).toBeGreaterThan(0);
    expect(await outcomeOf(bob, "m6", to("carol", "m6", "too early"))).toBe("resource-constraint");
    // Also after the reserve has been used up and the freed space is taken.
    await stopped();
    disk.fill(0);
    await start();
    bob = await logIn("bob");
    carol = await logIn("carol");
    expect(await archived(carol)).toBe(archivedBodies);
    disk.release();
    await server.prints(/disk-has-room/);
    expect(await outcomeOf(bob, "m7", to("carol", "m7", "in time"))).toBe("taken");
    await carol.receive((element) => isMessage(element, "m7"));
    for (const client of [bob, carol]) client.destroy();
  },
);
