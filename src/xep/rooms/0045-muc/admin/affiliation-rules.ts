/** XEP-0045 §9.1 to §9.5, §10.3 to §10.8: who may give which affiliation to whom. */
import { StanzaError } from "../../../../stanza-error.ts";
import { type Affiliation, affiliationHas, isAtLeast, mayChangeAffiliation } from "../privileges.ts";
import type { AffiliationItem } from "./admin-items.ts";

/** Who asks, by bare JID. */
export interface Editor {
  readonly account: string;
  readonly affiliation: Affiliation;
}

/**
 * `of` tells what an address is now, `owners` who owns the room.
 * Throws StanzaError forbidden, not-allowed, conflict, not-acceptable: then none of the items is applied (§9.2).
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
