/** XEP-0045 §8.2 to §8.5, §9.6 to §9.8: who may give which role to whom. */
import { StanzaError } from "../../../../stanza-error.ts";
import { affiliationHas, isAtLeast, type Role, rankOf, roleHas } from "../privileges.ts";
import type { Privileges } from "../state/standing.ts";

/** Throws StanzaError forbidden for who changes no such roles, not-allowed where it is this occupant's that stays. */
export function checkMaySetRole(actor: Privileges, target: Privileges, role: Role): void {
  if (!roleHas(actor.role, "kick participants and visitors")) throw new StanzaError("forbidden");
  const standsAbove = rankOf(target.affiliation) > rankOf(actor.affiliation);
  if (role === "none" && standsAbove) throw new StanzaError("not-allowed", { text: "this occupant stands above you" });
  const isAboutModerators = role === "moderator" || target.role === "moderator";
  if (isAboutModerators && !affiliationHas(actor.affiliation, "assign and remove moderator role"))
    throw new StanzaError(standsAbove ? "not-allowed" : "forbidden", { text: "admins decide who is a moderator" });
  if (role === "none" || role === "moderator" || role === target.role) return;
  // §8.4, §9.7: admins and owners are moderators, and nobody takes their voice.
  if (target.role !== "visitor" && isAtLeast(target.affiliation, "admin"))
    throw new StanzaError("not-allowed", { text: "admins and owners are moderators" });
  // §8.4: nor that of one's equals; who has no affiliation at all is nobody's equal.
  const isTakingVoice = role === "visitor" && target.affiliation !== "none";
  if (isTakingVoice && rankOf(target.affiliation) >= rankOf(actor.affiliation))
    throw new StanzaError("not-allowed", { text: "this occupant stands as high as you" });
}
