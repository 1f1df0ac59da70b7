/** XEP-0424: Message Retraction, in rooms: people take back what they have said, and nobody else's words. */
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
import { bury, isRetractable, keptUnder } from "./0424-tombstones.ts";

export const roomRetraction = defineModule({
  name: "room_retraction",
  xep: "0424",
  version: "0.4.2",
  setup: ({ domains, now, inTurns, log, use }) => {
    const { engine, extend } = use(rooms);

    /** §5.1: it is meant by the id that the room gave it. */
    const meantBy = ({ room, stanza }: RoomMessage): ArchivedMessage | undefined => {
      const id = retractedIn(stanza.xml);
      return id === undefined ? undefined : keptUnder(engine, room, id);
    };

    extend({
      features: [NS_RETRACT, `${NS_RETRACT}#tombstone`],
      reserved: [["retracted", NS_RETRACT]],
      guard: (said) => {
        if (speaksAsRoom(said.stanza.xml))
          return new StanzaError("forbidden", { text: "a room alone says what its moderators have done" });
        const kept = meantBy(said);
        if (!kept || kept.sender?.jid.bare === said.occupant.account) return undefined;
        return new StanzaError("forbidden", { text: "only who has said something takes it back" });
      },
      record: (said) => {
        const kept = meantBy(said);
        if (!kept || !isRetractable(kept.message)) return;
        const stamp = new Date(now()).toISOString();
        const retracted = xml("retracted", { xmlns: NS_RETRACT, id: said.message.attrs.id, stamp });
        retractInTurns(
          { inTurns, log },
          turnOwner(said.stanza.from, domains),
          bury(engine, said.room, kept, retracted),
        );
      },
    });
    return {};
  },
});

/** XEP-0425 §5: moderation is the room's word: as an occupant's, clients that look too little would believe it. */
const speaksAsRoom = (message: Element): boolean =>
  message.getChildElements().some((child) => child.getChildElements().some(({ name }) => name === "moderated"));
