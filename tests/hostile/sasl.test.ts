/** RFC 6120 §6: malformed and abusive SASL exchanges. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import type { Client } from "../support/client/client.ts";
import { SaslFailure } from "../support/client/sasl.ts";
import { scram } from "../support/client/scram.ts";
import { auth, HEADER, openStream, response, SASL, saslAnswer, streamErrorOf } from "../support/hostile.ts";
import { PASSWORD, startTestServer, type TestServer } from "../support/server.ts";

let server: TestServer;
let client: Client;

beforeAll(async () => {
  server = await startTestServer({
    settings: ["limits.failures_per_address=1000", "limits.failures_per_account=1000"],
  });
  for (const name of ["tybalt", "juliet"]) await server.createAccount(`${name}@localhost`);
});
beforeEach(async () => {
  client = await openStream(server);
});
afterEach(() => {
  client.destroy();
  expect(server.errors).toEqual([]);
});
afterAll(() => server[Symbol.asyncDispose]());

/** The condition of the failure that ends a login; "in" where there is none. */
const outcomeOf = (login: Promise<unknown>): Promise<string> =>
  login.then(
    () => "in",
    (error) => {
      if (error instanceof SaslFailure) return error.condition;
      throw error;
    },
  );

describe("§6.3.8: the authorization identity", () => {
  const credentials = { username: "tybalt", password: PASSWORD };
  const MECHANISMS = ["PLAIN", "SCRAM-SHA-1", "SCRAM-SHA-256", "SCRAM-SHA-512", "SCRAM-SHA-256-PLUS"];
  const OTHERS = [
    "juliet@localhost",
    "juliet",
    "localhost",
    "tybalt@example.com",
    "juliet@localhost/tybalt@localhost",
    "nobody@localhost",
    "tybalt@localhost@juliet@localhost",
    "@",
  ];
  test.each(MECHANISMS.flatMap((mechanism) => OTHERS.map((authzid) => [mechanism, authzid] as const)))(
    "%s does not authenticate as %s",
    async (mechanism, authzid) => {
      expect(await outcomeOf(client.authenticate({ ...credentials, mechanism, authzid }))).toBe("invalid-authzid");
    },
  );
  test.each(MECHANISMS)(
    "%s with the user's own authorization identity authenticates as that user",
    async (mechanism) => {
      await client.login({ ...credentials, mechanism, authzid: "Tybalt@LOCALHOST" });
      expect(client.jid).toStartWith("tybalt@localhost/");
    },
  );
});

describe("§6.4.2: a mechanism that was not offered is invalid", () => {
  test.each(["ANONYMOUS", "EXTERNAL", "DIGEST-MD5", "plain", "Plain", "PLAIN ", "", "constructor", "X".repeat(9000)])(
    "%s",
    async (mechanism) => expect(await saslAnswer(client, auth(mechanism, "\0tybalt\0x"))).toBe("invalid-mechanism"),
  );
  test("an empty mechanism name", async () => {
    expect(await saslAnswer(client, `<auth xmlns='${SASL}'>=</auth>`)).toBe("invalid-mechanism");
  });
});

describe("RFC 5802 §6: channel binding", () => {
  const bare = "n=tybalt,r=nonce";
  test.each([
    ["SCRAM-SHA-256-PLUS", "n,,", "malformed-request", "-PLUS without a binding"],
    ["SCRAM-SHA-256-PLUS", "y,,", "malformed-request", "-PLUS by one that could not"],
    ["SCRAM-SHA-256-PLUS", "p=tls-unique,,", "malformed-request", "-PLUS over a binding that is not offered"],
    ["SCRAM-SHA-256", "p=tls-exporter,,", "malformed-request", "a binding without -PLUS"],
    ["SCRAM-SHA-256", "y,,", "not-authorized", "somebody in between has taken -PLUS away"],
  ])("%s %s is a %s: %s", async (mechanism, gs2, condition) => {
    expect(await saslAnswer(client, auth(mechanism, gs2 + bare))).toBe(condition);
  });

  test("the channel binding of another connection is not-authorized, even with the right password", async () => {
    const other = await openStream(server);
    const binding = { type: "tls-exporter", data: other.wire.exporter() };
    const exchange = scram("SHA-256", { username: "tybalt", password: PASSWORD, binding });
    client.send(auth("SCRAM-SHA-256-PLUS", exchange.first));
    const challenge = await client.receive(({ name }) => name === "challenge");
    const answer = exchange.answer(Buffer.from(challenge.getText(), "base64").toString());
    expect(await saslAnswer(client, response(answer))).toBe("not-authorized");
    other.destroy();
  });
});

describe("§6.5: data that is not a message of the mechanism", () => {
  const raw = (text: string): string => `<auth xmlns='${SASL}' mechanism='PLAIN'>${text}</auth>`;
  test.each([
    ["no base64", raw("!!!!"), "incorrect-encoding"],
    ["base64 without its padding", raw("AHR5YmFsdAB4eA"), "incorrect-encoding"],
    ["base64 with other pad bits", raw("AHR5YmFsdAB4eB=="), "incorrect-encoding"],
    ["base64 with white space", raw("AHR5 YmFs dAB4"), "incorrect-encoding"],
    ["9,000 bytes of zeros", auth("PLAIN", "\0".repeat(6000)), "malformed-request"],
    ["a password of 6,000 bytes", auth("PLAIN", `\0tybalt\0${"x".repeat(6000)}`), "not-authorized"],
    ["a name of 6,000 bytes", auth("PLAIN", `\0${"x".repeat(6000)}\0x`), "not-authorized"],
    ["a name with NUL and more", auth("PLAIN", "\0tybalt\0x\0y"), "malformed-request"],
    ["no name", auth("PLAIN", "\0\0x"), "malformed-request"],
    ["bytes that are not UTF-8", raw(Buffer.from([0, 0xff, 0, 0xff]).toString("base64")), "malformed-request"],
    ["a nonce of 6,000 bytes", auth("SCRAM-SHA-1", `n,,n=tybalt,r=${"x".repeat(6000)}`), "malformed-request"],
    ["a mandatory extension", auth("SCRAM-SHA-1", "n,,m=x,n=tybalt,r=x"), "malformed-request"],
    ["a response to nothing", response("x"), "malformed-request"],
    ["an abort of nothing", `<abort xmlns='${SASL}'/>`, "aborted"],
  ])("%s", async (_, text, condition) => expect(await saslAnswer(client, text)).toBe(condition));

  test("§4.9.3.14: more than 10 kB of it ends the stream", async () => {
    client.send(auth("PLAIN", "x".repeat(10_000)));
    expect(await streamErrorOf(client)).toBe("policy-violation");
  });

  test.each(["success", "challenge", "failure", "mechanisms", "constructor"])(
    "§6.4: <%s/> may not be sent by a client",
    async (name) => {
      client.send(`<${name} xmlns='${SASL}'/>`);
      expect(await streamErrorOf(client)).toBe("unsupported-stanza-type");
    },
  );
});

describe("§6.4: one exchange at a time", () => {
  const exchange = () => scram("SHA-256", { username: "tybalt", password: PASSWORD });

  test("a second <auth/> while one runs ends the first", async () => {
    const first = exchange();
    client.send(auth("SCRAM-SHA-256", first.first));
    const challenge = await client.receive(({ name }) => name === "challenge");
    expect(await saslAnswer(client, auth("SCRAM-SHA-256", exchange().first))).toBe("malformed-request");
    const lateResponse = response(first.answer(Buffer.from(challenge.getText(), "base64").toString()));
    expect(await saslAnswer(client, lateResponse)).toBe("malformed-request");
  });

  test("a response is not accepted twice", async () => {
    const { first, answer } = scram("SHA-256", { username: "tybalt", password: "wrong" });
    client.send(auth("SCRAM-SHA-256", first));
    const challenge = await client.receive(({ name }) => name === "challenge");
    const final = response(answer(Buffer.from(challenge.getText(), "base64").toString()));
    expect(await saslAnswer(client, final)).toBe("not-authorized");
    expect(await saslAnswer(client, final)).toBe("malformed-request");
  });

  test("§6.4.6: stanzas pipelined behind the right password are not handled before the stream is restarted", async () => {
    const bind = "<iq type='set' id='early'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>";
    client.send(auth("PLAIN", `\0tybalt\0${PASSWORD}`) + bind);
    await client.receive(({ name }) => name === "success");
    await client.openStream();
    expect(client.features.getChild("bind")).toBeDefined();
    expect(client.inbox.waiting().map(String)).toEqual([]);
  });

  test("§6.4.5: after ten failures the stream ends, however many more were pipelined", async () => {
    const before = failures();
    client.send(auth("PLAIN", "\0tybalt\0wrong").repeat(200));
    expect(await streamErrorOf(client)).toBe("policy-violation");
    expect(failures() - before).toBe(10);
  });

  const failures = (): number => server.events.filter(({ event }) => event === "authentication-failed").length;
});

describe("§4.3.3: the stream after authentication", () => {
  test("cannot be for another domain", async () => {
    await using several = await startTestServer({ domains: ["localhost", "example.com"] });
    await several.createAccount("tybalt@localhost");
    await several.createAccount("tybalt@example.com", "another's");
    const tybalt = await openStream(several);
    expect(await saslAnswer(tybalt, auth("PLAIN", `\0tybalt\0${PASSWORD}`))).toBe("success");
    tybalt.expectHeader();
    tybalt.send(HEADER.replace("'localhost'", "'example.com'"));
    expect(await streamErrorOf(tybalt)).toBe("not-authorized");
    expect(several.errors).toEqual([]);
  });

  test("has to be opened by a new header", async () => {
    expect(await saslAnswer(client, auth("PLAIN", `\0tybalt\0${PASSWORD}`))).toBe("success");
    client.expectHeader();
    client.send("<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>");
    expect(await streamErrorOf(client)).toBe("invalid-namespace");
  });

  test("does not authenticate a second time", async () => {
    await client.authenticate({ username: "tybalt", password: PASSWORD });
    client.send(auth("PLAIN", `\0juliet\0${PASSWORD}`));
    expect(await streamErrorOf(client)).toBe("not-authorized");
  });
});
