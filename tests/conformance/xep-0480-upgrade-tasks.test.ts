/** XEP-0480: SASL Upgrade Tasks. */
import { Database } from "bun:sqlite";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { pbkdf2Sync } from "node:crypto";
import { Element } from "ltx";
import { askServer } from "../../src/control/client.ts";
import type { Client } from "../support/client/client.ts";
import { FAST, SASL2, signIn } from "../support/client/sasl2.ts";
import {
  authentication,
  newStream,
  outcomeOf,
  PHONE,
  signInOnNewStream,
  textsOf,
} from "../support/client/signing-in.ts";
import { streamErrorOf } from "../support/hostile.ts";
import { PASSWORD, startTestServer, type TestServer } from "../support/server.ts";

const NS = "urn:xmpp:sasl:upgrade:0";
const NS_SCRAM = "urn:xmpp:scram-upgrade:0";
const TASK = "UPGR-SCRAM-SHA-512";

let server: TestServer;
const opened: Client[] = [];

beforeAll(async () => {
  server = await startTestServer();
  for (const name of ["romeo", "juliet"]) await server.createAccount(`${name}@localhost`);
});
beforeEach(async () => {
  // An account as imported from a server without SHA-512.
  const db = new Database(server.home.database);
  db.run("DELETE FROM account_keys WHERE account = 'romeo@localhost' AND hash = 'SHA-512'");
  db.close();
  await server.restart();
});
afterEach(() => {
  for (const client of opened.splice(0)) client.destroy();
  expect(server.errors).toEqual([]);
});
afterAll(() => server[Symbol.asyncDispose]());

const upgrade = `<upgrade xmlns='${NS}'>${TASK}</upgrade>`;
const bySha512 = (username: string, password = PASSWORD) =>
  outcomeOf(
    signInOnNewStream(server, { username, password, mechanism: "SCRAM-SHA-512" }).then(({ client }) =>
      client.destroy(),
    ),
  );

interface Asked {
  readonly client: Client;
  readonly answer: Element;
}

/** The answer to <authenticate/> with a request for the task. */
async function ask(username = "romeo", ...inline: string[]): Promise<Asked> {
  const client = await newStream(server);
  opened.push(client);
  const options = { username, password: PASSWORD, mechanism: "SCRAM-SHA-256-PLUS", inline: [upgrade, ...inline] };
  return { client, answer: await signIn(client, options) };
}

const next = (client: Client): Promise<Element> => client.receive(({ attrs }) => attrs.xmlns === SASL2);

/** The salt that the server sends after <next/>. */
async function takeUpTask(client: Client): Promise<{ salt: Buffer; iterations: number }> {
  client.send(new Element("next", { xmlns: SASL2, task: TASK }));
  const salt = (await next(client)).getChild("salt", NS_SCRAM);
  return { salt: Buffer.from(salt?.getText() ?? "", "base64"), iterations: Number(salt?.attrs.iterations) };
}

const upgradeData = (hash: string): Element => {
  const data = new Element("task-data", { xmlns: SASL2 });
  data.c("hash", { xmlns: NS_SCRAM }).t(hash);
  return data;
};

const salted = (salt: Buffer, iterations: number): string =>
  pbkdf2Sync(PASSWORD, salt, iterations, 64, "sha512").toString("base64");

describe("§2.1: the tasks are listed beside the mechanisms", () => {
  test("while some account lacks keys, the same for every client", async () => {
    const client = await newStream(server);
    opened.push(client);
    const advertised = authentication(client.features);
    expect(textsOf(advertised, "upgrade")).toEqual([TASK]);
    expect(advertised.getChild("upgrade")?.attrs.xmlns).toBe(NS);
  });

  test("and are removed once no account lacks keys", async () => {
    const { client } = await ask();
    const { salt, iterations } = await takeUpTask(client);
    client.send(upgradeData(salted(salt, iterations)));
    expect((await next(client)).name).toBe("success");
    await server.restart();
    const laterStream = await newStream(server);
    opened.push(laterStream);
    expect(textsOf(authentication(laterStream.features), "upgrade")).toEqual([]);
  });
});

describe("§3: a SCRAM hash is upgraded", () => {
  test("<continue/>, <next/>, the salt, the SaltedPassword, <success/>; then the new mechanism works", async () => {
    expect(await bySha512("romeo")).toBe("not-authorized");
    const { client, answer } = await ask("romeo", "<bind xmlns='urn:xmpp:bind:0'/>");
    expect(answer.name).toBe("continue");
    expect(textsOf(answer.getChild("tasks"), "task")).toEqual([TASK]);
    expect(answer.getChildText("additional-data")).toMatch(/./);
    const { salt, iterations } = await takeUpTask(client);
    expect(salt.length).toBeGreaterThanOrEqual(16);
    expect(iterations).toBeGreaterThanOrEqual(4096);
    client.send(upgradeData(salted(salt, iterations)));
    const success = await next(client);
    expect(success.name).toBe("success");
    expect(success.getChildText("authorization-identifier")).toStartWith("romeo@localhost/");
    expect(success.getChild("additional-data")).toBeUndefined();
    expect(await bySha512("romeo")).toBe("in");
    expect(await bySha512("romeo", "wrong")).toBe("not-authorized");
  });

  test("an account with all keys is given no task", async () => {
    expect((await ask("juliet")).answer.name).toBe("success");
  });
});

describe("errors", () => {
  test.each([
    ["of another length", Buffer.alloc(32, 1).toString("base64")],
    ["that is no base64", "§§§"],
    ["that is empty", ""],
  ])("a SaltedPassword %s is malformed, and nothing is stored", async (_, hash) => {
    const { client } = await ask();
    await takeUpTask(client);
    client.send(upgradeData(hash));
    expect((await next(client)).getChild("malformed-request")).toBeDefined();
    expect(await bySha512("romeo")).toBe("not-authorized");
  });

  test("data before <next/>, and a task other than the one given", async () => {
    const beforeTask = await ask();
    beforeTask.client.send(upgradeData(salted(Buffer.from("my own salt, 16b"), 1)));
    expect((await next(beforeTask.client)).getChild("malformed-request")).toBeDefined();
    const other = await ask();
    other.client.send(new Element("next", { xmlns: SASL2, task: "UPGR-SCRAM-SHA-1" }));
    expect((await next(other.client)).getChild("malformed-request")).toBeDefined();
    expect(await bySha512("romeo")).toBe("not-authorized");
  });

  test("XEP-0388 §4.2: <authenticate/> after <continue/> is a stream error; the client is not authenticated before <success/>", async () => {
    const { client } = await ask();
    client.send(new Element("authenticate", { xmlns: SASL2, mechanism: "PLAIN" }));
    expect(await streamErrorOf(client)).toBe("policy-violation");
    const other = await ask();
    other.client.send("<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>");
    expect(await streamErrorOf(other.client)).toBe("not-authorized");
  });

  test("a client authenticated by a token is given no task", async () => {
    const inline = [`<request-token xmlns='${FAST}' mechanism='HT-SHA-256-NONE'/>`];
    const { success, client } = await signInOnNewStream(server, { username: "romeo", agent: PHONE, inline });
    client.destroy();
    const { token } = success.getChild("token", FAST)?.attrs ?? {};
    const options = { username: "romeo", agent: PHONE, mechanism: "HT-SHA-256-NONE", token, inline: [upgrade] };
    const signedIn = await signInOnNewStream(server, options);
    opened.push(signedIn.client);
    expect(signedIn.success.name).toBe("success");
  });

  test("keys for an old password are refused after the password has changed", async () => {
    const { client } = await ask();
    const { salt, iterations } = await takeUpTask(client);
    await askServer(server.home, "PUT /users/password", { jid: "romeo@localhost", password: "another one" });
    client.send(upgradeData(salted(salt, iterations)));
    expect(await streamErrorOf(client)).toBe("not-authorized");
    expect(await bySha512("romeo")).toBe("not-authorized");
    expect(await bySha512("romeo", "another one")).toBe("in");
    await askServer(server.home, "PUT /users/password", { jid: "romeo@localhost", password: PASSWORD });
  });
});
