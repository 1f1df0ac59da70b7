/** RFC 7395: chat of browsers. */
import { figuresOf, PAIRS } from "../chat-scenario.ts";
import type { Scenario } from "../scenario.ts";
import { webSessions } from "../web/sessions.ts";

export const scenario: Scenario = {
  name: "chat-websocket",
  about: "as chat, over WebSocket with TLS.",
  scope: "programs",
  needs: ["HTTPS", "archive"],
  run: async (server, extent) => {
    const clients = await webSessions(server, "WebSocket", PAIRS * 2);
    const figures = await figuresOf(server, extent, clients, { way: "over WebSocket" });
    for (const client of clients) client.destroy();
    return figures;
  },
};
