/** XEP-0425: Moderated Message Retraction: moderators take back what others have said, and everybody is told so. */
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
import { bury, isRetractable, keptUnder } from "./0424-tombstones.ts";

const NS = "urn:xmpp:message-moderate:1";
/** Before version 0.3, within XEP-0422's <apply-to/>: clients in use send it, and understand nothing else. */
const NS_0 = "urn:xmpp:message-moderate:0";
const MAX_REASON_LENGTH = 4096;

export const moderation = defineModule({
  name: "moderation",
  xep: "0425",
  version: "0.3.0",
  setup: ({ domains, now, inTurns, log, use }) => {
    const { engine, extend } = use(rooms);
    const { idOf } = use(occupantIds);

    /** Throws StanzaError forbidden, bad-request, item-not-found, not-allowed. */
    const moderateMessage = (visitor: RoomRequest, id: string | undefined, reason: string | undefined): undefined => {
      if (privilegesOf(visitor).role !== "moderator")
        throw new StanzaError("forbidden", { text: "only moderators take back what others have said" });
      if (!id) throw new StanzaError("bad-request", { text: "which message? the id is the one that the room gave it" });
      const { room } = visitor;
      const kept = keptUnder(engine, room, id);
      checkIsRetractable(room, kept, id);
      const number = engine.stanzaIds.next();
      const message = withStanzaId(retraction(visitor, id, reason), room.jid.bare, engine.stanzaIds.encode(number));
      const work = kept && bury(engine, room, kept, tombstone(visitor, message.attrs.id, reason));
      if (work) retractInTurns({ inTurns, log }, turnOwner(visitor.stanza.from, domains), work);
      if (room.config.enablearchiving) engine.archive.add(room, { id: number, message });
      engine.multicast(message, sessionJids(room));
    };

    /** Where nothing is kept, nobody knows what was said: an id of ours is believed. */
    const checkIsRetractable = (room: Room, kept: ArchivedMessage | undefined, id: string): void => {
      const isBelieved = !room.config.enablearchiving && engine.stanzaIds.decode(id) !== undefined;
      if (!kept && !isBelieved)
        throw new StanzaError("item-not-found", { text: "nothing that was said here has this id" });
      if (kept && !isRetractable(kept.message))
        throw new StanzaError("not-allowed", { text: "this is gone already, or nothing that is taken back" });
    };

    /** By whom: as the others know them. */
    const moderated = ({ room, stanza, occupant }: RoomRequest): Element =>
      xml("moderated", { xmlns: NS, by: byIn({ room, occupant }) }, occupantId(idOf(room, stanza.from.bare)));

    /** §4. */
    const tombstone = (visitor: RoomRequest, id: string, reason: string | undefined): Element => {
      const stamp = new Date(now()).toISOString();
      return xml("retracted", { xmlns: NS_RETRACT, id, stamp }, moderated(visitor), reasonOf(reason));
    };

    /** §3.1, in both of its forms. */
    const retraction = (visitor: RoomRequest, id: string, reason: string | undefined): Element => {
      const former = xml(
        "moderated",
        { xmlns: NS_0, by: byIn(visitor) },
        xml("retract", { xmlns: NS_RETRACT_0 }),
        reasonOf(reason),
      );
      return xml(
        "message",
        { from: visitor.room.jid.bare, type: "groupchat", id: engine.id() },
        xml("retract", { xmlns: NS_RETRACT, id }, moderated(visitor), reasonOf(reason)),
        xml("apply-to", { xmlns: NS_FASTENING, id }, former),
        xml("store", { xmlns: NS_HINTS }),
      );
    };

    const moderate = (request: Element, visitor: RoomRequest): undefined => {
      if (!request.getChild("retract", NS_RETRACT))
        throw new StanzaError("bad-request", { text: "<retract/>, or what?" });
      return moderateMessage(visitor, request.attrs.id, reasonIn(request));
    };

    const applyTo = (request: Element, visitor: RoomRequest): undefined => {
      const moderate = request.getChild("moderate", NS_0);
      if (!moderate?.getChild("retract", NS_RETRACT_0)) throw new StanzaError("bad-request");
      return moderateMessage(visitor, request.attrs.id, reasonIn(moderate));
    };

    extend({
      iq: { [NS]: { set: { moderate } }, [NS_FASTENING]: { set: { "apply-to": applyTo } } },
      features: [NS_0],
    });
    return {};
  },
});

const byIn = ({ room, occupant }: Pick<RoomRequest, "room" | "occupant">): string =>
  occupant ? room.occupantJid(occupant.nick) : room.jid.bare;

const reasonIn = (request: Element): string | undefined =>
  request.getChildText("reason")?.slice(0, MAX_REASON_LENGTH) || undefined;

const reasonOf = (reason: string | undefined): Element | undefined =>
  reason === undefined ? undefined : xml("reason", {}, reason);
