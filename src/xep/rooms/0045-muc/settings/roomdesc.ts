/** What the room is for. */
import { text } from "./kinds.ts";

export const roomdesc = text({
  var: "muc#roomconfig_roomdesc",
  label: "Short description of the room",
  default: "",
  info: "muc#roominfo_description",
});
