/** XEP-0357, for rooms: what is said in a room for members wakes the apps of those members who are not in it. */
import type { Element } from "ltx";
import { Rounds } from "../../im/rounds.ts";
import { defineModule } from "../../server/module.ts";
import { blocking } from "../0191-blocking.ts";
import { push } from "../0357-push/push.ts";
import { isUrgent } from "../0357-push/urgent.ts";
import { booleanIn } from "../kit/0004-data-forms.ts";
import { pep } from "../publishing/0163-pep.ts";
import { BOOKMARKS } from "../publishing/0402-conferences.ts";
import type { RoomMessage } from "./0045-muc/feature.ts";
import { rooms } from "./0045-muc/muc.ts";
import { isAtLeast } from "./0045-muc/privileges.ts";
import type { Room } from "./0045-muc/state/room.ts";

/** XEP-0492. */
const NOTIFICATIONS = "urn:xmpp:notification-settings:1";

/**
 * A client leaves its rooms with its connection, and what is said there reaches it no more: neither it nor its push service
 * would know. Once it is awake, it enters again and finds in the archive what it has missed.
 */
export const roomPush = defineModule({
  name: "room_push",
  xep: "0357",
  version: "0.4.1",
  setup: ({ db, inTurns, log, use }) => {
    const { engine, extend } = use(rooms);
    const { wakeAbsent } = use(push);
    const { isBlocked } = use(blocking);
    const bookmarks = use(pep);
    const rounds = new Rounds({ db, inTurns, log });

    const isWanted = (account: string, room: Room): boolean =>
      isToBeNotified(bookmarks.itemOf(account, BOOKMARKS, room.jid.bare)?.payload);

    /** Of whatever server: an account without an app here costs no more than a look. */
    const otherMembers = ({ room, occupant }: RoomMessage): string[] =>
      engine.affiliations
        .all(room)
        .filter(({ jid, affiliation }) => jid !== occupant.account && isAtLeast(affiliation, "member"))
        .map(({ jid }) => jid);

    /** Thousands may be members. */
    function* wakeMembers(said: RoomMessage): Generator<void> {
      const { room, message, stanza } = said;
      for (const account of otherMembers(said)) {
        wakeAbsent(account, message, {
          // An app that is in the room is sent the message, and woken for it where it does not take it.
          isThere: (session) => room.occupants.bySession(session) !== undefined,
          isWanted: () => isWanted(account, room) && !isBlocked(account, stanza.from) && !isBlocked(account, room.jid),
        });
        yield;
      }
    }

    extend({
      copy: (said) => {
        const { room, message, stanza } = said;
        if (!room.config.membersonly || !isUrgent({ name: "message", type: "groupchat", xml: message })) return;
        rounds.begin(stanza.from.bare, wakeMembers(said));
      },
    });
    return { stopping: () => rounds.stop() };
  },
});

/** XEP-0402: who has bookmarked a room and does not enter it by itself is not missing it; XEP-0492: nor who wants no word of it. */
export function isToBeNotified(bookmark: Element | undefined): boolean {
  if (!bookmark) return true;
  if (!booleanIn(bookmark.attrs.autojoin)) return false;
  const wishes =
    bookmark.getChild("extensions", BOOKMARKS)?.getChild("notify", NOTIFICATIONS)?.getChildElements() ?? [];
  return wishes.length === 0 || wishes.some((wish) => wish.getName() !== "never");
}
