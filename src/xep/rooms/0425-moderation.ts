/** XEP-0425: Moderated Message Retraction: moderators retract messages of others. */
import type { Element } from "ltx";
import { NS_FASTENING, NS_HINTS, NS_RETRACT, NS_RETRACT_0 } from "../../namespaces.ts";
import { turnOwner } from "../../server/in-turns.ts";
import { defineModule } from "../../server/module.ts";
import { xml } from "../../stanza.ts";
import { StanzaError } from "../../stanza-error.ts";
import { withStanzaId } from "../history/0359-stanza-ids.ts";
import { retractInTurns } from "../history/0424-retraction.ts";
import { sessionJids } from "./0045-muc/broadcast/occupant-presence.ts";
import type { RoomRequest } from "./0045-muc/feature.ts";
import { rooms } from "./0045-muc/muc.ts";
import { privilegesOf } from "./0045-muc/privileges.ts";
import type { Room } from "./0045-muc/state/room.ts";
import type { ArchivedMessage } from "./0045-muc/state/room-archive.ts";
import { occupantId, occupantIds } from "./0421-occupant-ids.ts";
import { archivedById, isRetractable, replaceWithTombstones } from "./0424-tombstones.ts";

const NS = "urn:xmpp:message-moderate:1";
/** Before version 0.3, within <apply-to/> (XEP-0422): some clients support only this. */
const NS_0 = "urn:xmpp:message-moderate:0";
/** Characters. */
const MAX_REASON_LENGTH = 4096;

export const moderation = defineModule({
  name: "moderation",
  xep: "0425",
  version: "0.3.0",
  setup: ({ domains, now, inTurns, log, use }) => {
    const { engine, extend } = use(rooms);
    const { idOf } = use(occupantIds);

    /** Throws StanzaError forbidden, bad-request, item-not-found, not-allowed. */
    const moderateMessage = (request: RoomRequest, id: string | undefined, reason: string | undefined): undefined => {
      if (privilegesOf(request).role !== "moderator")
        throw new StanzaError("forbidden", { text: "only moderators take back what others have said" });
      if (!id) throw new StanzaError("bad-request", { text: "which message? the id is the one that the room gave it" });
      const { room } = request;
      const archived = archivedById(engine, room, id);
      checkIsRetractable(room, archived, id);
      const number = engine.stanzaIds.next();
      const message = withStanzaId(retraction(request, id, reason), room.jid.bare, engine.stanzaIds.encode(number));
      const work =
        archived && replaceWithTombstones(engine, room, archived, tombstone(request, message.attrs.id, reason));
      if (work) retractInTurns({ inTurns, log }, turnOwner(request.stanza.from, domains), work);
      if (room.config.enablearchiving) engine.archive.add(room, { id: number, message });
      engine.multicast(message, sessionJids(room));
    };

    /** Without an archive, any valid id is accepted. Throws StanzaError item-not-found, not-allowed. */
    const checkIsRetractable = (room: Room, archived: ArchivedMessage | undefined, id: string): void => {
      const isAcceptedUnseen = !room.config.enablearchiving && engine.stanzaIds.decode(id) !== undefined;
      if (!archived && !isAcceptedUnseen)
        throw new StanzaError("item-not-found", { text: "nothing that was said here has this id" });
      if (archived && !isRetractable(archived.message))
        throw new StanzaError("not-allowed", { text: "this is gone already, or nothing that is taken back" });
    };

    const moderated = ({ room, stanza, occupant }: RoomRequest): Element =>
      xml("moderated", { xmlns: NS, by: moderatorJid({ room, occupant }) }, occupantId(idOf(room, stanza.from.bare)));

    /** §4. */
    const tombstone = (request: RoomRequest, id: string, reason: string | undefined): Element => {
      const stamp = new Date(now()).toISOString();
      return xml("retracted", { xmlns: NS_RETRACT, id, stamp }, moderated(request), reasonElement(reason));
    };

    /** §3.1, also in the form before version 0.3. */
    const retraction = (request: RoomRequest, id: string, reason: string | undefined): Element => {
      const moderated0 = xml(
        "moderated",
        { xmlns: NS_0, by: moderatorJid(request) },
        xml("retract", { xmlns: NS_RETRACT_0 }),
        reasonElement(reason),
      );
      return xml(
        "message",
        { from: request.room.jid.bare, type: "groupchat", id: engine.id() },
        xml("retract", { xmlns: NS_RETRACT, id }, moderated(request), reasonElement(reason)),
        xml("apply-to", { xmlns: NS_FASTENING, id }, moderated0),
        xml("store", { xmlns: NS_HINTS }),
      );
    };

    const moderate = (element: Element, request: RoomRequest): undefined => {
      if (!element.getChild("retract", NS_RETRACT))
        throw new StanzaError("bad-request", { text: "<retract/>, or what?" });
      return moderateMessage(request, element.attrs.id, reasonIn(element));
    };

    const applyTo = (element: Element, request: RoomRequest): undefined => {
      const moderate = element.getChild("moderate", NS_0);
      if (!moderate?.getChild("retract", NS_RETRACT_0)) throw new StanzaError("bad-request");
      return moderateMessage(request, element.attrs.id, reasonIn(moderate));
    };

    extend({
      iq: { [NS]: { set: { moderate } }, [NS_FASTENING]: { set: { "apply-to": applyTo } } },
      features: [NS_0],
    });
    return {};
  },
});

const moderatorJid = ({ room, occupant }: Pick<RoomRequest, "room" | "occupant">): string =>
  occupant ? room.occupantJid(occupant.nick) : room.jid.bare;

const reasonIn = (element: Element): string | undefined =>
  element.getChildText("reason")?.slice(0, MAX_REASON_LENGTH) || undefined;

const reasonElement = (reason: string | undefined): Element | undefined =>
  reason === undefined ? undefined : xml("reason", {}, reason);
