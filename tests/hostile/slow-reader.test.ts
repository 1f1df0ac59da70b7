/** A client that does not read: its connection ends at the bound, others are not delayed, and no message is lost. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { Element } from "ltx";
import { type WithoutDisturbing, withoutDisturbing } from "../support/bystanders.ts";
import { Client } from "../support/client/client.ts";
import { bystandersOf, login } from "../support/hostile.ts";
import { type ServerProcess, startServerProcess } from "../support/process/server-process.ts";
import { PASSWORD } from "../support/server.ts";

/** 20 MB in all: five times the limit of unsent bytes of a connection. */
const MESSAGES = 400;
const BODY = "x".repeat(50_000);

describe.each(["tcp", "websocket"] as const)("over %s", (transport) => {
  let server: ServerProcess;
  let undisturbed: WithoutDisturbing;

  beforeAll(async () => {
    const names = ["plain", "acked", "resumable", "cut", "tybalt", "benvolio", "mercutio"];
    server = await startServerProcess({
      transport,
      accounts: names,
      settings: ["limits.rate=100MB", "offline.max_size=100MB"],
    });
    const [benvolio, mercutio] = [await login(server, "benvolio"), await login(server, "mercutio")];
    const others = bystandersOf(
      { jid: benvolio.jid, client: benvolio },
      { jid: mercutio.jid, client: mercutio },
      () => server.pid,
    );
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

  /** Sends all messages and waits until the server has handled them. */
  async function flood(username: string): Promise<void> {
    const tybalt = await login(server, "tybalt");
    for (let n = 0; n < MESSAGES; n++) {
      tybalt.send(`<message to='${username}@localhost' type='chat' id='m${n}'><body>${BODY}</body></message>`);
    }
    await tybalt.iq("get", new Element("ping", { xmlns: "urn:xmpp:ping" }), "localhost");
    tybalt.destroy();
  }

  /** The ids of the messages that `client` receives, once all have arrived. */
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

  const ALL_IDS = Array.from({ length: MESSAGES }, (_, n) => `m${n}`);

  test("senders are not slowed down by a recipient that does not read", async () => {
    const plainClient = await available("plain");
    plainClient.wire.pause();
    // The answer to the request after the messages arrives although they are not read.
    await undisturbed(() => flood("plain"));
    plainClient.wire.resume();
    await plainClient.closed;
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
  ] as const)("XEP-0198 §4: stanzas that a client has not acknowledged (%s)", (username, isResumable) => {
    test("are delivered when it signs in again: all, in order, once", async () => {
      const client = await login(server, username);
      await client.enableAcks(isResumable);
      client.send("<presence/>");
      await client.receive(({ name }) => name === "presence");
      client.acks.answers = false;
      client.wire.pause();
      await undisturbed(async () => {
        await flood(username);
        const newSession = await login(server, username);
        await newSession.enableAcks();
        const arrived = arrivalsAt(newSession);
        newSession.send("<presence/>");
        expect(await arrived).toEqual(ALL_IDS);
        newSession.onElement = undefined;
        newSession.send(`<a xmlns='urn:xmpp:sm:3' h='${newSession.acks.received}'/>`);
        await newSession.confirmed();
        newSession.destroy();
      });
      client.destroy();
    }, 20_000);

    test("XEP-0160: they are also delivered to a client without stream management", async () => {
      await flood(username);
      await undisturbed(async () => {
        const newSession = await login(server, username, "simple");
        const arrived = arrivalsAt(newSession);
        newSession.send("<presence/>");
        expect(await arrived).toEqual(ALL_IDS);
        await newSession.end();
      });
    }, 20_000);
  });

  describe("XEP-0160: a delivery of offline messages that is interrupted", () => {
    /** The connection is cut after this many messages. */
    const TAKEN_BEFORE_CUT = 137;
    const takeIds = (client: Client, into: string[], count: number): Promise<void> =>
      new Promise((resolve) => {
        client.onElement = ({ name, attrs }) => {
          if (name === "message") into.push(attrs.id);
          if (into.length === count) resolve();
        };
      });

    test("continues where it stopped when the session is resumed (XEP-0198 §5)", async () => {
      await flood("cut");
      const ids: string[] = [];
      const first = await login(server, "cut");
      const { id } = (await first.enableAcks(true)).attrs;
      const taken = takeIds(first, ids, TAKEN_BEFORE_CUT);
      first.send("<presence/>");
      await taken;
      first.destroy();
      const newSession = await Client.connect(server.at("direct"));
      await newSession.authenticate({ username: "cut", password: PASSWORD });
      await newSession.resume(first, id);
      const rest = takeIds(newSession, ids, MESSAGES);
      for (const { name, attrs } of newSession.inbox.waiting()) if (name === "message") ids.push(attrs.id);
      await rest;
      expect(ids).toEqual(ALL_IDS);
      await newSession.end();
    }, 20_000);

    test("starts again with the unacknowledged messages at the next login", async () => {
      await flood("cut");
      const ids: string[] = [];
      const first = await login(server, "cut");
      await first.enableAcks();
      const taken = takeIds(first, ids, TAKEN_BEFORE_CUT);
      first.send("<presence/>");
      await taken;
      first.destroy();
      const newSession = await login(server, "cut", "next");
      const rest: string[] = [];
      const last = new Promise<void>((resolve) => {
        newSession.onElement = ({ name, attrs }) => {
          if (name === "message") rest.push(attrs.id);
          if (attrs.id === ALL_IDS.at(-1)) resolve();
        };
      });
      newSession.send("<presence/>");
      await last;
      const from = ALL_IDS.indexOf(rest[0] ?? "");
      expect(from).toBeLessThanOrEqual(ids.length);
      expect(from).toBeGreaterThan(0);
      expect(rest).toEqual(ALL_IDS.slice(from));
      await newSession.end();
    }, 20_000);
  });
});
