/** Whether one needs a voice to speak. */
import { flag } from "./kinds.ts";

export const moderatedroom = flag({
  var: "muc#roomconfig_moderatedroom",
  label: "Let only those speak who have been given voice?",
  default: false,
  feature: (isModerated) => (isModerated ? "muc_moderated" : "muc_unmoderated"),
});
