/** Who sees the addresses of the occupants: with "anyone", clients can encrypt for each of them. */
import { choice } from "./kinds.ts";

export const whois = choice(["anyone", "moderators"], {
  var: "muc#roomconfig_whois",
  label: "Who sees the addresses of those in the room?",
  default: "anyone",
  feature: (who) => (who === "anyone" ? "muc_nonanonymous" : "muc_semianonymous"),
});
