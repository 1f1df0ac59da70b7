/** Connections that never authenticate (silent, slow, cut in any state) are ended in time, and do not delay others. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import type { Client } from "../support/client/client.ts";
import {
  auth,
  type Bystanders,
  bystanders,
  connectRaw,
  HEADER,
  login,
  openStream,
  type RawClient,
  streamErrorOf,
  TLS,
} from "../support/hostile.ts";
import { relayFrom } from "../support/network/relay.ts";
import { PASSWORD, startTestServer, type TestServer } from "../support/server.ts";

/** Long enough to sign in on a busy machine, short enough to wait for. */
const LOGIN_TIME = 3000;
const PER_ADDRESS = 1100;
/** How much the server may compute while a message of bystanders is under way, in milliseconds of CPU. */
const MAX_CHAT_CPU_MS = 2000;

let server: TestServer;
let others: Bystanders;

beforeAll(async () => {
  const limits = [`login_time=${LOGIN_TIME / 1000}s`, `logins_per_address=${PER_ADDRESS}`];
  server = await startTestServer({ settings: limits.map((limit) => `limits.${limit}`) });
  others = await bystanders(server);
  await server.createAccount("tybalt@localhost");
});
afterEach(() => expect(server.errors).toEqual([]));
afterAll(() => server[Symbol.asyncDispose]());

const until = async (condition: () => boolean): Promise<void> => {
  const end = performance.now() + 20_000;
  while (!condition() && performance.now() < end) await Bun.sleep(5);
  expect(condition()).toBe(true);
};

describe("a thousand silent connections", () => {
  test("leave others able to sign in and to chat, and end with connection-timeout (§4.9.3.4)", async () => {
    const before = process.memoryUsage.rss();
    const silent: RawClient[] = [];
    const computed = await others.chatDuring(async () => {
      for (let n = 0; n < 1000; n++) silent.push(await connectRaw(server));
      const tybalt = await login(server, "tybalt");
      tybalt.destroy();
      await Promise.all(silent.map(({ closed, wire }) => closed.finally(() => wire.end())));
    });
    expect(computed).toBeLessThan(MAX_CHAT_CPU_MS);
    for (const { received } of silent) expect(received()).toContain("<stream:error><connection-timeout ");
    // This process holds both ends of each connection.
    expect(process.memoryUsage.rss() - before).toBeLessThan(150_000_000);
  }, 20_000);

  test("of one address do not use up the connections of another", async () => {
    await using otherAddress = await relayFrom("127.0.0.2", server);
    const silent: RawClient[] = [];
    for (let n = 0; n < PER_ADDRESS + 20; n++) silent.push(await connectRaw(otherAddress));
    const closedStreams = Promise.race(silent.slice(PER_ADDRESS).map(({ closed }) => closed));
    await closedStreams;
    (await login(server, "tybalt")).destroy();
    for (const { wire } of silent) wire.destroy();
  }, 20_000);
});

describe("§4.9.3.4: a client that has not signed in after login_time is disconnected with connection-timeout", () => {
  /** States in which a client can stop. */
  const STOPPED: readonly (readonly [string, () => Promise<Client>])[] = [
    ["after the features", () => openStream(server, "none")],
    ["under TLS", () => openStream(server)],
    [
      "within an exchange of SASL",
      async () => {
        const client = await openStream(server);
        client.send(auth("SCRAM-SHA-1", "n,,n=tybalt,r=nonce"));
        return client;
      },
    ],
    [
      "after SASL",
      async () => {
        const client = await openStream(server);
        await client.authenticate({ username: "tybalt", password: PASSWORD });
        return client;
      },
    ],
    [
      "within an element that never ends",
      async () => {
        const client = await openStream(server);
        client.send("<auth xmlns='");
        return client;
      },
    ],
  ];
  test.concurrent.each(STOPPED)("%s", async (_, stop) =>
    expect(await streamErrorOf(await stop())).toBe("connection-timeout"),
  );

  test.concurrent("a byte at a time", async () => {
    const { wire, received, closed } = await connectRaw(server);
    let isOver = false;
    closed.then(() => {
      isOver = true;
    });
    for (let n = 0; !isOver; n++) {
      wire.send(HEADER[n] ?? " ");
      await Bun.sleep(10);
    }
    expect(received()).toContain("<stream:error><connection-timeout ");
    wire.end();
  }, 10_000);

  test.concurrent("within a TLS handshake the connection ends without a stream error", async () => {
    const client = await openStream(server, "none");
    client.send(`<starttls xmlns='${TLS}'/>`);
    await client.receive(({ name }) => name === "proceed");
    await client.closed;
    expect(client.inbox.waiting()).toEqual([]);
    client.wire.end();
  }, 15_000);
});

describe("a connection that is cut, reset or closed in any state leaves nothing behind", () => {
  const STATES: readonly (readonly [string, () => Promise<Pick<Client, "wire">>])[] = [
    ["before the header", () => connectRaw(server)],
    [
      "within the header",
      async () => {
        const silent = await connectRaw(server);
        silent.wire.send(HEADER.slice(0, 50));
        return silent;
      },
    ],
    ["after the features", () => openStream(server, "none")],
    [
      "after <starttls/>",
      async () => {
        const client = await openStream(server, "none");
        client.send(`<starttls xmlns='${TLS}'/>`);
        return client;
      },
    ],
    ["under TLS", () => openStream(server)],
    [
      "while a password is verified",
      async () => {
        const client = await openStream(server);
        client.send(auth("PLAIN", `\0tybalt\0${PASSWORD}`));
        return client;
      },
    ],
    [
      "within SCRAM",
      async () => {
        const client = await openStream(server);
        client.send(auth("SCRAM-SHA-1", "n,,n=tybalt,r=nonce"));
        return client;
      },
    ],
    [
      "after SASL",
      async () => {
        const client = await openStream(server);
        await client.authenticate({ username: "tybalt", password: PASSWORD });
        return client;
      },
    ],
    ["bound", () => login(server, "tybalt", "a")],
    [
      "available",
      async () => {
        const client = await login(server, "tybalt", "b");
        client.send("<presence/>");
        return client;
      },
    ],
    [
      "with acknowledgements, in the middle of a message",
      async () => {
        const client = await login(server, "tybalt", "c");
        await client.enableAcks();
        client.send("<r xmlns='urn:xmpp:sm:3'/><message to='benvolio@localhost'><bo");
        return client;
      },
    ],
    [
      "in the middle of resuming",
      async () => {
        const former = await login(server, "tybalt", "d");
        const { attrs } = await former.enableAcks(true);
        const client = await openStream(server);
        await client.authenticate({ username: "tybalt", password: PASSWORD });
        client.send(`<resume xmlns='urn:xmpp:sm:3' h='0' previd='${attrs.id}'/>`);
        return client;
      },
    ],
  ];
  const ENDS = {
    "cut with RST": (client) => client.wire.destroy(),
    "closed with FIN": (client) => client.wire.end(),
    "closed within a tag": (client) => {
      client.wire.send("<message ");
      client.wire.end();
    },
    "closed in good order": (client) => {
      client.wire.send("</stream:stream>");
      client.wire.end();
    },
  } as const satisfies Record<string, (client: Pick<Client, "wire">) => void>;

  test.each(
    STATES.flatMap(([state, reach]) =>
      Object.entries(ENDS).map(([end, endConnection]) => [state, end, reach, endConnection] as const),
    ),
  )("%s, %s", async (_state, _end, reach, end) => {
    const computed = await others.chatDuring(async () => end(await reach()));
    expect(computed).toBeLessThan(MAX_CHAT_CPU_MS);
  });

  test("only resumable sessions are left of them", async () => {
    const ended = () => server.events.filter(({ event }) => event === "session-ended").length;
    const bound = () => server.events.filter(({ event }) => event === "session-bound").length;
    const detached = () => server.events.filter(({ event }) => event === "session-detached").length;
    const resumable = () => detached() - server.events.filter(({ event }) => event === "session-resumed").length;
    await until(() => bound() - ended() <= 2 + resumable());
  });
});
