/** Files are never whole in memory: neither while they are uploaded nor while they are fetched. */
import { expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { actorOf } from "../support/cast.ts";
import { Client } from "../support/client/client.ts";
import { freePorts } from "../support/network/free-ports.ts";
import { startServerProcess } from "../support/process/server-process.ts";
import { temporaryFolder } from "../support/process/started.ts";
import { PASSWORD } from "../support/server.ts";
import { slotFor, web } from "../support/xep/upload.ts";

const MIB = 1024 * 1024;
const SIZE = 100 * MIB;
const MAX_GROWTH = 10 * MIB;

/** The most resident memory of a process since `forget`, in bytes. */
const peakOf = (pid: number): number =>
  Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) * 1024;
const forgetPeak = (pid: number): void => writeFileSync(`/proc/${pid}/clear_refs`, "5");

test.skipIf(process.platform !== "linux")(
  "100 MiB are uploaded and fetched with less than 10 MiB more of memory than 20 MiB",
  async () => {
    const [https] = freePorts(1);
    using folder = temporaryFolder("upload");
    await using server = await startServerProcess({
      accounts: ["romeo"],
      settings: [`listen.https=127.0.0.1:${https}`],
    });
    const content = Bun.file(`${folder.path}/content`);
    const romeo = actorOf(
      await Client.login(server.at(), { username: "romeo", password: PASSWORD, resource: "r" }),
      new Map(),
    );
    const transfer = async (size: number): Promise<void> => {
      const { put, get } = await slotFor(romeo, { size });
      await Bun.write(content, new Uint8Array(size));
      const uploaded = await web(put, { method: "PUT", body: content });
      expect(uploaded.status).toBe(201);
      const fetched = await web(get);
      let bytes = 0;
      for await (const chunk of fetched.body ?? []) bytes += chunk.length;
      expect(bytes).toBe(size);
    };
    // What is loaded with the first of them is no growth.
    for (const size of [MIB, 20 * MIB, 20 * MIB]) await transfer(size);
    forgetPeak(server.pid);
    const before = peakOf(server.pid);
    await transfer(SIZE);
    expect(peakOf(server.pid) - before).toBeLessThan(MAX_GROWTH);
    expect(await server.errors()).toEqual([]);
  },
  120_000,
);
