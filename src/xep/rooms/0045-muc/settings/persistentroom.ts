/** Whether the room stays when the last one leaves. */
import { flag } from "./kinds.ts";

export const persistentroom = flag({
  var: "muc#roomconfig_persistentroom",
  label: "Keep the room when everybody has left?",
  default: true,
  feature: (isPersistent) => (isPersistent ? "muc_persistent" : "muc_temporary"),
});
