/** What is no XMPP over WebSocket (RFC 7395), or too much of it: it ends, others are served meanwhile, and memory stays bounded. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { type WithoutDisturbing, withoutDisturbing } from "../support/bystanders.ts";
import { Client } from "../support/client/client.ts";
import { TestWebSocket } from "../support/client/websocket.ts";
import { frame, OPCODE } from "../support/client/websocket-frames.ts";
import { FRAMING, framesOf } from "../support/client/websocket-transport.ts";
import { bystandersOf, login, streamErrorOf } from "../support/hostile.ts";
import { type ServerProcess, startServerProcess } from "../support/process/server-process.ts";
import { PASSWORD, startTestServer } from "../support/server.ts";

const LOGIN_TIME = 4000;
const MB = 1_000_000;
/** What the server's memory may grow by where nothing should be held: uncollected garbage. */
const MAX_GROWTH = 60 * MB;
const OPEN = `<open xmlns='${FRAMING}' to='localhost' version='1.0'/>`;

let server: ServerProcess;
let undisturbed: WithoutDisturbing;

beforeAll(async () => {
  server = await startServerProcess({
    accounts: ["tybalt", "juliet", "benvolio", "mercutio"],
    settings: [`limits.login_time=${LOGIN_TIME / 1000}s`, "limits.rate=100MB"],
    transport: "websocket",
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

interface Stranger {
  readonly socket: TestWebSocket;
  /** Messages that were received. */
  readonly texts: readonly string[];
  readonly closed: Promise<string>;
}

/** A WebSocket in which nobody has signed in, with an open stream. */
async function stranger(): Promise<Stranger> {
  const texts: string[] = [];
  const { promise: closed, resolve } = Promise.withResolvers<string>();
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  const message = (text: string): void => {
    texts.push(text);
    if (text.startsWith("<stream:features")) open();
  };
  const socket = await TestWebSocket.open(server.at(), { message, closed: resolve });
  socket.send(OPEN);
  await opened;
  return { socket, texts, closed };
}

/** The most that the server's memory grows by during `work`, in bytes. */
async function growthDuring(work: () => Promise<unknown>): Promise<number> {
  const before = server.memory();
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, server.memory());
  }, 20);
  await work().finally(() => clearInterval(watch));
  return most - before;
}

/** A message without end, in fragments of this size. */
const firstFragment = (bytes: number): Buffer =>
  frame(OPCODE.text, `<message xmlns='jabber:client'>${"a".repeat(bytes)}`, { isFinal: false });
const nextFragment = (bytes: number): Buffer => frame(OPCODE.continuation, "a".repeat(bytes), { isFinal: false });

describe("a frame that announces", () => {
  test.each([
    ["1 GiB", 2n ** 30n],
    ["2^63 - 1 bytes", 2n ** 63n - 1n],
    ["2^64 - 1 bytes", 2n ** 64n - 1n],
  ])("%s ends the WebSocket at its header, of a stranger and of an account", async (_what, announced) => {
    const client = await login(server, "tybalt");
    const { socket, closed } = await stranger();
    const grown = await growthDuring(async () => {
      for (const wire of [socket.wire, client.wire]) wire.send(frame(OPCODE.text, "<message", { announced }));
      await Promise.all([closed, client.closed]);
    });
    expect(grown).toBeLessThan(MAX_GROWTH);
  });
});

describe("fragments without end", () => {
  test("20 MB of them by an account end its WebSocket at the longest stanza; others go on", async () => {
    const client = await login(server, "tybalt");
    await undisturbed(async () => {
      client.wire.send(firstFragment(50_000));
      for (let n = 0; n < 400; n += 1) client.wire.send(nextFragment(50_000));
      await client.closed;
    });
  });

  test("those of two hundred strangers are not kept: each may send some longest elements in all", async () => {
    const grown = await growthDuring(async () => {
      const strangers = await Promise.all(Array.from({ length: 190 }, stranger));
      for (const { socket } of strangers) {
        socket.wire.send(firstFragment(50_000));
        for (let n = 0; n < 10; n += 1) socket.wire.send(nextFragment(50_000));
      }
      await Promise.all(strangers.map(({ closed }) => closed));
    });
    // A hundred megabytes were sent.
    expect(grown).toBeLessThan(MAX_GROWTH);
  });

  test("that are empty end with login_time for a stranger; pings between them count as nothing", async () => {
    const { socket, texts, closed } = await stranger();
    await undisturbed(async () => {
      socket.wire.send(firstFragment(0));
      let isOver = false;
      closed.then(() => {
        isOver = true;
      });
      while (!isOver) {
        socket.wire.send(Buffer.concat([nextFragment(0), nextFragment(0), frame(OPCODE.ping, "")]));
        await Bun.sleep(5);
      }
    });
    expect(texts.join("")).toContain("<connection-timeout");
  });

  test("twenty thousand empty ones of an account cost nothing, and make one message", async () => {
    const client = await login(server, "tybalt");
    await undisturbed(async () => {
      client.wire.send(frame(OPCODE.text, "<iq xmlns='jabber:client' type='get' id='p'>", { isFinal: false }));
      client.wire.send(Buffer.concat(Array.from({ length: 20_000 }, () => nextFragment(0))));
      client.wire.send(frame(OPCODE.continuation, "<ping xmlns='urn:xmpp:ping'/></iq>"));
      expect((await client.receive(({ attrs }) => attrs.id === "p")).attrs.type).toBe("result");
    });
    client.destroy();
  });
});

describe("RFC 6455: what is no frame of a client ends the WebSocket", () => {
  test.each([
    ["§5.1: no mask", frame(OPCODE.text, OPEN, { isMasked: false })],
    ["§5.2: a reserved bit, as of compression", Buffer.from([0xc1, 0x80, 0, 0, 0, 0])],
    ["§5.2: a reserved opcode", frame(0x3, OPEN)],
    ["§5.4: a continuation of nothing", frame(OPCODE.continuation, OPEN)],
    [
      "§5.4: a message within another",
      Buffer.concat([frame(OPCODE.text, "<a", { isFinal: false }), frame(OPCODE.text, OPEN)]),
    ],
    ["§5.5: a ping in fragments", frame(OPCODE.ping, "", { isFinal: false })],
    ["§5.5: a ping of 126 bytes", frame(OPCODE.ping, "a".repeat(126))],
    ["§8.1: text that is no UTF-8", frame(OPCODE.text, Buffer.from([0x3c, 0xc3, 0x28]))],
    ["§8.1: a surrogate in UTF-8", frame(OPCODE.text, Buffer.from([0x3c, 0xed, 0xa0, 0x80]))],
  ])("%s", async (_what, bytes) => {
    const { socket, closed } = await stranger();
    socket.wire.send(bytes);
    await closed;
  });
});

describe("RFC 6120 §11.1: restricted XML", () => {
  const entities = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join("");
  test.each([
    [
      "a document type with entities of entities",
      `<!DOCTYPE a [<!ENTITY l0 "lol">${entities}]><message>&l9;</message>`,
    ],
    ["an external entity", `<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><message>&b;</message>`],
    ["a comment", "<message><!-- --></message>"],
    ["a processing instruction", "<?a b?><message/>"],
    ["a CDATA section around a stanza", "<![CDATA[<message/>]]>"],
    ["an entity that XML does not have", "<message>&nbsp;</message>"],
  ])("%s is refused, of a stranger and of an account", async (_what, text) => {
    const { socket, texts, closed } = await stranger();
    const client = await login(server, "tybalt");
    socket.send(text);
    client.wire.send(frame(OPCODE.text, text));
    await closed;
    const condition = await streamErrorOf(client);
    expect(["restricted-xml", "not-well-formed", "bad-format"]).toContain(condition);
    expect(texts.join("")).toContain(`<${condition}`);
  });
});

test("a binary message of 400 kB is not kept", async () => {
  const client = await login(server, "tybalt");
  const grown = await growthDuring(async () => {
    client.wire.send(frame(OPCODE.binary, Buffer.alloc(400_000)));
    expect(await streamErrorOf(client)).toBe("unsupported-encoding");
  });
  expect(grown).toBeLessThan(MAX_GROWTH);
});

describe("silence", () => {
  test("§4.9.3.4: strangers in whatever state are disconnected with connection-timeout; others sign in meanwhile", async () => {
    const texts: string[] = [];
    const ends: Promise<unknown>[] = [];
    await undisturbed(async () => {
      for (let n = 0; n < 150; n += 1) {
        const { promise, resolve } = Promise.withResolvers<string>();
        ends.push(promise);
        const socket = await TestWebSocket.open(server.at(), {
          message: (text) => void texts.push(text),
          closed: resolve,
        });
        if (n % 3 === 1) socket.send(OPEN);
        if (n % 3 === 2) socket.wire.send(frame(OPCODE.text, OPEN).subarray(0, 20));
      }
      (await login(server, "tybalt")).destroy();
      await Promise.all(ends);
    });
    expect(texts.filter((text) => text.includes("<connection-timeout"))).toHaveLength(150);
  }, 20_000);
});

describe("pings without end", () => {
  const pings = Buffer.concat(Array.from({ length: 500 }, () => frame(OPCODE.ping, "a".repeat(125))));

  test.each([
    ["read", true],
    ["left unread", false],
  ])(
    "by an account delay nobody, and their pongs, which are %s, are not kept",
    async (_how, reads) => {
      const client = await login(server, "tybalt");
      if (!reads) client.wire.pause();
      let isOver = false;
      client.closed.then(() => {
        isOver = true;
      });
      await undisturbed(async () => {
        for (let n = 0; n < 2000 && !isOver; n += 1) {
          client.wire.send(pings);
          if (n % 10 === 0) await Bun.sleep(0);
        }
        await Bun.sleep(2000);
      });
      client.destroy();
    },
    60_000,
  );
});

describe("floods", () => {
  test("ten thousand messages in one segment arrive in their order, and are answered in it", async () => {
    const [tybalt, juliet] = [await login(server, "tybalt"), await login(server, "juliet")];
    juliet.send("<presence/>");
    await juliet.receive(({ name }) => name === "presence");
    const { promise, resolve } = Promise.withResolvers<string[]>();
    const ids: string[] = [];
    juliet.onElement = ({ name, attrs }) => {
      if (name === "message") ids.push(attrs.id);
      if (ids.length === 10_000) resolve(ids);
    };
    const all = Array.from({ length: 10_000 }, (_, n) => `m${n}`);
    await undisturbed(async () => {
      tybalt.send(all.map((id) => `<message to='juliet@localhost' type='chat' id='${id}'><body/></message>`).join(""));
      expect(await promise).toEqual(all);
    });
    for (const client of [tybalt, juliet]) client.destroy();
  }, 30_000);

  test("20 MB of long messages arrive whole: a sender is paused, and nothing of what was on its way is lost", async () => {
    // As much may wait for the recipient, which reads in the same process as the sender writes.
    await using own = await startTestServer({
      transport: "websocket",
      settings: ["limits.rate=100MB", "limits.unsent=40MB"],
    });
    for (const name of ["tybalt", "juliet"]) await own.createAccount(`${name}@localhost`);
    const [tybalt, juliet] = [await login(own, "tybalt"), await login(own, "juliet")];
    juliet.send("<presence/>");
    await juliet.receive(({ name }) => name === "presence");
    const { promise, resolve, reject } = Promise.withResolvers<string[]>();
    const ids: string[] = [];
    juliet.onElement = ({ name, attrs, children }) => {
      if (name === "message") ids.push(`${attrs.id} ${String(children[0]).length}`);
      if (ids.length === 400) resolve(ids);
    };
    for (const client of [tybalt, juliet]) client.closed.then((reason) => reject(new Error(reason)));
    const body = `<body>${"x".repeat(50_000)}</body>`;
    for (let n = 0; n < 400; n += 1)
      tybalt.send(`<message to='juliet@localhost' type='chat' id='m${n}'>${body}</message>`);
    expect(await promise).toEqual(Array.from({ length: 400 }, (_, n) => `m${n} ${body.length}`));
    for (const client of [tybalt, juliet]) client.destroy();
  }, 30_000);

  test("stanzas behind <auth/> in the same segment wait for it, as many as a stranger may send, and are handled", async () => {
    const { socket, texts } = await stranger();
    const plain = Buffer.from(`\0tybalt\0${PASSWORD}`).toString("base64");
    const authenticate = `<authenticate xmlns='urn:xmpp:sasl:2' mechanism='PLAIN'><initial-response>${plain}</initial-response><bind xmlns='urn:xmpp:bind:0'/></authenticate>`;
    const pings = Array.from(
      { length: 300 },
      (_, n) => `<iq type='get' id='p${n}'><ping xmlns='urn:xmpp:ping'/></iq>`,
    ).join("");
    socket.wire.send(Buffer.concat([frame(OPCODE.text, authenticate), framesOf(pings)]));
    while (!texts.some((text) => text.includes('id="p299"'))) await new Promise(setImmediate);
    const answers = texts.filter((text) => text.startsWith("<iq ")).map((text) => /id="(p\d+)"/.exec(text)?.[1]);
    expect(answers).toEqual(Array.from({ length: 300 }, (_, n) => `p${n}`));
    socket.wire.destroy();
  });
});

describe("who may connect", () => {
  test("web.origins: pages of other sites are refused; own ones, those that are listed, and programs, are not", async () => {
    await using own = await startTestServer({
      transport: "websocket",
      settings: ["web.origins=https://chat.example"],
    });
    const tries = async (Origin: string | undefined): Promise<string> => {
      try {
        const socket = await TestWebSocket.open(own.at(), { message: () => {}, closed: () => {} }, { Origin });
        socket.wire.destroy();
        return "open";
      } catch (error) {
        return String(error);
      }
    };
    expect(await tries("https://chat.example")).toBe("open");
    expect(await tries(undefined)).toBe("open");
    expect(await tries("https://localhost:5443")).toBe("open");
    for (const origin of [
      "https://evil.example",
      "https://chat.example.evil.example",
      "http://chat.example",
      "http://localhost",
      "https://localhost.evil.example",
      "null",
      "",
    ])
      expect(await tries(origin)).toContain(" 403 ");
  });

  test("a Host of somebody else is refused (RFC 9110 §7.4)", async () => {
    const open = TestWebSocket.open(
      server.at(),
      { message: () => {}, closed: () => {} },
      { Host: "elsewhere.example" },
    );
    await expect(open).rejects.toThrow(" 421 ");
  });
});

test("§4.3.3: a stream for another domain, after signing in, is refused", async () => {
  await using own = await startTestServer({ transport: "websocket", domains: ["localhost", "verona.example"] });
  await own.createAccount("romeo@localhost");
  const client = await Client.connect(own.at());
  client.send(
    `<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>${Buffer.from(`\0romeo\0${PASSWORD}`).toString("base64")}</auth>`,
  );
  await client.receive(({ name }) => name === "success");
  client.wire.send(frame(OPCODE.text, OPEN.replace("localhost", "verona.example")));
  expect(await streamErrorOf(client)).toBe("not-authorized");
});
