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

/** Signs in, is present, says something to another account, and leaves; so many times, some at the same time. */
async function comeAndGo(at: ClientOptions, times: number): Promise<void> {
  let begun = 0;
  const nameOf = (index: number): string => ACCOUNTS[index % ACCOUNTS.length] ?? "";
  const visits = async (): Promise<void> => {
    while (begun < times) {
      const index = begun++;
      const client = await Client.login(at, { username: nameOf(index), password: PASSWORD, resource: `${index % 7}` });
      client.send("<presence/>");
      for (let said = 0; said < MESSAGES; said += 1)
        client.send(`<message type="chat" to="${nameOf(index + 1)}@localhost"><body>${index} ${said}</body></message>`);
      await client.end();
    }
  };
  await Promise.all(Array.from({ length: WIDTH }, visits));
}

test("a login leaves no object behind", async () => {
  await using server = await startTestServer();
  for (const account of ACCOUNTS) await server.createAccount(`${account}@localhost`);
  // Without presence: messages go elsewhere.
  const searcher = await enter(server, "account0", "searcher");
  const [warmUp, times, rounds] = [400, 300, 3];
  /** Objects and bytes of the heap that are in use, once nothing is under way. */
  const look = async () => {
    // Messages wait in memory until the index has enough of them, or somebody searches.
    await archiveOf(searcher, form(field("{urn:xmpp:fulltext:0}fulltext", "nothing")));
    // The test's own log keeps what it is told.
    server.events.length = 0;
    Bun.gc(true);
    const { objectCount, heapSize } = heapStats();
    return { objects: objectCount, bytes: heapSize };
  };
  await comeAndGo(server.at("direct"), warmUp);
  const before = await look();
  const after: (typeof before)[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await comeAndGo(server.at("direct"), times);
    after.push(await look());
  }
  // What a moment has too much of, another has not: the least is what has been kept of 300 logins or more.
  const least = (of: "objects" | "bytes"): number => Math.min(...after.map((seen) => seen[of])) - before[of];
  expect(least("objects")).toBeLessThan(times / 2);
  expect(least("bytes")).toBeLessThan(times * 1000);
  expect(server.errors).toEqual([]);
}, 60_000);

test("logins and messages leave the process about as large as it was, with no connection open", async () => {
  await using server = await startServerProcess({ accounts: ACCOUNTS });
  const descriptors = (): number => readdirSync(`/proc/${server.pid}/fd`).length;
  const idle = descriptors();
  /** Bytes. The collector runs when it likes: of several looks the least is what is in use. */
  const memoryIn = async (rounds: number): Promise<number> => {
    const seen: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      await comeAndGo(server.at("direct"), 150);
      seen.push(server.memory());
    }
    return Math.min(...seen);
  };
  // Until what is done often has been compiled.
  await memoryIn(3);
  const before = await memoryIn(6);
  const after = await memoryIn(6);
  // 900 logins lie between the one and the other: if their sessions were kept, it would be 129 MB. The collector alone
  // makes it differ by up to 21.
  expect((after - before) / 1_000_000).toBeLessThan(40);
  expect(descriptors() - idle).toBeLessThan(10);
  expect(await server.errors()).toEqual([]);
}, 60_000);
