/** Sessions over WebSocket or BOSH for the bench's accounts. */
import { inParallel } from "../measure.ts";
import type { Server } from "../scenario.ts";
import { BoshClient } from "./bosh.ts";
import type { HttpTarget } from "./http-connection.ts";
import type { WebClient } from "./web-client.ts";
import { WebSocketClient } from "./web-socket.ts";

export type WebTransport = "WebSocket" | "BOSH";

/** Where the server's HTTPS is. Throws where it has none. */
export function httpsOf({ reach: { host, domain }, web }: Server): HttpTarget {
  if (!web) throw new Error("this server has no HTTPS");
  return { host, domain, port: web.port };
}

const open = (server: Server, transport: WebTransport): Promise<WebClient> =>
  transport === "BOSH"
    ? BoshClient.open(httpsOf(server), server.web?.bosh ?? "")
    : WebSocketClient.open(httpsOf(server), server.web?.webSocket ?? "");

/** An available session for each of the first `count` accounts. */
export async function webSessions(server: Server, transport: WebTransport, count: number): Promise<WebClient[]> {
  const clients: WebClient[] = [];
  await inParallel(
    8,
    (index) => index < count,
    async (index) => {
      const client = await open(server, transport);
      await client.login({ username: server.accounts[index] ?? "", password: server.password }, "bench");
      client.send("<presence xmlns='jabber:client'/>");
      clients[index] = client;
    },
  );
  return clients;
}
