/** XEP-0313 §6.1.2: queries of the archive of a room, by those who may enter it. */
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

    const query = (element: Element, request: RoomRequest): Promise<Element> => {
      checkMayRead(request);
      const { room, stanza } = request;
      const isModerator = privilegesOf(request).role === "moderator";
      const shown = (message: Element): Element => archivedMessageFor(room, message, isModerator);
      const reader = { owner: room.jid.bare, to: stanza.from.full, send: route, room: { shown } };
      return inTurns(turnOwner(stanza.from, domains), queryHandler.query(element, reader));
    };

    const metadata = (_: Element, request: RoomRequest): Element => {
      checkMayRead(request);
      return queryHandler.metadata(request.room.jid.bare);
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
 * Beyond that, an open room is read without entering only by members, or where it is publicly logged (XEP-0045 §7.2.12).
 * Throws StanzaError forbidden.
 */
function checkMayRead({ room, affiliation, stanza }: RoomRequest): void {
  const { membersonly, passwordprotectedroom } = room.config;
  if (!affiliationHas(affiliation, membersonly ? "enter members-only room" : "enter open room"))
    throw new StanzaError("forbidden", { text: "what is said in this room is for those who may enter it" });
  if (affiliation === "owner" || room.occupants.byAccount(stanza.from.bare).length > 0) return;
  // A password is checked on entering only.
  const isReadable = isPubliclyLogged(room.config) || (!passwordprotectedroom && isAtLeast(affiliation, "member"));
  if (!isReadable) throw new StanzaError("forbidden", { text: "enter this room to read what was said in it" });
}
