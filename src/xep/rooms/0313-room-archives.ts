/** XEP-0313 §6.1.2: the archives of rooms: for those who may enter, as they may see it. */
import type { Element } from "ltx";
import { NS_MAM } from "../../namespaces.ts";
import { turnOwner } from "../../server/in-turns.ts";
import { defineModule } from "../../server/module.ts";
import { StanzaError } from "../../stanza-error.ts";
import { ARCHIVE_FEATURES, archive } from "../history/0313-mam/archive.ts";
import { queryForm } from "../history/0313-mam/query.ts";
import { NS_FULLTEXT } from "../history/0431-fulltext/fulltext.ts";
import type { RoomRequest } from "./0045-muc/feature.ts";
import { rooms } from "./0045-muc/muc.ts";
import { affiliationHas, isAtLeast, privilegesOf } from "./0045-muc/privileges.ts";
import { isPubliclyLogged } from "./0045-muc/settings.ts";
import { archivedMessageFor } from "./0045-muc/state/archived-sender.ts";

export const roomArchives = defineModule({
  name: "room_archives",
  xep: "0313",
  version: "1.1.3",
  setup: ({ domains, use, route, inTurns }) => {
    const { queryHandler } = use(archive);

    const query = (request: Element, visitor: RoomRequest): Promise<Element> => {
      checkMayRead(visitor);
      const { room, stanza } = visitor;
      const isModerator = privilegesOf(visitor).role === "moderator";
      const shown = (message: Element): Element => archivedMessageFor(room, message, isModerator);
      const reader = { owner: room.jid.bare, to: stanza.from.full, send: route, room: { shown } };
      return inTurns(turnOwner(stanza.from, domains), queryHandler.query(request, reader));
    };

    const metadata = (_: Element, visitor: RoomRequest): Element => {
      checkMayRead(visitor);
      return queryHandler.metadata(visitor.room.jid.bare);
    };

    use(rooms).extend({
      iq: { [NS_MAM]: { get: { query: queryForm, metadata }, set: { query } } },
      features: [...ARCHIVE_FEATURES, NS_FULLTEXT],
    });
    return {};
  },
});

/**
 * "A MUC archive MUST check that the user requesting the archive has the right to enter it at the time of the query."
 * Beyond that, who never enters an open room reads along only where everybody in it is told so (XEP-0045 §7.2.12).
 * Throws StanzaError forbidden.
 */
function checkMayRead({ room, affiliation, stanza }: RoomRequest): void {
  const { membersonly, passwordprotectedroom } = room.config;
  if (!affiliationHas(affiliation, membersonly ? "enter members-only room" : "enter open room"))
    throw new StanzaError("forbidden", { text: "what is said in this room is for those who may enter it" });
  if (affiliation === "owner" || room.occupants.byAccount(stanza.from.bare).length > 0) return;
  // A password is shown in entering.
  const isReadable = isPubliclyLogged(room.config) || (!passwordprotectedroom && isAtLeast(affiliation, "member"));
  if (!isReadable) throw new StanzaError("forbidden", { text: "enter this room to read what was said in it" });
}
