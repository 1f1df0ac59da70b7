/** XEP-0077: In-Band Registration. */
import { afterAll, afterEach, beforeAll, expect, test } from "bun:test";
import type { Element } from "ltx";
import { befriend, cast, enter, settled } from "../support/cast.ts";
import { Client } from "../support/client/client.ts";
import { conditionOf, openStream, streamErrorOf } from "../support/hostile.ts";
import { PASSWORD, startTestServer, type TestServer } from "../support/server.ts";
import { featuresOf } from "../support/xep/disco.ts";
import { rosterOf } from "../support/xep/roster.ts";

const NS = "jabber:iq:register";
const FEATURE = "http://jabber.org/features/iq-register";
const LIMIT = 4;

let open: TestServer;
let closed: TestServer;

beforeAll(async () => {
  open = await startTestServer({ settings: ["registration.policy=open", `registration.per_address=${LIMIT}`] });
  closed = await startTestServer();
});
afterAll(async () => {
  await open[Symbol.asyncDispose]();
  await closed[Symbol.asyncDispose]();
});
afterEach(() => expect([...open.errors, ...closed.errors]).toEqual([]));

async function answerTo(client: Client, type: "get" | "set", content = ""): Promise<Element> {
  client.send(`<iq type="${type}" id="reg"><query xmlns="${NS}">${content}</query></iq>`);
  return await client.receive(({ name, attrs }) => name === "iq" && attrs.id === "reg");
}
const credentials = (username: string, password: string) =>
  `<username>${username}</username><password>${password}</password>`;
const signsIn = async (server: TestServer, username: string, password: string) => {
  const client = await Client.login(server.at("direct"), { username, password });
  await client.end();
  return client.jid.split("/")[0];
};

test("§8: the stream feature is offered where registration is open, under TLS, before authentication", async () => {
  const plaintext = await openStream(open, "none");
  expect(plaintext.features.getChild("register", FEATURE)).toBeUndefined();
  plaintext.destroy();
  const secured = await openStream(open);
  expect(secured.features.getChild("register", FEATURE)).toBeDefined();
  secured.destroy();
  const { juliet } = await cast(open, ["juliet"]);
  expect(juliet.client.features.getChild("register", FEATURE)).toBeUndefined();
});

test("§3.1: a host that does not support it MUST return service-unavailable, and offers no feature", async () => {
  await using server = await startTestServer({ settings: ["registration.policy=closed"] });
  const client = await openStream(server);
  expect(client.features.getChild("register", FEATURE)).toBeUndefined();
  expect(conditionOf(await answerTo(client, "get"))).toBe("service-unavailable");
  expect(conditionOf(await answerTo(client, "set", credentials("mallory", "secret")))).toBe("service-unavailable");
  client.destroy();
  await expect(signsIn(server, "mallory", "secret")).rejects.toThrow();
});

test("§3.1: the host returns the required fields, registers the account, which signs in on the same stream", async () => {
  const client = await openStream(open);
  const query = (await answerTo(client, "get")).getChild("query", NS);
  expect(["instructions", "username", "password", "x"].map((name) => query?.getChild(name)?.name)).not.toContain(
    undefined,
  );
  expect((await answerTo(client, "set", credentials("Bill", "Calliope"))).attrs.type).toBe("result");
  // §3.1.1: a second identity on the same stream is refused.
  expect(conditionOf(await answerTo(client, "set", credentials("will", "Calliope")))).toBe("not-acceptable");
  await client.login({ username: "bill", password: "Calliope" });
  expect(client.jid.split("/")[0]).toBe("bill@localhost");
  await client.end();
});

test("§4: the form takes precedence over the elements", async () => {
  const client = await openStream(open);
  const field = (name: string, value: string) => `<field var="${name}"><value>${value}</value></field>`;
  const form = `<x xmlns="jabber:x:data" type="submit">${field("FORM_TYPE", NS)}${field("username", "viola")}${field("password", "Cesario, sir")}</x>`;
  expect((await answerTo(client, "set", `${credentials("olivia", "x")}${form}`)).attrs.type).toBe("result");
  client.destroy();
  expect(await signsIn(open, "viola", "Cesario, sir")).toBe("viola@localhost");
  await expect(signsIn(open, "olivia", "x")).rejects.toThrow();
});

test("§3.1: a username in use is a conflict; missing, empty or reserved values are not-acceptable", async () => {
  const client = await openStream(open);
  expect(conditionOf(await answerTo(client, "set", credentials("viola", "Sebastian")))).toBe("conflict");
  expect(await signsIn(open, "viola", "Cesario, sir")).toBe("viola@localhost");
  for (const content of [
    "",
    credentials("orsino", ""),
    credentials("", "the duke"),
    credentials("abuse", "the duke"),
    credentials("orsino", "Illyria"),
  ])
    expect(conditionOf(await answerTo(client, "set", content))).toBe("not-acceptable");
  expect(conditionOf(await answerTo(client, "set", credentials("a@b", "the duke")))).toBe("jid-malformed");
  client.destroy();
});

test("§3.1.1: the number of registrations is limited; failed ones do not count", async () => {
  for (let count = 2; count < LIMIT; count++) {
    const client = await openStream(open);
    expect((await answerTo(client, "set", credentials(`extra${count}`, "once more"))).attrs.type).toBe("result");
    client.destroy();
  }
  const client = await openStream(open);
  expect(conditionOf(await answerTo(client, "set", credentials("one-too-many", "once more")))).toBe("not-acceptable");
  client.destroy();
  await expect(signsIn(open, "one-too-many", "once more")).rejects.toThrow();
});

test("§3.1: a registered account is answered with <registered/> and its username", async () => {
  const { juliet } = await cast(closed, ["juliet"]);
  for (const to of ["", ' to="localhost"']) {
    const answer = await juliet.asks(`<iq type="get"${to}><query xmlns="${NS}"/></iq>`);
    const query = answer.getChild("query", NS);
    expect([query?.getChild("registered")?.name, query?.getChildText("username")]).toEqual(["registered", "juliet"]);
  }
});

test("§3.3: a password change ends the account's other sessions", async () => {
  const { benvolio } = await cast(closed, ["benvolio"]);
  const phone = await enter(closed, "benvolio", "phone");
  const query = `<query xmlns="${NS}">${credentials("benvolio", "new pass")}</query>`;
  expect((await benvolio.asks(`<iq type="set" to="localhost">${query}</iq>`)).attrs.type).toBe("result");
  expect(await streamErrorOf(phone.client)).toBe("not-authorized");
  await benvolio.pings();
  expect(await signsIn(closed, "benvolio", "new pass")).toBe("benvolio@localhost");
  await expect(signsIn(closed, "benvolio", PASSWORD)).rejects.toThrow();
});

test("§3.3: an empty password changes nothing; another account's password cannot be changed", async () => {
  const { juliet } = await cast(closed, ["juliet"]);
  const change = async (content: string, to = "localhost") =>
    conditionOf(await juliet.asks(`<iq type="set" to="${to}"><query xmlns="${NS}">${content}</query></iq>`));
  expect(await change(credentials("juliet", ""))).toBe("bad-request");
  expect(await change("<password>alone</password>")).toBe("bad-request");
  expect(await change(credentials("benvolio", "stolen"))).toBe("not-allowed");
  expect(await change(credentials("benvolio", "stolen"), "benvolio@localhost")).toBe("service-unavailable");
  expect(await signsIn(closed, "juliet", PASSWORD)).toBe("juliet@localhost");
});

test("§3.2: a cancelled registration is answered with the result, ends the streams with not-authorized, and the subscriptions", async () => {
  const { tybalt, romeo } = await cast(closed, ["tybalt", "romeo"]);
  await befriend(tybalt, romeo);
  await rosterOf(romeo);
  await settled(romeo, tybalt);
  const remove = (content: string) => tybalt.asks(`<iq type="set"><query xmlns="${NS}">${content}</query></iq>`);
  expect(conditionOf(await remove("<remove/><username>tybalt</username>"))).toBe("bad-request");
  expect((await remove("<remove/>")).attrs.type).toBe("result");
  expect(await streamErrorOf(tybalt.client)).toBe("not-authorized");
  await romeo.receives(`<presence type="unavailable" from="${tybalt.jid}"/>`);
  await romeo.receives(`<presence type="unsubscribed" from="${tybalt.account}"/>`);
  await romeo.receives(
    `<iq type="set"><query xmlns="jabber:iq:roster"><item jid="${tybalt.account}" subscription="none"/></query></iq>`,
  );
  await expect(signsIn(closed, "tybalt", PASSWORD)).rejects.toThrow();
});

test("§3.2: the only administrator cannot cancel the registration: not-allowed, and the account stays", async () => {
  await using server = await startTestServer();
  for (const name of ["escalus", "paris"]) await server.createAccount(`${name}@localhost`, PASSWORD, true);
  const [escalus, paris] = [await enter(server, "escalus", "hall"), await enter(server, "paris", "hall")];
  const remove = (person: typeof paris) => person.asks(`<iq type="set"><query xmlns="${NS}"><remove/></query></iq>`);
  expect((await remove(paris)).attrs.type).toBe("result");
  const refused = await remove(escalus);
  expect(conditionOf(refused)).toBe("not-allowed");
  expect(refused.getChild("error")?.getChildText("text")).toContain("only administrator");
  await escalus.pings();
  expect(await signsIn(server, "escalus", PASSWORD)).toBe("escalus@localhost");
});

test("§10: the feature jabber:iq:register is reported", async () => {
  const { juliet } = await cast(closed, ["juliet"]);
  expect(await featuresOf(juliet, "localhost")).toContain(NS);
});

test("§3.2, §3.3: an account of one domain cannot change or remove an account at another domain of the server", async () => {
  await using several = await startTestServer({ domains: ["localhost", "example.com"] });
  await several.createAccount("romeo@example.com", "all his own");
  const { romeo } = await cast(several, ["romeo"]);
  const asks = (type: "get" | "set", to: string, content = "") =>
    romeo.asks(`<iq type="${type}" to="${to}"><query xmlns="${NS}">${content}</query></iq>`);
  for (const content of [credentials("romeo", "all changed"), "<remove/>"])
    expect(conditionOf(await asks("set", "example.com", content))).toBe("registration-required");
  expect(conditionOf(await asks("get", "example.com"))).toBe("registration-required");
  expect((await asks("get", "localhost")).getChild("query")?.getChildText("username")).toBe("romeo");
  expect((await asks("set", "localhost", credentials("romeo", "all changed"))).attrs.type).toBe("result");
  await expect(signsIn(several, "romeo", "all changed")).resolves.toBe("romeo@localhost");
});
