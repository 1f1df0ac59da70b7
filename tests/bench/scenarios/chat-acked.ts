/** Chat with XEP-0198: an acknowledgement is requested for each message. */

import { SM } from "../../support/client/stream-management.ts";
import { figuresOf, PAIRS, presentSessions } from "../chat-scenario.ts";
import type { Scenario } from "../scenario.ts";

export const scenario: Scenario = {
  name: "chat-acked",
  about: "as chat, with XEP-0198: each message is followed by <r/>, and each <r/> of the server is answered.",
  scope: "programs",
  needs: ["XEP-0198", "archive"],
  run: async (server, extent) => {
    const clients = await presentSessions(server, PAIRS * 2, true);
    const figures = await figuresOf(server, extent, clients, { way: "with XEP-0198", acks: true });
    // Closed, not cut, and all acknowledged: the next sessions of these accounts are to receive nothing of it.
    for (const client of clients) client.send(`<a xmlns='${SM}' h='${client.acks.received}'/>`);
    await Promise.all(clients.map((client) => client.end()));
    return figures;
  },
};
