/** Debian's coturn as a relay on loopback, on the core of the servers. */
import { freePorts } from "../../support/network/free-ports.ts";
import { temporaryFolder } from "../../support/peers/peer.ts";
import { startProgram } from "../../support/process/started.ts";
import { CORES } from "../cores.ts";
import type { RelayUnderLoad } from "./flows.ts";

export const COTURN = "turnserver";

const HOST = "127.0.0.1";
const CREDENTIALS = { username: "bench", password: "measured" } as const;
const REALM = "localhost";

export interface RunningCoturn extends AsyncDisposable {
  readonly relay: RelayUnderLoad;
  readonly pid: number;
}

/** Starts it. */
export async function startCoturn(): Promise<RunningCoturn> {
  const [port = 0] = freePorts(1);
  const folder = temporaryFolder("coturn");
  const user = `${CREDENTIALS.username}:${CREDENTIALS.password}`;
  const program = startProgram([
    ...(CORES ? ["taskset", "-c", String(CORES.server)] : []),
    ...[COTURN, "-n", "--no-cli", "--no-tls", "--no-dtls", "--no-multicast-peers", "--allow-loopback-peers"],
    ...["--lt-cred-mech", "--user", user, "--realm", REALM, "--relay-threads", "1"],
    ...["--listening-ip", HOST, "--relay-ip", HOST, "--listening-port", String(port)],
    ...[
      "--min-port",
      "40000",
      "--max-port",
      "40999",
      "--userdb",
      `${folder.path}/users`,
      "--pidfile",
      `${folder.path}/pid`,
    ],
    ...["--log-file", "stdout", "--simple-log"],
  ]);
  await program.prints(/Total General servers/);
  return {
    relay: { port, realm: REALM, credentials: CREDENTIALS },
    pid: program.pid,
    [Symbol.asyncDispose]: async () => {
      await program[Symbol.asyncDispose]();
      folder.remove();
    },
  };
}
