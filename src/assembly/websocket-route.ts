/** RFC 7395 §3.1: where clients open WebSockets. */
import { type HttpRoute, WEBSOCKET_PATH, type WebSocketConnection, type WebSocketHandler } from "../http.ts";
import type { WebSocketFraming } from "../stream/framing-websocket.ts";
import type { StreamDeps } from "../stream/stream-deps.ts";
import { StreamError } from "../stream-error.ts";

const SUB_PROTOCOL = "xmpp";

/** A message that is longer than a stanza by so much gets a stream error; one that is longer still closes the WebSocket (1009). */
const EXCESS_BYTES = 16_384;

export interface WebSockets {
  readonly route: HttpRoute;
  /** Ends the streams that are left, in which nobody has signed in. */
  stop(): void;
}

/** A stranger sends some 1 kB for each attempt to sign in; what it sends may be kept until its message is complete. */
const STRANGER_ELEMENTS = 8;

/** `begin` begins a stream on a WebSocket. */
export function openWebSockets(
  { stranger, authenticated }: StreamDeps["limits"],
  begin: (socket: WebSocketConnection) => WebSocketFraming,
): WebSockets {
  const open = new Set<WebSocketFraming>();
  const accept = (socket: WebSocketConnection): WebSocketHandler => {
    const framing = begin(socket);
    open.add(framing);
    return {
      message: (text) => framing.message(text),
      binary: () => framing.binary(),
      closed: (reason) => {
        open.delete(framing);
        framing.closed(reason);
      },
    };
  };
  return {
    route: {
      path: WEBSOCKET_PATH,
      methods: { GET: upgradeRequired },
      crossOrigin: { isRestricted: true },
      webSocket: {
        protocol: SUB_PROTOCOL,
        maxMessageBytes: authenticated.stanzaBytes + EXCESS_BYTES,
        maxStrangerBytes: stranger.stanzaBytes * STRANGER_ELEMENTS,
        accept,
      },
    },
    stop: () => {
      for (const framing of open) framing.fail(new StreamError("system-shutdown"));
    },
  };
}

/** RFC 9110 §15.5.22: what a browser sees in which somebody opens the address. */
const upgradeRequired = (): Response =>
  new Response("This address is for XMPP apps that connect by WebSocket (RFC 7395).\n", {
    status: 426,
    headers: { Upgrade: "websocket", Connection: "Upgrade", "Content-Type": "text/plain; charset=utf-8" },
  });
