/** XEP-0206: chat of browsers without WebSocket. */
import { figuresOf, PAIRS, SETTING } from "../chat-scenario.ts";
import type { Scenario } from "../scenario.ts";
import { webSessions } from "../web/sessions.ts";

export const scenario: Scenario = {
  name: "chat-bosh",
  about: `${SETTING}. As chat, over BOSH with TLS: two connections a session that are kept alive, one request held.`,
  run: async (server, extent) => figuresOf(server, extent, await webSessions(server, "BOSH", PAIRS * 2)),
};
