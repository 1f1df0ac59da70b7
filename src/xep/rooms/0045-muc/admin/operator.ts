/** The service-level operator: lists, creates, destroys rooms and sets affiliations, with the privileges of an owner in each. */
import type { Jid } from "../../../../jid/jid.ts";
import { xml } from "../../../../stanza.ts";
import { StanzaError } from "../../../../stanza-error.ts";
import { checkAffiliationLimit, setAffiliation } from "../broadcast/affiliation-changes.ts";
import { broadcastStatus } from "../broadcast/room-announcements.ts";
import type { Engine } from "../engine.ts";
import { createRoom } from "../occupant/creating.ts";
import { inviteMember } from "../occupant/mediated-invitations.ts";
import type { Affiliation, Role } from "../privileges.ts";
import { type RoomConfig, SETTINGS } from "../settings.ts";
import type { AffiliationEntry } from "../state/affiliations.ts";
import type { Room } from "../state/room.ts";
import type { RoomSummary } from "../state/rooms.ts";
import type { AffiliationItem } from "./admin-items.ts";
import { destroyRoom } from "./destroying.ts";
import { checkMaySetAffiliations } from "./rules.ts";

export interface RoomDetails {
  readonly jid: string;
  /** Milliseconds since 1970. */
  readonly created: number;
  /** Not configured yet (XEP-0045 §10.1). */
  readonly isLocked: boolean;
  /** Without the password. */
  readonly config: Omit<RoomConfig, "roomsecret">;
  readonly subject: string;
  /** Oldest first. */
  readonly affiliations: readonly AffiliationEntry[];
  readonly occupants: readonly {
    readonly nick: string;
    /** The bare JID. */
    readonly account: string;
    readonly role: Role;
    readonly affiliation: Affiliation;
    /** How many sessions it has. */
    readonly clients: number;
  }[];
}

export interface NewRoom {
  readonly room: Jid;
  /** The bare JID. */
  readonly owner: string;
  /** Whether it is public and open, or private. */
  readonly isPublic: boolean;
  /** "" for none. */
  readonly name: string;
}

export interface RoomOperator {
  /** The domains of rooms, in the order of config.toml. */
  readonly services: readonly string[];
  /** Sorted by address. */
  list(): Promise<RoomSummary[]>;
  /** Those behind the address `after`, sorted by address. */
  page(max: number, after: string): RoomSummary[];
  /** Throws StanzaError item-not-found. */
  show(room: Jid): RoomDetails;
  /** Unlocked. Throws StanzaError conflict where the room exists, not-acceptable for a name that is too long. */
  create(room: NewRoom): RoomDetails;
  /** Throws StanzaError item-not-found. */
  destroy(room: Jid, reason?: string): void;
  /** Throws StanzaError item-not-found, conflict (§10.4), not-acceptable, resource-constraint. Returns the former affiliation. */
  setAffiliation(room: Jid, jid: string, affiliation: Affiliation, reason?: string): Affiliation;
  /** What people call it. Throws StanzaError item-not-found, not-acceptable for a name that is too long. */
  rename(room: Jid, name: string): void;
  /**
   * Makes an account a member without inviting it; returns false where it is banned, or a member or more already.
   * Throws StanzaError item-not-found, resource-constraint.
   */
  admit(room: Jid, jid: string): boolean;
  /** A member is none any more; whoever is something else stays that. Nothing where there is no such room. */
  release(room: Jid, jid: string): void;
}

/** Characters. */
const MAX_REASON_LENGTH = 4096;
/** Rooms between two `yield`s. */
const PORTION = 100;

/** It has no account that could be banned. */
const OPERATOR = { account: "", affiliation: "owner" } as const;

/** `changing` runs what changes a room in a transaction, and drops the copy of the room in memory where it fails. */
export function openRoomOperator(
  engine: Engine,
  services: readonly string[],
  changing: <T>(room: Jid, work: () => T) => T,
): RoomOperator {
  const existing = ({ bare }: Jid): Room => {
    const room = engine.rooms.get(bare);
    if (!room) throw new StanzaError("item-not-found", { text: "there is no such room" });
    return room;
  };
  return {
    services,
    list: () => engine.inTurns("", listRooms(engine)),
    page: (max, after) => engine.rooms.page(after, max),
    show: (jid) => detailsOf(engine, existing(jid)),
    create: ({ room: jid, owner, isPublic, name }) =>
      changing(jid, () => {
        if (engine.rooms.get(jid.bare)) throw new StanzaError("conflict", { text: "there is such a room" });
        const roomname = SETTINGS.roomname.parse([name]);
        const config = { roomname, publicroom: isPublic, membersonly: !isPublic };
        return detailsOf(engine, createRoom(engine, jid, { bare: owner }, false, config));
      }),
    destroy: (jid, reason) =>
      changing(jid, () =>
        destroyRoom(engine, existing(jid), reason ? xml("destroy", {}, xml("reason", {}, reason)) : undefined),
      ),
    setAffiliation: (jid, whom, affiliation, reason) =>
      changing(jid, () =>
        changeAffiliation(engine, existing(jid), { jid: whom, affiliation, reason, nick: undefined }),
      ),
    rename: (jid, name) => changing(jid, () => renameRoom(engine, existing(jid), name)),
    admit: (jid, whom) =>
      changing(jid, () => {
        const room = existing(jid);
        if (engine.affiliations.ofExactJid(room, whom) !== "none") return false;
        checkAffiliationLimit(engine, room, 1);
        setAffiliation(engine, room, { jid: whom, affiliation: "member" });
        return true;
      }),
    release: (jid, whom) =>
      changing(jid, () => {
        const room = engine.rooms.get(jid.bare);
        if (room && engine.affiliations.ofExactJid(room, whom) === "member")
          setAffiliation(engine, room, { jid: whom, affiliation: "none" });
      }),
  };
}

function* listRooms({ rooms }: Engine): Generator<void, RoomSummary[]> {
  const all: RoomSummary[] = [];
  for (let page = rooms.page("", PORTION); page.length > 0; page = rooms.page(all.at(-1)?.jid ?? "", PORTION)) {
    all.push(...page);
    yield;
  }
  return all;
}

function detailsOf({ affiliations }: Engine, room: Room): RoomDetails {
  const { roomsecret: _, ...config } = room.config;
  return {
    jid: room.jid.bare,
    created: room.created,
    isLocked: room.isLocked,
    config,
    subject: room.subject.text,
    affiliations: affiliations.all(room),
    occupants: [...room.occupants].map(({ nick, account, role, affiliation, sessions }) => ({
      nick,
      account,
      role,
      affiliation,
      clients: sessions.size,
    })),
  };
}

function renameRoom(engine: Engine, room: Room, name: string): void {
  const roomname = SETTINGS.roomname.parse([name]);
  if (roomname === room.config.roomname) return;
  room.config = { ...room.config, roomname };
  engine.rooms.save(room);
  broadcastStatus(engine, room, ["configuration changed"]);
}

function changeAffiliation(engine: Engine, room: Room, item: AffiliationItem): Affiliation {
  const { affiliations, config } = engine;
  const { jid, affiliation, reason } = item;
  const before = affiliations.ofExactJid(room, jid);
  const owners = affiliations.holders(room, "owner", 2);
  checkMaySetAffiliations(OPERATOR, [item], () => before, owners);
  if (before === affiliation) return before;
  if (before === "none" && affiliations.count(room) >= config.max_affiliations)
    throw new StanzaError("resource-constraint");
  setAffiliation(engine, room, { jid, affiliation, reason: reason?.slice(0, MAX_REASON_LENGTH) });
  if (before === "none" && affiliation === "member") inviteMember(engine, room, jid, { reason });
  return before;
}
