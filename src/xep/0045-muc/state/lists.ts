/** XEP-0045 §8.5, §9.2, §9.5, §9.8, §10.5, §10.8: the lists of a room, and who may see which. */
import type { Element } from "ltx";
import { xml } from "../../../stanza.ts";
import { StanzaError } from "../../../stanza-error.ts";
import type { Engine } from "../engine.ts";
import type { Visitor } from "../feature.ts";
import { type Affiliation, affiliationHas, defaultRole, isAtLeast, type Role } from "../privileges.ts";
import { shownVisit } from "./occupants.ts";
import type { Room } from "./room.ts";
import { standingOf } from "./standing.ts";

/** Throws StanzaError forbidden. */
export function roleList(visitor: Visitor, role: Role): Element[] {
  const { room, affiliation } = visitor;
  const isAllowed = role === "moderator" ? isAtLeast(affiliation, "admin") : standingOf(visitor).role === "moderator";
  if (!isAllowed) throw new StanzaError("forbidden");
  return [...room.occupants]
    .filter((occupant) => occupant.role === role)
    .map((occupant) => {
      const { nick, affiliation } = occupant;
      return xml("item", { nick, role, affiliation, jid: shownVisit(occupant)?.jid.full });
    });
}

/** Throws StanzaError forbidden. */
export function affiliationList(engine: Engine, visitor: Visitor, affiliation: Affiliation): Element[] {
  if (!maySeeList(visitor, affiliation)) throw new StanzaError("forbidden");
  const { room } = visitor;
  const present = new Map([...room.occupants].map(({ account, nick }) => [account, nick]));
  /** The one that is registered, or that is in use now. */
  const nickOf = (jid: string): string | undefined => engine.nicknames.of(room, jid) ?? present.get(jid);
  return engine.affiliations
    .holding(room, affiliation)
    .map(({ jid, reason }) =>
      xml(
        "item",
        { affiliation, jid, nick: affiliation === "outcast" ? undefined : nickOf(jid) },
        reason === null ? undefined : xml("reason", {}, reason),
      ),
    );
}

/** §9.2, §9.5, §10.5, §10.8: addresses are no secret among those who are at home in a non-anonymous room. */
export function maySeeList(
  { room, affiliation, occupant }: Pick<Visitor, "room" | "affiliation" | "occupant">,
  list: Affiliation,
): boolean {
  if (list === "outcast") return affiliationHas(affiliation, "ban members and unaffiliated users");
  if (affiliationHas(affiliation, EDITORS[list])) return true;
  if (room.config.whois !== "anyone") return false;
  if (!occupant && !affiliationHas(affiliation, "retrieve member list")) return false;
  // Who is not in is treated as if they came in, and learns no more by staying out.
  return isShownTo(room, occupant?.role ?? defaultRole(affiliation, room.config.moderatedroom));
}

const EDITORS = {
  none: "edit member list",
  member: "edit member list",
  admin: "edit admin list",
  owner: "edit owner list",
} as const;

const isShownTo = ({ config }: Room, role: Role): boolean => config.getmemberlist.some((allowed) => allowed === role);
