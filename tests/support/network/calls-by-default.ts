/**
 * Starts a server whose relay for calls listens where it does by default, in a network namespace of its own, and prints what came
 * of it as JSON. With "taken", another program has the port.
 */
import { askServer } from "../../../src/control/client.ts";
import { METHOD } from "../../../src/turn/attributes.ts";
import { unsigned } from "../../../src/turn/testing.ts";
import { startTestServer } from "../server.ts";

export interface CallsByDefault {
  readonly listening: Readonly<Record<string, string>>;
  /** The warnings of the relay: listeners with their addresses. */
  readonly refused: readonly string[];
  /** What `jabber-home status` is told of it: transports and codes. */
  readonly told: readonly string[] | undefined;
  /** Whether STUN is answered by UDP on 127.0.0.1. */
  readonly isAnswered: boolean;
}

const HOST = "127.0.0.1";
const PORT = 3478;

/** Asks until it is answered: a packet may be lost. */
async function isAnswered(): Promise<boolean> {
  const answered = Promise.withResolvers<true>();
  const socket = await Bun.udpSocket({ hostname: HOST, socket: { data: () => answered.resolve(true) } });
  for (let attempt = 0; attempt < 20; attempt++) {
    socket.send(unsigned(METHOD.BINDING), PORT, HOST);
    if (await Promise.race([answered.promise, Bun.sleep(500)])) return true;
  }
  return false;
}

if (import.meta.main) {
  const isTaken = process.argv.includes("taken");
  const udp = isTaken ? await Bun.udpSocket({ hostname: HOST, port: PORT }) : undefined;
  const tcp = isTaken ? Bun.listen({ hostname: HOST, port: PORT, socket: { data: () => {} } }) : undefined;
  const settings = ["listen.client=[::]:5222", `listen.turn=[::]:${PORT}`, "listen.turns=[::]:5349"];
  const server = await startTestServer({ settings });
  const refused = server.events.flatMap((event) =>
    event.event === "turn-not-listening" ? [`${event.listener} ${event.address}`] : [],
  );
  const status = await askServer(server.home, "GET /status");
  const result: CallsByDefault = {
    told: status?.calls?.refused.map(({ listener, transport, code }) => `${listener} ${transport} ${code}`),
    listening: server.server.listening,
    refused,
    isAnswered: isTaken ? false : await isAnswered(),
  };
  await server[Symbol.asyncDispose]();
  udp?.close();
  tcp?.stop();
  console.log(JSON.stringify(result));
  process.exit(0);
}
