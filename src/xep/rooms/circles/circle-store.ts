/** Circles in the database: their people, and what each circle has brought into whose roster. */
import type { Subscription } from "../../../im/contact.ts";
import type { Database } from "../../../store/database.ts";

export const circleTables = [
  // A circle that is removed has no key, and stays until all is taken away that it has brought.
  // `state` says what has still to be done (settling.ts).
  `CREATE TABLE circles_circle (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    key TEXT UNIQUE,
    room TEXT,
    created INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX circles_circle_by_room ON circles_circle (room) WHERE room IS NOT NULL;

  CREATE TABLE circles_member (
    circle INTEGER NOT NULL REFERENCES circles_circle ON DELETE CASCADE,
    account TEXT NOT NULL,
    since INTEGER NOT NULL,
    state TEXT NOT NULL,
    revision INTEGER NOT NULL,
    shown_name TEXT NOT NULL,
    room TEXT,
    room_name TEXT,
    is_admitted INTEGER NOT NULL,
    is_bookmarked INTEGER NOT NULL,
    PRIMARY KEY (circle, account)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX circles_member_by_account ON circles_member (account);
  CREATE INDEX circles_member_unsettled ON circles_member (state, circle) WHERE state <> 'settled';

  CREATE TABLE circles_contact (
    circle INTEGER NOT NULL REFERENCES circles_circle ON DELETE CASCADE,
    account TEXT NOT NULL,
    contact TEXT NOT NULL,
    before TEXT NOT NULL,
    group_name TEXT NOT NULL,
    had_group INTEGER NOT NULL,
    name TEXT,
    is_dropped INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (circle, account, contact)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX circles_contact_of ON circles_contact (circle, contact);
  CREATE INDEX circles_contact_pair ON circles_contact (account, contact);`,
] as const;

export interface CircleRow {
  readonly id: number;
  readonly name: string;
  /** Its room, a bare JID; null where that was destroyed. */
  readonly room: string | null;
  /** Milliseconds since 1970. */
  readonly created: number;
}

/** "unsettled": not everybody has everybody as a contact yet; "leaving": no member any more, what was brought is taken away. */
export type MemberState = "settled" | "unsettled" | "leaving";

export interface MemberRow {
  readonly circle: number;
  /** Bare JID. */
  readonly account: string;
  /** Milliseconds since 1970. */
  readonly since: number;
  readonly state: MemberState;
  /** Raised by each change. */
  readonly revision: number;
  /** The name by which the others have it. */
  readonly shown_name: string;
  /** The room that it was let into, and the name of its bookmark. */
  readonly room: string | null;
  readonly room_name: string | null;
  /** Whether it is a member of the room because of the circle. */
  readonly is_admitted: number;
  /** Whether it has the bookmark because of the circle. */
  readonly is_bookmarked: number;
}

/** What a circle has brought to a contact of an account. */
export interface ContactRow {
  readonly circle: number;
  readonly account: string;
  readonly contact: string;
  /** Before any circle; "unlisted": no contact. */
  readonly before: Subscription | "unlisted";
  readonly group_name: string;
  /** Whether the contact was in that group before. */
  readonly had_group: number;
  /** The name that it was given; null where it had one. */
  readonly name: string | null;
  /** The account has removed the contact itself: nothing is brought again. */
  readonly is_dropped: number;
}

export type CircleStore = ReturnType<typeof openCircleStore>;

export function openCircleStore(db: Database) {
  const MEMBERS = "state <> 'leaving'";
  const byKey = db.read<CircleRow>("SELECT * FROM circles_circle WHERE key = ?");
  const byId = db.read<CircleRow>("SELECT * FROM circles_circle WHERE id = ?");
  const byRoom = db.read<CircleRow>("SELECT * FROM circles_circle WHERE room = ?");
  const all = db.read<CircleRow & { readonly people: number }>(
    `SELECT *, (SELECT count(*) FROM circles_member WHERE circle = circles_circle.id AND ${MEMBERS}) AS people
      FROM circles_circle WHERE key IS NOT NULL ORDER BY key`,
  );
  const count = db.read<{ circles: number }>("SELECT count(*) AS circles FROM circles_circle WHERE key IS NOT NULL");
  const insert = db.write("INSERT INTO circles_circle (name, key, room, created) VALUES (?, ?, ?, ?)");
  const rename = db.write("UPDATE circles_circle SET name = ?2, key = ?3 WHERE id = ?1");
  const setRoom = db.write("UPDATE circles_circle SET room = ?2 WHERE id = ?1");
  const retire = db.write("UPDATE circles_circle SET key = NULL WHERE id = ?");
  const removeEmpty = db.write(
    `DELETE FROM circles_circle WHERE id = ? AND key IS NULL
      AND NOT EXISTS (SELECT 1 FROM circles_member WHERE circle = circles_circle.id)`,
  );

  const member = db.read<MemberRow>("SELECT * FROM circles_member WHERE circle = ? AND account = ?");
  const members = db.read<MemberRow>(
    `SELECT * FROM circles_member WHERE circle = ? AND ${MEMBERS} ORDER BY since, account`,
  );
  const nextMember = db.read<MemberRow>(
    `SELECT * FROM circles_member WHERE circle = ? AND account > ? AND ${MEMBERS} ORDER BY account LIMIT 1`,
  );
  const countMembers = db.read<{ people: number }>(
    `SELECT count(*) AS people FROM circles_member WHERE circle = ? AND ${MEMBERS}`,
  );
  const memberships = db.read<MemberRow>(`SELECT * FROM circles_member WHERE account = ? AND ${MEMBERS}`);
  const unsettled = db.read<MemberRow>(
    "SELECT * FROM circles_member WHERE state <> 'settled' ORDER BY state, circle, account LIMIT 1",
  );
  const enter = db.write(
    `INSERT INTO circles_member
      (circle, account, since, state, revision, shown_name, is_admitted, is_bookmarked) VALUES (?, ?, ?, 'unsettled', 0, ?, 0, 0)
      ON CONFLICT DO UPDATE SET since = excluded.since, state = 'unsettled', revision = revision + 1,
        shown_name = excluded.shown_name`,
  );
  const mark = db.write(
    "UPDATE circles_member SET state = ?3, revision = revision + 1 WHERE circle = ?1 AND account = ?2",
  );
  const markAll = db.write(
    `UPDATE circles_member SET state = ?2, revision = revision + 1 WHERE circle = ?1 AND ${MEMBERS}`,
  );
  const settle = db.write(
    "UPDATE circles_member SET state = 'settled' WHERE circle = ? AND account = ? AND state = 'unsettled' AND revision = ?",
  );
  const setShownName = db.write("UPDATE circles_member SET shown_name = ?3 WHERE circle = ?1 AND account = ?2");
  const setPlace = db.write(
    "UPDATE circles_member SET room = ?3, room_name = ?4, is_admitted = ?5, is_bookmarked = ?6 WHERE circle = ?1 AND account = ?2",
  );
  const keepPlaces = db.write(
    "UPDATE circles_member SET room = NULL, room_name = NULL, is_admitted = 0, is_bookmarked = 0 WHERE circle = ?",
  );
  const forgetPlaces = db.write(
    "UPDATE circles_member SET room = NULL, room_name = NULL, is_admitted = 0, is_bookmarked = 0 WHERE account = ?",
  );
  const leaveAll = db.write("UPDATE circles_member SET state = 'leaving', revision = revision + 1 WHERE account = ?");
  const removeMember = db.write(
    "DELETE FROM circles_member WHERE circle = ? AND account = ? AND state = 'leaving' AND revision = ?",
  );

  const contact = db.read<ContactRow>("SELECT * FROM circles_contact WHERE circle = ? AND account = ? AND contact = ?");
  const ofPair = db.read<ContactRow>("SELECT * FROM circles_contact WHERE account = ? AND contact = ?");
  const firstOf = db.read<ContactRow>("SELECT * FROM circles_contact WHERE circle = ?1 AND account = ?2 LIMIT 1");
  const firstWith = db.read<ContactRow>("SELECT * FROM circles_contact WHERE circle = ?1 AND contact = ?2 LIMIT 1");
  const putContact = db.write(
    `INSERT INTO circles_contact (circle, account, contact, before, group_name, had_group, name, is_dropped)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET before = excluded.before, group_name = excluded.group_name,
        had_group = excluded.had_group, name = excluded.name, is_dropped = excluded.is_dropped`,
  );
  const drop = db.write("UPDATE circles_contact SET is_dropped = 1 WHERE account = ? AND contact = ?");
  const removeContact = db.write("DELETE FROM circles_contact WHERE circle = ? AND account = ? AND contact = ?");
  const removeBrought = db.write("DELETE FROM circles_contact WHERE account = ?");

  return {
    circles: {
      byKey: (key: string) => byKey.get(key),
      byId: (id: number) => byId.get(id),
      byRoom: (room: string) => byRoom.get(room),
      /** By name. */
      all: () => all.all(),
      count: () => count.get()?.circles ?? 0,
      /** Returns its id. */
      insert: (name: string, key: string, room: string | null, created: number): number =>
        insert.run(name, key, room, created).lastInsertRowid,
      rename: (id: number, name: string, key: string) => void rename.run(id, name, key),
      setRoom: (id: number, room: string | null) => void setRoom.run(id, room),
      /** It has no name any more by which it is found. */
      retire: (id: number) => void retire.run(id),
      removeEmpty: (id: number) => void removeEmpty.run(id),
    },
    members: {
      get: (circle: number, account: string) => member.get(circle, account),
      /** Those who are not leaving, the longest there first. */
      of: (circle: number) => members.all(circle),
      /** Likewise, by address. */
      after: (circle: number, account: string) => nextMember.get(circle, account),
      count: (circle: number) => countMembers.get(circle)?.people ?? 0,
      /** Where an account is, and does not leave. */
      ofAccount: (account: string) => memberships.all(account),
      /** Those who leave come first. */
      nextUnsettled: () => unsettled.get(),
      enter: (circle: number, account: string, since: number, shownName: string) =>
        void enter.run(circle, account, since, shownName),
      mark: (circle: number, account: string, state: MemberState) => void mark.run(circle, account, state),
      markAll: (circle: number, state: MemberState) => void markAll.run(circle, state),
      /** Unless it has changed since that revision. */
      settle: ({ circle, account, revision }: MemberRow) => void settle.run(circle, account, revision),
      setShownName: (circle: number, account: string, name: string) => void setShownName.run(circle, account, name),
      setPlace: ({ circle, account, room, room_name, is_admitted, is_bookmarked }: MemberRow) =>
        void setPlace.run(circle, account, room, room_name, is_admitted, is_bookmarked),
      /** Being members of the room, and having its bookmark, are no matter of the circle any more. */
      keepPlaces: (circle: number) => void keepPlaces.run(circle),
      /** The account is no more: it leaves all circles. */
      removeAccount: (account: string) => {
        leaveAll.run(account);
        forgetPlaces.run(account);
        removeBrought.run(account);
      },
      /** Unless it has changed since that revision. */
      remove: ({ circle, account, revision }: MemberRow) => void removeMember.run(circle, account, revision),
    },
    contacts: {
      get: (circle: number, account: string, jid: string) => contact.get(circle, account, jid),
      /** In all circles. */
      ofPair: (account: string, jid: string) => ofPair.all(account, jid),
      /** Any one that concerns an account, on whichever side. */
      anyOf: (circle: number, account: string) => firstOf.get(circle, account) ?? firstWith.get(circle, account),
      put: ({ circle, account, contact: jid, before, group_name, had_group, name, is_dropped }: ContactRow) =>
        void putContact.run(circle, account, jid, before, group_name, had_group, name, is_dropped),
      /** The account has removed the contact itself. */
      drop: (account: string, jid: string) => void drop.run(account, jid),
      remove: ({ circle, account, contact: jid }: ContactRow) => void removeContact.run(circle, account, jid),
    },
  };
}
