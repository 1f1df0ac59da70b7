/** Work is scheduled by account: fifty sessions of one account share one turn and one memory budget. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { Element } from "ltx";
import type { Client } from "../support/client/client.ts";
import { framesOf } from "../support/client/websocket-transport.ts";
import { login } from "../support/hostile.ts";
import { type ServerProcess, startServerProcess } from "../support/process/server-process.ts";

const APPS = 50;
const REQUESTS = 1000;

describe.each(["tcp", "websocket"] as const)("over %s", (transport) => {
  let server: ServerProcess;
  let juliet: Client;

  beforeAll(async () => {
    server = await startServerProcess({ transport, accounts: ["tybalt", "juliet"], settings: ["limits.rate=100MB"] });
    juliet = await login(server, "juliet");
  });
  afterEach(async () => expect(await server.errors()).toEqual([]));
  afterAll(() => server?.[Symbol.asyncDispose]());

  const requests = Array.from(
    { length: REQUESTS },
    (_, n) => `<iq type='get' id='d${n}' to='localhost'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>`,
  ).join("");
  const DONE = "<iq type='get' id='done'><ping xmlns='urn:xmpp:ping'/></iq>";

  /** These elements as bytes of the transport. */
  const encoded = (text: string): Uint8Array => (transport === "tcp" ? Buffer.from(text) : framesOf(text));

  const apps = (): Promise<Client[]> =>
    Promise.all(Array.from({ length: APPS }, (_, n) => login(server, "tybalt", `app${n}`)));

  const ping = (): Promise<Element> => juliet.iq("get", new Element("ping", { xmlns: "urn:xmpp:ping" }));

  /** Discards received bytes until the answer to `DONE` has arrived. */
  function untilDone({ wire }: Client): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    wire.read = (chunk) => {
      if (Buffer.from(chunk.subarray(-500)).includes('id="done"')) resolve();
    };
    return promise;
  }

  test("while fifty sessions of one account send many requests, another account's requests are answered in between", async () => {
    const clients = await apps();
    const working = Promise.all(clients.map(untilDone));
    const asked = encoded(requests + DONE);
    for (const { wire } of clients) wire.send(asked);
    let isDone = false;
    working.then(() => {
      isDone = true;
    });
    let pings = 0;
    while (!isDone) {
      await ping();
      pings += 1;
    }
    for (const client of clients) client.destroy();
    // With a turn for each connection it would be one answer for each five thousand of theirs.
    expect(pings).toBeGreaterThan((APPS * REQUESTS) / 1000);
  }, 60_000);

  test("a client that does not read its answers is not read from: answers do not pile up", async () => {
    const clients = await apps();
    const [first] = clients;
    const storedElement = "<kept xmlns='urn:kept'/>";
    const stored = `<kept xmlns='urn:kept'>${"x".repeat(100_000)}</kept>`;
    first?.send(`<iq type='set' id='set'><query xmlns='jabber:iq:private'>${stored}</query></iq>`);
    await first?.receive(({ attrs }) => attrs.id === "set");
    const request = `<iq type='get' id='get'><query xmlns='jabber:iq:private'>${storedElement}</query></iq>`;
    await ping();
    const before = server.memory();
    const asked = encoded(request.repeat(10_000));
    for (const { wire } of clients) {
      wire.pause();
      // All answers together would be fifty gigabytes.
      wire.send(asked);
    }
    let most = 0;
    for (let n = 0; n < 100; n++) {
      await ping();
      await Bun.sleep(10);
      most = Math.max(most, server.memory() - before);
    }
    // The kernel buffers some megabytes for each socket; what it does not buffer is bounded here.
    // Garbage is collected later on a busy machine.
    expect(most).toBeLessThan(400_000_000);
    for (const client of clients) client.destroy();
  }, 60_000);
});
