/** BOSH (XEP-0124) as only attackers speak it: each attack ends in a clear answer, and disturbs nobody else. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { type WithoutDisturbing, withoutDisturbing } from "../support/bystanders.ts";
import { BoshClient } from "../support/client/bosh-client.ts";
import { HttpConnection } from "../support/client/http-connection.ts";
import { bystandersOf, login } from "../support/hostile.ts";
import { type ServerProcess, startServerProcess } from "../support/process/server-process.ts";

const BOSH = "http://jabber.org/protocol/httpbind";
const MAX_PENDING = 50;
const PING = "<iq type='get' id='p' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>";

let server: ServerProcess;
let undisturbed: WithoutDisturbing;
const opened: BoshClient[] = [];

beforeAll(async () => {
  server = await startServerProcess({
    accounts: ["romeo", "juliet", "benvolio", "mercutio"],
    settings: ["bosh.inactivity=2s", `limits.logins_per_address=${MAX_PENDING}`, "limits.unsent=1MB"],
    transport: "bosh",
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
afterEach(async () => {
  for (const client of opened.splice(0)) client.destroy();
  expect(await server.errors()).toEqual([]);
});
afterAll(() => server?.[Symbol.asyncDispose]());

function stranger(): BoshClient {
  const client = new BoshClient(server.at("direct"));
  opened.push(client);
  return client;
}

async function signedIn(username = "romeo"): Promise<BoshClient> {
  const client = stranger();
  await client.create();
  await client.login(username);
  return client;
}

/** The condition with which a request of this text is answered. */
async function conditionOf(text: string, client = stranger()): Promise<string | undefined> {
  return (await (await client.postsText(text)).response).attrs.condition;
}

const post = async (text: string): Promise<number> => {
  const connection = await HttpConnection.connect(server.at("direct"));
  const { status } = await connection.post("/http-bind", text);
  connection.wire.destroy();
  return status;
};

const body = (attributes: string, payloads = ""): string => `<body xmlns='${BOSH}' ${attributes}>${payloads}</body>`;

describe("XML", () => {
  const laughs = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} '${`&l${n};`.repeat(10)}'>`).join("");

  test("a document type with entities is refused where it begins", () =>
    undisturbed(async () => {
      const bomb = `<!DOCTYPE body [<!ENTITY l0 'ha'>${laughs}]>${body("rid='1' to='localhost'", "<message>&l9;</message>")}`;
      expect(await conditionOf(bomb)).toBe("bad-request");
    }));

  test("a document type in a payload, or an entity, ends the stream with restricted-xml", () =>
    undisturbed(async () => {
      for (const payload of ["<!DOCTYPE a [<!ENTITY x 'y'>]>", "<message><body>&x;</body></message>"]) {
        const { payloads } = await (await signedIn()).sends(payload);
        expect(String(payloads.at(-1))).toContain("<restricted-xml");
      }
    }));

  test("an attribute of a mebibyte is refused before it is read, one of 300 kB in the wrapper while it is", () =>
    undisturbed(async () => {
      expect(await post(body(`rid='1' to='${"x".repeat(2 ** 20)}'`))).toBe(413);
      expect(await conditionOf(body(`rid='1' to='${"x".repeat(300_000)}'`))).toBe("bad-request");
    }));

  test("half a megabyte of empty elements, attributes or levels ends the stream with policy-violation", () =>
    undisturbed(async () => {
      const payloads = [
        `<message>${"<a/>".repeat(120_000)}</message>`,
        `<message>${"<a>".repeat(120)}${"</a>".repeat(120)}</message>`,
        `<message ${Array.from({ length: 20_000 }, (_, n) => `a${n}=''`).join(" ")}/>`,
        `<message><body>${"x".repeat(512_000)}</body></message>`,
      ];
      for (const payload of payloads) {
        const answer = await (await signedIn()).sends(payload);
        expect(String(answer.payloads.at(-1))).toContain("<policy-violation");
      }
    }));

  test("who has not signed in sends little: 10 kB in a stanza, and no more in a body", () =>
    undisturbed(async () => {
      const client = stranger();
      await client.create();
      const long = await client.sends(`<message>${"x".repeat(10_000)}</message>`);
      expect(String(long.payloads.at(-1))).toContain("<policy-violation");
      const other = stranger();
      await other.create();
      expect((await other.sends("<presence/>".repeat(10_000))).attrs.condition).toBe("policy-violation");
    }));
});

describe("sessions of others", () => {
  test("sids are not guessed, and who asks for one that does not exist disturbs nobody", () =>
    undisturbed(async () => {
      const [client, guessing] = [await signedIn(), stranger()];
      for (let n = 0; n < 200; n++) {
        const sid = `${client.sid?.slice(0, -3)}${n.toString(36).padStart(3, "A")}`;
        expect(await conditionOf(body(`rid='${client.rid + 1}' sid='${sid}'`), guessing)).toBe("item-not-found");
        // It goes on asking: a session that is silent for bosh.inactivity ends.
        if (n % 20 === 19) expect((await client.sends(PING)).payloads).toHaveLength(1);
      }
    }));

  test("a rid that is far away ends the session that it names, and no other", () =>
    undisturbed(async () => {
      const [one, other] = [await signedIn(), await signedIn()];
      for (const rid of ["9007199254740991", "1"]) {
        const victim = await signedIn();
        const { response } = await victim.posts("", { rid });
        expect((await response).attrs.condition).toBe("item-not-found");
      }
      for (const client of [one, other]) expect((await client.sends(PING)).payloads).toHaveLength(1);
    }));
});

describe("too much", () => {
  test("sessions of one address in which nobody signs in: refused beyond the limit, and gone when nobody asks again", () =>
    undisturbed(async () => {
      const creation = { to: "localhost", wait: "60", hold: "1" };
      const asking = stranger();
      const conditions: (string | undefined)[] = [];
      for (let n = 0; n < MAX_PENDING + 20; n++)
        conditions.push((await (await asking.posts("", creation)).response).attrs.condition);
      expect(conditions.filter((condition) => condition === undefined).length).toBeLessThanOrEqual(MAX_PENDING);
      expect(conditions.at(-1)).toBe("policy-violation");
      const isFree = async () => (await (await asking.posts("", creation)).response).attrs.sid !== undefined;
      while (!(await isFree())) await Bun.sleep(100);
    }));

  test("one request again and again ends the session with policy-violation", () =>
    undisturbed(async () => {
      const client = await signedIn();
      await client.sends(PING);
      let condition: string | undefined;
      for (let n = 0; n < 100 && condition === undefined; n++) {
        const { response } = await client.posts("", { rid: String(client.rid) });
        condition = (await response).attrs.condition;
      }
      expect(condition).toBe("policy-violation");
    }));

  test("large bodies at once that never end: no more are received than requests are allowed", () =>
    undisturbed(async () => {
      const client = await signedIn();
      const slow: HttpConnection[] = [];
      for (let n = 1; n <= 20; n++) {
        const connection = await HttpConnection.connect(server.at("direct"));
        slow.push(connection);
        const start = `<body xmlns='${BOSH}' rid='${client.rid + n}' sid='${client.sid}'><message><body>${"x".repeat(20_000)}`;
        connection.wire.send(`POST /http-bind HTTP/1.1\r\nHost: localhost\r\nContent-Length: 400000\r\n\r\n${start}`);
      }
      let condition: string | undefined;
      while (condition === undefined) condition = (await client.sends(PING)).attrs.condition;
      expect(condition).toBe("policy-violation");
      for (const { wire } of slow) wire.destroy();
    }));

  test("bodies that trickle hold nobody up", () =>
    undisturbed(async () => {
      const connections: HttpConnection[] = [];
      for (let n = 0; n < 50; n++) {
        const connection = await HttpConnection.connect(server.at("direct"));
        connections.push(connection);
        connection.wire.send("POST /http-bind HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10000\r\n\r\n<body");
      }
      for (let n = 0; n < 20; n++) {
        for (const { wire } of connections) wire.send(" ");
        await Bun.sleep(20);
      }
      for (const { wire } of connections) wire.destroy();
    }));

  test("thousands of requests in one body wait for their own turns: its answers come in portions", () =>
    undisturbed(async () => {
      const client = await signedIn();
      const count = 5000;
      const first = await client.sends(PING.repeat(count));
      let { length } = first.payloads;
      while (length < count) {
        const { attrs, payloads } = await client.sends();
        expect(attrs.type).toBeUndefined();
        length += payloads.length;
      }
      expect(length).toBe(count);
    }));
});

test("a client that is sent more than limits.unsent and does not ask for it loses its session, and no message", () =>
  undisturbed(async () => {
    const away = await signedIn("juliet");
    await away.sends("<presence/>");
    const romeo = await signedIn();
    const count = 40;
    for (let n = 0; n < count; n += 10) {
      const messages = Array.from(
        { length: 10 },
        (_, i) => `<message to='${away.jid}' type='chat' id='${n + i}'><body>${"x".repeat(40_000)}</body></message>`,
      );
      await romeo.sends(messages.join("") + PING);
    }
    expect((await away.sends()).attrs).toMatchObject({ type: "terminate", condition: "item-not-found" });
    const back = await login(server, "juliet", "back");
    back.send("<presence/>");
    const ids: string[] = [];
    while (ids.length < count) ids.push((await back.receive(({ name }) => name === "message")).attrs.id);
    expect(ids).toEqual(Array.from({ length: count }, (_, n) => String(n)));
    back.destroy();
  }));
