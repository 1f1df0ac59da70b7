/** Whether the room is in the list of rooms. */
import { flag } from "./kinds.ts";

export const publicroom = flag({
  var: "muc#roomconfig_publicroom",
  label: "List the room for everybody?",
  default: false,
  feature: (isPublic) => (isPublic ? "muc_public" : "muc_hidden"),
});
