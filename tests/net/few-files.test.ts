/** A flood of connections where a process may open few files. */
import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { aMoment, plainClient, until } from "../support/network/listening-trial.ts";
import { cpuClock } from "../support/process/cpu-clock.ts";

const FLOOD = 150;

async function started(...options: string[]) {
  const script = `ulimit -n 80; exec "${process.execPath}" "${join(import.meta.dir, "few-files.ts")}" ${options.join(" ")}`;
  const server = Bun.spawn({ cmd: ["sh", "-c", script], stdin: "ignore", stdout: "pipe", stderr: "inherit" });
  const reader = server.stdout.getReader();
  const says = async (): Promise<string> => Buffer.from((await reader.read()).value ?? []).toString();
  return { server, port: Number(await says()), says };
}

/** Ticks of 10 ms that a process has computed. */
function ticks(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(" ");
  return Number(fields[13]) + Number(fields[14]);
}

test.skipIf(process.platform !== "linux")(
  "beyond three quarters of its files, a connection is closed at once",
  async () => {
    const { server, port } = await started();
    const flood = Array.from({ length: FLOOD }, () => plainClient(port));
    await until(() => flood.filter(({ hasClosed }) => hasClosed()).length === FLOOD - 60);
    const before = ticks(server.pid);
    await Bun.sleep(500);
    expect(ticks(server.pid) - before).toBeLessThan(10);
    const kept = flood.find(({ hasClosed }) => !hasClosed());
    kept?.socket.write("still here");
    await until(() => kept?.received() === "still here");
    for (const { socket } of flood) socket.destroy();
    server.kill();
  },
);

test.skipIf(process.platform !== "linux")("even with no file left the listener survives", async () => {
  const { server, port } = await started("--no-limit");
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
  "with hardly a file left the listener pauses, says what to do, computes nothing, and goes on by itself",
  async () => {
    const { server, port, says } = await started("--no-limit", "--pause");
    const flood = Array.from({ length: FLOOD }, () => plainClient(port));
    expect(await says()).toMatch(/^no-new-connections: .*LimitNOFILE/);
    await aMoment();
    const before = cpuClock(server.pid);
    await Bun.sleep(500);
    expect(cpuClock(server.pid) - before).toBeLessThan(0.1);
    for (const { socket } of flood) socket.destroy();
    const heard = async (): Promise<boolean> => {
      const later = plainClient(port);
      later.socket.write("later");
      await aMoment();
      later.socket.destroy();
      return later.received() === "later";
    };
    for (let tries = 0; !(await heard()); tries++) expect(tries).toBeLessThan(200);
    server.kill();
  },
);
