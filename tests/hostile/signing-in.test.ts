/** XEP-0388, XEP-0386, XEP-0484: attacks on authentication by strangers, by holders of a stolen token, and in the middle. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { askServer } from "../../src/control/client.ts";
import type { Client } from "../support/client/client.ts";
import { BIND2, FAST, SASL2, signIn } from "../support/client/sasl2.ts";
import { scram } from "../support/client/scram.ts";
import { newStream, outcomeOf, PHONE, signInOnNewStream } from "../support/client/signing-in.ts";
import { bystanders, streamErrorOf } from "../support/hostile.ts";
import { PASSWORD, startTestServer, type TestServer } from "../support/server.ts";

let server: TestServer;
const opened: Client[] = [];

beforeAll(async () => {
  server = await startTestServer({ settings: ["limits.failures_per_account=5"] });
});
beforeEach(() => server.createAccount("romeo@localhost"));
afterEach(async () => {
  for (const client of opened.splice(0)) client.destroy();
  await askServer(server.home, "DELETE /users", { jid: "romeo@localhost" }).catch(() => {});
  expect(server.errors).toEqual([]);
});
afterAll(() => server[Symbol.asyncDispose]());

async function stream(): Promise<Client> {
  const client = await newStream(server);
  opened.push(client);
  return client;
}

const romeo = { username: "romeo", password: PASSWORD, mechanism: "SCRAM-SHA-256" };
const REQUEST = `<request-token xmlns='${FAST}' mechanism='HT-SHA-256-NONE'/>`;
const newPassword = () =>
  askServer(server.home, "PUT /users/password", { jid: "romeo@localhost", password: "a new one" });

describe("a proof of an old password is refused once the password has changed", () => {
  test("in the middle of the exchange", async () => {
    const client = await stream();
    const exchange = scram("SHA-256", romeo);
    const first = Buffer.from(exchange.first).toString("base64");
    client.send(
      `<authenticate xmlns='${SASL2}' mechanism='SCRAM-SHA-256'><initial-response>${first}</initial-response></authenticate>`,
    );
    const challenge = await client.receive(({ name }) => name === "challenge");
    await newPassword();
    const answer = exchange.answer(Buffer.from(challenge.getText(), "base64").toString());
    client.send(`<response xmlns='${SASL2}'>${Buffer.from(answer).toString("base64")}</response>`);
    expect((await client.receive(({ name }) => name === "failure")).getChild("not-authorized")).toBeDefined();
  });

  test.each(["SASL2", "RFC 6120"])("between signing in by %s and binding", async (profile) => {
    const client = await stream();
    if (profile === "SASL2") await signIn(client, romeo);
    else await client.authenticate(romeo);
    await newPassword();
    client.send(`<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>`);
    expect(await streamErrorOf(client)).toBe("not-authorized");
  });

  test("a proof of an account that was removed and created again is refused", async () => {
    const client = await stream();
    await signIn(client, romeo);
    await askServer(server.home, "DELETE /users", { jid: "romeo@localhost" });
    await server.createAccount("romeo@localhost", "another person's");
    client.send(`<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>`);
    expect(await streamErrorOf(client)).toBe("not-authorized");
  });
});

describe("guessing", () => {
  test("tokens is throttled like guessing passwords, and both count together", async () => {
    // An account that has signed in from an address before is not throttled there; tybalt has not.
    await server.createAccount("tybalt@localhost");
    const guess = (mechanism: string) =>
      outcomeOf(
        signInOnNewStream(server, { username: "tybalt", mechanism, token: "guess", password: "guess", agent: PHONE }),
      );
    for (let time = 0; time < 3; time++) expect(await guess("HT-SHA-256-NONE")).toBe("not-authorized");
    for (let time = 0; time < 2; time++) expect(await guess("SCRAM-SHA-1")).toBe("not-authorized");
    expect(await guess("HT-SHA-256-NONE")).toBe("temporary-auth-failure");
    expect(await outcomeOf(signInOnNewStream(server, { ...romeo, username: "tybalt" }))).toBe("temporary-auth-failure");
  });
});

describe("excessive requests", () => {
  test("a thousand features inside <bind/> stay within the limit before authentication, or end the stream", async () => {
    const client = await stream();
    const inline = [`<bind xmlns='${BIND2}'>${"<enable xmlns='urn:xmpp:carbons:2'/>".repeat(1000)}</bind>`];
    const login = signIn(client, { ...romeo, inline });
    login.catch(() => {});
    expect(await streamErrorOf(client)).toBe("policy-violation");
  });

  test("as many features as fit into <bind/> are harmless; stream management is enabled once", async () => {
    const client = await stream();
    const inline = [`<bind xmlns='${BIND2}'>${"<enable xmlns='urn:xmpp:sm:3'/>".repeat(90)}</bind>`];
    const success = await signIn(client, { ...romeo, inline });
    const answers = success.getChild("bound", BIND2)?.getChildElements() ?? [];
    expect(answers.filter(({ name }) => name === "enabled")).toHaveLength(1);
    expect(answers.filter(({ name }) => name === "failed")).toHaveLength(89);
  });

  test("a hundred clients of one account delay nobody, and evict only tokens of that account", async () => {
    const others = await bystanders(server);
    const tokens: { agent: string; token: string }[] = [];
    const computed = await others.chatDuring(async () => {
      for (let n = 0; n < 110; n++) {
        const agent = `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
        const { client, success } = await signInOnNewStream(server, { ...romeo, agent, inline: [REQUEST] });
        tokens.push({ agent, token: success.getChild("token", FAST)?.attrs.token });
        client.destroy();
      }
    });
    expect(computed).toBeLessThan(2000);
    const [first] = tokens;
    const last = tokens.at(-1);
    const by = (options: { agent: string; token: string } | undefined) =>
      outcomeOf(signInOnNewStream(server, { username: "romeo", mechanism: "HT-SHA-256-NONE", ...options }));
    expect(await by(last)).toBe("in");
    expect(await by(first)).toBe("not-authorized");
  });
});

describe("a stanza sent right behind <authenticate/>", () => {
  const ping = "<iq type='get' id='p'><ping xmlns='urn:xmpp:ping'/></iq>";
  const authenticate = (password: string): string => {
    const initial = Buffer.from(`\0romeo\0${password}`).toString("base64");
    return `<authenticate xmlns='${SASL2}' mechanism='PLAIN'><initial-response>${initial}</initial-response><bind xmlns='${BIND2}'/></authenticate>`;
  };

  test("is answered after <success/>, with the authenticated identity", async () => {
    const client = await stream();
    client.send(authenticate(PASSWORD) + ping);
    const answer = await client.receive(({ attrs }) => attrs.id === "p");
    const answers = client.inbox.all.slice(1).map(({ name }) => name);
    expect(answers).toEqual(["success", "stream:features", "iq"]);
    expect(answer.attrs).toMatchObject({ type: "result" });
    expect(answer.attrs.to).toStartWith("romeo@localhost/");
  });

  test("is not handled where authentication fails", async () => {
    const client = await stream();
    client.send(authenticate("wrong") + ping);
    expect(await streamErrorOf(client)).toBe("not-authorized");
    expect(client.inbox.all.slice(1).map(({ name }) => name)).toEqual(["failure", "stream:error"]);
  });
});

describe("a client without a session", () => {
  test("sends no stanza after <success/> without <bind/>", async () => {
    const client = await stream();
    await signIn(client, romeo);
    client.send("<message to='romeo@localhost'><body>nobody said this</body></message>");
    expect(await streamErrorOf(client)).toBe("not-authorized");
  });

  test("cannot read the list of clients before that", async () => {
    const client = await stream();
    await signIn(client, romeo);
    client.send("<iq type='get' id='l'><list xmlns='urn:xmpp:cam:0'/></iq>");
    expect(await streamErrorOf(client)).toBe("not-authorized");
  });
});

test("a former session of the same client ends with a stream error, and its queue is not lost", async () => {
  const inline = [`<bind xmlns='${BIND2}'><tag>App</tag><enable xmlns='urn:xmpp:sm:3' resume='true'/></bind>`];
  const first = await signInOnNewStream(server, { ...romeo, agent: PHONE, inline });
  opened.push(first.client);
  const second = await signInOnNewStream(server, { ...romeo, agent: PHONE, inline });
  opened.push(second.client);
  expect(await streamErrorOf(first.client)).toBe("conflict");
  const id = first.success.getChild("bound", BIND2)?.getChild("enabled")?.attrs.id;
  const third = await signInOnNewStream(server, {
    ...romeo,
    agent: PHONE,
    inline: [`<resume xmlns='urn:xmpp:sm:3' previd='${id}' h='0'/>`, ...inline],
  });
  opened.push(third.client);
  expect(third.success.getChild("failed")?.getChild("item-not-found")).toBeDefined();
});
