/** sd_listen_fds(3), as it is told by the environment. */
import { expect, test } from "bun:test";
import { inheritedSockets } from "./inherited-sockets.ts";
import { addressIn } from "./socket-address.ts";

test.each([
  [{}],
  [{ LISTEN_FDS: "1" }],
  [{ LISTEN_FDS: "1", LISTEN_PID: "1" }],
  [{ LISTEN_FDS: "-1", LISTEN_PID: String(process.pid) }],
  [{ LISTEN_FDS: "1e3", LISTEN_PID: String(process.pid) }],
  [{ LISTEN_FDS: "0", LISTEN_PID: String(process.pid) }],
])("nothing is inherited by %p", (environment) => {
  const sockets = inheritedSockets(environment);
  expect(sockets.take({ host: "::", port: 5222 })).toBeUndefined();
  expect(sockets.unused()).toEqual([]);
});

test("descriptors that are no listening sockets are left out, however many there are said to be", () => {
  // This process has many files open, the first of them at 3.
  const sockets = inheritedSockets({ LISTEN_FDS: "9999", LISTEN_PID: String(process.pid) });
  expect(sockets.unused()).toEqual([]);
});

test("ip(7), ipv6(7): the address and the port of a socket address", () => {
  const name = (...bytes: number[]) => addressIn(new Uint8Array(28).map((_, at) => bytes[at] ?? 0));
  expect(name(2, 0, 0x14, 0x66, 192, 0, 2, 1)).toEqual({ host: "192.0.2.1", port: 5222 });
  expect(name(10, 0, 0, 80)).toEqual({ host: "::", port: 80 });
  expect(name(10, 0, 0x14, 0x66, 0, 0, 0, 0, 0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)).toEqual({
    host: "2001:db8::1",
    port: 5222,
  });
  expect(name(1, 0)).toBeUndefined();
});
