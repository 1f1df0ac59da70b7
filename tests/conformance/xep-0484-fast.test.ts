/** XEP-0484: Fast Authentication Streamlining Tokens. */
import { Database } from "bun:sqlite";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { readFileSync, rmSync } from "node:fs";
import { askServer } from "../../src/control/client.ts";
import type { Client } from "../support/client/client.ts";
import { FAST, responderProof, type Sasl2Options, signIn } from "../support/client/sasl2.ts";
import {
  authentication,
  LAPTOP,
  newStream,
  outcomeOf,
  PHONE,
  signInOnNewStream,
  textsOf,
} from "../support/client/signing-in.ts";
import { PASSWORD, startTestServer, type TestServer } from "../support/server.ts";

const DAY = 86_400_000;
const NONE = "HT-SHA-256-NONE";
const EXPR = "HT-SHA-256-EXPR";

let server: TestServer;
let later = 0;
const opened: Client[] = [];

beforeAll(async () => {
  server = await startTestServer({
    now: () => Date.now() + later,
    settings: ["limits.failures_per_account=1000", "limits.failures_per_address=1000"],
  });
  await server.createAccount("juliet@localhost");
});
beforeEach(async () => {
  later = 0;
  await server.createAccount("romeo@localhost");
});
afterEach(async () => {
  for (const client of opened.splice(0)) client.destroy();
  await askServer(server.home, "DELETE /users", { jid: "romeo@localhost" });
  expect(server.errors).toEqual([]);
});
afterAll(() => server[Symbol.asyncDispose]());

interface Given {
  /** Empty where <success/> brings none. */
  readonly token: string;
  readonly expiry: number;
  readonly client: Client;
  readonly proof: string;
}

async function enter(wish: Partial<Sasl2Options> = {}): Promise<Given> {
  const { client, success } = await signInOnNewStream(server, { username: "romeo", agent: PHONE, ...wish });
  opened.push(client);
  const { token = "", expiry = "" } = success.getChild("token", FAST)?.attrs ?? {};
  return { token, expiry: Date.parse(expiry), client, proof: success.getChildText("additional-data") ?? "" };
}

/** By the password, with a request for a token. */
const ask = (mechanism = NONE, wish: Partial<Sasl2Options> = {}): Promise<Given> =>
  enter({ inline: [`<request-token xmlns='${FAST}' mechanism='${mechanism}'/>`], ...wish });

/** By the token alone. */
const comeBack = (token: string, wish: Partial<Sasl2Options> = {}): Promise<Given> =>
  enter({ mechanism: NONE, token, password: "", ...wish });

const outcome = (token: string, wish: Partial<Sasl2Options> = {}): Promise<string> => outcomeOf(comeBack(token, wish));

describe("§3.1: the server advertises it inline", () => {
  test("with mechanisms with and without channel binding, none of them among SASL2's own", async () => {
    const client = await newStream(server);
    opened.push(client);
    const offer = authentication(client.features);
    const names = textsOf(offer.getChild("inline")?.getChild("fast", FAST), "mechanism");
    expect(names).toEqual([EXPR, "HT-SHA-256-ENDP", NONE]);
    expect(textsOf(offer, "mechanism").filter((name) => name.startsWith("HT-"))).toEqual([]);
    expect(client.features.toString()).not.toContain("tls-0rtt");
  });
});

describe("§3.3: <token/> for whoever asks", () => {
  test("has the token, at least 128 bits of it, and its expiry", async () => {
    const { token, expiry } = await ask();
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(expiry).toBeWithin(Date.now() + 29 * DAY, Date.now() + 31 * DAY);
  });

  test("a new one each time", async () => {
    expect((await ask()).token).not.toBe((await ask()).token);
  });

  test("is none for a mechanism that was not advertised, nor without the id of a user agent", async () => {
    expect((await ask("HT-SHA-256-UNIQ")).token).toBe("");
    expect((await ask("SCRAM-SHA-256")).token).toBe("");
    const { success, client } = await signInOnNewStream(server, {
      username: "romeo",
      inline: [`<request-token xmlns='${FAST}' mechanism='${NONE}'/>`],
    });
    opened.push(client);
    expect(success.getChild("token", FAST)).toBeUndefined();
  });

  test("§3.3: is none unless the client has been successfully authenticated", async () => {
    expect(await outcomeOf(ask(NONE, { password: "wrong" }))).toBe("not-authorized");
  });
});

describe("§3.4: authentication by the token", () => {
  test.each([NONE, EXPR])("%s proves the client to the server and the server to the client", async (mechanism) => {
    const { token } = await ask(mechanism);
    const { client, proof } = await comeBack(token, { mechanism, inline: ["<bind xmlns='urn:xmpp:bind:0'/>"] });
    expect(proof).toBe(responderProof(token, mechanism === EXPR ? client.wire.exporter() : undefined));
    expect(client.jid).toStartWith("romeo@localhost/");
  });

  test("again and again", async () => {
    const { token } = await ask();
    for (let time = 0; time < 3; time++) expect(await outcome(token)).toBe("in");
  });

  test("after a restart of the server", async () => {
    const { token } = await ask();
    await server.restart();
    expect(await outcome(token)).toBe("in");
  });

  test.each([
    [EXPR, NONE],
    [NONE, EXPR],
  ])("a token for %s does not work with %s", async (mechanism, other) => {
    const { token } = await ask(mechanism);
    expect(await outcome(token, { mechanism: other })).toBe("not-authorized");
    expect(await outcome(token, { mechanism })).toBe("in");
  });

  test("the mechanism without <fast/> is none", async () => {
    const { token } = await ask();
    const stream = await newStream(server);
    opened.push(stream);
    const proof = Buffer.from(`romeo\0${token}`).toString("base64");
    const initial = `<initial-response>${proof}</initial-response>`;
    stream.send(`<authenticate xmlns='urn:xmpp:sasl:2' mechanism='${NONE}'>${initial}</authenticate>`);
    const failure = await stream.receive(({ name }) => name === "failure");
    expect(failure.getChild("invalid-mechanism")).toBeDefined();
  });
});

describe("what somebody else may try", () => {
  test("the token of another account", async () => {
    const { token } = await ask();
    expect(await outcome(token, { username: "juliet" })).toBe("not-authorized");
    expect(await outcome(token, { username: "nobody" })).toBe("not-authorized");
  });

  test("the token of another client", async () => {
    const { token } = await ask();
    expect(await outcome(token, { agent: LAPTOP })).toBe("not-authorized");
    expect(await outcomeOf(signInOnNewStream(server, { username: "romeo", mechanism: NONE, token }))).toBe(
      "malformed-request",
    );
  });

  test.each(["", "x", "A".repeat(43)])("a token that was never given (%s)", async (token) => {
    await ask();
    expect(await outcome(token)).toBe("not-authorized");
  });

  test("§3.4: a count that has been processed, as a replay has it", async () => {
    const { token } = await ask();
    expect(await outcome(token, { fast: { count: "5" } })).toBe("in");
    for (const count of ["5", "4", "0"]) expect(await outcome(token, { fast: { count } })).toBe("not-authorized");
    expect(await outcome(token, { fast: { count: "6" } })).toBe("in");
    await server.restart();
    expect(await outcome(token, { fast: { count: "6" } })).toBe("not-authorized");
    expect(await outcome(token, { fast: { count: "7" } })).toBe("in");
  });

  test.each(["-1", "1.5", "many", "", "99999999999"])("a count that is none (%s)", async (count) => {
    const { token } = await ask();
    expect(await outcome(token, { fast: { count } })).toBe("malformed-request");
  });

  test("an address in the stream's header that is not the token's", async () => {
    const { token } = await ask();
    const stream = await newStream(server, "juliet@localhost");
    opened.push(stream);
    const login = signIn(stream, { username: "romeo", mechanism: NONE, token, agent: PHONE });
    expect(await outcomeOf(login)).toBe("invalid-authzid");
  });
});

describe("§3.5: rotation", () => {
  test("a token that is a day old is replaced, and is good until the new one is used", async () => {
    const { token: first } = await ask();
    later = 2 * DAY;
    const { token: second, expiry } = await comeBack(first);
    expect(second).not.toBe("");
    expect(expiry).toBeGreaterThan(Date.now() + 31 * DAY);
    expect(await outcome(first)).toBe("in");
    const { token: third } = await comeBack(first);
    // "upon providing a new token … invalidate any tokens previously generated that have not been used"
    expect(await outcome(second)).toBe("not-authorized");
    expect(await outcome(third)).toBe("in");
    expect(await outcome(first)).toBe("not-authorized");
  });

  test("a fresh one is not", async () => {
    const { token } = await ask();
    expect((await comeBack(token)).token).toBe("");
  });

  test("one that has expired is credentials-expired", async () => {
    const { token } = await ask();
    later = 31 * DAY;
    expect(await outcome(token)).toBe("credentials-expired");
  });

  test("tokens of two clients know nothing of each other", async () => {
    const phone = await ask();
    const laptop = await ask(NONE, { agent: LAPTOP });
    expect(await outcome(laptop.token, { agent: LAPTOP })).toBe("in");
    expect(await outcome(phone.token)).toBe("in");
  });
});

describe("§3.6: invalidation", () => {
  test("lets in once more, gives no new token, and never again", async () => {
    const { token } = await ask();
    later = 2 * DAY;
    const last = await comeBack(token, { fast: { invalidate: "true" } });
    expect(last.token).toBe("");
    expect(await outcome(token)).toBe("not-authorized");
  });

  test("with a request it is exchanged for another one", async () => {
    const { token } = await ask();
    const inline = [`<request-token xmlns='${FAST}' mechanism='${NONE}'/>`];
    const { token: next } = await comeBack(token, { fast: { invalidate: "1" }, inline });
    expect(await outcome(token)).toBe("not-authorized");
    expect(await outcome(next)).toBe("in");
  });

  test("by one who cannot prove the token does nothing", async () => {
    const { token } = await ask();
    expect(await outcome("wrong", { fast: { invalidate: "true" } })).toBe("not-authorized");
    expect(await outcome(token)).toBe("in");
  });
});

describe("a token does not outlive", () => {
  test("the password", async () => {
    const { token } = await ask();
    await askServer(server.home, "PUT /users/password", { jid: "romeo@localhost", password: "another one" });
    expect(await outcome(token)).toBe("not-authorized");
  });

  test("the account, nor pass to the next one of that name", async () => {
    const { token } = await ask();
    await askServer(server.home, "DELETE /users", { jid: "romeo@localhost" });
    expect(await outcome(token)).toBe("not-authorized");
    await server.createAccount("romeo@localhost", PASSWORD);
    expect(await outcome(token)).toBe("not-authorized");
  });
});

test("a copy of the database has no token in it, nor what tokens are made with", async () => {
  const { token } = await ask();
  await server.restart();
  const db = new Database(server.home.database, { readonly: true });
  const copy = Buffer.from(db.serialize());
  db.close();
  expect(copy.includes(PHONE)).toBe(true);
  const secret = readFileSync(server.home.secret, "utf8").trim();
  const bytes = [token, Buffer.from(token, "base64url"), secret, Buffer.from(secret, "base64url")];
  expect(bytes.filter((piece) => copy.includes(piece))).toEqual([]);
});

test("a copy of the database with another secret lets nobody in by a token, and takes new ones", async () => {
  const { token } = await ask();
  await server.server.stop();
  rmSync(server.home.secret);
  await server.restart();
  expect(await outcome(token)).toBe("not-authorized");
  expect(await outcome((await ask()).token)).toBe("in");
});
