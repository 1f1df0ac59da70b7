/** Chat as phones do it: XEP-0198 on, an acknowledgement asked for with each message. */
import { chatFigures } from "../chat-scenario.ts";
import type { Scenario } from "../scenario.ts";

export const scenario: Scenario = {
  name: "chat-acked",
  about: "as chat, with XEP-0198: each message is followed by <r/>, and each <r/> of the server is answered.",
  run: (server, extent) => chatFigures(server, extent, true),
};
