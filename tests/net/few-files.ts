/** A process of its own that listens, prints its port, and sends back what it hears. */
import { Admission, connectionsFor, processLimits } from "../../src/net/admission.ts";
import { listenTcp } from "../../src/net/tcp-listener.ts";
import { TlsContext } from "../../src/net/tls-context.ts";
import { memoryLog } from "../support/net.ts";
import { pemFor } from "../support/pem.ts";

const connections = process.argv.includes("--no-limit") ? Number.POSITIVE_INFINITY : connectionsFor(processLimits());
const { port } = listenTcp({
  address: { host: "127.0.0.1", port: 0 },
  tls: new TlsContext([pemFor(["verona.example"])]),
  admission: new Admission({ connections, pendingPerNetwork: Number.POSITIVE_INFINITY }),
  accept: (connection) => ({ data: (bytes) => connection.send(bytes), closed: () => undefined }),
  log: memoryLog(),
});
console.log(port);
