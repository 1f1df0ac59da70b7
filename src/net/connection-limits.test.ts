/** How many connections there may be. */
import { heapStats } from "bun:jsc";
import { expect, test } from "bun:test";
import { ConnectionLimits } from "./connection-limits.ts";
import { connectionsFor, processLimits } from "./descriptors.ts";

test("all connections together are limited", () => {
  const admission = new ConnectionLimits({ connections: 2, pendingPerNetwork: 9 });
  expect(["192.0.2.1", "192.0.2.2", "192.0.2.3"].map((address) => admission.admit(address))).toEqual([
    true,
    true,
    false,
  ]);
  admission.noLongerPending("192.0.2.1");
  expect(admission.admit("192.0.2.3")).toBe(false);
  admission.closed();
  expect(admission.admit("192.0.2.3")).toBe(true);
  expect(admission.connections).toBe(2);
});

test("pending connections are limited by IPv4 address or IPv6 /64", () => {
  const admission = new ConnectionLimits({ connections: 9, pendingPerNetwork: 1 });
  expect(admission.admit("2001:db8::1")).toBe(true);
  expect(admission.admit("2001:db8::2")).toBe(false);
  expect(admission.admit("2001:db8:0:1::2")).toBe(true);
  expect(admission.admit("192.0.2.1")).toBe(true);
  expect(admission.admit("192.0.2.1")).toBe(false);
  admission.noLongerPending("2001:db8::1");
  expect(admission.admit("2001:db8::2")).toBe(true);
});

test("sibling limits share the total, and count pending connections apart", () => {
  const clients = new ConnectionLimits({ connections: 2, pendingPerNetwork: 1 });
  const servers = clients.sibling();
  expect(servers.admit("192.0.2.1")).toBe(true);
  expect(servers.admit("192.0.2.1")).toBe(false);
  expect(clients.admit("192.0.2.1")).toBe(true);
  expect([clients.connections, servers.connections]).toEqual([2, 2]);
  expect(servers.admit("192.0.2.2")).toBe(false);
  clients.closed();
  expect(servers.admit("192.0.2.2")).toBe(true);
});

test("nothing is kept of addresses without connections", () => {
  const admission = new ConnectionLimits({ connections: 9, pendingPerNetwork: 1 });
  const come = (from: number, to: number): void => {
    for (let n = from; n < to; n++) {
      const address = `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`;
      expect(admission.admit(address)).toBe(true);
      admission.noLongerPending(address);
      admission.closed();
    }
  };
  const heap = (): number => {
    Bun.gc(true);
    return heapStats().heapSize;
  };
  come(0, 1000);
  const before = heap();
  come(1000, 200_000);
  expect(heap() - before).toBeLessThan(5_000_000);
});

test("connections may take three quarters of the files that a process may open", () => {
  expect(
    connectionsFor("Limit   Soft Limit Hard Limit Units\nMax open files            1024      4096      files\n"),
  ).toBe(768);
  expect(connectionsFor("Max open files            unlimited      unlimited      files\n")).toBe(
    Number.POSITIVE_INFINITY,
  );
  expect(connectionsFor("")).toBe(Number.POSITIVE_INFINITY);
  expect(connectionsFor(processLimits())).toBeGreaterThan(0);
});
