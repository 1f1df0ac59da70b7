/** XEP-0045 §8.2 to §8.5, §9.1 to §9.8, §10.3 to §10.8: who may set which role, and which affiliation, of whom. */
import { StanzaError } from "../../../../stanza-error.ts";
import {
  type Affiliation,
  affiliationHas,
  isAtLeast,
  mayChangeAffiliation,
  type Privileges,
  type Role,
  rankOf,
  roleHas,
} from "../privileges.ts";
import type { AffiliationItem } from "./admin-items.ts";

/** Throws StanzaError forbidden where the actor may set no such role, not-allowed where it may not of this occupant. */
export function checkMaySetRole(actor: Privileges, target: Privileges, role: Role): void {
  if (!roleHas(actor.role, "kick participants and visitors")) throw new StanzaError("forbidden");
  const isHigher = rankOf(target.affiliation) > rankOf(actor.affiliation);
  if (role === "none" && isHigher) throw new StanzaError("not-allowed", { text: "this occupant stands above you" });
  const isAboutModerators = role === "moderator" || target.role === "moderator";
  if (isAboutModerators && !affiliationHas(actor.affiliation, "assign and remove moderator role"))
    throw new StanzaError(isHigher ? "not-allowed" : "forbidden", { text: "admins decide who is a moderator" });
  if (role === "none" || role === "moderator" || role === target.role) return;
  // §8.4, §9.7: admins and owners are moderators, and keep their voice.
  if (target.role !== "visitor" && isAtLeast(target.affiliation, "admin"))
    throw new StanzaError("not-allowed", { text: "admins and owners are moderators" });
  // §8.4: voice is revoked only from lower affiliations, and from occupants without any.
  const isRevokingVoice = role === "visitor" && target.affiliation !== "none";
  if (isRevokingVoice && rankOf(target.affiliation) >= rankOf(actor.affiliation))
    throw new StanzaError("not-allowed", { text: "this occupant stands as high as you" });
}

/** The account (a bare JID) that sets affiliations. */
export interface Editor {
  readonly account: string;
  readonly affiliation: Affiliation;
}

/**
 * `of` returns the affiliation of an address up to now; `owners` are those of the room. Throws StanzaError forbidden,
 * not-allowed, conflict, not-acceptable: then none of the items is applied (§9.2).
 */
export function checkMaySetAffiliations(
  editor: Editor,
  items: readonly AffiliationItem[],
  of: (jid: string) => Affiliation,
  owners: readonly string[],
): void {
  for (const { jid, affiliation } of items) {
    const before = of(jid);
    if (!affiliationHas(editor.affiliation, "edit member list")) throw new StanzaError("forbidden");
    if (affiliation === "outcast") {
      if (jid === editor.account) throw new StanzaError("conflict", { text: "nobody bans themselves" });
      if (!mayChangeAffiliation(editor.affiliation, before, affiliation))
        throw new StanzaError("not-allowed", { text: "who stands as high as you cannot be banned by you" });
    } else if (before !== affiliation && !mayChangeAffiliation(editor.affiliation, before, affiliation)) {
      throw new StanzaError("forbidden", { text: "owners decide on admins and owners" });
    }
    if (!jid.includes("@") && isAtLeast(affiliation, "admin"))
      throw new StanzaError("not-acceptable", { text: "a domain as a whole holds no office" });
  }
  checkKeepsOwner(items, owners);
}

/** §10.4: a room has an owner at all times. Throws StanzaError conflict. */
export function checkKeepsOwner(
  items: readonly Pick<AffiliationItem, "jid" | "affiliation">[],
  owners: readonly string[],
): void {
  const after = new Set(owners);
  for (const { jid, affiliation } of items) {
    if (affiliation === "owner") after.add(jid);
    else after.delete(jid);
  }
  if (after.size === 0) throw new StanzaError("conflict", { text: "a room has at least one owner" });
}
