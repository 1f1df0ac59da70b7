/** XEP-0045 §7.2.12: whether anybody may read what is said in a room, without ever entering it. */
import type { RoomConfig } from "../settings.ts";

/** Not where somebody is kept out, whatever its owner has set: some apps ask for logging in every room that they make. */
export const isPubliclyLogged = ({
  enablelogging,
  membersonly,
  passwordprotectedroom,
}: Pick<RoomConfig, "enablelogging" | "membersonly" | "passwordprotectedroom">): boolean =>
  enablelogging && !membersonly && !passwordprotectedroom;
