/** A process that listens for server streams and prints its port; each line on its input moves its clock by ten seconds. */
import { ConnectionLimits } from "../../src/net/connection-limits.ts";
import { listenTcp } from "../../src/net/tcp-listener.ts";
import { TlsContext } from "../../src/net/tls-context.ts";
import { pemFor } from "../support/certificate/pem.ts";
import { manualClock } from "../support/in-memory/manual-clock.ts";
import { memoryLog } from "../support/in-memory/memory-log.ts";

const clock = manualClock();
const connectionLimits = new ConnectionLimits({ connections: 10_000, pendingPerNetwork: Number(process.argv[2]) });
const { port } = listenTcp({
  address: { host: "127.0.0.1", port: 0 },
  tls: new TlsContext([pemFor(["verona.example"])]),
  asksForCertificate: true,
  directTls: { alpn: "xmpp-server" },
  connectionLimits,
  accept: (connection) => ({ data: (bytes) => connection.send(bytes), closed: () => undefined }),
  log: memoryLog(),
  clock,
});
process.stdin.on("data", () => clock.advance(10_000));
console.log(port);
