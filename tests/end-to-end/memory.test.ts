/** Memory does not grow with the number of sessions that have ended. */
import { heapStats } from "bun:jsc";
import { expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { enter } from "../support/cast.ts";
import { Client, type ClientOptions } from "../support/client/client.ts";
import { startServerProcess } from "../support/process/server-process.ts";
import { PASSWORD, startTestServer } from "../support/server.ts";
import { archiveOf, field, form } from "../support/xep/archive.ts";

const ACCOUNTS = Array.from({ length: 20 }, (_, index) => `account${index}`);
const WIDTH = 8;
const MESSAGES = 2;
const MAX_ROUNDS = 8;

/** Signs in, sends presence and messages to another account, and leaves; `times` times, WIDTH at once. */
async function signInRepeatedly(at: ClientOptions, times: number): Promise<void> {
  let begun = 0;
  const nameOf = (index: number): string => ACCOUNTS[index % ACCOUNTS.length] ?? "";
  const signIns = async (): Promise<void> => {
    while (begun < times) {
      const index = begun++;
      const client = await Client.login(at, { username: nameOf(index), password: PASSWORD, resource: `${index % 7}` });
      client.send("<presence/>");
      for (let number = 0; number < MESSAGES; number += 1)
        client.send(
          `<message type="chat" to="${nameOf(index + 1)}@localhost"><body>${index} ${number}</body></message>`,
        );
      await client.end();
    }
  };
  await Promise.all(Array.from({ length: WIDTH }, signIns));
}

test("an ended session leaves no objects", async () => {
  await using server = await startTestServer();
  for (const account of ACCOUNTS) await server.createAccount(`${account}@localhost`);
  // Without presence, so that it gets no messages.
  const searcher = await enter(server, "account0", "searcher");
  const [warmUp, times] = [400, 300];
  /** Objects and bytes of the heap in use while the server is idle. */
  const measureHeap = async () => {
    // The search flushes messages that wait in memory to be indexed.
    await archiveOf(searcher, form(field("{urn:xmpp:fulltext:0}fulltext", "nothing")));
    // The test's log keeps all events.
    server.events.length = 0;
    Bun.gc(true);
    const { objectCount, heapSize } = heapStats();
    return { objects: objectCount, bytes: heapSize };
  };
  await signInRepeatedly(server.at("direct"), warmUp);
  const before = await measureHeap();
  const bounds = { objects: times / 2, bytes: times * 1000 };
  /** Of a round on average. */
  let growth = { objects: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY };
  const isAbove = (): boolean => growth.objects >= bounds.objects || growth.bytes >= bounds.bytes;
  // Code that is compiled only now, and garbage that the collector keeps for a while, come once; what leaks grows with every round.
  for (let rounds = 1; rounds <= MAX_ROUNDS && (rounds <= 3 || isAbove()); rounds += 1) {
    await signInRepeatedly(server.at("direct"), times);
    const { objects, bytes } = await measureHeap();
    growth = { objects: (objects - before.objects) / rounds, bytes: (bytes - before.bytes) / rounds };
  }
  expect(growth.objects).toBeLessThan(bounds.objects);
  expect(growth.bytes).toBeLessThan(bounds.bytes);
  expect(server.errors).toEqual([]);
}, 120_000);

test("after logins and messages the process is about as large as before, without open connections", async () => {
  await using server = await startServerProcess({ accounts: ACCOUNTS });
  const descriptors = (): number => readdirSync(`/proc/${server.pid}/fd`).length;
  const idle = descriptors();
  /** Bytes in use: the least of several measurements, since garbage is collected at any time. */
  const memoryIn = async (rounds: number): Promise<number> => {
    const seen: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      await signInRepeatedly(server.at("direct"), 150);
      seen.push(server.memory());
    }
    return Math.min(...seen);
  };
  // Warm-up, until frequently used code has been compiled.
  await memoryIn(3);
  const before = await memoryIn(6);
  const after = await memoryIn(6);
  // Between the measurements are 900 logins: their sessions would take 129 MB. Garbage collection alone
  // makes a difference of up to 21 MB.
  expect((after - before) / 1_000_000).toBeLessThan(40);
  expect(descriptors() - idle).toBeLessThan(10);
  expect(await server.errors()).toEqual([]);
}, 60_000);
