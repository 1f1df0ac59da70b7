/** Whether the server could listen somewhere. */
import { expect, test } from "bun:test";
import { portState } from "./port.ts";

test("a port that somebody holds is taken, then free when it is let go", async () => {
  const listener = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data: () => {} } });
  const address = { host: "127.0.0.1", port: listener.port };
  expect(await portState(address)).toMatchObject({ kind: "taken", holder: { pid: process.pid } });
  listener.stop();
  expect(await portState(address)).toEqual({ kind: "free" });
});

test("an address that is not this machine's is impossible, and the system's word for it is kept", async () => {
  expect(await portState({ host: "192.0.2.1", port: 5222 })).toEqual({ kind: "impossible", reason: "EADDRNOTAVAIL" });
});
