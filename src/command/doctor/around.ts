/** What a running server has looked at by the command line's code: its service, and config.toml as it is now. */
import { thisMachine } from "../../../installer/service/machine.ts";
import type { HealthFacts } from "../../doctor/facts.ts";
import type { Home } from "../../home.ts";
import { seeConfig } from "./config-facts.ts";
import { serviceFacts } from "./service-facts.ts";

/** A config.toml with a mistake is found before the next start finds it. */
export function seenAround(home: Home): Pick<HealthFacts, "service" | "config"> {
  const { config, facts } = seeConfig(home);
  // The files of the service alone: systemd is not asked, which would take time from everybody.
  const service = serviceFacts({ ...thisMachine(), hasSystemd: false }, home, config);
  return { config: facts, ...(service ? { service } : {}) };
}
