/** RFC 7395: chat of browsers. */
import { figuresOf, PAIRS, SETTING } from "../chat-scenario.ts";
import type { Scenario } from "../scenario.ts";
import { webSessions } from "../web/sessions.ts";

export const scenario: Scenario = {
  name: "chat-websocket",
  about: `${SETTING}. As chat, over WebSocket with TLS.`,
  run: async (server, extent) => figuresOf(server, extent, await webSessions(server, "WebSocket", PAIRS * 2)),
};
