/** XEP-0045 §7.2.5 to §7.2.10: who may enter a room, and with which nickname. */
import { timingSafeEqual } from "node:crypto";
import type { Element } from "ltx";
import type { Jid } from "../../../../jid/jid.ts";
import { nickname, PrecisError } from "../../../../jid/precis.ts";
import { StanzaError } from "../../../../stanza-error.ts";
import { isVisible } from "../confusables.ts";
import type { Engine } from "../engine.ts";
import { NS_MUC } from "../namespaces.ts";
import { type Affiliation, affiliationHas, isAtLeast } from "../privileges.ts";
import type { Room } from "../state/room.ts";

/** §7.2.9: how many admins and owners may enter a full room. */
const RESERVED_SEATS = 20;
/** Sessions for each occupant that a room takes: the presence of each is kept, and each is sent everything. */
const SESSIONS_PER_SEAT = 5;
/** RFC 7622 §3.4: of a resourcepart. */
const MAX_NICKNAME_BYTES = 1023;

/** Throws StanzaError forbidden, item-not-found, registration-required, not-authorized. */
export function checkMayEnter(room: Room, affiliation: Affiliation, join: Element): void {
  if (affiliation === "outcast") throw new StanzaError("forbidden", { text: "you are banned from this room" });
  if (room.isLocked && affiliation !== "owner")
    throw new StanzaError("item-not-found", { text: "this room is not open yet" });
  const privilege = room.config.membersonly ? "enter members-only room" : "enter open room";
  if (!affiliationHas(affiliation, privilege))
    throw new StanzaError("registration-required", { text: "this room is for its members" });
  const password = join.getChild("x", NS_MUC)?.getChildText("password") ?? undefined;
  if (room.config.passwordprotectedroom && !isSame(password, room.config.roomsecret))
    throw new StanzaError("not-authorized", { text: "this room asks for a password" });
}

/** In constant time. */
function isSame(given: string | undefined, expected: string): boolean {
  const one = Buffer.from(given ?? "");
  const other = Buffer.from(expected);
  return given !== undefined && one.length === other.length && timingSafeEqual(one, other);
}

/** `isNew`: the nickname is not in the room yet. Throws StanzaError service-unavailable (§7.2.9). */
export function checkRoomNotFull({ config }: Engine, room: Room, affiliation: Affiliation, isNew: boolean): void {
  const max = Math.min(config.max_occupants, room.config.maxusers === "none" ? Infinity : Number(room.config.maxusers));
  const seats = max + (isAtLeast(affiliation, "admin") ? RESERVED_SEATS : 0);
  const { size, sessionCount } = room.occupants;
  if ((isNew && size >= seats) || sessionCount >= seats * SESSIONS_PER_SEAT)
    throw new StanzaError("service-unavailable", { type: "wait", text: "the room is full" });
}

/** The prepared form of a nickname (RFC 8266 §2). Throws StanzaError not-acceptable. */
export function preparedNickname(requested: string): string {
  try {
    const nick = nickname(requested);
    if (!isVisible(nick)) throw new PrecisError("it has nothing to be seen");
    if (Buffer.byteLength(nick) > MAX_NICKNAME_BYTES)
      throw new PrecisError(`a nickname has ${MAX_NICKNAME_BYTES} bytes at the most`);
    return nick;
  } catch (error) {
    if (error instanceof PrecisError) throw new StanzaError("not-acceptable", { text: error.message });
    throw error;
  }
}

/** §7.2.8: neither another account's nickname, nor confusable with one. Throws StanzaError conflict. */
export function checkNicknameConflict({ reservedNicknames }: Engine, room: Room, nick: string, { bare }: Jid): void {
  if (reservedNicknames.isReservedByOther(room, nick, bare))
    throw new StanzaError("conflict", { text: "this nickname, or one that looks like it, is registered" });
  if (room.occupants.confusableWith(nick).some(({ account }) => account !== bare))
    throw new StanzaError("conflict", { text: "this nickname, or one that looks like it, is in use" });
}
