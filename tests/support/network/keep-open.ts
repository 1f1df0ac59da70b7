/**
 * Listens on TCP 5222, and has the router open it and UDP 3478 until SIGTERM. With "nat-pmp" as its argument, by that protocol;
 * the second is how many times as fast it waits.
 * Prints "report", as JSON, once it has been asked, and again each time that its address changes or SIGUSR1 comes.
 */
import { createServer } from "node:net";
import { type Clock, systemClock } from "../../../src/clock.ts";
import { listenForAnnouncements } from "../../../src/gateway/announcements.ts";
import { findRouter } from "../../../src/gateway/find.ts";
import { keepPortsOpen } from "../../../src/gateway/gateway.ts";
import { natPmpMapper } from "../../../src/gateway/nat-pmp.ts";
import { noncesOf } from "../../../src/gateway/nonce.ts";
import { networkAddresses } from "../../../src/net/own-addresses.ts";
import { memoryLog } from "../in-memory/memory-log.ts";
import { ROUTER } from "./home-router.ts";

const isNatPmp = process.argv[2] === "nat-pmp";
/** Waits so many times as fast: what is due in a minute, in a second. */
const speed = Number(process.argv[3] ?? 60);
const clock: Clock = { ...systemClock, after: (ms, callback) => systemClock.after(ms / speed, callback) };
const nonceOf = noncesOf(new Uint8Array(32));
const byNatPmp = async () => ({ forwarding: natPmpMapper({ router: ROUTER }), pinholes: new Map() });
createServer((socket) => socket.end("at home\n")).listen(5222, "::");
const gateway = keepPortsOpen({
  wanted: [
    { transport: "tcp", port: 5222 },
    { transport: "udp", port: 3478 },
  ],
  find: isNatPmp ? byNatPmp : () => findRouter({ nonceOf }),
  ...{ seenAddresses: () => [], ownAddresses: networkAddresses, isListening: true },
  ...{ clock, log: memoryLog(), announcements: listenForAnnouncements },
  moved: () => console.log(`moved ${gateway?.publicAddress()}`),
});
const report = (): void => console.log(`report ${JSON.stringify(gateway.report())}`);
await gateway.ready;
process.on("SIGUSR1", report);
process.on("SIGTERM", async () => {
  await gateway.stop();
  process.exit(0);
});
report();
