/** The invitations in the database. Of the tokens there are only hashes: a copy of the database invites nobody. */
import type { Database } from "../../store/database.ts";
import type { Invitation, InvitationKind } from "./invitation.ts";

export const invitationTables = [
  `CREATE TABLE invitation (
    id TEXT PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('account', 'contact', 'password')),
    domain TEXT NOT NULL,
    made_by TEXT,
    inviter TEXT,
    name TEXT,
    circle TEXT,
    admin INTEGER NOT NULL CHECK (admin IN (0, 1)),
    uses_left INTEGER NOT NULL CHECK (uses_left > 0),
    uses INTEGER NOT NULL,
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    note TEXT
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX invitation_made_by ON invitation (made_by) WHERE made_by IS NOT NULL;
  CREATE INDEX invitation_inviter ON invitation (inviter) WHERE inviter IS NOT NULL;
  CREATE INDEX invitation_name ON invitation (domain, name) WHERE name IS NOT NULL;
  CREATE INDEX invitation_expires ON invitation (expires);`,
] as const;

interface Row {
  readonly id: string;
  readonly kind: InvitationKind;
  readonly domain: string;
  readonly made_by: string | null;
  readonly inviter: string | null;
  readonly name: string | null;
  readonly circle: string | null;
  readonly admin: number;
  readonly uses_left: number;
  readonly uses: number;
  readonly created: number;
  readonly expires: number;
  readonly note: string | null;
}

const invitationOf = (row: Row): Invitation => ({
  id: row.id,
  kind: row.kind,
  domain: row.domain,
  by: row.made_by ?? undefined,
  inviter: row.inviter ?? undefined,
  name: row.name ?? undefined,
  circle: row.circle ?? undefined,
  isAdministrator: row.admin === 1,
  usesLeft: row.uses_left,
  uses: row.uses,
  created: row.created,
  expires: row.expires,
  note: row.note ?? undefined,
});

/** In one list. */
const MAX_LISTED = 1000;

export type InvitationStore = ReturnType<typeof openInvitationStore>;

export function openInvitationStore(db: Database) {
  const byHash = db.read<Row>("SELECT * FROM invitation WHERE token_hash = ?");
  const byId = db.read<Row>("SELECT * FROM invitation WHERE id = ?");
  const open = db.read<Row>(
    `SELECT * FROM invitation INDEXED BY invitation_expires WHERE expires > ? ORDER BY expires LIMIT ${MAX_LISTED}`,
  );
  const openOf = db.read<Row>(
    `SELECT * FROM invitation INDEXED BY invitation_made_by WHERE made_by = ? AND expires > ?
     ORDER BY expires LIMIT ${MAX_LISTED}`,
  );
  const count = db.read<{ count: number }>("SELECT count(*) AS count FROM invitation WHERE made_by = ?");
  const forName = db.read<Row>("SELECT * FROM invitation WHERE domain = ? AND name = ? AND kind = ? AND expires > ?");
  const insert = db.write(
    `INSERT INTO invitation (id, token_hash, kind, domain, made_by, inviter, name, circle, admin, uses_left, uses,
       created, expires, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const use = db.write("UPDATE invitation SET uses_left = uses_left - 1 WHERE id = ? AND uses_left > 1");
  const remove = db.write("DELETE FROM invitation WHERE id = ?");
  const removeOf = db.write("DELETE FROM invitation WHERE made_by = ?1 OR inviter = ?1");
  const removeNamed = db.write("DELETE FROM invitation WHERE domain = ? AND name = ? AND kind = ?");
  const removeExpired = db.write(
    "DELETE FROM invitation WHERE id IN (SELECT id FROM invitation WHERE expires <= ? ORDER BY expires LIMIT ?)",
  );
  const renameCircle = db.write("UPDATE invitation SET circle = ? WHERE circle = ?");
  const first = (row: Row | undefined): Invitation | undefined => row && invitationOf(row);
  return {
    ofHash: (hash: Uint8Array): Invitation | undefined => first(byHash.get(hash)),
    get: (id: string): Invitation | undefined => first(byId.get(id)),
    /** Those that have not expired at `time`, by their end. */
    open: (time: number): readonly Invitation[] => open.all(time).map(invitationOf),
    openOf: (by: string, time: number): readonly Invitation[] => openOf.all(by, time).map(invitationOf),
    /** Also those that have expired and are not deleted yet. */
    countOf: (by: string): number => count.get(by)?.count ?? 0,
    /** Of this kind for this name, where it has not expired at `time`. */
    forName: (domain: string, name: string, kind: InvitationKind, time: number): Invitation | undefined =>
      first(forName.get(domain, name, kind, time)),
    insert: (invitation: Invitation, hash: Uint8Array): void => {
      const { id, kind, domain, by, inviter, name, circle, isAdministrator, usesLeft, uses, created, expires, note } =
        invitation;
      const who = [by ?? null, inviter ?? null, name ?? null, circle ?? null, isAdministrator ? 1 : 0];
      insert.run(id, hash, kind, domain, ...who, usesLeft, uses, created, expires, note ?? null);
    },
    /** Uses it once; the last use removes it. Returns false where it is gone. */
    use: (id: string): boolean => use.run(id).changes > 0 || remove.run(id).changes > 0,
    /** Returns false where it was not there. */
    remove: (id: string): boolean => remove.run(id).changes > 0,
    /** All that an account has made, or that are in its name. */
    removeOf: (account: string): void => void removeOf.run(account),
    removeNamed: (domain: string, name: string, kind: InvitationKind): void => void removeNamed.run(domain, name, kind),
    renameCircle: (name: string, to: string): void => void renameCircle.run(to, name),
    /** At most `max` of those that had expired at `time`. Returns how many. */
    removeExpired: (time: number, max: number): number => removeExpired.run(time, max).changes,
  };
}
