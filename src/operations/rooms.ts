/** Operations on rooms (XEP-0045): list, show, create, destroy, change an affiliation. */
import type { Jid } from "../jid/jid.ts";
import { OperationError } from "../operation-error.ts";
import { StanzaError, type StanzaErrorCondition } from "../stanza-error.ts";
import type { Accounts } from "../store/accounts.ts";
import type { Database } from "../store/database.ts";
import type { RoomDetails, RoomOperator } from "../xep/rooms/0045-muc/admin/operator.ts";
import { AFFILIATIONS, type Affiliation, isAffiliation } from "../xep/rooms/0045-muc/privileges.ts";
import type { RoomSummary } from "../xep/rooms/0045-muc/state/rooms.ts";
import { storing, synced } from "./storing.ts";

export type { RoomDetails };

export type RoomEntry = Omit<RoomSummary, "config"> & { readonly isPublic: boolean; readonly isForMembers: boolean };

export interface RoomPage {
  /** By address. */
  readonly rooms: readonly RoomEntry[];
  /** Where the next page begins; undefined after the last one. */
  readonly next: string | undefined;
}

export interface NewRoom {
  readonly room: Jid;
  /** The server's only administrator where it is not said. */
  readonly owner?: Jid | undefined;
  /** Everybody may enter it, and finds it; private otherwise. */
  readonly isPublic: boolean;
  readonly name?: string | undefined;
}

export interface AffiliationChange {
  readonly room: Jid;
  /** An address or a whole domain. */
  readonly jid: Jid;
  readonly affiliation: Affiliation;
  readonly reason?: string | undefined;
}

export interface AffiliationChanged {
  readonly room: string;
  readonly jid: string;
  readonly affiliation: Affiliation;
  readonly before: Affiliation;
}

/** What was changed is on the disk when a promise resolves. All throw or reject with OperationError not-a-room, no-rooms-there. */
export interface RoomOperations {
  /** The domains whose addresses are rooms, in the order of config.toml. */
  readonly services: readonly string[];
  readonly list: () => Promise<readonly RoomEntry[]>;
  /** At most `max` rooms, those behind the address `after`. */
  readonly page: (max: number, after?: string) => RoomPage;
  /** Throws OperationError no-such-room. */
  readonly show: (room: Jid) => RoomDetails;
  /** Rejects with OperationError room-exists, room-name-too-long, owner-not-named, no-such-account, domain-cannot-own. */
  readonly create: (room: NewRoom) => Promise<RoomDetails>;
  /** Resolves with the bare JID. Rejects with OperationError no-such-room. */
  readonly destroy: (room: Jid, reason?: string) => Promise<string>;
  /**
   * Rejects with OperationError no-such-room, no-such-account, not-an-affiliation, last-owner, domain-cannot-own,
   * too-many-affiliations.
   */
  readonly setAffiliation: (change: AffiliationChange) => Promise<AffiliationChanged>;
}

export interface RoomDeps {
  readonly operator: Omit<RoomOperator, "rename" | "admit" | "release">;
  readonly accounts: Pick<Accounts, "exists" | "administrators">;
  readonly domains: readonly string[];
  readonly db: Pick<Database, "afterSync">;
}

export function roomOperations({ operator, accounts, domains, db }: RoomDeps): RoomOperations {
  const { services } = operator;

  const assertRoom = (jid: Jid): void => {
    const example = `family@${services[0] ?? ""}`;
    if (jid.local === "" || jid.resource !== "") throw new OperationError("not-a-room", { given: jid.full, example });
    if (services.includes(jid.domain)) return;
    // Whoever leaves out the subdomain means the rooms of that very domain.
    const near = services.find((service) => service.endsWith(`.${jid.domain}`));
    throw new OperationError("no-rooms-there", {
      domain: jid.domain,
      services,
      example: near ? `${jid.local}@${near}` : example,
    });
  };
  const assertNotMissing = ({ local, domain, bare }: Jid): void => {
    if (local !== "" && domains.includes(domain) && !accounts.exists(bare))
      throw new OperationError("no-such-account", { account: bare });
  };
  const ownerOf = ({ owner }: NewRoom): string => {
    if (!owner) return onlyAdministrator(accounts);
    assertNotMissing(owner);
    if (owner.local === "") throw new OperationError("domain-cannot-own", {});
    return owner.bare;
  };
  /** Does `work`, and waits for the disk. */
  const changing = <Result>(work: () => Result, failures: Failures): Promise<Result> =>
    storing(async () => {
      const result = failingWith(failures, work);
      await synced(db);
      return result;
    });

  return {
    services,
    list: async () => (await operator.list()).map(summaryOf),
    page: (max, after = "") => {
      // One more, which says whether there are others.
      const found = operator.page(max + 1, after);
      const rooms = found.slice(0, max).map(summaryOf);
      return { rooms, next: found.length > max ? rooms.at(-1)?.jid : undefined };
    },
    show: (room) => {
      assertRoom(room);
      return failingWith({ "item-not-found": noSuchRoom(room) }, () => operator.show(room));
    },
    create: async (wanted) => {
      const { room, isPublic, name = "" } = wanted;
      assertRoom(room);
      const owner = ownerOf(wanted);
      return await changing(() => operator.create({ room, owner, isPublic, name }), {
        conflict: new OperationError("room-exists", { room: room.bare }),
        "not-acceptable": new OperationError("room-name-too-long", {}),
      });
    },
    destroy: async (room, reason) => {
      assertRoom(room);
      await changing(() => operator.destroy(room, reason), { "item-not-found": noSuchRoom(room) });
      return room.bare;
    },
    setAffiliation: async ({ room, jid, affiliation, reason }) => {
      assertRoom(room);
      if (affiliation !== "none" && affiliation !== "outcast") assertNotMissing(jid);
      const before = await changing(() => operator.setAffiliation(room, jid.bare, affiliation, reason), {
        "item-not-found": noSuchRoom(room),
        conflict: new OperationError("last-owner", { room: room.bare }),
        "not-acceptable": new OperationError("domain-cannot-own", {}),
        "resource-constraint": new OperationError("too-many-affiliations", { room: room.bare }),
      });
      return { room: room.bare, jid: jid.bare, affiliation, before };
    },
  };
}

function summaryOf({ config, ...counted }: RoomSummary): RoomEntry {
  return { ...counted, isPublic: config.publicroom, isForMembers: config.membersonly };
}

/** A server at home has one: its rooms are theirs unless said otherwise. */
function onlyAdministrator(accounts: RoomDeps["accounts"]): string {
  const [first, ...others] = accounts.administrators();
  if (first !== undefined && others.length === 0) return first;
  throw new OperationError("owner-not-named", {});
}

/** By the condition with which the rooms refuse something. */
type Failures = Readonly<Partial<Record<StanzaErrorCondition, OperationError>>>;

const noSuchRoom = ({ bare }: Jid): OperationError => new OperationError("no-such-room", { room: bare });

function failingWith<Result>(failures: Failures, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw (error instanceof StanzaError && failures[error.condition]) || error;
  }
}

/** Characters of what was typed that a failure repeats. */
const MAX_SHOWN = 50;

/** Throws OperationError not-an-affiliation. */
export function parseAffiliation(text: string): Affiliation {
  if (isAffiliation(text)) return text;
  const affiliations = [...AFFILIATIONS].reverse();
  throw new OperationError("not-an-affiliation", { given: text.slice(0, MAX_SHOWN), affiliations });
}
