/** Who may ask for the list of members. In a semi-anonymous room, only moderators may, whatever stands here (§5.2.1). */
import { choices } from "./kinds.ts";

export const getmemberlist = choices(["moderator", "participant", "visitor"], {
  var: "muc#roomconfig_getmemberlist",
  label: "Who may ask for the list of members?",
  default: ["moderator", "participant", "visitor"],
});
