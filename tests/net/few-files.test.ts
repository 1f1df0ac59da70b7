/** A flood of connections where a process may open few files. */
import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { aMoment, plainClient, until } from "../support/network/listening-trial.ts";
import { cpuClock } from "../support/process/cpu-clock.ts";

const FLOOD = 150;

async function startListener(...options: string[]) {
  const script = `ulimit -n 80; exec "${process.execPath}" "${join(import.meta.dir, "few-files.ts")}" ${options.join(" ")}`;
  const server = Bun.spawn({ cmd: ["sh", "-c", script], stdin: "ignore", stdout: "pipe", stderr: "inherit" });
  const reader = server.stdout.getReader();
  const readOutput = async (): Promise<string> => Buffer.from((await reader.read()).value ?? []).toString();
  return { server, port: Number(await readOutput()), says: readOutput };
}

/** CPU time of a process in ticks of 10 ms. */
function ticks(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(" ");
  return Number(fields[13]) + Number(fields[14]);
}

test.skipIf(process.platform !== "linux")(
  "beyond three quarters of its files, a connection is closed at once",
  async () => {
    const { server, port } = await startListener();
    const flood = Array.from({ length: FLOOD }, () => plainClient(port));
    await until(() => flood.filter(({ hasClosed }) => hasClosed()).length === FLOOD - 60);
    const before = ticks(server.pid);
    await Bun.sleep(500);
    expect(ticks(server.pid) - before).toBeLessThan(10);
    const openClient = flood.find(({ hasClosed }) => !hasClosed());
    openClient?.socket.write("still here");
    await until(() => openClient?.received() === "still here");
    for (const { socket } of flood) socket.destroy();
    server.kill();
  },
);

test.skipIf(process.platform !== "linux")("the listener survives with no file descriptor left", async () => {
  const { server, port } = await startListener("--no-limit");
  const flood = Array.from({ length: FLOOD }, () => plainClient(port));
  flood[0]?.socket.write("first");
  await until(() => flood[0]?.received() === "first");
  await aMoment();
  for (const { socket } of flood) socket.destroy();
  const later = plainClient(port);
  later.socket.write("later");
  await until(() => later.received() === "later");
  later.socket.destroy();
  server.kill();
});

test.skipIf(process.platform !== "linux")(
  "with few file descriptors left the listener pauses, logs a remedy, uses no CPU, and resumes by itself",
  async () => {
    const { server, port, says: readOutput } = await startListener("--no-limit", "--pause");
    const flood = Array.from({ length: FLOOD }, () => plainClient(port));
    expect(await readOutput()).toMatch(/^no-new-connections: .*LimitNOFILE/);
    await aMoment();
    const before = cpuClock(server.pid);
    await Bun.sleep(500);
    expect(cpuClock(server.pid) - before).toBeLessThan(0.1);
    for (const { socket } of flood) socket.destroy();
    const hasEchoed = async (): Promise<boolean> => {
      const later = plainClient(port);
      later.socket.write("later");
      await aMoment();
      later.socket.destroy();
      return later.received() === "later";
    };
    for (let tries = 0; !(await hasEchoed()); tries++) expect(tries).toBeLessThan(200);
    server.kill();
  },
);
