/** A process that listens, prints its port, and echoes. */
import { systemClock } from "../../src/clock.ts";
import { ConnectionLimits } from "../../src/net/connection-limits.ts";
import { connectionsFor, Descriptors, filesFor, openFiles, processLimits } from "../../src/net/descriptors.ts";
import { listenTcp } from "../../src/net/tcp-listener.ts";
import { TlsContext } from "../../src/net/tls-context.ts";
import { pemFor } from "../support/certificate/pem.ts";
import { memoryLog } from "../support/in-memory/memory-log.ts";

const connections = process.argv.includes("--no-limit") ? Number.POSITIVE_INFINITY : connectionsFor(processLimits());
const log = memoryLog();
const descriptors = process.argv.includes("--pause")
  ? new Descriptors({
      limit: filesFor(processLimits()),
      used: openFiles,
      clock: systemClock,
      log: { ...log, warn: ({ event, remedy }) => console.log(`${event}: ${remedy}`) },
    })
  : undefined;
const listener = listenTcp({
  address: { host: "127.0.0.1", port: 0 },
  tls: new TlsContext([pemFor(["verona.example"])]),
  connectionLimits: new ConnectionLimits({ connections, pendingPerNetwork: Number.POSITIVE_INFINITY }),
  accept: (connection) => ({ data: (bytes) => connection.send(bytes), closed: () => undefined }),
  descriptors,
  log,
});
descriptors?.watch(listener);
console.log(listener.port);
// Keeps the process alive while its listener pauses, as a whole server does.
setInterval(() => {}, 60_000);
