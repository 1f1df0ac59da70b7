/** XEP-0421: Occupant identifiers: who is the same person under another nickname, without a word of who that is. */
import { createHmac } from "node:crypto";
import type { Element } from "ltx";
import { defineModule } from "../../server/module.ts";
import { withChildren, xml } from "../../stanza.ts";
import type { RoomMessage } from "./0045-muc/feature.ts";
import { rooms } from "./0045-muc/muc.ts";
import type { Occupant } from "./0045-muc/state/occupants.ts";
import type { Room } from "./0045-muc/state/room.ts";

export const NS_OCCUPANT = "urn:xmpp:occupant-id:0";

/** The id of an account (a bare JID) in a room. */
export type OccupantIdOf = (room: Pick<Room, "jid" | "id">, account: string) => string;

/** §4.1: out of a secret that stays here. A room that is made anew under an old name has none of the old ids. */
export const occupantIdsBy =
  (secret: Uint8Array): OccupantIdOf =>
  ({ jid, id }, account) =>
    createHmac("sha256", secret).update(`${jid.bare}\0${id}\0${account}`).digest("base64url");

export const occupantId = (id: string): Element => xml("occupant-id", { xmlns: NS_OCCUPANT, id });

export const occupantIds = defineModule({
  name: "occupant_ids",
  xep: "0421",
  version: "1.0.1",
  setup: ({ secret, use }) => {
    const idOf = occupantIdsBy(secret("XEP-0421 occupant ids"));
    const known = new WeakMap<Occupant, Element>();
    /** The same element each time: what it stands in is printed once, and nobody changes it. */
    const of = ({ room, occupant }: { readonly room: Room; readonly occupant: Occupant }): Element => {
      const element = known.get(occupant) ?? occupantId(idOf(room, occupant.account));
      known.set(occupant, element);
      return element;
    };
    const marked = (said: RoomMessage): Element => withChildren(said.message, [...said.message.children, of(said)]);

    use(rooms).extend({
      features: [NS_OCCUPANT],
      // §4: all rooms have them.
      serviceFeatures: [NS_OCCUPANT],
      reserved: [["occupant-id", NS_OCCUPANT]],
      presence: (shown) => [of(shown)],
      amend: marked,
      amendPrivate: marked,
    });
    return { api: { idOf } };
  },
});
