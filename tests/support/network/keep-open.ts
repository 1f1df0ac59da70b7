/** Listens on TCP 5222, and has the router open it and UDP 3478 until SIGTERM. With "nat-pmp" as its argument, by that protocol. */
import { createServer } from "node:net";
import { systemClock } from "../../../src/clock.ts";
import { findRouter } from "../../../src/gateway/find.ts";
import { keepPortsOpen } from "../../../src/gateway/gateway.ts";
import { natPmpMapper } from "../../../src/gateway/nat-pmp.ts";
import { noncesOf } from "../../../src/gateway/nonce.ts";
import { memoryLog } from "../in-memory/memory-log.ts";
import { ROUTER } from "./home-router.ts";

const isNatPmp = process.argv[2] === "nat-pmp";
const nonceOf = noncesOf(new Uint8Array(32));
const byNatPmp = async () => ({ forwarding: natPmpMapper({ router: ROUTER }), pinholes: new Map() });
createServer((socket) => socket.end("at home\n")).listen(5222, "::");
const gateway = keepPortsOpen({
  wanted: [
    { transport: "tcp", port: 5222 },
    { transport: "udp", port: 3478 },
  ],
  find: isNatPmp ? byNatPmp : () => findRouter({ nonceOf }),
  ...{ seenAddresses: [], isListening: true, clock: systemClock, log: memoryLog() },
});
await gateway.ready;
process.on("SIGTERM", async () => {
  await gateway.stop();
  process.exit(0);
});
console.log(`report ${JSON.stringify(gateway.report())}`);
