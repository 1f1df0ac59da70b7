/** XEP-0160: the offline messages of accounts in the database, and how many they are. */
import { createHash } from "node:crypto";
import type { Database } from "../store/database.ts";

export const offlineTables = [
  `CREATE TABLE offline_message (
    id INTEGER PRIMARY KEY,
    account TEXT NOT NULL,
    xml TEXT NOT NULL
  ) STRICT;
  CREATE INDEX offline_message_by_account ON offline_message (account, id);`,
  // The weight of messages from before is estimated too high rather than too low. Their stanza-id and delay come last.
  `ALTER TABLE offline_message ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE offline_message ADD COLUMN weight INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE offline_message ADD COLUMN is_archived INTEGER NOT NULL DEFAULT 0;
  UPDATE offline_message SET
    bytes = octet_length(xml),
    weight = octet_length(xml) + 256 * (length(xml) - length(replace(xml, '<', ''))),
    is_archived = xml LIKE '%<stanza-id xmlns="urn:xmpp:sid:0" by="' || account || '" id="%"/><delay xmlns="urn:xmpp:delay" %';
  DROP INDEX offline_message_by_account;
  CREATE INDEX offline_message_sizes ON offline_message (account, id, bytes, is_archived);
  CREATE TABLE offline_total (
    account TEXT PRIMARY KEY,
    messages INTEGER NOT NULL,
    bytes INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  INSERT INTO offline_total SELECT account, count(*), sum(bytes) FROM offline_message GROUP BY account;`,
  // What came from another server, so that it comes once, also where it was delivered meanwhile.
  `CREATE TABLE offline_imported (
    account TEXT NOT NULL,
    digest BLOB NOT NULL,
    PRIMARY KEY (account, digest)
  ) STRICT, WITHOUT ROWID;`,
] as const;

export interface OfflineMessage {
  readonly xml: string;
  /** Bytes of the printed form. */
  readonly bytes: number;
  /** Weight of the element (xml/weight.ts). */
  readonly weight: number;
  /** Whether the account's archive has it as well. */
  readonly isArchived: boolean;
}

export interface OfflineTotal {
  readonly messages: number;
  readonly bytes: number;
}

export interface OfflineStore {
  add(account: string, message: OfflineMessage): void;
  /** The messages after the one with the id `last`, in order, until the weight is reached: the last one may exceed it. */
  portion(account: string, last: number, weight: number): readonly { readonly id: number; readonly xml: string }[];
  /** Whether this very message waits, or has been imported before; `bytes` is its size. */
  has(account: string, xml: string, bytes: number): boolean;
  /** The same for a message that comes from another server: it is remembered that it came. */
  addImported(account: string, message: OfflineMessage): void;
  /** Of all messages of an account. Maintained with each change, not counted. */
  total(account: string): OfflineTotal;
  removeUpTo(account: string, last: number): void;
  removeArchived(account: string): void;
  /** This very message, if it waits. */
  removeOne(account: string, xml: string): void;
  /** Everything that belongs to an account. */
  forget(account: string): void;
}

/** How many messages are in one portion at most. */
const MAX_PORTION = 100;
const EMPTY: OfflineTotal = { messages: 0, bytes: 0 };

export function openOfflineStore(db: Database): OfflineStore {
  const store = db.write(
    "INSERT INTO offline_message (account, xml, bytes, weight, is_archived) VALUES (?, ?, ?, ?, ?)",
  );
  const following = db.read<{ id: number; xml: string; weight: number }>(
    `SELECT id, xml, weight FROM offline_message WHERE account = ? AND id > ? ORDER BY id LIMIT ${MAX_PORTION}`,
  );

  const imported = db.read("SELECT 1 FROM offline_imported WHERE account = ? AND digest = ?");
  const remember = db.write("INSERT OR IGNORE INTO offline_imported VALUES (?, ?)");
  const forgetImported = db.write("DELETE FROM offline_imported WHERE account = ?");
  const total = db.read<OfflineTotal>("SELECT messages, bytes FROM offline_total WHERE account = ?");
  const raise = db.write(
    `INSERT INTO offline_total (account, messages, bytes) VALUES (?1, ?2, ?3)
      ON CONFLICT (account) DO UPDATE SET messages = messages + ?2, bytes = bytes + ?3`,
    { mayUseReserve: true },
  );
  const sizeUpTo = db.read<OfflineTotal>(
    "SELECT count(*) AS messages, total(bytes) AS bytes FROM offline_message WHERE account = ? AND id <= ?",
  );
  const removeUpTo = db.write("DELETE FROM offline_message WHERE account = ? AND id <= ?");
  const one = db.read<{ id: number }>(
    "SELECT id FROM offline_message WHERE account = ? AND bytes = ? AND xml = ? LIMIT 1",
  );
  const removeOne = db.write("DELETE FROM offline_message WHERE id = ?");
  const sizeOfArchived = db.read<OfflineTotal>(
    "SELECT count(*) AS messages, total(bytes) AS bytes FROM offline_message WHERE account = ? AND is_archived = 1",
  );
  const removeArchived = db.write("DELETE FROM offline_message WHERE account = ? AND is_archived = 1");
  const removeAll = db.write("DELETE FROM offline_message WHERE account = ?");
  const removeTotal = db.write("DELETE FROM offline_total WHERE account = ?");

  /** Writes nothing where there is nothing to remove: most accounts have missed nothing. */
  const lower = (account: string, removed: OfflineTotal | undefined, remove: () => void): void => {
    if (!removed || removed.messages === 0) return;
    db.atomically(() => {
      remove();
      raise.run(account, -removed.messages, -removed.bytes);
    });
  };

  const add = (account: string, { xml, bytes, weight, isArchived }: OfflineMessage): void =>
    db.atomically(() => {
      store.run(account, xml, bytes, weight, Number(isArchived));
      raise.run(account, 1, bytes);
    });

  return {
    add,
    addImported: (account, message) =>
      db.atomically(() => {
        add(account, message);
        remember.run(account, digestOf(message.xml));
      }),
    portion: (account, last, most) => {
      const portion: { id: number; xml: string }[] = [];
      let weighed = 0;
      following.each(
        ({ id, xml, weight }) => {
          portion.push({ id, xml });
          weighed += weight;
          return weighed < most;
        },
        account,
        last,
      );
      return portion;
    },
    has: (account, xml, bytes) =>
      one.get(account, bytes, xml) !== undefined || imported.get(account, digestOf(xml)) !== undefined,
    total: (account) => total.get(account) ?? EMPTY,
    removeUpTo: (account, last) =>
      lower(account, sizeUpTo.get(account, last), () => void removeUpTo.run(account, last)),
    removeArchived: (account) => lower(account, sizeOfArchived.get(account), () => void removeArchived.run(account)),
    removeOne: (account, xml) => {
      const bytes = Buffer.byteLength(xml);
      const found = one.get(account, bytes, xml);
      if (found) lower(account, { messages: 1, bytes }, () => void removeOne.run(found.id));
    },
    forget: (account) => {
      removeAll.run(account);
      removeTotal.run(account);
      forgetImported.run(account);
    },
  };
}

const DIGEST_BYTES = 16;

const digestOf = (xml: string): Uint8Array => createHash("sha256").update(xml).digest().subarray(0, DIGEST_BYTES);
