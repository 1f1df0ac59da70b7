/** A client that does not read: its connection ends at the bound, nobody waits, and no message is lost. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { Element } from "ltx";
import { type WithoutDisturbing, withoutDisturbing } from "../support/bystanders.ts";
import { Client } from "../support/client/client.ts";
import { bystandersOf, login } from "../support/hostile.ts";
import { type ServerProcess, startServerProcess } from "../support/process/server-process.ts";
import { PASSWORD } from "../support/server.ts";

/** 20 MB in all, which is five times what may wait for a connection. */
const MESSAGES = 400;
const BODY = "x".repeat(50_000);

let server: ServerProcess;
let undisturbed: WithoutDisturbing;

beforeAll(async () => {
  const names = ["plain", "acked", "resumable", "deaf", "cut", "tybalt", "benvolio", "mercutio"];
  server = await startServerProcess({ accounts: names, settings: ["limits.rate=100MB", "offline.max_size=100MB"] });
  const [benvolio, mercutio] = [await login(server, "benvolio"), await login(server, "mercutio")];
  const others = bystandersOf({ jid: benvolio.jid, client: benvolio }, { jid: mercutio.jid, client: mercutio });
  await others.chatDuring(() => Bun.sleep(100));
  undisturbed = withoutDisturbing(others, server);
});
afterEach(async () => expect(await server.errors()).toEqual([]));
afterAll(() => server?.[Symbol.asyncDispose]());

async function available(username: string, resource = "hostile"): Promise<Client> {
  const client = await login(server, username, resource);
  client.send("<presence/>");
  await client.receive(({ name }) => name === "presence");
  return client;
}

/** Sends them all and waits until the server has dealt with them; how long that took, in milliseconds. */
async function flood(username: string): Promise<number> {
  const tybalt = await login(server, "tybalt");
  const began = performance.now();
  for (let n = 0; n < MESSAGES; n++) {
    tybalt.send(`<message to='${username}@localhost' type='chat' id='m${n}'><body>${BODY}</body></message>`);
  }
  await tybalt.iq("get", new Element("ping", { xmlns: "urn:xmpp:ping" }), "localhost");
  tybalt.destroy();
  return performance.now() - began;
}

/** The ids of the messages that `client` gets, until there are as many as were sent. */
function arrivalsAt(client: Client): Promise<string[]> {
  const { promise, resolve, reject } = Promise.withResolvers<string[]>();
  const ids: string[] = [];
  client.onElement = ({ name, attrs }) => {
    if (name === "message") ids.push(attrs.id);
    if (ids.length === MESSAGES) resolve(ids);
  };
  client.closed.then((reason) => reject(new Error(`${reason} after ${ids.length} messages`)));
  promise.catch(() => {
    // Told where it is awaited.
  });
  return promise;
}

const ALL = Array.from({ length: MESSAGES }, (_, n) => `m${n}`);

test("whoever writes to it is not slowed down", async () => {
  const quick = await flood("deaf");
  const plain = await available("plain");
  plain.wire.pause();
  await undisturbed(async () => {
    const slow = await flood("plain");
    expect(slow).toBeLessThan(10 * quick + 1000);
  });
  plain.wire.resume();
  await plain.closed;
  const archive = await available("plain", "again");
  let count = 0;
  for (let after = "", isComplete = false; !isComplete; ) {
    const page = `<set xmlns='http://jabber.org/protocol/rsm'>${after && `<after>${after}</after>`}<max>250</max></set>`;
    archive.send(`<iq type='set' id='p${count}'><query xmlns='urn:xmpp:mam:2'>${page}</query></iq>`);
    const end = await archive.receive(({ attrs }) => attrs.id === `p${count}`);
    const fin = end.getChild("fin");
    count = archive.inbox.all.filter((element) => element.getChild("result", "urn:xmpp:mam:2")).length;
    after = fin?.getChild("set")?.getChildText("last") ?? "";
    isComplete = fin?.attrs.complete === "true";
  }
  expect(count).toBe(MESSAGES);
  archive.destroy();
}, 20_000);

describe.each([
  ["acked", false],
  ["resumable", true],
] as const)("XEP-0198 §4: what a client has not acknowledged waits for it (%s)", (username, isResumable) => {
  test("and comes when it signs in again: all of it, in order, once", async () => {
    const client = await login(server, username);
    await client.enableAcks(isResumable);
    client.send("<presence/>");
    await client.receive(({ name }) => name === "presence");
    client.acks.answers = false;
    client.wire.pause();
    await undisturbed(async () => {
      await flood(username);
      const again = await login(server, username);
      await again.enableAcks();
      const arrived = arrivalsAt(again);
      again.send("<presence/>");
      expect(await arrived).toEqual(ALL);
      again.onElement = undefined;
      again.send(`<a xmlns='urn:xmpp:sm:3' h='${again.acks.received}'/>`);
      await again.confirmed();
      again.destroy();
    });
    client.destroy();
  }, 20_000);

  test("XEP-0160: also to a client that knows no acknowledgements", async () => {
    await flood(username);
    await undisturbed(async () => {
      const again = await login(server, username, "simple");
      const arrived = arrivalsAt(again);
      again.send("<presence/>");
      expect(await arrived).toEqual(ALL);
      await again.end();
    });
  }, 20_000);
});

describe("XEP-0160: a hand-over that is cut in the middle", () => {
  /** Gives up after so many messages. */
  const SOME = 137;
  const taking = (client: Client, into: string[], count: number): Promise<void> =>
    new Promise((resolve) => {
      client.onElement = ({ name, attrs }) => {
        if (name === "message") into.push(attrs.id);
        if (into.length === count) resolve();
      };
    });

  test("goes on where it was when the session is resumed (XEP-0198 §5)", async () => {
    await flood("cut");
    const ids: string[] = [];
    const first = await login(server, "cut");
    const { id } = (await first.enableAcks(true)).attrs;
    const some = taking(first, ids, SOME);
    first.send("<presence/>");
    await some;
    first.destroy();
    const again = await Client.connect(server.at("direct"));
    await again.authenticate({ username: "cut", password: PASSWORD });
    // All that is handed over comes before anything else: it alone has been counted.
    expect(first.acks.received).toBe(ids.length);
    await again.resume(first, id);
    const rest = taking(again, ids, MESSAGES);
    for (const { name, attrs } of again.inbox.waiting()) if (name === "message") ids.push(attrs.id);
    await rest;
    expect(ids).toEqual(ALL);
    await again.end();
  }, 20_000);

  test("begins again with what was not taken for whoever signs in next", async () => {
    await flood("cut");
    const ids: string[] = [];
    const first = await login(server, "cut");
    await first.enableAcks();
    const some = taking(first, ids, SOME);
    first.send("<presence/>");
    await some;
    first.destroy();
    const again = await login(server, "cut", "next");
    const rest: string[] = [];
    const last = new Promise<void>((resolve) => {
      again.onElement = ({ name, attrs }) => {
        if (name === "message") rest.push(attrs.id);
        if (attrs.id === ALL.at(-1)) resolve();
      };
    });
    again.send("<presence/>");
    await last;
    const from = ALL.indexOf(rest[0] ?? "");
    expect(from).toBeLessThanOrEqual(ids.length);
    expect(from).toBeGreaterThan(0);
    expect(rest).toEqual(ALL.slice(from));
    await again.end();
  }, 20_000);
});
