/** Who may send private messages. */
import { choice } from "./kinds.ts";

export const allowpm = choice(["anyone", "participants", "moderators", "none"], {
  var: "muc#roomconfig_allowpm",
  label: "Who may send private messages?",
  default: "anyone",
});
