/** A room in memory: a copy of its rows, while it has occupants or handles a stanza. */
import { type Jid, withResource } from "../../../../jid/jid.ts";
import type { Role } from "../privileges.ts";
import type { RoomConfig } from "../settings.ts";
import { type Occupant, Occupants } from "./occupants.ts";
import { RecentPrivateMessages } from "./recent-private-messages.ts";

/** XEP-0045 §8.1. */
export interface RoomSubject {
  /** Empty where there is none. */
  readonly text: string;
  /** The nickname of the occupant that has set or cleared it; undefined where nobody has. */
  readonly nick?: string | undefined;
  /** Milliseconds since 1970. */
  readonly time?: number | undefined;
  /** The elements that the room had added to the message (its ids), as XML. The name is that in the store. */
  readonly marks?: readonly string[] | undefined;
}

export interface RoomRow {
  readonly id: number;
  readonly jid: Jid;
  /** Milliseconds since 1970. */
  readonly created: number;
  /** §10.1.1: not configured yet: only its owner enters. */
  isLocked: boolean;
  config: RoomConfig;
  subject: RoomSubject;
}

export class Room implements RoomRow {
  readonly id: number;
  /** The bare JID. */
  readonly jid: Jid;
  readonly created: number;
  isLocked: boolean;
  config: RoomConfig;
  subject: RoomSubject;
  readonly occupants = new Occupants();
  readonly recentPrivateMessages = new RecentPrivateMessages();

  constructor(row: RoomRow) {
    this.id = row.id;
    this.jid = row.jid;
    this.created = row.created;
    this.isLocked = row.isLocked;
    this.config = row.config;
    this.subject = row.subject;
  }

  /** §4.1: the occupant JID of a nickname. */
  occupantJid(nick: string): string {
    return withResource(this.jid, nick).full;
  }

  /** §7.2.3, §7.2.4: whether this occupant is shown the others' real JIDs. */
  showsRealJidsTo(viewer: Pick<Occupant, "role">): boolean {
    return this.config.whois === "anyone" || viewer.role === "moderator";
  }

  /** §7.2.2: whether the presence of occupants with this role is broadcast. */
  broadcastsPresenceOf(role: Role): boolean {
    return this.config.presencebroadcast.some((broadcast) => broadcast === role);
  }
}
