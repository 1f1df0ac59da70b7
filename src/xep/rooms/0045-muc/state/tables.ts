/** The tables of rooms, and their migrations. */
export const roomTables = [
  // `service`: the domain of `jid`. `is_listed`: public and configured.
  `CREATE TABLE rooms_room (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    jid TEXT NOT NULL UNIQUE,
    service TEXT NOT NULL,
    created INTEGER NOT NULL,
    is_locked INTEGER NOT NULL,
    is_listed INTEGER NOT NULL,
    config TEXT NOT NULL,
    subject TEXT NOT NULL
  ) STRICT;
  CREATE INDEX rooms_room_listed ON rooms_room (service, jid) WHERE is_listed = 1;

  CREATE TABLE rooms_affiliation (
    room INTEGER NOT NULL REFERENCES rooms_room ON DELETE CASCADE,
    jid TEXT NOT NULL,
    affiliation TEXT NOT NULL,
    reason TEXT,
    since INTEGER NOT NULL,
    PRIMARY KEY (room, jid)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX rooms_affiliation_by_jid ON rooms_affiliation (jid, affiliation);

  CREATE TABLE rooms_nickname (
    room INTEGER NOT NULL REFERENCES rooms_room ON DELETE CASCADE,
    jid TEXT NOT NULL,
    nick TEXT NOT NULL,
    skeleton TEXT NOT NULL,
    PRIMARY KEY (room, jid),
    UNIQUE (room, skeleton)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX rooms_nickname_by_jid ON rooms_nickname (jid);

  CREATE TABLE rooms_voice (
    sequence INTEGER PRIMARY KEY,
    room INTEGER NOT NULL REFERENCES rooms_room ON DELETE CASCADE,
    jid TEXT NOT NULL,
    role TEXT NOT NULL,
    UNIQUE (room, jid)
  ) STRICT;
  CREATE INDEX rooms_voice_by_jid ON rooms_voice (jid);

  CREATE TABLE rooms_visit (
    sequence INTEGER PRIMARY KEY,
    room INTEGER NOT NULL REFERENCES rooms_room ON DELETE CASCADE,
    jid TEXT NOT NULL,
    nick TEXT NOT NULL,
    role TEXT NOT NULL,
    presence TEXT NOT NULL,
    UNIQUE (room, jid)
  ) STRICT;

  CREATE TABLE rooms_invitation (
    room INTEGER NOT NULL REFERENCES rooms_room ON DELETE CASCADE,
    invitee TEXT NOT NULL,
    inviter TEXT NOT NULL,
    time INTEGER NOT NULL,
    PRIMARY KEY (room, invitee)
  ) STRICT, WITHOUT ROWID;`,
  // `skeleton`, `drawing`: the keys of the nickname (confusables.ts).
  `ALTER TABLE rooms_nickname ADD COLUMN drawing TEXT NOT NULL DEFAULT '';
  CREATE INDEX rooms_nickname_drawn ON rooms_nickname (room, drawing);`,
  // `maker`: the bare JID of the creator, empty once the account is removed.
  `ALTER TABLE rooms_room ADD COLUMN maker TEXT NOT NULL DEFAULT '';
  UPDATE rooms_room SET maker = coalesce((SELECT jid FROM rooms_affiliation
    WHERE room = rooms_room.id AND affiliation = 'owner' ORDER BY since LIMIT 1), '');
  CREATE INDEX rooms_room_made ON rooms_room (maker);`,
  // Owners are looked up often among up to ten thousand affiliations, old invitations with each new one.
  `CREATE INDEX rooms_affiliation_held ON rooms_affiliation (room, affiliation, jid);
  CREATE INDEX rooms_invitation_in_time ON rooms_invitation (room, time);`,
  // What waits in the queues of large rooms.
  `CREATE TABLE rooms_queued (
    sequence INTEGER PRIMARY KEY,
    xml TEXT NOT NULL
  ) STRICT;`,
] as const;
