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
  const [warmUp, times, rounds] = [400, 300, 3];
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
  const after: (typeof before)[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await signInRepeatedly(server.at("direct"), times);
    after.push(await measureHeap());
  }
  // Temporary objects differ between measurements: the least growth is what 300 logins or more have left.
  const leastGrowth = (of: "objects" | "bytes"): number => Math.min(...after.map((seen) => seen[of])) - before[of];
  expect(leastGrowth("objects")).toBeLessThan(times / 2);
  expect(leastGrowth("bytes")).toBeLessThan(times * 1000);
  expect(server.errors).toEqual([]);
}, 60_000);

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
