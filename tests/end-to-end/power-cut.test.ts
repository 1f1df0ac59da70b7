/** SIGKILL under load, repeatedly: what was acknowledged is in the archive, in order, once. */
import { Database } from "bun:sqlite";
import { afterAll, beforeAll, expect, test } from "bun:test";
import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Element } from "ltx";
import { Client } from "../support/client/client.ts";
import { until } from "../support/network/listening-trial.ts";
import { type ServerProcess, startServerProcess } from "../support/process/server-process.ts";
import { PASSWORD } from "../support/server.ts";

const ROUNDS = 20;
/** How long a load runs before the cut, in milliseconds: different in each round, and reproducible. */
const cutAfter = (round: number): number => 200 + ((round * 37) % 200);
/** Messages sent before an acknowledgement is awaited. */
const BATCH = 25;

const SM = "urn:xmpp:sm:3";
const MAM = "urn:xmpp:mam:2";
const RSM = "http://jabber.org/protocol/rsm";

/** Senders and recipients. The nurse is offline while Peter sends. */
const CHATS = [
  ["romeo", "juliet"],
  ["juliet", "romeo"],
  ["mercutio", "benvolio"],
  ["peter", "nurse"],
] as const;
const NAMES = [...new Set(CHATS.flat())];
type Name = (typeof NAMES)[number];

let server: ServerProcess;
/** The last archive id of each account at the last query. */
const seenUpTo = new Map<Name, string>();
/** The number of the next message of each sender. */
const nextNumber = new Map<Name, number>(NAMES.map((name) => [name, 0]));

beforeAll(async () => {
  server = await startServerProcess({ accounts: NAMES });
}, 60_000);
afterAll(() => server?.[Symbol.asyncDispose]());

const signIn = (username: Name): Promise<Client> =>
  Client.login(server.at("direct"), { username, password: PASSWORD, resource: "r" });

/** A message body: "romeo 17". */
const textIn = (message: Element): string => message.getChildText("body") ?? "";
const numbersOf = (sender: Name, texts: readonly string[]): number[] =>
  texts.filter((text) => text.startsWith(`${sender} `)).map((text) => Number(text.slice(sender.length + 1)));

/** Messages of an account's archive since the last query. */
async function archivedSince(client: Client, account: Name): Promise<string[]> {
  const texts: string[] = [];
  for (let isComplete = false; !isComplete; ) {
    const after = seenUpTo.get(account);
    const set = new Element("set", { xmlns: RSM }).c("max").t("250").up();
    if (after !== undefined) set.c("after").t(after);
    const query = new Element("query", { xmlns: MAM }).cnode(set).up();
    const fin = (await client.iq("set", query)).getChild("fin", MAM);
    for (const element of client.inbox.all.splice(0)) {
      const forwarded = element.getChild("result", MAM)?.getChild("forwarded")?.getChild("message");
      if (forwarded) texts.push(textIn(forwarded));
    }
    const last = fin?.getChild("set")?.getChildText("last");
    if (last) seenUpTo.set(account, last);
    isComplete = fin?.attrs.complete === "true";
  }
  return texts;
}

interface Load {
  readonly sender: Name;
  readonly recipient: Name;
  /** Numbers that the server has acknowledged. */
  readonly acknowledged: readonly number[];
  /** Numbers that the available recipient has received, in order. */
  readonly delivered: readonly number[];
}

/** All senders send until the cut. */
async function cutUnderLoad(clients: ReadonlyMap<Name, Client>, delay: number): Promise<Load[]> {
  const received = new Map<Name, string[]>(NAMES.map((name) => [name, []]));
  for (const [name, client] of clients) {
    client.onElement = (element) => {
      if (element.name === "message") received.get(name)?.push(textIn(element));
      if (element.name === "a") client.inbox.put(element);
    };
  }
  const first = new Map(nextNumber);
  const writing = CHATS.map(async ([sender, recipient]) => {
    const client = clients.get(sender);
    while (client?.wire.isOpen) {
      const from = nextNumber.get(sender) ?? 0;
      const batch = Array.from(
        { length: BATCH },
        (_, n) => `<message to='${recipient}@localhost' type='chat'><body>${sender} ${from + n}</body></message>`,
      );
      nextNumber.set(sender, from + BATCH);
      client.send(`${batch.join("")}<r xmlns='${SM}'/>`);
      await client.receive(({ name }) => name === "a").catch(() => undefined);
    }
  });
  // A cut before anything was acknowledged would show nothing.
  await until(() => CHATS.every(([sender]) => (clients.get(sender)?.acks.confirmed ?? 0) > 0));
  await Bun.sleep(delay);
  await server.kill();
  await Promise.all(writing);
  return CHATS.map(([sender, recipient]) => {
    const confirmed = clients.get(sender)?.acks.confirmed ?? 0;
    const acknowledged = Array.from({ length: confirmed }, (_, n) => (first.get(sender) ?? 0) + n);
    return { sender, recipient, acknowledged, delivered: numbersOf(sender, received.get(recipient) ?? []) };
  });
}

/** Checks a copy of the database as the cut left it, since opening repairs it. */
function checkIntegrity(): void {
  const folder = mkdtempSync(join(tmpdir(), "power-cut-"));
  for (const name of ["data.sqlite", "data.sqlite-wal"]) {
    const path = join(server.home, name);
    if (existsSync(path)) copyFileSync(path, join(folder, name));
  }
  const copy = new Database(join(folder, "data.sqlite"));
  expect(copy.query("PRAGMA integrity_check").all()).toEqual([{ integrity_check: "ok" }]);
  copy.close();
  rmSync(folder, { recursive: true });
}

/** Offline messages fetched by the nurse: exactly `count`. */
async function offlineMessages(count: number): Promise<string[]> {
  const nurse = await signIn("nurse");
  nurse.send("<presence/>");
  const texts: string[] = [];
  while (texts.length < count) texts.push(textIn(await nurse.receive(({ name }) => name === "message")));
  await nurse.iq("get", new Element("ping", { xmlns: "urn:xmpp:ping" }));
  expect(nurse.inbox.waiting().filter(({ name }) => name === "message")).toEqual([]);
  await nurse.end();
  return texts;
}

const isIncreasing = (numbers: readonly number[]): boolean =>
  numbers.every((number, index) => index === 0 || number > (numbers[index - 1] ?? 0));

test(`${ROUNDS} cuts: no acknowledged message is missing, none is out of order, none is archived twice`, async () => {
  let acknowledged = 0;
  let archived = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const clients = new Map<Name, Client>();
    for (const name of NAMES) if (name !== "nurse") clients.set(name, await signIn(name));
    for (const [name, client] of clients) {
      client.send("<presence/>");
      await client.receive((element) => element.name === "presence");
      // One available recipient has no stream management.
      if (name !== "benvolio") await client.enableAcks(true);
    }
    const loads = await cutUnderLoad(clients, cutAfter(round));
    checkIntegrity();
    await server.restart();

    const archives = new Map<Name, string[]>();
    for (const name of NAMES) {
      const client = await signIn(name);
      archives.set(name, await archivedSince(client, name));
      await client.end();
    }
    for (const { sender, recipient, ...load } of loads) {
      const [sent, got] = [sender, recipient].map((name) => numbersOf(sender, archives.get(name) ?? []));
      expect(isIncreasing(sent ?? [])).toBe(true);
      expect(got).toEqual(sent ?? []);
      expect(new Set(sent).isSupersetOf(new Set(load.acknowledged))).toBe(true);
      // Delivered messages are archived.
      expect(new Set(sent).isSupersetOf(new Set(load.delivered))).toBe(true);
      expect(isIncreasing(load.delivered)).toBe(true);
      expect(load.acknowledged.length).toBeGreaterThan(0);
      acknowledged += load.acknowledged.length;
      archived += sent?.length ?? 0;
    }
    const forNurse = archives.get("nurse") ?? [];
    expect(await offlineMessages(forNurse.length)).toEqual(forNurse);
  }
  expect(await server.errors()).toEqual([]);
  if (process.env.FIGURES) console.log(`${ROUNDS} cuts, ${acknowledged} messages acknowledged, ${archived} archived`);
}, 120_000);
