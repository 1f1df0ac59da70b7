/** The password of a room that asks for one. */
import { text } from "./kinds.ts";

export const roomsecret = text(
  { var: "muc#roomconfig_roomsecret", label: "The password", default: "" },
  "text-private",
);
