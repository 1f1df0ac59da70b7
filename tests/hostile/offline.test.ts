/** XEP-0160: offline storage is bounded in bytes, and delivered in portions. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { type Actor, enter } from "../support/cast.ts";
import { conditionOf } from "../support/hostile.ts";
import { openContactsServer } from "../support/in-memory/contacts.ts";
import { startTestServer, type TestServer } from "../support/server.ts";

const LARGE = 450_000;

let server: TestServer;
let tybalt: Actor;

beforeAll(async () => {
  server = await startTestServer({ settings: ["offline.max_size=2MB", "limits.rate=1GB"] });
  tybalt = await enter(server, "tybalt", "street");
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

/** The error condition of each message in turn; "" where it is stored. */
async function errorsFor(to: string, bodies: readonly string[]): Promise<string[]> {
  const answers: string[] = [];
  for (const [id, body] of bodies.entries()) {
    tybalt.sends(`<message to="${to}" id="${id}" type="chat"><body>${body}</body></message>`);
    await tybalt.pings();
    answers.push(...tybalt.client.inbox.waiting().map(conditionOf));
    tybalt.client.inbox.forget();
  }
  return answers;
}

test("§2: twenty large messages reach the account's limit; another large one is refused with an error, and a small one still fits", async () => {
  await server.createAccount("juliet@localhost");
  const answers = await errorsFor("juliet@localhost", Array(20).fill("x".repeat(LARGE)));
  expect(answers).toEqual(Array(16).fill("service-unavailable"));
  expect(await errorsFor("juliet@localhost", ["hark"])).toEqual([]);
  const juliet = await enter(server, "juliet", "balcony");
  juliet.sends("<presence/>");
  for (let n = 0; n < 4; n++) await juliet.receives("<message><body/></message>");
  await juliet.receives("<message><body>hark</body></message>");
  await juliet.leaves();
  // The storage is free again.
  expect(await errorsFor("juliet@localhost", ["x".repeat(LARGE)])).toEqual([]);
});

test("offline messages of an account are removed with it", async () => {
  await using server = openContactsServer();
  server.createAccounts(["juliet"]);
  server.receive("romeo@elsewhere.example/x", '<message to="juliet@localhost"><body>hark</body></message>');
  await server.idle();
  expect(server.storageUsage("offline", "juliet@localhost")).toBeGreaterThan(0);
  server.remove("juliet@localhost");
  expect(server.storageUsage("offline", "juliet@localhost")).toBe(0);
  expect(server.errors).toEqual([]);
});
