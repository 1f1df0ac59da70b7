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
let clockOffset = 0;
const opened: Client[] = [];

beforeAll(async () => {
  server = await startTestServer({
    now: () => Date.now() + clockOffset,
    settings: ["limits.failures_per_account=1000", "limits.failures_per_address=1000"],
  });
  await server.createAccount("juliet@localhost");
});
beforeEach(async () => {
  clockOffset = 0;
  await server.createAccount("romeo@localhost");
});
afterEach(async () => {
  for (const client of opened.splice(0)) client.destroy();
  await askServer(server.home, "DELETE /users", { jid: "romeo@localhost" });
  expect(server.errors).toEqual([]);
});
afterAll(() => server[Symbol.asyncDispose]());

interface Given {
  /** The token in <success/>; empty where there is none. */
  readonly token: string;
  readonly expiry: number;
  readonly client: Client;
  readonly proof: string;
}

async function enter(options: Partial<Sasl2Options> = {}): Promise<Given> {
  const { client, success } = await signInOnNewStream(server, { username: "romeo", agent: PHONE, ...options });
  opened.push(client);
  const { token = "", expiry = "" } = success.getChild("token", FAST)?.attrs ?? {};
  return { token, expiry: Date.parse(expiry), client, proof: success.getChildText("additional-data") ?? "" };
}

/** Authenticates by password, with a request for a token. */
const ask = (mechanism = NONE, options: Partial<Sasl2Options> = {}): Promise<Given> =>
  enter({ inline: [`<request-token xmlns='${FAST}' mechanism='${mechanism}'/>`], ...options });

/** Authenticates by the token. */
const signInByToken = (token: string, options: Partial<Sasl2Options> = {}): Promise<Given> =>
  enter({ mechanism: NONE, token, password: "", ...options });

const outcome = (token: string, options: Partial<Sasl2Options> = {}): Promise<string> =>
  outcomeOf(signInByToken(token, options));

describe("§3.1: the server advertises it inline", () => {
  test("with mechanisms with and without channel binding, none of them among SASL2's own", async () => {
    const client = await newStream(server);
    opened.push(client);
    const advertised = authentication(client.features);
    const names = textsOf(advertised.getChild("inline")?.getChild("fast", FAST), "mechanism");
    expect(names).toEqual([EXPR, "HT-SHA-256-ENDP", NONE]);
    expect(textsOf(advertised, "mechanism").filter((name) => name.startsWith("HT-"))).toEqual([]);
    expect(client.features.toString()).not.toContain("tls-0rtt");
  });
});

describe("§3.3: <token/> where it is requested", () => {
  test("has the token, at least 128 bits of it, and its expiry", async () => {
    const { token, expiry } = await ask();
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(expiry).toBeWithin(Date.now() + 29 * DAY, Date.now() + 31 * DAY);
  });

  test("is new each time", async () => {
    expect((await ask()).token).not.toBe((await ask()).token);
  });

  test("is not sent for a mechanism that was not advertised, nor without the id of a user agent", async () => {
    expect((await ask("HT-SHA-256-UNIQ")).token).toBe("");
    expect((await ask("SCRAM-SHA-256")).token).toBe("");
    const { success, client } = await signInOnNewStream(server, {
      username: "romeo",
      inline: [`<request-token xmlns='${FAST}' mechanism='${NONE}'/>`],
    });
    opened.push(client);
    expect(success.getChild("token", FAST)).toBeUndefined();
  });

  test("§3.3: is not sent unless the client has been successfully authenticated", async () => {
    expect(await outcomeOf(ask(NONE, { password: "wrong" }))).toBe("not-authorized");
  });
});

describe("§3.4: authentication by the token", () => {
  test.each([NONE, EXPR])("%s proves the client to the server and the server to the client", async (mechanism) => {
    const { token } = await ask(mechanism);
    const { client, proof } = await signInByToken(token, { mechanism, inline: ["<bind xmlns='urn:xmpp:bind:0'/>"] });
    expect(proof).toBe(responderProof(token, mechanism === EXPR ? client.wire.exporter() : undefined));
    expect(client.jid).toStartWith("romeo@localhost/");
  });

  test("succeeds repeatedly", async () => {
    const { token } = await ask();
    for (let time = 0; time < 3; time++) expect(await outcome(token)).toBe("in");
  });

  test("succeeds after a restart of the server", async () => {
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

  test("the mechanism without <fast/> is invalid", async () => {
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

describe("misuse of a token fails", () => {
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

  test("§3.4: a count that has been processed, as in a replay", async () => {
    const { token } = await ask();
    expect(await outcome(token, { fast: { count: "5" } })).toBe("in");
    for (const count of ["5", "4", "0"]) expect(await outcome(token, { fast: { count } })).toBe("not-authorized");
    expect(await outcome(token, { fast: { count: "6" } })).toBe("in");
    await server.restart();
    expect(await outcome(token, { fast: { count: "6" } })).toBe("not-authorized");
    expect(await outcome(token, { fast: { count: "7" } })).toBe("in");
  });

  test.each(["-1", "1.5", "many", "", "99999999999"])("an invalid count (%s)", async (count) => {
    const { token } = await ask();
    expect(await outcome(token, { fast: { count } })).toBe("malformed-request");
  });

  test("a 'from' in the stream's header that is not the token's account", async () => {
    const { token } = await ask();
    const stream = await newStream(server, "juliet@localhost");
    opened.push(stream);
    const login = signIn(stream, { username: "romeo", mechanism: NONE, token, agent: PHONE });
    expect(await outcomeOf(login)).toBe("invalid-authzid");
  });
});

describe("§3.5: rotation", () => {
  test("a token older than a day is replaced, and valid until the new one is used", async () => {
    const { token: first } = await ask();
    clockOffset = 2 * DAY;
    const { token: second, expiry } = await signInByToken(first);
    expect(second).not.toBe("");
    expect(expiry).toBeGreaterThan(Date.now() + 31 * DAY);
    expect(await outcome(first)).toBe("in");
    const { token: third } = await signInByToken(first);
    // "upon providing a new token … invalidate any tokens previously generated that have not been used"
    expect(await outcome(second)).toBe("not-authorized");
    expect(await outcome(third)).toBe("in");
    expect(await outcome(first)).toBe("not-authorized");
  });

  test("a newer one is not replaced", async () => {
    const { token } = await ask();
    expect((await signInByToken(token)).token).toBe("");
  });

  test("an expired one is credentials-expired", async () => {
    const { token } = await ask();
    clockOffset = 31 * DAY;
    expect(await outcome(token)).toBe("credentials-expired");
  });

  test("tokens of two clients are independent", async () => {
    const phone = await ask();
    const laptop = await ask(NONE, { agent: LAPTOP });
    expect(await outcome(laptop.token, { agent: LAPTOP })).toBe("in");
    expect(await outcome(phone.token)).toBe("in");
  });
});

describe("§3.6: invalidation", () => {
  test("authenticates once more, without a new token, and the token is invalid afterwards", async () => {
    const { token } = await ask();
    clockOffset = 2 * DAY;
    const last = await signInByToken(token, { fast: { invalidate: "true" } });
    expect(last.token).toBe("");
    expect(await outcome(token)).toBe("not-authorized");
  });

  test("with a request the token is exchanged for a new one", async () => {
    const { token } = await ask();
    const inline = [`<request-token xmlns='${FAST}' mechanism='${NONE}'/>`];
    const { token: next } = await signInByToken(token, { fast: { invalidate: "1" }, inline });
    expect(await outcome(token)).toBe("not-authorized");
    expect(await outcome(next)).toBe("in");
  });

  test("without a proof of the token has no effect", async () => {
    const { token } = await ask();
    expect(await outcome("wrong", { fast: { invalidate: "true" } })).toBe("not-authorized");
    expect(await outcome(token)).toBe("in");
  });
});

describe("a token ends with", () => {
  test("the password", async () => {
    const { token } = await ask();
    await askServer(server.home, "PUT /users/password", { jid: "romeo@localhost", password: "another one" });
    expect(await outcome(token)).toBe("not-authorized");
  });

  test("the account, and is not valid for a new account of that name", async () => {
    const { token } = await ask();
    await askServer(server.home, "DELETE /users", { jid: "romeo@localhost" });
    expect(await outcome(token)).toBe("not-authorized");
    await server.createAccount("romeo@localhost", PASSWORD);
    expect(await outcome(token)).toBe("not-authorized");
  });
});

test("a copy of the database contains neither tokens nor the secret they are derived from", async () => {
  const { token } = await ask();
  await server.restart();
  const db = new Database(server.home.database, { readonly: true });
  const copy = Buffer.from(db.serialize());
  db.close();
  expect(copy.includes(PHONE)).toBe(true);
  const secret = readFileSync(server.home.secret, "utf8").trim();
  const bytes = [token, Buffer.from(token, "base64url"), secret, Buffer.from(secret, "base64url")];
  expect(bytes.filter((each) => copy.includes(each))).toEqual([]);
});

test("a copy of the database with another secret accepts no old token, and issues new ones", async () => {
  const { token } = await ask();
  await server.server.stop();
  rmSync(server.home.secret);
  await server.restart();
  expect(await outcome(token)).toBe("not-authorized");
  expect(await outcome((await ask()).token)).toBe("in");
});
