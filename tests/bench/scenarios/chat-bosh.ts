/** XEP-0206: chat of browsers without WebSocket. */
import { figuresOf, PAIRS } from "../chat-scenario.ts";
import type { Scenario } from "../scenario.ts";
import { webSessions } from "../web/sessions.ts";

export const scenario: Scenario = {
  name: "chat-bosh",
  about: "as chat, over BOSH with TLS: two connections a session that are kept alive, one request held.",
  scope: "programs",
  needs: ["HTTPS", "archive"],
  run: async (server, extent) => {
    const clients = await webSessions(server, "BOSH", PAIRS * 2);
    const figures = await figuresOf(server, extent, clients, { way: "over BOSH" });
    for (const client of clients) client.destroy();
    return figures;
  },
};
