/** Whether members may invite others into a room for members; admins and owners always may. */
import { flag } from "./kinds.ts";

export const allowinvites = flag({
  var: "muc#roomconfig_allowinvites",
  label: "May members invite others?",
  default: false,
});
