/** XEP-0045 §7.10: registering with a room: becoming a member, with a reserved nickname. */
import type { Element } from "ltx";
import { NS_REGISTER } from "../../../../namespaces.ts";
import { xml } from "../../../../stanza.ts";
import { StanzaError } from "../../../../stanza-error.ts";
import { dataForm, formIn } from "../../../kit/0004-data-forms.ts";
import { checkAffiliationLimit, setAffiliation } from "../broadcast/affiliation-changes.ts";
import type { Engine } from "../engine.ts";
import type { RoomRequest } from "../feature.ts";
import { FORM_REGISTER } from "../namespaces.ts";
import { affiliationHas, isAtLeast } from "../privileges.ts";
import type { Room } from "../state/room.ts";
import { preparedNickname } from "./entry-rules.ts";

const NICK = "muc#register_roomnick";

/** Throws StanzaError not-allowed. */
export const getRegistration =
  (engine: Engine) =>
  (_: Element, request: RoomRequest): Element => {
    const { room, stanza } = request;
    checkMayRegister(request);
    const nick = engine.reservedNicknames.of(room, stanza.from.bare);
    const field = { var: NICK, type: "text-single" as const, label: "Nickname", values: [], isRequired: true };
    const heading = { title: "Registration", instructions: "The nickname that is to be yours in this room." };
    const form = dataForm("form", FORM_REGISTER, [nick === undefined ? field : { ...field, values: [nick] }], heading);
    if (nick === undefined) return xml("query", { xmlns: NS_REGISTER }, form);
    return xml("query", { xmlns: NS_REGISTER }, xml("registered"), xml("username", {}, nick), form);
  };

/** Throws StanzaError not-allowed, bad-request, not-acceptable, conflict, resource-constraint. */
export const register =
  (engine: Engine) =>
  (query: Element, request: RoomRequest): undefined => {
    const { room, stanza, affiliation } = request;
    const account = stanza.from.bare;
    if (query.getChild("remove", NS_REGISTER)) return unregister(engine, request);
    checkMayRegister(request);
    const form = formIn(query);
    const requested = form?.formType === FORM_REGISTER ? form.fields.get(NICK)?.[0] : undefined;
    if (requested === undefined)
      throw new StanzaError("bad-request", { text: `a form of ${FORM_REGISTER} with a nickname` });
    const nick = preparedNickname(requested);
    checkNicknameReservable(engine, room, nick, account);
    // §14.6: registrations leave half of the affiliations to admins.
    const max = Math.ceil(engine.config.max_affiliations / 2);
    checkAffiliationLimit(engine, room, isAtLeast(affiliation, "member") ? 0 : 1, max);
    if (!isAtLeast(affiliation, "member")) setAffiliation(engine, room, { jid: account, affiliation: "member" });
    engine.reservedNicknames.reserve(room, account, nick);
  };

/** XEP-0077 §3.2: releases the nickname; a member loses the affiliation. */
function unregister(engine: Engine, { room, stanza, affiliation }: RoomRequest): undefined {
  const account = stanza.from.bare;
  if (engine.reservedNicknames.of(room, account) === undefined)
    throw new StanzaError("registration-required", { text: "you are not registered" });
  engine.reservedNicknames.release(room, account);
  if (affiliation === "member") setAffiliation(engine, room, { jid: account, affiliation: "none" });
}

/** §5.2.1: anybody but outcasts may register with an open room, only members with any other. Throws StanzaError not-allowed. */
function checkMayRegister({ room, affiliation, occupant }: RoomRequest): void {
  const { membersonly, passwordprotectedroom } = room.config;
  // Members see more of a room than others do, which a password must protect: occupants have given it.
  const isOpen = !membersonly && (!passwordprotectedroom || occupant !== undefined);
  const isAllowed =
    isAtLeast(affiliation, "member") || (isOpen && affiliationHas(affiliation, "register with open room"));
  if (!isAllowed || room.isLocked) throw new StanzaError("not-allowed", { text: "you cannot register with this room" });
}

/** Throws StanzaError conflict where another account has reserved or uses it, or one confusable with it. */
export function checkNicknameReservable(
  { reservedNicknames }: Engine,
  room: Room,
  nick: string,
  account: string,
): void {
  const isInUse = room.occupants.confusableWith(nick).some((other) => other.account !== account);
  if (isInUse || reservedNicknames.isReservedByOther(room, nick, account))
    throw new StanzaError("conflict", { text: "this nickname, or one that looks like it, is somebody else's" });
}
