/** How many connections there may be. */
import { heapStats } from "bun:jsc";
import { expect, test } from "bun:test";
import { ConnectionLimits } from "./connection-limits.ts";

test("all connections together are limited", () => {
  const limits = new ConnectionLimits({ connections: 2, pendingPerNetwork: 9 });
  expect(["192.0.2.1", "192.0.2.2", "192.0.2.3"].map((address) => limits.admit(address))).toEqual([true, true, false]);
  limits.noLongerPending("192.0.2.1");
  expect(limits.admit("192.0.2.3")).toBe(false);
  limits.closed();
  expect(limits.admit("192.0.2.3")).toBe(true);
  expect(limits.connections).toBe(2);
});

test("pending connections are limited by IPv4 address or IPv6 /64", () => {
  const limits = new ConnectionLimits({ connections: 9, pendingPerNetwork: 1 });
  expect(limits.admit("2001:db8::1")).toBe(true);
  expect(limits.admit("2001:db8::2")).toBe(false);
  expect(limits.admit("2001:db8:0:1::2")).toBe(true);
  expect(limits.admit("192.0.2.1")).toBe(true);
  expect(limits.admit("192.0.2.1")).toBe(false);
  limits.noLongerPending("2001:db8::1");
  expect(limits.admit("2001:db8::2")).toBe(true);
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
  const limits = new ConnectionLimits({ connections: 9, pendingPerNetwork: 1 });
  const come = (from: number, to: number): void => {
    for (let n = from; n < to; n++) {
      const address = `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`;
      expect(limits.admit(address)).toBe(true);
      limits.noLongerPending(address);
      limits.closed();
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
