/** XEP-0045 §7.10: registering with a room: one becomes a member, and has a nickname that nobody else gets. */
import type { Element } from "ltx";
import { NS_REGISTER } from "../../../../namespaces.ts";
import { xml } from "../../../../stanza.ts";
import { StanzaError } from "../../../../stanza-error.ts";
import { dataForm, formIn } from "../../../kit/0004-data-forms.ts";
import { checkAffiliationLimit, setAffiliation } from "../broadcast/affiliation-changes.ts";
import type { Engine } from "../engine.ts";
import type { RoomRequest } from "../feature.ts";
import { REGISTER } from "../namespaces.ts";
import { affiliationHas, isAtLeast } from "../privileges.ts";
import type { Room } from "../state/room.ts";
import { preparedNickname } from "./entry-rules.ts";

const NICK = "muc#register_roomnick";

/** Throws StanzaError not-allowed. */
export const showRegistration =
  (engine: Engine) =>
  (_: Element, visitor: RoomRequest): Element => {
    const { room, stanza } = visitor;
    checkMayRegister(visitor);
    const nick = engine.reservedNicknames.of(room, stanza.from.bare);
    const field = { var: NICK, type: "text-single" as const, label: "Nickname", values: [], isRequired: true };
    const heading = { title: "Registration", instructions: "The nickname that is to be yours in this room." };
    const form = dataForm("form", REGISTER, [nick === undefined ? field : { ...field, values: [nick] }], heading);
    if (nick === undefined) return xml("query", { xmlns: NS_REGISTER }, form);
    return xml("query", { xmlns: NS_REGISTER }, xml("registered"), xml("username", {}, nick), form);
  };

/** Throws StanzaError not-allowed, bad-request, not-acceptable, conflict, resource-constraint. */
export const register =
  (engine: Engine) =>
  (query: Element, visitor: RoomRequest): undefined => {
    const { room, stanza, affiliation } = visitor;
    const account = stanza.from.bare;
    if (query.getChild("remove", NS_REGISTER)) return unregister(engine, visitor);
    checkMayRegister(visitor);
    const form = formIn(query);
    const asked = form?.formType === REGISTER ? form.fields.get(NICK)?.[0] : undefined;
    if (asked === undefined) throw new StanzaError("bad-request", { text: `a form of ${REGISTER} with a nickname` });
    const nick = preparedNickname(asked);
    checkNicknameReservable(engine, room, nick, account);
    // §14.6: however many register, admins can still ban them.
    const most = Math.ceil(engine.config.max_affiliations / 2);
    checkAffiliationLimit(engine, room, isAtLeast(affiliation, "member") ? 0 : 1, most);
    if (!isAtLeast(affiliation, "member")) setAffiliation(engine, room, { jid: account, affiliation: "member" });
    engine.reservedNicknames.register(room, account, nick);
  };

/** XEP-0077 §3.2: the nickname is free again, and a mere member is one no longer. */
function unregister(engine: Engine, { room, stanza, affiliation }: RoomRequest): undefined {
  const account = stanza.from.bare;
  if (engine.reservedNicknames.of(room, account) === undefined)
    throw new StanzaError("registration-required", { text: "you are not registered" });
  engine.reservedNicknames.forget(room, account);
  if (affiliation === "member") setAffiliation(engine, room, { jid: account, affiliation: "none" });
}

/** §5.2.1: open rooms take everybody whom they have not banned; into the others one is invited. */
function checkMayRegister({ room, affiliation, occupant }: RoomRequest): void {
  const { membersonly, passwordprotectedroom } = room.config;
  // A password is shown in entering; members know more of a room than strangers.
  const isOpen = !membersonly && (!passwordprotectedroom || occupant !== undefined);
  const isWelcome =
    isAtLeast(affiliation, "member") || (isOpen && affiliationHas(affiliation, "register with open room"));
  if (!isWelcome || room.isLocked) throw new StanzaError("not-allowed", { text: "you cannot register with this room" });
}

/** Throws StanzaError conflict: it is registered, or somebody else is in the room by it. */
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
