/** XEP-0452: whether members who are not there are sent what mentions them. */
import { flag } from "./kinds.ts";

export const forwardmentions = flag({
  var: "muc#roomconfig_forwardmentions",
  label:
    "Forward messages to the members with a registered nickname whom they mention, while these are not in the room?",
  default: true,
});
