/** What tests of TURN share: a server on the loopback address. */
import { randomBytes } from "node:crypto";
import { systemClock } from "../clock.ts";
import { listenUdp } from "./listeners.ts";
import { isPeerAllowed } from "./peers.ts";
import { openRelayPorts, type PortRange } from "./relay-ports.ts";
import { openTurnServer, type TurnServer, type TurnServerDeps } from "./turn-server.ts";

export const REALM = "example.org";
const HOST = "127.0.0.1";
const MUCH = { burst: 1e9, perSecond: 1e9 };

export interface TestTurn extends AsyncDisposable {
  readonly server: TurnServer;
  /** UDP. */
  readonly port: number;
  readonly secret: Uint8Array;
}

/** On 127.0.0.1, relaying to 127.0.0.1 as well. */
export async function startTestTurn(
  range: PortRange,
  { port = 0, ...more }: Partial<TurnServerDeps> & { readonly port?: number } = {},
): Promise<TestTurn> {
  const secret = randomBytes(16);
  const hostFor = (family: 4 | 6): string | undefined => (family === 4 ? HOST : undefined);
  const rules = { own: () => [HOST], isPrivateAllowed: true, isLoopback: () => true };
  const server = openTurnServer({
    realm: REALM,
    secret,
    ports: openRelayPorts({ ...range, hostFor, clock: systemClock }),
    limits: { allocationsPerOwner: 100, ownerRate: MUCH, totalRate: MUCH },
    clock: systemClock,
    isRevoked: () => false,
    publicAddress: hostFor,
    isPeerAllowed: (address) => isPeerAllowed(address, rules),
    ...more,
  });
  const socket = await listenUdp(server, { host: HOST, port });
  return {
    server,
    secret,
    port: socket.port,
    [Symbol.asyncDispose]: async () => {
      server.stop();
      socket.close();
    },
  };
}
