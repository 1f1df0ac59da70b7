/** What people call the room. */
import { text } from "./kinds.ts";

export const roomname = text({ var: "muc#roomconfig_roomname", label: "Name of the room", default: "" });
