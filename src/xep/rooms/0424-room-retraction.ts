/** XEP-0424: Message Retraction, in rooms: senders retract their own messages. */
import type { Element } from "ltx";
import { NS_RETRACT } from "../../namespaces.ts";
import { turnOwner } from "../../server/in-turns.ts";
import { defineModule } from "../../server/module.ts";
import { xml } from "../../stanza.ts";
import { StanzaError } from "../../stanza-error.ts";
import { retractedIn, retractInTurns } from "../history/0424-retraction.ts";
import type { RoomMessage } from "./0045-muc/feature.ts";
import { rooms } from "./0045-muc/muc.ts";
import type { ArchivedMessage } from "./0045-muc/state/room-archive.ts";
import { archivedById, isRetractable, replaceWithTombstones } from "./0424-tombstones.ts";

export const roomRetraction = defineModule({
  name: "room_retraction",
  xep: "0424",
  version: "0.4.2",
  setup: ({ domains, now, inTurns, log, use }) => {
    const { engine, extend } = use(rooms);

    /** The archived message that a retraction refers to, by the id that the room gave (§5.1). */
    const retractedBy = ({ room, stanza }: RoomMessage): ArchivedMessage | undefined => {
      const id = retractedIn(stanza.xml);
      return id === undefined ? undefined : archivedById(engine, room, id);
    };

    extend({
      features: [NS_RETRACT, `${NS_RETRACT}#tombstone`],
      reserved: [["retracted", NS_RETRACT]],
      guard: (roomMessage) => {
        if (claimsModeration(roomMessage.stanza.xml))
          return new StanzaError("forbidden", { text: "a room alone says what its moderators have done" });
        const archived = retractedBy(roomMessage);
        if (!archived || archived.sender?.jid.bare === roomMessage.occupant.account) return undefined;
        return new StanzaError("forbidden", { text: "only who has said something takes it back" });
      },
      record: (roomMessage) => {
        const archived = retractedBy(roomMessage);
        if (!archived || !isRetractable(archived.message)) return;
        const stamp = new Date(now()).toISOString();
        const retracted = xml("retracted", { xmlns: NS_RETRACT, id: roomMessage.message.attrs.id, stamp });
        retractInTurns(
          { inTurns, log },
          turnOwner(roomMessage.stanza.from, domains),
          replaceWithTombstones(engine, roomMessage.room, archived, retracted),
        );
      },
    });
    return {};
  },
});

/** XEP-0425 §5: only the room sends <moderated/>; clients that do not check the sender would believe an occupant. */
const claimsModeration = (message: Element): boolean =>
  message.getChildElements().some((child) => child.getChildElements().some(({ name }) => name === "moderated"));
