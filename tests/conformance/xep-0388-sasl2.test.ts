/** XEP-0388: Extensible SASL Profile. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { Client } from "../support/client/client.ts";
import { mechanismsOf } from "../support/client/sasl.ts";
import { SASL2, signIn } from "../support/client/sasl2.ts";
import {
  authentication,
  newStream,
  outcomeOf,
  PHONE,
  signInOnNewStream,
  textsOf,
} from "../support/client/signing-in.ts";
import { auth, openStream, SASL, streamErrorOf } from "../support/hostile.ts";
import { PASSWORD, startTestServer, type TestServer } from "../support/server.ts";

let server: TestServer;
const opened: Client[] = [];

beforeAll(async () => {
  server = await startTestServer({
    settings: ["limits.failures_per_account=1000", "limits.failures_per_address=1000"],
  });
  for (const name of ["romeo", "juliet"]) await server.createAccount(`${name}@localhost`);
});
afterEach(() => {
  for (const client of opened.splice(0)) client.destroy();
  expect(server.errors).toEqual([]);
});
afterAll(() => server[Symbol.asyncDispose]());

async function stream(from?: string): Promise<Client> {
  const client = await newStream(server, from);
  opened.push(client);
  return client;
}

const romeo = { username: "romeo", password: PASSWORD };
const MECHANISMS = ["SCRAM-SHA-1", "SCRAM-SHA-256", "SCRAM-SHA-512", "SCRAM-SHA-256-PLUS", "PLAIN"];

describe("§2.1: the server offers <authentication/>", () => {
  test("with the same mechanisms as RFC 6120's profile, SCRAM among them", async () => {
    const { features } = await stream();
    const names = textsOf(authentication(features), "mechanism");
    expect(names).toEqual(mechanismsOf(features));
    expect(names).toContain("SCRAM-SHA-256-PLUS");
  });

  test("with the features that can be negotiated inline", async () => {
    const inline = authentication((await stream()).features).getChild("inline");
    expect(inline?.getChildElements().map((child) => [child.name, child.attrs.xmlns])).toEqual([
      ["sm", "urn:xmpp:sm:3"],
      ["bind", "urn:xmpp:bind:0"],
      ["fast", "urn:xmpp:fast:0"],
    ]);
  });

  test("XEP-0440 §2: the channel bindings are listed beside it", async () => {
    const { features } = await stream();
    const types = features.getChild("sasl-channel-binding", "urn:xmpp:sasl-cb:0")?.getChildren("channel-binding");
    expect(types?.map(({ attrs }) => attrs.type)).toEqual(["tls-exporter", "tls-server-end-point"]);
  });

  test("§3: under TLS only", async () => {
    const client = await Client.connect(server.at("none"));
    opened.push(client);
    expect(client.features.getChild("authentication", SASL2)).toBeUndefined();
    client.send(`<authenticate xmlns='${SASL2}' mechanism='PLAIN'/>`);
    expect(await streamErrorOf(client)).toBe("not-authorized");
  });

  test("not after authentication", async () => {
    const client = await stream();
    await signIn(client, { ...romeo, mechanism: "PLAIN" });
    const features = await client.receive(({ name }) => name === "stream:features");
    expect(features.getChild("authentication", SASL2)).toBeUndefined();
    expect(features.getChild("mechanisms", SASL)).toBeUndefined();
  });

  test("§2.1: \"if the domain in 'from' does not match that in 'to' … an invalid-from error\"", async () => {
    const client = await stream("romeo@example.com");
    const login = signIn(client, { ...romeo, mechanism: "PLAIN" });
    login.catch(() => {});
    expect(await streamErrorOf(client)).toBe("invalid-from");
  });
});

describe("§2.6.1: success", () => {
  test.each(MECHANISMS)(
    "%s: <success/> has the bare JID, and features follow without a stream restart",
    async (mechanism) => {
      const client = await stream();
      const { header } = client;
      const success = await signIn(client, { ...romeo, mechanism });
      expect(success.getChildText("authorization-identifier")).toBe("romeo@localhost");
      expect(success.getChild("additional-data") === undefined).toBe(mechanism === "PLAIN");
      client.features = await client.receive(({ name }) => name === "stream:features");
      expect(client.header).toBe(header);
      await client.bind("balcony");
      expect(client.jid).toBe("romeo@localhost/balcony");
    },
  );

  test("a resource can be bound by RFC 6120 §7 afterwards", async () => {
    const client = await stream();
    await signIn(client, { ...romeo, mechanism: "SCRAM-SHA-256" });
    await client.bind("orchard");
    expect((await client.enableAcks(true)).name).toBe("enabled");
  });

  test("§2.3: a missing initial response is requested by an empty challenge", async () => {
    const client = await stream();
    client.send(`<authenticate xmlns='${SASL2}' mechanism='PLAIN'/>`);
    const challenge = await client.receive(({ attrs }) => attrs.xmlns === SASL2);
    expect([challenge.name, challenge.getText()]).toEqual(["challenge", ""]);
    const message = Buffer.from(`\0romeo\0${PASSWORD}`).toString("base64");
    client.send(`<response xmlns='${SASL2}'>\n ${message}\n</response>`);
    expect((await client.receive(({ attrs }) => attrs.xmlns === SASL2)).name).toBe("success");
  });

  test("§4.2: afterwards another <authenticate/> is a stream error", async () => {
    const client = await stream();
    await signIn(client, { ...romeo, mechanism: "PLAIN" });
    client.send(`<authenticate xmlns='${SASL2}' mechanism='PLAIN'/>`);
    expect(await streamErrorOf(client)).toBe("not-authorized");
  });

  test("§4.2: another <authenticate/> after binding is a stream error", async () => {
    const { client } = await signInOnNewStream(server, {
      username: "romeo",
      inline: ["<bind xmlns='urn:xmpp:bind:0'/>"],
    });
    client.send(`<authenticate xmlns='${SASL2}' mechanism='PLAIN'/>`);
    expect(await streamErrorOf(client)).toBe("unsupported-stanza-type");
  });
});

describe("§2.6.2: failure contains one of the conditions of RFC 6120 §6.5", () => {
  test("no inline request is handled", async () => {
    const client = await stream();
    const inline = ["<bind xmlns='urn:xmpp:bind:0'/>"];
    expect(await outcomeOf(signIn(client, { ...romeo, password: "x", mechanism: "SCRAM-SHA-256", inline }))).toBe(
      "not-authorized",
    );
    const failure = client.inbox.all.find(({ name }) => name === "failure");
    expect(failure?.getChild("not-authorized", SASL)).toBeDefined();
    await signIn(client, { ...romeo, mechanism: "SCRAM-SHA-256" });
    client.features = await client.receive(({ name }) => name === "stream:features");
    await client.bind();
  });

  test.each(["ANONYMOUS", "scram-sha-256", "HT-SHA-256-NONE", "constructor", ""])(
    "§2.3: a mechanism that was not announced (%s) is invalid",
    async (mechanism) => {
      const client = await stream();
      expect(await outcomeOf(signIn(client, { ...romeo, mechanism }))).toBe("invalid-mechanism");
    },
  );

  test("invalid base64 is incorrect-encoding", async () => {
    const client = await stream();
    client.send(
      `<authenticate xmlns='${SASL2}' mechanism='PLAIN'><initial-response>=</initial-response></authenticate>`,
    );
    const failure = await client.receive(({ attrs }) => attrs.xmlns === SASL2);
    expect(failure.getChild("incorrect-encoding", SASL)).toBeDefined();
  });

  test.each(["no-uuid", PHONE.slice(1), `${PHONE}x`])(
    "§2.3: the id of a user agent (%s) must be a UUID",
    async (agent) => {
      const client = await stream();
      expect(await outcomeOf(signIn(client, { ...romeo, mechanism: "PLAIN", agent }))).toBe("malformed-request");
    },
  );

  test("the tenth failure ends the stream; both profiles count together", async () => {
    const client = await stream();
    for (let attempt = 1; attempt <= 5; attempt++) {
      expect(await outcomeOf(signIn(client, { ...romeo, password: "x", mechanism: "PLAIN" }))).toBe("not-authorized");
      client.send(auth("PLAIN", "\0romeo\0x"));
      expect((await client.receive(({ attrs }) => attrs.xmlns === SASL)).name).toBe("failure");
    }
    expect(await streamErrorOf(client)).toBe("policy-violation");
  });
});

describe("§4.1: the authorization identity", () => {
  test.each(MECHANISMS)("%s does not authenticate as another account", async (mechanism) => {
    const client = await stream();
    const authzid = "juliet@localhost";
    expect(await outcomeOf(signIn(client, { ...romeo, mechanism, authzid }))).toBe("invalid-authzid");
  });

  test.each(MECHANISMS)("%s with the user's own authorization identity authenticates", async (mechanism) => {
    const client = await stream("romeo@localhost");
    const success = await signIn(client, { ...romeo, mechanism, authzid: "Romeo@LOCALHOST" });
    expect(success.name).toBe("success");
  });

  test("an identity that differs from the stream's 'from' fails, even with the right password", async () => {
    const client = await stream("juliet@localhost");
    expect(await outcomeOf(signIn(client, { ...romeo, mechanism: "SCRAM-SHA-256" }))).toBe("invalid-authzid");
  });
});

describe("§2.4: other elements during the exchange", () => {
  const first = Buffer.from("n,,n=romeo,r=abc").toString("base64");
  const begin = async (): Promise<Client> => {
    const client = await openStream(server);
    opened.push(client);
    const initial = `<initial-response>${first}</initial-response>`;
    client.send(`<authenticate xmlns='${SASL2}' mechanism='SCRAM-SHA-256'>${initial}</authenticate>`);
    expect((await client.receive(({ attrs }) => attrs.xmlns === SASL2)).name).toBe("challenge");
    return client;
  };

  test.each([
    ["another <authenticate/>", `<authenticate xmlns='${SASL2}' mechanism='PLAIN'/>`, "policy-violation"],
    ["RFC 6120's <auth/>", `<auth xmlns='${SASL}' mechanism='PLAIN'/>`, "policy-violation"],
    ["RFC 6120's <response/>", `<response xmlns='${SASL}'/>`, "policy-violation"],
    ["a stanza", "<presence/>", "not-authorized"],
    ["an unknown element", `<next xmlns='${SASL2}' task='X'/>`, "unsupported-stanza-type"],
  ])("%s ends the stream", async (_, text, condition) => {
    const client = await begin();
    client.send(text);
    expect(await streamErrorOf(client)).toBe(condition);
  });

  test("§4.3: <abort/> ends the attempt, and another one may follow", async () => {
    const client = await begin();
    client.send(`<abort xmlns='${SASL2}'><text>I changed my mind</text></abort>`);
    const failure = await client.receive(({ attrs }) => attrs.xmlns === SASL2);
    expect(failure.getChild("aborted", SASL)).toBeDefined();
    await signIn(client, { ...romeo, mechanism: "SCRAM-SHA-1" });
  });
});
