/** A room as it is in memory while somebody is in it, or while it is asked: a picture of its rows, and nothing else. */
import { type Jid, withResource } from "../../../../jid/jid.ts";
import type { Role } from "../privileges.ts";
import type { RoomConfig } from "../settings.ts";
import { type Occupant, Occupants } from "./occupants.ts";
import { RecentPrivateMessages } from "./recent-private-messages.ts";

/** XEP-0045 §8.1. */
export interface RoomSubject {
  /** Empty where there is none. */
  readonly text: string;
  /** The nickname of who has set or cleared it; undefined where nobody ever did. */
  readonly nick?: string | undefined;
  /** Milliseconds since 1970. */
  readonly time?: number | undefined;
  /** What the room had written into the message: its ids, as XML. */
  readonly marks?: readonly string[] | undefined;
}

export interface RoomRow {
  readonly id: number;
  readonly jid: Jid;
  /** Milliseconds since 1970. */
  readonly created: number;
  /** §10.1.1: not configured yet; nobody enters but its owner. */
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

  /** The occupant JID of a nickname. */
  occupantJid(nick: string): string {
    return withResource(this.jid, nick).full;
  }

  /** §7.2.3, §7.2.4: whether this occupant may know the others' addresses. */
  showsRealJidsTo(viewer: Pick<Occupant, "role">): boolean {
    return this.config.whois === "anyone" || viewer.role === "moderator";
  }

  /** §7.2.2: whether everybody is told of the presence of those who have this role. */
  broadcastsPresenceOf(role: Role): boolean {
    return this.config.presencebroadcast.some((shown) => shown === role);
  }
}
