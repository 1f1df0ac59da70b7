/** RFC 9293 §3.8.4: a silent connection is probed, under TLS as well. */
import { afterEach, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { TlsContext } from "../../src/net/tls-context.ts";
import { pemFor } from "../support/certificate/pem.ts";
import {
  type ListeningOptions,
  listenForTest,
  plainClient,
  tlsClient,
  until,
} from "../support/network/listening-trial.ts";

const tls = new TlsContext([pemFor(["verona.example"])]);
const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const stop of cleanups.splice(0)) stop();
});

/** Seconds until the kernel probes the established connections of this port, if it will (proc(5), /proc/net/tcp). */
function probesAfter(port: number): number[] {
  const hex = port.toString(16).toUpperCase().padStart(4, "0");
  const rows = readFileSync("/proc/net/tcp", "utf8")
    .split("\n")
    .map((row) => row.trim().split(/\s+/));
  return rows
    .filter(([, local = "", , state]) => local.endsWith(`:${hex}`) && state === "01")
    .map((row) => row[5]?.split(":") ?? [])
    .flatMap(([timer, jiffies = "0"]) => (timer === "02" ? [Number.parseInt(jiffies, 16) / 100] : []));
}

function listening(given: Partial<ListeningOptions> = {}) {
  const listener = listenForTest({ tls, ...given });
  cleanups.push(listener.stop);
  return listener;
}

const onLinux = test.skipIf(process.platform !== "linux");

onLinux("after a quarter of an hour unless told otherwise", async () => {
  const { port, notes } = listening();
  plainClient(port);
  await until(() => notes.includes("accepted"));
  const [seconds] = probesAfter(port);
  expect(seconds).toBeWithin(890, 901);
});

onLinux("after as long as is said, also under TLS", async () => {
  const { port, notes } = listening({ limits: { idleMs: 60_000 }, alpn: "xmpp-client" });
  tlsClient(port);
  await until(() => notes.includes("secured"));
  const [seconds] = probesAfter(port);
  expect(seconds).toBeWithin(50, 61);
});

onLinux("never where that is said", async () => {
  const { port, notes } = listening({ limits: { idleMs: Number.POSITIVE_INFINITY } });
  plainClient(port);
  await until(() => notes.includes("accepted"));
  expect(probesAfter(port)).toEqual([]);
});
