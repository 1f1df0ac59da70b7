/** Whether one has to be a member to enter. */
import { flag } from "./kinds.ts";

export const membersonly = flag({
  var: "muc#roomconfig_membersonly",
  label: "Let members in, and nobody else?",
  default: true,
  feature: (isForMembers) => (isForMembers ? "muc_membersonly" : "muc_open"),
});
