/** Whether anybody may read what is said, without entering (§7.2.12). */
import { flag } from "./kinds.ts";

export const enablelogging = flag({
  var: "muc#roomconfig_enablelogging",
  label: "Let anybody read what was said, even without entering?",
  default: false,
});
