/** RFC 7395 §3.1: where clients open WebSockets. */
import { type HttpRoute, WEBSOCKET_PATH, type WebSocketRoute } from "../http.ts";

const SUB_PROTOCOL = "xmpp";

export const webSocketRoute = (maxMessageBytes: number, accept: WebSocketRoute["accept"]): HttpRoute => ({
  path: WEBSOCKET_PATH,
  methods: { GET: upgradeRequired },
  crossOrigin: { isRestricted: true },
  webSocket: { protocol: SUB_PROTOCOL, maxMessageBytes, accept },
});

/** RFC 9110 §15.5.22: what a browser sees in which somebody opens the address. */
const upgradeRequired = (): Response =>
  new Response("This address is for XMPP apps that connect by WebSocket (RFC 7395).\n", {
    status: 426,
    headers: { Upgrade: "websocket", Connection: "Upgrade", "Content-Type": "text/plain; charset=utf-8" },
  });
