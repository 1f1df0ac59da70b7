/** RFC 7395 §3.1: where clients open WebSockets. */
import { type HttpRoute, WEBSOCKET_PATH, type WebSocketRoute } from "../http.ts";

const SUB_PROTOCOL = "xmpp";

/** A message that is longer than a stanza by so much gets a stream error; one that is longer still closes the WebSocket (1009). */
const EXCESS_BYTES = 16_384;

/** `stanzaBytes` is the longest stanza of anybody. */
export const webSocketRoute = (stanzaBytes: number, accept: WebSocketRoute["accept"]): HttpRoute => ({
  path: WEBSOCKET_PATH,
  methods: { GET: upgradeRequired },
  crossOrigin: { isRestricted: true },
  webSocket: { protocol: SUB_PROTOCOL, maxMessageBytes: stanzaBytes + EXCESS_BYTES, accept },
});

/** RFC 9110 §15.5.22: what a browser sees in which somebody opens the address. */
const upgradeRequired = (): Response =>
  new Response("This address is for XMPP apps that connect by WebSocket (RFC 7395).\n", {
    status: 426,
    headers: { Upgrade: "websocket", Connection: "Upgrade", "Content-Type": "text/plain; charset=utf-8" },
  });
