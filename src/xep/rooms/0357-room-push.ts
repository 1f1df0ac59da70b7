/** XEP-0357, for rooms: a message in a members-only room wakes the clients of the members who are not in it. */
import type { Element } from "ltx";
import { FanOut } from "../../im/fan-out.ts";
import { defineModule } from "../../server/module.ts";
import { blocking } from "../0191-blocking.ts";
import { push } from "../0357-push/push.ts";
import { isCall, isUrgent } from "../0357-push/urgent.ts";
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
 * A client that has lost its connection has left its rooms: without a push notification, it would not learn of messages there.
 * Once awake, it enters again and reads the archive.
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
    const fanOut = new FanOut({ db, inTurns, log });

    const isWanted = (account: string, room: Room): boolean =>
      isToBeNotified(bookmarks.itemOf(account, BOOKMARKS, room.jid.bare)?.payload);

    /** On any server: `wakeAbsent` ignores accounts without push services here. */
    const otherMembers = ({ room, occupant }: RoomMessage): string[] =>
      engine.affiliations
        .all(room)
        .filter(({ jid, affiliation }) => jid !== occupant.account && isAtLeast(affiliation, "member"))
        .map(({ jid }) => jid);

    /** One member between two `yield`s: there may be thousands. */
    function* wakeMembers(roomMessage: RoomMessage): Generator<void> {
      const { room, message, stanza } = roomMessage;
      for (const account of otherMembers(roomMessage)) {
        wakeAbsent(account, message, {
          // A client in the room is sent the message itself, and woken where it does not receive it.
          isThere: (session) => room.occupants.bySession(session) !== undefined,
          isWanted: () => isWanted(account, room) && !isBlocked(account, stanza.from) && !isBlocked(account, room.jid),
        });
        yield;
      }
    }

    extend({
      copy: (roomMessage) => {
        const { room, message, stanza, isArchived } = roomMessage;
        if (!room.config.membersonly || !isUrgent({ name: "message", type: "groupchat", xml: message })) return;
        // A client that is woken finds nothing else.
        if (!isArchived && !isCall(message)) return;
        fanOut.start(stanza.from.bare, wakeMembers(roomMessage));
      },
    });
    return { stopping: () => fanOut.stop() };
  },
});

/** Whether the bookmark of a room allows notifications: with autojoin (XEP-0402), and not where they are switched off (XEP-0492). */
export function isToBeNotified(bookmark: Element | undefined): boolean {
  if (!bookmark) return true;
  if (!booleanIn(bookmark.attrs.autojoin)) return false;
  const settings =
    bookmark.getChild("extensions", BOOKMARKS)?.getChild("notify", NOTIFICATIONS)?.getChildElements() ?? [];
  return settings.length === 0 || settings.some((setting) => setting.getName() !== "never");
}
