/** The room of a circle, and its bookmark (XEP-0402): who is in the circle is a member, and has the room in the apps. */
import { parseJid, storedJid } from "../../../jid/jid.ts";
import type { Logger } from "../../../log.ts";
import type { Server } from "../../../server/module.ts";
import { tryAtomically } from "../../../server/try-atomically.ts";
import { copyOf, xml } from "../../../stanza.ts";
import type { PepItem } from "../../publishing/0163-pep.ts";
import { BOOKMARKS } from "../../publishing/0402-conferences.ts";
import type { RoomOperator } from "../0045-muc/admin/operator.ts";
import { localParts } from "./circle-name.ts";
import type { CircleRow, MemberRow } from "./circle-store.ts";

export interface CircleRoomDeps extends Pick<Server, "db" | "accounts"> {
  readonly operator: () => RoomOperator;
  /** Whether there is a room with this bare JID. */
  readonly isRoom: (jid: string) => boolean;
  readonly nodes: {
    readonly publish: (account: string, node: string, item: { id: string; payload: PepItem["payload"] & {} }) => void;
    readonly retract: (account: string, node: string, ids: readonly string[]) => void;
    readonly itemOf: (account: string, node: string, id: string) => PepItem | undefined;
  };
  /** What an account is called, for its nickname in the room. */
  readonly nameOf: (account: string) => string;
  readonly log: Pick<Logger, "info">;
}

export interface CircleRoom {
  /** Makes the room, for members only, owned by all administrators; returns its bare JID. Throws StanzaError. */
  make(name: string, owners: readonly [string, ...string[]]): string;
  /** Throws StanzaError not-acceptable. */
  rename(room: string, name: string): void;
  destroy(room: string): void;
  /** Lets somebody who is in the circle into its room and gives the bookmark, or has it named anew. Returns what is so now. */
  enter(circle: CircleRow, member: MemberRow): MemberRow;
  /** Takes away what `enter` has given. Returns what is so now. */
  exit(member: MemberRow): MemberRow;
}

export function openCircleRoom(deps: CircleRoomDeps): CircleRoom {
  const { operator, nodes, nameOf } = deps;

  const addressFor = (name: string): string => {
    const [service = ""] = operator().services;
    for (const local of localParts(name)) {
      const { bare } = parseJid(`${local}@${service}`);
      if (!deps.isRoom(bare)) return bare;
    }
    throw new Error("localParts ends");
  };

  const conference = (name: string, account: string) =>
    xml("conference", { xmlns: BOOKMARKS, name, autojoin: "true" }, xml("nick", {}, nameOf(account)));

  /** Returns whether the account has it because of this. */
  const bookmark = (account: string, room: string, name: string): boolean =>
    nodes.itemOf(account, BOOKMARKS, room) === undefined &&
    tryAtomically(deps, "circle-not-bookmarked", account, () =>
      nodes.publish(account, BOOKMARKS, { id: room, payload: conference(name, account) }),
    );

  /** Whatever else the person has changed of it stays; so does a name of the person's own. */
  const renameBookmark = (account: string, room: string, before: string | null, name: string): void => {
    const payload = nodes.itemOf(account, BOOKMARKS, room)?.payload;
    if (!payload || payload.attrs.name !== before) return;
    const renamed = copyOf(payload);
    renamed.attrs.name = name;
    tryAtomically(deps, "circle-not-bookmarked", account, () =>
      nodes.publish(account, BOOKMARKS, { id: room, payload: renamed }),
    );
  };

  const exit: CircleRoom["exit"] = (member) => {
    const { account, room, is_admitted, is_bookmarked } = member;
    if (room !== null && deps.accounts.exists(account)) {
      // First, so that apps do not enter it again.
      if (is_bookmarked) nodes.retract(account, BOOKMARKS, [room]);
      if (is_admitted) operator().release(storedJid(room), account);
    }
    return { ...member, room: null, room_name: null, is_admitted: 0, is_bookmarked: 0 };
  };

  return {
    make: (name, [owner, ...others]) => {
      const room = addressFor(name);
      const jid = parseJid(room);
      operator().create({ room: jid, owner, isPublic: false, name });
      for (const other of others) operator().setAffiliation(jid, other, "owner");
      return room;
    },
    rename: (room, name) => operator().rename(storedJid(room), name),
    destroy: (room) => operator().destroy(storedJid(room)),
    enter: ({ name, room }, member) => {
      const { account } = member;
      if (member.room !== room) {
        const outside = exit(member);
        if (room === null) return outside;
        let isAdmitted = false;
        tryAtomically(deps, "circle-not-admitted", account, () => {
          isAdmitted = operator().admit(storedJid(room), account);
        });
        const isBookmarked = bookmark(account, room, name);
        return {
          ...outside,
          room,
          room_name: name,
          is_admitted: Number(isAdmitted),
          is_bookmarked: Number(isBookmarked),
        };
      }
      if (room === null || member.room_name === name) return member;
      if (member.is_bookmarked) renameBookmark(account, room, member.room_name, name);
      return { ...member, room_name: name };
    },
    exit,
  };
}
