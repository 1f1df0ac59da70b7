/** RFC 6120 §6.5, §13.9.4: password guessing is throttled, and does not reveal which accounts exist. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { SaslFailure } from "../support/client/sasl.ts";
import { auth, login, openStream, response, saslAnswer, type Target } from "../support/hostile.ts";
import { relayFrom } from "../support/network/relay.ts";
import { PASSWORD, startTestServer, type TestServer } from "../support/server.ts";

const PER_ACCOUNT = 5;
const PER_ADDRESS = 30;

let server: TestServer;

beforeAll(async () => {
  const limits = [`failures_per_account=${PER_ACCOUNT}`, `failures_per_address=${PER_ADDRESS}`];
  server = await startTestServer({ settings: limits.map((limit) => `limits.${limit}`) });
  for (const name of ["juliet", "nurse", "tybalt"]) await server.createAccount(`${name}@localhost`);
});
afterEach(() => expect(server.errors).toEqual([]));
afterAll(() => server[Symbol.asyncDispose]());

/** The answer to a wrong password, on a connection of its own. */
async function guess(username: string, mechanism: string, target: Target = server): Promise<string> {
  const client = await openStream(target);
  try {
    await client.authenticate({ username, password: "a guess", mechanism });
    return "in";
  } catch (error) {
    if (error instanceof SaslFailure) return error.condition;
    throw error;
  } finally {
    client.destroy();
  }
}

const count = (answers: readonly string[], condition: string): number =>
  answers.filter((answer) => answer === condition).length;

describe("an account that does not exist answers as one that does", () => {
  /** The SCRAM challenge for a name: its salt and iteration count. */
  async function challengeFor(username: string, hash: string): Promise<string> {
    const client = await openStream(server);
    client.send(auth(`SCRAM-${hash}`, `n,,n=${username},r=nonce`));
    const challenge = await client.receive(({ name }) => name === "challenge");
    client.destroy();
    return Buffer.from(challenge.getText(), "base64")
      .toString()
      .replace(/^r=[^,]+/, "r=");
  }

  test.each(["SHA-1", "SHA-256", "SHA-512"])(
    "RFC 5802 §9: its salt for %s stays the same, and its iterations are the usual ones",
    async (hash) => {
      const [known, unknown, knownAgain, other] = await Promise.all(
        ["nurse", "nobody", "nobody", "somebody"].map((name) => challengeFor(name, hash)),
      );
      const challengePattern = /^r=,s=[A-Za-z0-9+/]{22}==,i=4096(?:,[a-z]=[^,]+)*$/;
      for (const challenge of [known, unknown, other]) expect(challenge).toMatch(challengePattern);
      expect(knownAgain).toBe(unknown ?? "");
      expect(other).not.toBe(unknown);
    },
  );

  test.each(["PLAIN", "SCRAM-SHA-1", "SCRAM-SHA-256-PLUS"])("%s fails with the same answer", async (mechanism) => {
    expect([await guess("nurse", mechanism), await guess("nobody", mechanism)]).toEqual([
      "not-authorized",
      "not-authorized",
    ]);
  });

  test("it is throttled in the same way", async () => {
    const answers: string[] = [];
    for (let n = 0; n < PER_ACCOUNT + 2; n++) answers.push(await guess("no-one", "PLAIN"));
    expect(answers.indexOf("temporary-auth-failure")).toBe(PER_ACCOUNT);
  });
});

describe("§6.5.11: after too many failures comes temporary-auth-failure", () => {
  test("for the account, also from other connections, also with the right password", async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => guess("juliet", "SCRAM-SHA-256")));
    expect(count(answers, "not-authorized")).toBe(PER_ACCOUNT);
    expect(count(answers, "temporary-auth-failure")).toBe(10 - PER_ACCOUNT);
    const lateStream = await openStream(server);
    expect(await saslAnswer(lateStream, auth("PLAIN", `\0juliet\0${PASSWORD}`))).toBe("temporary-auth-failure");
    lateStream.destroy();
  });

  test.skipIf(process.platform !== "linux")(
    "the account's owner can still sign in from an address that has signed in before",
    async () => {
      (await login(server, "nurse")).destroy();
      await using otherAddress = await relayFrom("127.0.0.2", server);
      const answers: string[] = [];
      for (let n = 0; n < PER_ACCOUNT + 3; n++) answers.push(await guess("nurse", "PLAIN", otherAddress));
      expect(count(answers, "temporary-auth-failure")).toBeGreaterThanOrEqual(3);
      const owner = await login(server, "nurse");
      expect(owner.jid).toBe("nurse@localhost/hostile");
      owner.destroy();
    },
  );

  test.skipIf(process.platform !== "linux")(
    "for the address, whatever account it tries; another address is not affected",
    async () => {
      await using otherAddress = await relayFrom("127.0.0.3", server);
      const names = Array.from({ length: PER_ADDRESS + 5 }, (_, n) => `stranger${n}`);
      const answers: string[] = [];
      for (const name of names) answers.push(await guess(name, "SCRAM-SHA-1", otherAddress));
      expect(answers.indexOf("temporary-auth-failure")).toBe(PER_ADDRESS);
      (await login(server, "nurse")).destroy();
      const refused = await openStream(otherAddress);
      expect(await saslAnswer(refused, auth("PLAIN", `\0nurse\0${PASSWORD}`))).toBe("temporary-auth-failure");
      refused.destroy();
    },
  );

  test("simultaneous PLAIN guesses are counted like sequential ones", async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => guess("tybalt", "PLAIN")));
    expect(count(answers, "not-authorized")).toBe(PER_ACCOUNT);
  });

  test("responses to challenges collected earlier are counted", async () => {
    const clients = await Promise.all(Array.from({ length: 10 }, () => openStream(server)));
    const challenges = await Promise.all(
      clients.map((client) => saslAnswer(client, auth("SCRAM-SHA-1", "n,,n=romeo,r=nonce"))),
    );
    expect(count(challenges, "challenge")).toBe(10);
    const nonces = clients.map(({ inbox }) => Buffer.from(inbox.all.at(-1)?.getText() ?? "", "base64").toString());
    const answers = await Promise.all(
      clients.map((client, index) => {
        const nonce = /^(r=[^,]+)/.exec(nonces[index] ?? "")?.[1];
        return saslAnswer(client, response(`c=biws,${nonce},p=${Buffer.alloc(20).toString("base64")}`));
      }),
    );
    expect(count(answers, "not-authorized")).toBe(PER_ACCOUNT);
    expect(count(answers, "temporary-auth-failure")).toBe(10 - PER_ACCOUNT);
    for (const client of clients) client.destroy();
  });
});
