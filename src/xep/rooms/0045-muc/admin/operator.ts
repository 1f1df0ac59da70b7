/** What whoever runs the server does with its rooms: without being in any of them, and with an owner's rights in each. */
import type { Jid } from "../../../../jid/jid.ts";
import { xml } from "../../../../stanza.ts";
import { StanzaError } from "../../../../stanza-error.ts";
import { setAffiliation } from "../broadcast/affiliation-changes.ts";
import type { Engine } from "../engine.ts";
import { createRoom } from "../occupant/creating.ts";
import { inviteMember } from "../occupant/mediated-invitations.ts";
import type { Affiliation, Role } from "../privileges.ts";
import { type RoomConfig, SETTINGS } from "../settings.ts";
import type { AffiliationEntry } from "../state/affiliations.ts";
import type { Room } from "../state/room.ts";
import type { RoomSummary } from "../state/rooms.ts";
import type { AffiliationItem } from "./admin-items.ts";
import { checkMaySetAffiliations } from "./affiliation-rules.ts";
import { destroyRoom } from "./destroying.ts";

export interface RoomDetails {
  readonly jid: string;
  /** Milliseconds since 1970. */
  readonly created: number;
  /** Its maker has not said yet how it is to be. */
  readonly isLocked: boolean;
  /** Without the password. */
  readonly config: Omit<RoomConfig, "roomsecret">;
  readonly subject: string;
  /** In the order in which they came. */
  readonly affiliations: readonly AffiliationEntry[];
  readonly occupants: readonly {
    readonly nick: string;
    /** The bare JID. */
    readonly account: string;
    readonly role: Role;
    readonly affiliation: Affiliation;
    /** How many apps the account is in with. */
    readonly clients: number;
  }[];
}

export interface NewRoom {
  readonly room: Jid;
  /** The bare JID. */
  readonly owner: string;
  /** Everybody may enter it, and finds it; private otherwise. */
  readonly isPublic: boolean;
  /** "" for none. */
  readonly name: string;
}

export interface RoomOperator {
  /** The domains whose addresses are rooms, in the order of config.toml. */
  readonly services: readonly string[];
  list(): Promise<RoomSummary[]>;
  /** Throws StanzaError item-not-found. */
  show(room: Jid): RoomDetails;
  /** Ready to be entered. Throws StanzaError conflict where there is one already, not-acceptable for a name that is too long. */
  create(wish: NewRoom): RoomDetails;
  /** All who are in it are told. Throws StanzaError item-not-found. */
  destroy(room: Jid, reason?: string): void;
  /** Throws StanzaError item-not-found, conflict (§10.4), not-acceptable, resource-constraint. Returns what it was before. */
  setAffiliation(room: Jid, jid: string, affiliation: Affiliation, reason?: string): Affiliation;
}

const MAX_REASON_LENGTH = 4096;
/** Rooms that are read in one go. */
const PORTION = 100;

/** As an owner of every room; nobody can ban it. */
const OPERATOR = { account: "", affiliation: "owner" } as const;

/** `kept` runs what changes a room, and gives up its picture in memory where it fails. */
export function openRoomOperator(
  engine: Engine,
  services: readonly string[],
  kept: <T>(room: Jid, work: () => T) => T,
): RoomOperator {
  const existing = ({ bare }: Jid): Room => {
    const room = engine.rooms.get(bare);
    if (!room) throw new StanzaError("item-not-found", { text: "there is no such room" });
    return room;
  };
  return {
    services,
    list: () => engine.inTurns("", listRooms(engine)),
    show: (jid) => detailsOf(engine, existing(jid)),
    create: ({ room: jid, owner, isPublic, name }) =>
      kept(jid, () => {
        if (engine.rooms.get(jid.bare)) throw new StanzaError("conflict", { text: "there is such a room" });
        const roomname = SETTINGS.roomname.read([name]);
        const config = { roomname, publicroom: isPublic, membersonly: !isPublic };
        return detailsOf(engine, createRoom(engine, jid, { bare: owner }, false, config));
      }),
    destroy: (jid, reason) =>
      kept(jid, () =>
        destroyRoom(engine, existing(jid), reason ? xml("destroy", {}, xml("reason", {}, reason)) : undefined),
      ),
    setAffiliation: (jid, whom, affiliation, reason) =>
      kept(jid, () => changeAffiliation(engine, existing(jid), { jid: whom, affiliation, reason, nick: undefined })),
  };
}

/** By address, a portion between two `yield`s. */
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
