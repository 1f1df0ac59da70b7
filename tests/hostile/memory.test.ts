/** Stanzas that wait for one account are bounded in memory, over all of its sessions. */
import { afterAll, afterEach, beforeAll, expect, test } from "bun:test";
import { type Actor, appear, enter } from "../support/cast.ts";
import { enterResumably } from "../support/client/resumable.ts";
import { startTestServer, type TestServer } from "../support/server.ts";

let server: TestServer;
let tybalt: Actor;

beforeAll(async () => {
  server = await startTestServer({ settings: ["limits.memory_per_account=1MB"] });
  tybalt = await enter(server, "tybalt", "street");
});
afterEach(() => expect(server.errors).toEqual([]));
afterAll(() => server[Symbol.asyncDispose]());

/** Five hundred elements: 6 kB on the wire, more than 130 kB in memory. */
const HEAVY = `<x xmlns='urn:x'>${"<a/>".repeat(500)}</x>`;

/** A session with stream management that never acknowledges. */
async function silentApp(resource: string): Promise<Actor> {
  const { actor } = await enterResumably(server, "juliet", resource);
  actor.client.acks.answers = false;
  await appear(actor);
  return actor;
}

test("the session with the longest queue ends, the others go on, and no message is lost", async () => {
  const laptop = await enter(server, "juliet", "laptop");
  await appear(laptop);
  const phone = await silentApp("phone");
  const ended = phone.client.receive(({ name }) => name === "stream:error");
  for (let n = 0; n < 12; n++)
    tybalt.sends(`<message type='chat' to='${phone.jid}' id='m${n}'><body>${n}</body>${HEAVY}</message>`);
  await tybalt.pings();
  expect(String(await ended)).toContain("<resource-constraint");
  await laptop.pings();
  const messages = laptop.client.inbox.waiting().filter(({ name }) => name === "message");
  const bodies = messages.map((message) => message.getChildText("body"));
  // Unacknowledged messages of the ended session arrive here, and those that followed.
  for (let n = 0; n < 12; n++) expect(bodies).toContain(String(n));
  await laptop.leaves();
});

test("acknowledged stanzas do not count", async () => {
  const { actor: tablet } = await enterResumably(server, "juliet", "tablet");
  for (let n = 0; n < 30; n++) {
    tybalt.sends(`<message to='${tablet.jid}' id='n${n}'><body>${n}</body>${HEAVY}</message>`);
    await tablet.receives(`<message id='n${n}'/>`);
    await tablet.pings();
  }
  await tablet.leaves();
});
