/** How many may be in the room. */
import { choice } from "./kinds.ts";

/** "none": as many as the server allows. */
export const maxusers = choice(["10", "20", "30", "50", "100", "200", "500", "1000", "none"], {
  var: "muc#roomconfig_maxusers",
  label: "How many may be in the room at the same time?",
  default: "none",
});
