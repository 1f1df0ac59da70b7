/** Chat without acknowledgements. */
import { chatFigures, SETTING } from "../chat-scenario.ts";
import type { Scenario } from "../scenario.ts";

export const scenario: Scenario = {
  name: "chat",
  about: `${SETTING}. Without XEP-0198.`,
  run: (server, extent) => chatFigures(server, extent, false),
};
