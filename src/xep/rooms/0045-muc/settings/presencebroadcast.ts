/** Whose presence everybody sees. */
import { choices } from "./kinds.ts";

export const presencebroadcast = choices(["moderator", "participant", "visitor"], {
  var: "muc#roomconfig_presencebroadcast",
  label: "Whose presence does everybody in the room see?",
  default: ["moderator", "participant", "visitor"],
});
