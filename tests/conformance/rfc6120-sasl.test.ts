/** RFC 6120 §6: SASL negotiation. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { Client, type ClientOptions } from "../support/client/client.ts";
import { SaslFailure } from "../support/client/sasl.ts";
import { auth, openStream, response, SASL, saslAnswer, streamErrorOf } from "../support/hostile.ts";
import { PASSWORD, startTestServer, type TestServer } from "../support/server.ts";

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  await server.createAccount("romeo@localhost");
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

const mechanismsOf = ({ features }: Client): string[] =>
  (features.getChild("mechanisms", SASL)?.getChildren("mechanism") ?? []).map((mechanism) => mechanism.getText());

const SCRAM = ["SCRAM-SHA-512", "SCRAM-SHA-256", "SCRAM-SHA-1"];
const PLUS = SCRAM.map((name) => `${name}-PLUS`);

test("§6.3.3, §13.8.1: the mechanisms are offered under TLS, the strongest first", async () => {
  const client = await openStream(server);
  expect(mechanismsOf(client)).toEqual([...PLUS, ...SCRAM, "PLAIN"]);
  client.destroy();
});

test("§6.4.1, XEP-0440: the supported channel bindings are listed", async () => {
  const bindingTypesWith = async (options: Partial<ClientOptions>): Promise<string[]> => {
    const client = await Client.connect({ ...server.at("direct"), ...options });
    client.destroy();
    const binding = client.features.getChild("sasl-channel-binding", "urn:xmpp:sasl-cb:0");
    return (binding?.getChildren("channel-binding") ?? []).map(({ attrs }) => attrs.type);
  };
  expect(await bindingTypesWith({})).toEqual(["tls-exporter", "tls-server-end-point"]);
  // RFC 9266 §2: TLS 1.2 without extended master secret has no binding; the server offers it with TLS 1.3 only.
  expect(await bindingTypesWith({ maxTlsVersion: "TLSv1.2" })).toEqual(["tls-server-end-point"]);
});

test.each([...PLUS, ...SCRAM, "PLAIN"])(
  "RFC 5802 §2.2, RFC 8265: %s takes a password as typed and as SASLprep has it, and no other",
  async (mechanism) => {
    const accounts: Record<string, string> = {
      squared: "petite maison\u00B2",
      roman: "\u2168 \uFB01nal act",
      spaced: "two\u00A0words",
    };
    for (const [username, password] of Object.entries(accounts))
      await server.createAccount(`${username}@localhost`, password).catch(() => {
        // It exists from another mechanism's turn.
      });
    const signsIn = async (username: string, password: string): Promise<boolean> => {
      const client = await openStream(server);
      const outcome = await client.authenticate({ username, password, mechanism }).then(
        () => true,
        (error: unknown) => {
          if (error instanceof SaslFailure) return false;
          throw error;
        },
      );
      client.destroy();
      return outcome;
    };
    for (const password of ["petite maison\u00B2", "petite maison2"])
      expect(await signsIn("squared", password)).toBe(true);
    for (const password of ["\u2168 \uFB01nal act", "IX final act"])
      expect(await signsIn("roman", password)).toBe(true);
    expect(await signsIn("spaced", "two words")).toBe(true);
    for (const password of ["petite maison", "petite maison3", "PETITE MAISON2"])
      expect(await signsIn("squared", password)).toBe(false);
  },
);

for (const mechanism of [...PLUS, ...SCRAM, "PLAIN"]) {
  test(`§6.4.6: ${mechanism} succeeds, and a new stream offers binding and no SASL (§6.4.6, §7.2)`, async () => {
    const client = await openStream(server);
    const { id } = client.header.attrs;
    await client.authenticate({ username: "romeo", password: PASSWORD, mechanism });
    expect(client.mechanism).toBe(mechanism);
    expect(client.header.attrs.id).not.toBe(id);
    expect(mechanismsOf(client)).toEqual([]);
    expect(client.features.getChild("bind", "urn:ietf:params:xml:ns:xmpp-bind")).toBeDefined();
    client.destroy();
  });

  test(`§6.5.10: ${mechanism} with a wrong password, or for an unknown account, is not-authorized`, async () => {
    const client = await openStream(server);
    const tries = [
      { username: "romeo", password: "Rosaline" },
      { username: "nobody", password: PASSWORD },
    ];
    for (const credentials of tries) {
      const failure = client.authenticate({ ...credentials, mechanism });
      expect(await failure.catch((error) => (error instanceof SaslFailure ? error.condition : error))).toBe(
        "not-authorized",
      );
    }
    // §6.4.5: the stream stays open, and a retry with the right password succeeds.
    await client.authenticate({ username: "romeo", password: PASSWORD, mechanism });
    client.destroy();
  });
}

test("§6.4.2: a missing initial response is requested by an empty challenge; '=' is an empty response", async () => {
  const client = await openStream(server);
  client.send(`<auth xmlns='${SASL}' mechanism='PLAIN'/>`);
  const challenge = await client.receive(({ name }) => name === "challenge");
  expect(challenge.getText()).toBe("");
  expect(await saslAnswer(client, response(`\0romeo\0${PASSWORD}`))).toBe("success");
  client.destroy();
  const other = await openStream(server);
  expect(await saslAnswer(other, `<auth xmlns='${SASL}' mechanism='PLAIN'>=</auth>`)).toBe("malformed-request");
  other.destroy();
});

test("§6.3.8: the authorization identity is the client's own bare JID, or is omitted", async () => {
  for (const authzid of ["romeo@localhost", "ROMEO@localhost"]) {
    const client = await openStream(server);
    expect(await saslAnswer(client, auth("PLAIN", `${authzid}\0romeo\0${PASSWORD}`))).toBe("success");
    client.destroy();
  }
});

const FAILURES: readonly (readonly [sentence: string, sent: string, condition: string])[] = [
  ["§6.5.1: <abort/>", `<abort xmlns='${SASL}'/>`, "aborted"],
  ["§6.5.5: invalid base64", `<auth xmlns='${SASL}' mechanism='PLAIN'>?</auth>`, "incorrect-encoding"],
  [
    "§6.5.6: the authorization identity of another account",
    auth("PLAIN", `juliet@localhost\0romeo\0${PASSWORD}`),
    "invalid-authzid",
  ],
  ["§6.5.7: a mechanism that is not offered", auth("ANONYMOUS", ""), "invalid-mechanism"],
  ["§6.5.7: no mechanism", `<auth xmlns='${SASL}'>=</auth>`, "invalid-mechanism"],
  ["§6.5.8: data that is not a message of the mechanism", auth("SCRAM-SHA-1", "hello"), "malformed-request"],
  ["§6.4.3: a response to nothing", response("hello"), "malformed-request"],
];

for (const [sentence, sent, condition] of FAILURES) {
  test(`${sentence} fails with ${condition}, and the stream goes on`, async () => {
    const client = await openStream(server);
    expect(await saslAnswer(client, sent)).toBe(condition);
    await client.authenticate({ username: "romeo", password: PASSWORD });
    client.destroy();
  });
}

test("§6.4.4: an aborted exchange cannot be continued", async () => {
  const client = await openStream(server);
  expect(await saslAnswer(client, auth("SCRAM-SHA-1", "n,,n=romeo,r=abc"))).toBe("challenge");
  expect(await saslAnswer(client, `<abort xmlns='${SASL}'/>`)).toBe("aborted");
  expect(await saslAnswer(client, response("c=biws,r=abc,p=AAAA"))).toBe("malformed-request");
  client.destroy();
});

test("§6.4.5: the number of retries is limited", async () => {
  const client = await openStream(server);
  let failures = 0;
  for (let answer = "aborted"; answer === "aborted"; failures++) {
    client.send(`<abort xmlns='${SASL}'/>`);
    const { name } = await client.receive(() => true);
    answer = name === "failure" ? "aborted" : name;
  }
  await client.closed;
  expect(failures).toBeGreaterThanOrEqual(3);
  expect(failures).toBeLessThanOrEqual(12);
});

test("§6.3.1: a stanza before authentication ends the stream with not-authorized (§4.9.3.12)", async () => {
  const client = await openStream(server);
  client.send("<message to='romeo@localhost'><body>hello</body></message>");
  expect(await streamErrorOf(client)).toBe("not-authorized");
});
