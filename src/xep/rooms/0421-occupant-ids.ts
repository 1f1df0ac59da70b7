/** XEP-0421: Occupant Identifiers: the same for an account under any nickname, without revealing its address. */
import { createHmac } from "node:crypto";
import type { Element } from "ltx";
import { defineModule } from "../../server/module.ts";
import { withChildren, xml } from "../../stanza.ts";
import type { RoomMessage } from "./0045-muc/feature.ts";
import { rooms } from "./0045-muc/muc.ts";
import type { Occupant } from "./0045-muc/state/occupants.ts";
import type { Room } from "./0045-muc/state/room.ts";

export const NS_OCCUPANT_ID = "urn:xmpp:occupant-id:0";

/** The id of an account (a bare JID) in a room. */
export type OccupantIdOf = (room: Pick<Room, "jid" | "id">, account: string) => string;

/** §4.1: by a secret of this server. A room that is created again under the same address has other ids. */
export const occupantIdsBy =
  (secret: Uint8Array): OccupantIdOf =>
  ({ jid, id }, account) =>
    createHmac("sha256", secret).update(`${jid.bare}\0${id}\0${account}`).digest("base64url");

export const occupantId = (id: string): Element => xml("occupant-id", { xmlns: NS_OCCUPANT_ID, id });

export const occupantIds = defineModule({
  name: "occupant_ids",
  xep: "0421",
  version: "1.0.1",
  setup: ({ secret, use }) => {
    const idOf = occupantIdsBy(secret("XEP-0421 occupant ids"));
    const known = new WeakMap<Occupant, Element>();
    /** The same element each time, so that what contains it is printed once. */
    const of = ({ room, occupant }: { readonly room: Room; readonly occupant: Occupant }): Element => {
      const element = known.get(occupant) ?? occupantId(idOf(room, occupant.account));
      known.set(occupant, element);
      return element;
    };
    const withId = (sent: RoomMessage): Element => withChildren(sent.message, [...sent.message.children, of(sent)]);

    use(rooms).extend({
      features: [NS_OCCUPANT_ID],
      // §4: all rooms have them.
      serviceFeatures: [NS_OCCUPANT_ID],
      reserved: [["occupant-id", NS_OCCUPANT_ID]],
      presence: (shown) => [of(shown)],
      amend: withId,
      amendPrivate: withId,
    });
    return { api: { idOf } };
  },
});
