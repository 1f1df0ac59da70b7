/** Whether the room keeps what is said in it (XEP-0313). */
import { flag } from "./kinds.ts";

export const enablearchiving = flag({
  var: "muc#roomconfig_enablearchiving",
  label: "Keep what is said, for those who may enter?",
  default: true,
});
