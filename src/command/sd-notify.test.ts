/** sd_notify(3), heard by a receiver that is not ours: Python's socket module. */
import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serviceManager } from "./sd-notify.ts";

const folder = mkdtempSync(join(tmpdir(), "sd-notify-"));
afterAll(() => rmSync(folder, { recursive: true }));

const RECEIVER = `
import socket, sys
name = sys.argv[1]
receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
receiver.bind("\\0" + name[1:] if name.startswith("@") else name)
receiver.settimeout(10)
print("bound", flush=True)
while True:
    text = receiver.recv(4096).decode()
    print(repr(text), flush=True)
    if "STOPPING" in text: break
`;

const heard = async (name: string): Promise<string[]> => {
  const python = Bun.spawn(["python3", "-c", RECEIVER, name], { stdout: "pipe" });
  const manager = serviceManager({ NOTIFY_SOCKET: name });
  const lines: string[] = [];
  let text = "";
  for await (const chunk of python.stdout) {
    text += new TextDecoder().decode(chunk);
    if (lines.length === 0 && text.includes("bound\n")) {
      lines.push("bound");
      manager.ready("two people\nREADY=0");
      manager.reloading();
      manager.alive();
      manager.stopping();
    }
  }
  await python.exited;
  return text.trim().split("\n");
};

const hasPython = Bun.which("python3") !== null;
if (!hasPython && process.env.CI === "true") throw new Error("python3 is needed to hear the datagrams");

for (const [kind, name] of [
  ["a path", join(folder, "notify")],
  ["an abstract name", `@jabber-home-test-${process.pid}`],
] as const) {
  test.skipIf(!hasPython)(`sd_notify(3): the manager hears each datagram at ${kind}`, async () => {
    const [bound, ready, reloading, alive, stopping] = await heard(name);
    expect(bound).toBe("bound");
    expect(ready).toBe("'READY=1\\nSTATUS=two people READY=0\\n'");
    expect(reloading).toMatch(/^'RELOADING=1\\nMONOTONIC_USEC=\d+\\n'$/);
    expect(alive).toBe("'WATCHDOG=1\\n'");
    expect(stopping).toBe("'STOPPING=1\\n'");
  });
}

test("without a service manager, or where it is gone, nothing is sent and nothing fails", () => {
  serviceManager({}).ready("alone");
  serviceManager({ NOTIFY_SOCKET: join(folder, "nobody-listens") }).ready("alone");
  serviceManager({ NOTIFY_SOCKET: `/${"x".repeat(200)}` }).ready("alone");
  serviceManager({ NOTIFY_SOCKET: "vsock:2:1234" }).ready("alone");
});

test("sd_watchdog_enabled(3): half of the watchdog's interval, for the watched process only", () => {
  expect(serviceManager({ WATCHDOG_USEC: "30000000" }).watchdogInterval).toBe(15000);
  expect(serviceManager({ WATCHDOG_USEC: "30000000", WATCHDOG_PID: "7" }, 7).watchdogInterval).toBe(15000);
  expect(serviceManager({ WATCHDOG_USEC: "30000000", WATCHDOG_PID: "7" }, 8).watchdogInterval).toBeUndefined();
  expect(serviceManager({ WATCHDOG_USEC: "soon" }).watchdogInterval).toBeUndefined();
  expect(serviceManager({}).watchdogInterval).toBeUndefined();
});

test.skipIf(!hasPython)("EXTEND_TIMEOUT_USEC is sent while the main thread does something else", async () => {
  const name = join(folder, "busy");
  const program = `
    import { serviceManager } from ${JSON.stringify(join(import.meta.dir, "sd-notify.ts"))};
    const manager = serviceManager({ NOTIFY_SOCKET: ${JSON.stringify(name)} });
    {
      using _ = manager.extendStart("busy", 20);
      const until = performance.now() + 3000;
      while (performance.now() < until);
    }
    manager.ready("done");
    manager.stopping();
  `;
  const python = Bun.spawn(["python3", "-c", RECEIVER, name], { stdout: "pipe" });
  let text = "";
  for await (const chunk of python.stdout) {
    if (text === "") Bun.spawn([process.execPath, "-e", program], { stdout: "inherit", stderr: "inherit" });
    text += new TextDecoder().decode(chunk);
  }
  const [, first, ...others] = text.trim().split("\n");
  expect(first).toBe("'EXTEND_TIMEOUT_USEC=60000000\\nSTATUS=busy\\n'");
  const extended = others.indexOf("'READY=1\\nSTATUS=done\\n'");
  expect(extended).toBeGreaterThan(3);
  expect(new Set(others.slice(0, extended))).toEqual(new Set(["'EXTEND_TIMEOUT_USEC=60000000\\n'"]));
});
