/** XEP-0363 with slixmpp: a file of 100 MiB, and the memory that it costs the compiled program. */
import { afterAll, beforeAll, expect } from "bun:test";
import { join } from "node:path";
import { testWith } from "../support/needs.ts";
import { baseline } from "../support/peers/jabber-home.ts";
import { type Running, start, temporaryFolder } from "../support/peers/peer.ts";
import { AIOHTTP, runSlixmpp, SLIXMPP } from "../support/peers/slixmpp.ts";
import { compiledProgram } from "../support/process/compiled.ts";
import { usageOf } from "../support/process/processes.ts";

const PASSWORD = "wherefore art thou";
const MIB = 1024 * 1024;
const LARGE = 100 * MIB;
/** Milliseconds between two looks at the memory. */
const SAMPLING_MS = 50;

const folder = temporaryFolder("slixmpp-upload");
let server: Running;

beforeAll(async () => {
  const options = { accounts: ["alice", "bob"], password: PASSWORD, web: true };
  server = await start(await baseline(compiledProgram()).install(folder.path, options));
}, 60_000);
afterAll(async () => {
  await server.stop();
  folder.remove();
});

/**
 * The most memory of the server's own, in bytes, while two people sign in and one fetches what the other uploads.
 * Pages of the executable do not count: how much of them is this process's depends on how many others share them.
 */
async function peakOf(size: number): Promise<number> {
  const { host, ports } = server.installation;
  const target = { host, port: ports.starttls, password: PASSWORD, home: join(folder.path, "home") };
  let most = 0;
  const look = (): void => {
    most = Math.max(most, usageOf(server.pid).anonymous);
  };
  const timer = setInterval(look, SAMPLING_MS);
  const { one } = await runSlixmpp("upload.py", target, [String(size)]).finally(() => clearInterval(timer));
  look();
  const { sha256 } = one("uploaded");
  expect(one("fetched")).toEqual({ status: 200, type: "video/mp4", size, sha256 });
  one("end");
  return most;
}

testWith([...SLIXMPP, AIOHTTP])(
  "slixmpp: 100 MiB are uploaded and fetched byte for byte, with less than 10 MiB more of memory than 1 MiB",
  async () => {
    await peakOf(MIB); // what is used for the first time is compiled
    const small = await peakOf(MIB);
    const large = await peakOf(LARGE);
    expect((large - small) / MIB).toBeLessThan(10);
  },
  120_000,
);
