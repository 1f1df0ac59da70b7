/** Chat with XEP-0198: an acknowledgement is requested for each message. */
import { chatFigures } from "../chat-scenario.ts";
import type { Scenario } from "../scenario.ts";

export const scenario: Scenario = {
  name: "chat-acked",
  about: "as chat, with XEP-0198: each message is followed by <r/>, and each <r/> of the server is answered.",
  run: (server, extent) => chatFigures(server, extent, true),
};
