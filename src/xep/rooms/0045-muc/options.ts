/** The options of the service: who may create rooms, and the limits of each room and each account. */
import { choice, duration, integer, list, renamed, size, text } from "../../../options.ts";

const COUNT = { min: 1, max: 1_000_000 };

export const roomOptions = {
  subdomain: text("rooms", "What stands before a domain in the addresses of its rooms."),
  also: list(
    [],
    'Further names before a domain at which rooms answer, such as those of a former server: ["conference"]. Each needs DNS records, and a place in the certificate.',
  ),
  creators: choice(
    ["accounts", "administrators", "everybody"],
    "accounts",
    "Who may make rooms: the accounts of this server, its administrators, or people of other servers as well.",
  ),
  new: choice(
    ["private", "open"],
    "private",
    "What a room is where the app that makes it says nothing else: for members who are invited, or open to whoever knows its address (in no list, and addresses are shown to moderators alone).",
  ),
  max_rooms: integer(100, "How many rooms there may be that one account has made.", COUNT),
  max_occupants: integer(1000, "How many occupants one room may have at the same time.", COUNT),
  max_sessions: renamed("max_visits", integer(30, "With how many apps one account may be in one room.", COUNT)),
  max_affiliations: integer(10_000, "How many members, admins, owners and banned people one room may have.", COUNT),
  max_history: integer(100, "How many messages who enters is shown, whatever the room allows.", {
    min: 0,
    max: 10_000,
  }),
  max_broadcast: size(
    "32MB",
    "How many bytes may come of what somebody says in a room, all copies together, and of all that one account says at once.",
  ),
  broadcast_rate: size("8MB", "How many of these bytes a second one account may cause for long."),
  configuration_time: duration(
    "1h",
    "How long a new room waits for its maker's settings before others may enter it as it is.",
  ),
} as const;
