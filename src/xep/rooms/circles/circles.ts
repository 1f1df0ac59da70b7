/** Circles: a family, a club. Its people have each other as contacts, in a group with its name, and its room (XEP-0045) as a bookmark (XEP-0402). */
import type { Element } from "ltx";
import { presence } from "../../../im/presence.ts";
import { roster } from "../../../im/roster.ts";
import { NS_OWN_CIRCLE } from "../../../namespaces.ts";
import { OperationError } from "../../../operation-error.ts";
import { integer } from "../../../options.ts";
import { defineModule } from "../../../server/module.ts";
import { xml } from "../../../stanza.ts";
import { vcard } from "../../0054-vcard.ts";
import { pep } from "../../publishing/0163-pep.ts";
import { rooms } from "../0045-muc/muc.ts";
import { openCircleContacts } from "./circle-contacts.ts";
import { openCircleImport } from "./circle-import.ts";
import { circleName, keyOf } from "./circle-name.ts";
import { openCircleRoom } from "./circle-room.ts";
import { type CircleRow, circleTables, openCircleStore } from "./circle-store.ts";
import { openSettling } from "./settling.ts";
import { NICKNAME, shownName } from "./shown-name.ts";

export interface CircleSummary {
  readonly name: string;
  /** Its room, a bare JID; null where that was destroyed. */
  readonly room: string | null;
  readonly people: number;
  /** Milliseconds since 1970. */
  readonly created: number;
}

export interface CircleDetails extends CircleSummary {
  /** The longest there first. */
  readonly members: readonly {
    readonly jid: string;
    /** By which the others have it. */
    readonly name: string;
    /** Milliseconds since 1970. */
    readonly since: number;
  }[];
}

/** Circles are named as people write them: case does not matter. All throw OperationError. */
export interface Circles {
  exists(name: string): boolean;
  /** By name. */
  list(): readonly CircleSummary[];
  /** Throws no-such-circle. */
  show(name: string): CircleDetails;
  /** The names of those that an account is in. */
  ofAccount(account: string): readonly string[];
  /** With its room. Throws not-a-circle-name, circle-exists, too-many-circles, no-administrator. */
  create(name: string): CircleSummary;
  /** With its room and the groups. Throws no-such-circle, not-a-circle-name, circle-exists. */
  rename(name: string, to: string): CircleSummary;
  /** Takes away what it has brought, and destroys its room unless that `isRoomKept`. Throws no-such-circle. */
  remove(name: string, isRoomKept: boolean): CircleSummary;
  /**
   * All or none; returns those who were not in it. Throws no-such-circle, no-such-account, circle-full,
   * too-many-circles-of-account.
   */
  add(name: string, accounts: readonly string[]): readonly string[];
  /** Returns those who were in it. Throws no-such-circle, not-in-circle. */
  kick(name: string, accounts: readonly string[]): readonly string[];
  /**
   * `add` for who is invited: returns false where there is no such circle any more, or no room in it. Contacts that were made
   * before stay when the account leaves the circle.
   */
  join(account: string, name: string): boolean;
  /** A circle that comes from another server: its people become contacts at the next start, or by `settle`. */
  readonly import: ReturnType<typeof openCircleImport>;
  /** Brings contacts and rooms in step with who has come. */
  settle(): void;
  /** Each with its people, as it is taken elsewhere. */
  exported(): Iterable<Element>;
  /** Called within the transaction. */
  onRename(listener: (name: string, to: string) => void): void;
}

const COUNT = { min: 1, max: 1000 };
/** Administrators who get the room; others may be made owners of it by them. */
const MAX_OWNERS = 20;

export const circles = defineModule({
  name: "circles",
  tables: circleTables,
  addresses: {
    tables: {
      circles_circle: { name: "other", key: "other", room: "jid" },
      circles_member: { account: "jid", state: "other", shown_name: "other", room: "jid", room_name: "other" },
      circles_contact: { account: "jid", contact: "jid", before: "other", group_name: "other", name: "other" },
    },
  },
  notExported: "circles are of the whole server; contacts and bookmarks that they brought go along",
  options: {
    max_circles: integer(100, "How many circles there may be.", COUNT),
    max_people: integer(200, "How many people may be in one circle: each has each as a contact.", COUNT),
    max_per_account: integer(20, "In how many circles one account may be.", COUNT),
  },
  setup: ({ db, config, accounts, domains, inTurns, schedule, use, log, now }) => {
    const store = openCircleStore(db);
    const { members } = store;
    const contacts = use(roster);
    const nodes = use(pep);
    const cards = use(vcard);
    const inRooms = use(rooms);
    const { engine, extend } = inRooms;
    /** Only where contacts may read it. */
    const nicknameOf = (account: string) => {
      const access = nodes.configOf(account, NICKNAME)?.access_model;
      return access === "open" || access === "presence" ? nodes.lastOf(account, NICKNAME)?.payload : undefined;
    };
    const nameOf = (account: string): string => shownName(account, nicknameOf(account), cards.vcardOf(account));
    const room = openCircleRoom({
      ...{ db, accounts, nodes, nameOf, log },
      operator: () => inRooms.operator,
      isRoom: (jid) => engine.rooms.get(jid) !== undefined,
    });
    const [owner = ""] = domains;
    const settling = openSettling({
      ...{ db, inTurns, log, store, room, owner },
      contacts: openCircleContacts({ store, roster: contacts, presence: use(presence), accounts, log }),
    });
    const renameListeners: ((name: string, to: string) => void)[] = [];
    schedule(0, settling.start);

    /** Others get the new name where they have not given another one. */
    const nameChanged = (account: string): void => {
      const name = nameOf(account);
      for (const member of members.ofAccount(account)) {
        if (member.shown_name === name) continue;
        members.setShownName(member.circle, account, name);
        members.mark(member.circle, account, "unsettled");
        settling.start();
      }
    };
    nodes.addListener({
      published: (account, node) => {
        if (node === NICKNAME) nameChanged(account);
      },
      removed: (account, node) => {
        if (node === NICKNAME) nameChanged(account);
      },
    });
    cards.onChange(nameChanged);
    contacts.onRemove(store.contacts.drop);
    accounts.onRemove((account) => {
      members.removeAccount(account);
      settling.start();
    });
    extend({
      removed: ({ jid }) => {
        const circle = store.circles.byRoom(jid.bare);
        if (!circle) return;
        store.circles.setRoom(circle.id, null);
        members.markAll(circle.id, "unsettled");
        settling.start();
      },
    });

    const existing = (name: string): CircleRow => {
      const circle = store.circles.byKey(keyOf(circleName(name) ?? ""));
      if (!circle) throw new OperationError("no-such-circle", { circle: name });
      return circle;
    };
    const newName = (given: string, not?: CircleRow): string => {
      const name = circleName(given);
      if (name === undefined) throw new OperationError("not-a-circle-name", { given });
      const other = store.circles.byKey(keyOf(name));
      if (other && other.id !== not?.id) throw new OperationError("circle-exists", { circle: other.name });
      return name;
    };
    const summaryOf = ({ id, name, room, created }: CircleRow): CircleSummary => ({
      ...{ name, room, created },
      people: members.count(id),
    });

    /** Null where nobody could own it. */
    const makeRoom = (name: string): string | null => {
      const [first, ...others] = accounts.administrators();
      return first === undefined ? null : room.make(name, [first, ...others.slice(0, MAX_OWNERS)]);
    };

    const api: Circles = {
      exists: (name) => store.circles.byKey(keyOf(circleName(name) ?? "")) !== undefined,
      list: () => store.circles.all().map(({ name, room, people, created }) => ({ name, room, people, created })),
      show: (name) => {
        const circle = existing(name);
        const people = members.of(circle.id);
        return {
          ...summaryOf(circle),
          members: people.map(({ account, shown_name, since }) => ({ jid: account, name: shown_name, since })),
        };
      },
      ofAccount: (account) => {
        const names = members.ofAccount(account).flatMap(({ circle }) => store.circles.byId(circle)?.name ?? []);
        return names.toSorted((one, other) => one.localeCompare(other));
      },
      create: (given) =>
        db.atomically(() => {
          const name = newName(given);
          if (store.circles.count() >= config.max_circles)
            throw new OperationError("too-many-circles", { maximum: config.max_circles });
          const made = makeRoom(name);
          if (made === null) throw new OperationError("no-administrator", {});
          const created = now();
          store.circles.insert(name, keyOf(name), made, created);
          return { name, room: made, people: 0, created };
        }),
      rename: (given, to) =>
        db.atomically(() => {
          const circle = existing(given);
          const name = newName(to, circle);
          store.circles.rename(circle.id, name, keyOf(name));
          if (circle.room !== null) room.rename(circle.room, name);
          members.markAll(circle.id, "unsettled");
          for (const listener of renameListeners) listener(circle.name, name);
          settling.start();
          return summaryOf({ ...circle, name });
        }),
      remove: (name, isRoomKept) =>
        db.atomically(() => {
          const circle = existing(name);
          const summary = summaryOf(circle);
          store.circles.retire(circle.id);
          members.markAll(circle.id, "leaving");
          if (isRoomKept) {
            members.keepPlaces(circle.id);
            store.circles.setRoom(circle.id, null);
          } else if (circle.room !== null) room.destroy(circle.room);
          store.circles.removeEmpty(circle.id);
          settling.start();
          return summary;
        }),
      add: (name, people) =>
        db.atomically(() => {
          const { id, name: circle } = existing(name);
          const added = [...new Set(people)].filter((account) => {
            if (!accounts.exists(account)) throw new OperationError("no-such-account", { account });
            const known = members.get(id, account);
            return known === undefined || known.state === "leaving";
          });
          if (members.count(id) + added.length > config.max_people)
            throw new OperationError("circle-full", { circle, maximum: config.max_people });
          for (const account of added) {
            if (members.ofAccount(account).length >= config.max_per_account)
              throw new OperationError("too-many-circles-of-account", { account, maximum: config.max_per_account });
            members.enter(id, account, now(), nameOf(account));
          }
          settling.start();
          return added;
        }),
      kick: (name, people) =>
        db.atomically(() => {
          const { id, name: circle } = existing(name);
          const kicked = [...new Set(people)];
          for (const account of kicked) {
            const known = members.get(id, account);
            if (!known || known.state === "leaving") throw new OperationError("not-in-circle", { account, circle });
            members.mark(id, account, "leaving");
          }
          settling.start();
          return kicked;
        }),
      join: (account, name) => {
        try {
          api.add(name, [account]);
          return true;
        } catch (error) {
          if (!(error instanceof OperationError)) throw error;
          log.warn({ event: "circle-not-joined", account, circle: name, reason: error.reason });
          return false;
        }
      },
      settle: settling.start,
      import: openCircleImport({ store, limits: config, accounts, now, nameOf, makeRoom }),
      exported: function* () {
        for (const { id, name, room: jid } of store.circles.all()) {
          const people = members.of(id).map(({ account }) => xml("member", { jid: account }));
          yield xml("circle", { xmlns: NS_OWN_CIRCLE, name, room: jid ?? undefined }, ...people);
        }
      },
      onRename: (listener) => void renameListeners.push(listener),
    };
    return { stopping: settling.stop, api };
  },
});
