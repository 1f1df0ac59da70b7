import { expect, test } from "bun:test";
import type { ReachabilityReport } from "../../operations/sights.ts";
import { printReachability } from "./report.ts";

const NOW = Date.UTC(2026, 10, 30, 12);
const REPORT: ReachabilityReport = {
  listeners: [
    { listener: "http", port: 8080 },
    { listener: "https", port: 443 },
    { listener: "client", port: 5222 },
    { listener: "client_tls", port: 5223 },
    { listener: "server", port: 5269 },
  ],
  sights: [
    {
      ...{ by: "authority", who: "Let's Encrypt Staging", listener: "http", reached: "no", at: NOW - 120_000 },
      unanswered: [],
      problem: {
        reason: "no-answer",
        values: { ca: "Let's Encrypt Staging", port: 80, name: "example.com", addresses: ["192.0.2.1"] },
        remedies: [{ key: "forward-port", values: { port: 80 } }],
      },
    },
    {
      ...{ by: "authority", who: "Let's Encrypt Staging", listener: "https", reached: "yes", at: NOW },
      ...{ address: "192.0.2.1", unanswered: ["2001:db8::1"] },
    },
    {
      ...{ by: "phone", who: "198.51.100.9", listener: "https", reached: "yes", at: NOW },
      ...{ address: "198.51.100.9", location: "outside", isTrusted: true, isWebSocketOpen: true },
    },
    { by: "server", who: "other.example", listener: "server", reached: "no", at: NOW, outcome: "silent" },
  ],
  servers: [],
};

test("one line a port and who has seen it, then what was seen and what helps", () => {
  const lines = printReachability(REPORT, "en", NOW).split("\n");
  expect(lines.slice(2, 8)).toEqual([
    "      Port        For            Reached    By whom, when",
    "!     80          certificate    no         Let's Encrypt Staging, 2 minutes ago",
    "ok    443         pages, files   yes        Let's Encrypt Staging, just now",
    "ok    443         pages, files   yes        phone (198.51.100.9), just now",
    "!     5269        other servers  no         other.example, just now",
    "note  5222, 5223  apps           not known  nobody has looked",
  ]);
  const text = lines.join(" ").replace(/\s+/g, " ");
  expect(text).toContain("got no answer from port 80 of example.com (looked at 192.0.2.1)");
  expect(text).toContain("Forward TCP port 80 in your router to this machine");
  expect(text).toContain("your provider may share one IPv4 address among many customers (CGNAT)");
  expect(text).toContain("2001:db8::1 did not answer Let's Encrypt Staging");
  expect(text).toContain("other.example was sent a ping, and no answer came within 30 seconds");
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
});

test("the same in French fits as well, and each remedy is said once", () => {
  const text = printReachability(REPORT, "fr", NOW);
  expect(text.split("\n").filter((line) => line.length > 80)).toEqual([]);
  expect(text.replace(/\s+/g, " ").split("Si le port est déjà redirigé")).toHaveLength(2);
});
