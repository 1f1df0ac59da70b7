/** Whether the server could listen somewhere. */
import { expect, test } from "bun:test";
import { closeSync, mkdirSync, mkdtempSync, openSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { temporaryFolder } from "../src/store/testing.ts";
import { holderOf, listeningInodes, portState } from "./port.ts";

test("a port that is listened on is taken, then free when it is closed", async () => {
  const listener = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data: () => {} } });
  const address = { host: "127.0.0.1", port: listener.port };
  expect(await portState(address)).toMatchObject({ kind: "taken", holder: { pid: process.pid } });
  listener.stop();
  expect(await portState(address)).toEqual({ kind: "free" });
});

test("the same by UDP, whose ports are others than those of TCP", async () => {
  const socket = await Bun.udpSocket({ hostname: "127.0.0.1" });
  const address = { host: "127.0.0.1", port: socket.port, transport: "udp" } as const;
  expect(await portState(address)).toMatchObject({
    kind: "taken",
    holder: process.platform === "linux" ? { pid: process.pid } : undefined,
  });
  expect(await portState({ ...address, transport: "tcp" })).toEqual({ kind: "free" });
  socket.close();
  expect(await portState(address)).toEqual({ kind: "free" });
});

test("an address that is not this machine's is impossible, and the system's word for it is kept", async () => {
  expect(await portState({ host: "192.0.2.1", port: 5222 })).toEqual({ kind: "impossible", reason: "EADDRNOTAVAIL" });
});

const TABLE = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0 100 0 0 10 0
   1: 0100007F:0050 0100007F:C001 01 00000000:00000000 00:00000000 00000000     0        0 4712 1 0 100 0 0 10 0
   2: 00000000:1466 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4713 1 0 100 0 0 10 0
`;

test("proc(5): only sockets in the state 0A listen", () => {
  expect(listeningInodes(TABLE, 80)).toEqual(["4711"]);
  expect(listeningInodes(TABLE, 5222)).toEqual(["4713"]);
  expect(listeningInodes(TABLE, 443)).toEqual([]);
  expect(listeningInodes("", 80)).toEqual([]);
});

test.skipIf(process.platform !== "linux")("the process that holds a port is named, over IPv4 and over IPv6", () => {
  for (const hostname of ["127.0.0.1", "::1"]) {
    const listener = Bun.listen({ hostname, port: 0, socket: { data: () => {} } });
    const holder = holderOf(listener.port);
    listener.stop();
    expect(holder?.pid).toBe(process.pid);
    expect(holder?.name).toMatch(/\w/);
    expect(holderOf(listener.port)).toBeUndefined();
  }
});

test.skipIf(process.platform !== "linux")("a server of this program is known by the lock of its home", () => {
  using folder = temporaryFolder();
  const home = realpathSync(folder.path);
  const files = ["lock", "data.sqlite"].map((name) => openSync(join(home, name), "w"));
  const listener = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data: () => {} } });
  try {
    expect(holderOf(listener.port)).toMatchObject({ pid: process.pid, home, isDemo: false });
    closeSync(files.pop() ?? 0);
    expect(holderOf(listener.port)?.home).toBeUndefined();
  } finally {
    listener.stop();
    for (const file of files) closeSync(file);
  }
});

test("where there is no /proc, nobody is named", () => {
  expect(holderOf(80, "tcp", "/nonexistent")).toBeUndefined();
});

test("IPv6 off in the kernel: [::] is free where every address of IPv4 is, and ::1 is impossible", async () => {
  const withoutIPv6 = async (host: string): Promise<void> => {
    if (host.includes(":")) throw new Error(`Failed to listen at ${host}`);
  };
  const state = (host: string) => portState({ host, port: 5222 }, () => undefined, withoutIPv6);
  expect(await state("::")).toEqual({ kind: "free" });
  expect(await state("::1")).toEqual({ kind: "impossible", reason: "EAFNOSUPPORT" });
});

test("systemd.socket(5): of two that have a socket open, the one that systemd has started is who listens", () => {
  const proc = mkdtempSync(join(tmpdir(), "proc-"));
  const open = (pid: number, name: string): void => {
    mkdirSync(join(proc, String(pid), "fd"), { recursive: true });
    symlinkSync("socket:[123]", join(proc, String(pid), "fd", "5"));
    writeFileSync(join(proc, String(pid), "comm"), `${name}\n`);
  };
  try {
    mkdirSync(join(proc, "net"));
    const columns = "0: 00000000:1466 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 123 1";
    writeFileSync(join(proc, "net/tcp"), `header\n   ${columns}\n`);
    open(1, "systemd");
    expect(holderOf(5222, "tcp", proc)).toMatchObject({ pid: 1, name: "systemd" });
    // A folder is read in any order.
    for (let pid = 70; pid < 90; pid++) {
      open(pid, "jabber-home");
      expect(holderOf(5222, "tcp", proc)).toMatchObject({ pid, name: "jabber-home" });
      rmSync(join(proc, String(pid)), { recursive: true });
    }
  } finally {
    rmSync(proc, { recursive: true });
  }
});
