/** XEP-0045 §17.4: the <item/>s of muc#admin: each has either a role or an affiliation. */
import type { Element } from "ltx";
import { parseJid } from "../../../../jid/jid.ts";
import { StanzaError } from "../../../../stanza-error.ts";
import { checkBroadcastSize, MAX_CHANGES } from "../broadcast/portions.ts";
import { NS_MUC_ADMIN } from "../namespaces.ts";
import { preparedNickname } from "../occupant/entry-rules.ts";
import { type Affiliation, isAffiliation, isRole, type Role } from "../privileges.ts";
import type { Room } from "../state/room.ts";

export interface RoleItem {
  readonly nick: string;
  readonly role: Role;
  readonly reason: string | undefined;
}

export interface AffiliationItem {
  /** A bare JID or a domain. */
  readonly jid: string;
  readonly affiliation: Affiliation;
  /** The nickname to reserve, "" to release it, undefined to leave it as it is. */
  readonly nick: string | undefined;
  readonly reason: string | undefined;
}

export interface Items {
  readonly roles: readonly RoleItem[];
  readonly affiliations: readonly AffiliationItem[];
}

/** Characters. */
const MAX_REASON_LENGTH = 4096;

const bad = (text: string): StanzaError => new StanzaError("bad-request", { text });

/**
 * Of a set. Throws StanzaError bad-request, jid-malformed, not-acceptable for an invalid nickname, item-not-found for one that
 * is not in the room, policy-violation for too many items.
 */
export function itemsIn(query: Element, room: Room): Items {
  const elements = query.getChildren("item", NS_MUC_ADMIN);
  if (elements.length === 0 || elements.length > MAX_CHANGES) throw bad(`from 1 to ${MAX_CHANGES} items`);
  checkBroadcastSize(room, elements.length);
  const roles: RoleItem[] = [];
  const affiliations: AffiliationItem[] = [];
  for (const element of elements) {
    const { role, affiliation, jid, nick } = element.attrs as Readonly<Record<string, string | undefined>>;
    const reason = element.getChildText("reason")?.slice(0, MAX_REASON_LENGTH) || undefined;
    if ((role === undefined) === (affiliation === undefined)) throw bad("an item has either a role or an affiliation");
    if (role !== undefined) {
      if (!isRole(role) || nick === undefined) throw bad("a role is one of the standard's, and for a nickname");
      roles.push({ nick, role, reason });
    } else {
      if (!isAffiliation(affiliation)) throw bad("an affiliation is one of the standard's");
      const address = addressIn(room, jid, nick);
      const reserved = jid && address.includes("@") ? nick && preparedNickname(nick) : undefined;
      affiliations.push({ jid: address, affiliation, nick: reserved, reason });
    }
  }
  return { roles, affiliations };
}

/** §10.3: of a full JID, the bare one. Some clients name occupants by their nicknames instead. */
function addressIn(room: Room, jid: string | undefined, nick: string | undefined): string {
  if (jid !== undefined) return parseJid(jid).bare;
  const occupant = room.occupants.byNick(nick ?? "");
  if (!occupant) throw nick === undefined ? bad("an affiliation is for an address") : new StanzaError("item-not-found");
  return occupant.account;
}

/** The list that a get asks for. Throws StanzaError bad-request. */
export function listIn(query: Element): { readonly role: Role } | { readonly affiliation: Affiliation } {
  const [item, ...others] = query.getChildren("item", NS_MUC_ADMIN);
  const { role, affiliation } = item?.attrs ?? {};
  if (others.length > 0 || (role === undefined) === (affiliation === undefined)) throw bad("one item, one list");
  if (isRole(role) && role !== "none") return { role };
  if (isAffiliation(affiliation) && affiliation !== "none") return { affiliation };
  throw bad("there is no such list");
}
