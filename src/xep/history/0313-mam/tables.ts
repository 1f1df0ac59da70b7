/** The archive's tables. */

/**
 * Addresses are numbers, for narrow indexes. An index implicitly ends with the row's id, by which they are in the order of arrival.
 * `up_to` is the highest id that has been indexed; it never falls.
 */
const NUMBERED = `
  CREATE TABLE archive_owner (id INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT UNIQUE) STRICT;
  CREATE TABLE archive_peer (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    owner INTEGER NOT NULL,
    jid TEXT NOT NULL,
    UNIQUE (owner, jid)
  ) STRICT;
  INSERT INTO archive_owner (account) SELECT DISTINCT account FROM archive_message;
  INSERT INTO archive_peer (owner, jid)
    SELECT DISTINCT archive_owner.id, peer FROM archive_message JOIN archive_owner USING (account);
  ALTER TABLE archive_message RENAME TO archive_message_1;
  CREATE TABLE archive_message (
    id INTEGER PRIMARY KEY,
    owner INTEGER NOT NULL,
    peer INTEGER NOT NULL,
    resource TEXT NOT NULL,
    xml TEXT NOT NULL
  ) STRICT;
  INSERT INTO archive_message
    SELECT message.id, archive_owner.id, archive_peer.id, message.resource, message.xml
    FROM archive_message_1 AS message
    JOIN archive_owner ON archive_owner.account = message.account
    JOIN archive_peer ON archive_peer.owner = archive_owner.id AND archive_peer.jid = message.peer
    ORDER BY message.id;
  DROP TABLE archive_message_1;
  CREATE INDEX archive_message_by_owner ON archive_message (owner);
  CREATE INDEX archive_message_by_peer ON archive_message (peer);
  CREATE TABLE archive_indexed (up_to INTEGER NOT NULL) STRICT;
  INSERT INTO archive_indexed VALUES (0);`;

/** `given_id`: the archive id that another server has given a message that came along. */
export const GIVEN_INDEX =
  "CREATE UNIQUE INDEX archive_message_given ON archive_message (owner, given_id) WHERE given_id IS NOT NULL";

export const archiveTables = [
  `CREATE TABLE archive_message (
    id INTEGER PRIMARY KEY,
    account TEXT NOT NULL,
    peer TEXT NOT NULL,
    resource TEXT NOT NULL,
    xml TEXT NOT NULL
  ) STRICT;
  CREATE INDEX archive_message_by_account ON archive_message (account, id);
  CREATE INDEX archive_message_by_peer ON archive_message (account, peer, id);`,
  NUMBERED,
  // The text index has a key for peers, and is cheaper to write.
  "DROP INDEX archive_message_by_peer;",
  // The size of each archive.
  `ALTER TABLE archive_owner ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
  UPDATE archive_owner SET bytes =
    (SELECT coalesce(sum(octet_length(xml)), 0) FROM archive_message WHERE owner = archive_owner.id);`,
  // A message may have had several such ids.
  `ALTER TABLE archive_message ADD COLUMN given_id TEXT;
  ${GIVEN_INDEX};
  CREATE TABLE archive_further_id (
    owner INTEGER NOT NULL,
    given_id TEXT NOT NULL,
    message INTEGER NOT NULL,
    PRIMARY KEY (owner, given_id)
  ) STRICT, WITHOUT ROWID;`,
  // New messages are added to the index later, many at once (unlisted.ts): none above `listed_up_to` is in it, but what came from elsewhere.
  `DROP INDEX archive_message_by_owner;
  ALTER TABLE archive_message ADD COLUMN unlisted INTEGER;
  CREATE INDEX archive_message_by_owner ON archive_message (owner) WHERE unlisted IS NULL;
  ALTER TABLE archive_indexed ADD COLUMN listed_up_to INTEGER NOT NULL DEFAULT -1;
  UPDATE archive_indexed SET listed_up_to = (SELECT coalesce(max(id), -1) FROM archive_message);`,
  // The message that a copy has its text of (copies.ts).
  "ALTER TABLE archive_message ADD COLUMN copy_of INTEGER;",
] as const;
