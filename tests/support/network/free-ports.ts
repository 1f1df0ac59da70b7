/** Free loopback ports, for servers that cannot choose one themselves. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";

/** Below those that systems give by themselves (from 32768 on, or 49152), so that no connection takes one meanwhile. */
const FIRST = 10_000;
const COUNT = 22_000;

/** A file for each port that a test has been given, with the id of its process: several run at the same time. */
const CLAIMS = join(tmpdir(), `jabber-home-ports-${userInfo().uid}`);

/** As many ports as asked for: nothing listens on them, and no other process of tests is given them while this one lives. */
export function freePorts(count: number): number[] {
  mkdirSync(CLAIMS, { recursive: true });
  const ports: number[] = [];
  const start = Math.floor(Math.random() * COUNT);
  for (let step = 0; step < COUNT && ports.length < count; step += 1) {
    const port = FIRST + ((start + step) % COUNT);
    if (isFree(port) && claim(port)) ports.push(port);
  }
  if (ports.length < count) throw new Error(`no ports are free from ${FIRST} to ${FIRST + COUNT}`);
  return ports;
}

function isFree(port: number): boolean {
  try {
    Bun.listen({ hostname: "127.0.0.1", port, socket: { data() {} } }).stop(true);
    return true;
  } catch {
    return false;
  }
}

/** False where another living process has it. */
function claim(port: number): boolean {
  const path = join(CLAIMS, String(port));
  try {
    writeFileSync(path, String(process.pid), { flag: "wx" });
    return true;
  } catch {
    // Whoever comes second finds the file of who was first.
    if (!isClaimed(path)) rmSync(path, { force: true });
    return false;
  }
}

/** Whether its owner lives, or is just writing it. */
function isClaimed(path: string): boolean {
  try {
    const owner = Number(readFileSync(path, "utf8"));
    return owner === 0 || isAlive(owner);
  } catch {
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
