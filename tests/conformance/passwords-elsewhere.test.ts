/** Passwords that a program checks (auth.source = "command"): what clients are offered, and what becomes of tokens. */
import { afterAll, afterEach, beforeAll, expect, test } from "bun:test";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Client } from "../support/client/client.ts";
import { FAST, signIn } from "../support/client/sasl2.ts";
import { authentication, LAPTOP, newStream, outcomeOf, textsOf } from "../support/client/signing-in.ts";
import { startTestServer, type TestServer } from "../support/server.ts";

/** Those whose names begin with an "a" have the password "secret"; asked about "crash", it ends without an answer. */
const PROGRAM = `#!${process.execPath}
let read = Buffer.alloc(0);
for await (const chunk of process.stdin) {
  read = Buffer.concat([read, chunk]);
  while (read.length >= 2 && read.length >= 2 + read.readUInt16BE(0)) {
    const question = read.subarray(2, 2 + read.readUInt16BE(0)).toString();
    read = read.subarray(2 + read.readUInt16BE(0));
    if (question.includes("crash")) process.exit(1);
    const isRight = /^(auth:a[a-z]*:localhost:secret|isuser:a[a-z]*:localhost)$/.test(question);
    process.stdout.write(Buffer.from([0, 2, 0, isRight ? 1 : 0]));
  }
}
`;
const MECHANISM = "HT-SHA-256-EXPR";
const HOUR = 3_600_000;

const folder = mkdtempSync(join(tmpdir(), "passwords-elsewhere-"));
let server: TestServer;
let clock = 0;

beforeAll(async () => {
  const program = join(folder, "check.mjs");
  writeFileSync(program, PROGRAM);
  chmodSync(program, 0o755);
  const settings = ["auth.source=command", `auth.command=${program}`];
  server = await startTestServer({ settings, now: () => Date.now() + clock });
});
afterEach(() => {
  clock = 0;
  expect(server.errors).toEqual([]);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

async function onStream<Result>(work: (client: Client) => Promise<Result>, from?: string): Promise<Result> {
  const client = await newStream(server, from);
  try {
    return await work(client);
  } finally {
    client.destroy();
  }
}
const byPassword = (username: string, password = "secret") =>
  onStream((client) => outcomeOf(signIn(client, { username, password, mechanism: "PLAIN" })));
const byToken = (username: string, token: string) =>
  onStream((client) => outcomeOf(signIn(client, { username, token, mechanism: MECHANISM, agent: LAPTOP })));
const tokenFor = (username: string): Promise<string> =>
  onStream(async (client) => {
    const inline = [`<request-token xmlns="${FAST}" mechanism="${MECHANISM}"/>`];
    const login = { username, password: "secret", mechanism: "PLAIN", agent: LAPTOP, inline };
    return (await signIn(client, login)).getChild("token", FAST)?.attrs.token;
  });

test("PLAIN alone is offered, whomever the stream names; XEP-0480: there are no keys to add", async () => {
  expect(await byPassword("alice")).toBe("in");
  for (const from of [undefined, "alice@localhost", "nobody@localhost"])
    await onStream(async ({ features }) => {
      expect(textsOf(authentication(features), "mechanism")).toEqual(["PLAIN"]);
      expect(authentication(features).getChildren("upgrade")).toEqual([]);
    }, from);
});

test("RFC 6120 §6.5: a wrong password is not-authorized, a program that fails temporary-auth-failure", async () => {
  expect(await byPassword("alice", "wrong")).toBe("not-authorized");
  expect(await byPassword("bob")).toBe("not-authorized");
  expect(await byPassword("crash")).toBe("temporary-auth-failure");
  expect(await byPassword("anna")).toBe("in");
});

test("XEP-0484: a token is good for a day after the password was proven, however often it is used", async () => {
  const token = await tokenFor("adam");
  expect(await byToken("adam", token)).toBe("in");
  clock = 23 * HOUR;
  expect(await byToken("adam", token)).toBe("in");
  clock = 25 * HOUR;
  expect(await byToken("adam", token)).toBe("credentials-expired");
  expect(await byPassword("adam")).toBe("in");
  expect(await byToken("adam", token)).toBe("in");
});
