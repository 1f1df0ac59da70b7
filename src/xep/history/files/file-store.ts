/** The rows of files, and what is counted for their owners. */
import { DAY } from "../../../clock.ts";
import type { Database } from "../../../store/database.ts";
import type { StoredFile } from "../../../store/file-folder.ts";

/** A file that is there. */
export interface FileEntry {
  /** 128 bits, in base64url: whoever knows it may read the file. */
  readonly id: string;
  /** The bare JID of an account, or the domain of a component. */
  readonly owner: string;
  /** As its sender calls it. */
  readonly name: string;
  /** A media type (RFC 6838): "image/jpeg". */
  readonly type: string;
  readonly bytes: number;
  /** Milliseconds since 1970; its day names the folder of the file. */
  readonly uploaded: number;
  /** XEP-0363 §5.3: nobody gets it from then on, in milliseconds since 1970; undefined where its sender has said nothing. */
  readonly until: number | undefined;
  /** XEP-0363 §5.2, §5.4: it stays, whatever its age. */
  readonly isLasting: boolean;
}

export interface Usage {
  readonly bytes: number;
  readonly files: number;
}

/** Where a list goes on: behind this file. */
export type Position = Pick<FileEntry, "uploaded" | "id">;

export interface FileStore {
  add(file: FileEntry): void;
  /** Undefined also for a file whose account is gone. */
  get(id: string): FileEntry | undefined;
  /** Also a file whose account is gone. */
  has(id: string): boolean;
  /** Deletes the row. Returns where the file is; undefined where there is none. */
  remove(id: string): StoredFile | undefined;
  /** What an owner has. */
  usageOf(owner: string): Usage;
  /** Bytes that the owner has uploaded on the day of `now`, also of files that are gone. */
  uploadedToday(owner: string, now: number): number;
  /** Of the owner's files that are not lasting, those that were uploaded before. */
  usageBefore(owner: string, before: number): Usage;
  lastingBytes(owner: string): number;
  /** Of all owners. */
  total(): Usage;
  /** When the newest file was uploaded; 0 where there is none. */
  newest(): number;
  /** Those that have files, the one with most bytes first. */
  owners(): readonly ({ readonly owner: string } & Usage)[];
  /** The newest first. */
  list(owner: string, max: number, after?: Position): readonly FileEntry[];
  /** In the order of the ids. */
  page(after: string, max: number): readonly FileEntry[];
  /** The ids of files that are not lasting and were uploaded before `since`, and of those whose `until` is over. */
  expired(since: number, now: number, max: number): readonly string[];
  /** The ids of the owner's files that are not lasting and were uploaded before, the oldest first. */
  oldest(owner: string, before: number, max: number): readonly string[];
  /** The ids of files whose accounts are gone; their owners are forgotten once they have none. */
  abandoned(max: number): readonly string[];
  /** The account is gone: its files are found by nobody any more. */
  abandon(account: string): void;
  /** The first folder behind `day` that a file should be in; the first of all is behind "". */
  dayAfter(day: string): string | undefined;
  /** The ids of the files in a folder, in order. */
  ofDay(day: string, after: string, max: number): readonly string[];
}

interface Row extends Omit<FileEntry, "until" | "isLasting"> {
  readonly until: number | null;
  readonly is_lasting: number;
}

const NOTHING: Usage = { bytes: 0, files: 0 };

const dayOf = (time: number): number => Math.floor(time / DAY);

const folderOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** Where a file is that was uploaded then. */
export const placeOf = ({ id, uploaded }: Position): StoredFile => ({ day: folderOf(uploaded), name: id });

const entryOf = ({ is_lasting, until, ...row }: Row): FileEntry => ({
  ...row,
  until: until ?? undefined,
  isLasting: is_lasting === 1,
});

const COLUMNS = "file.id, account AS owner, name, type, file.bytes, uploaded, until, is_lasting";
const FILES = "files_file AS file JOIN files_owner AS owner ON owner.id = file.owner";

type Id = { readonly id: string };
const idsOf = (rows: readonly Id[]): readonly string[] => rows.map(({ id }) => id);

export function openFileStore(db: Database): FileStore {
  const known = db.read<Usage & { id: number; day: number; day_bytes: number }>(
    "SELECT id, bytes, files, day, day_bytes FROM files_owner WHERE account = ?",
  );
  const insertOwner = db.write<{ id: number }>("INSERT INTO files_owner (account) VALUES (?) RETURNING id");
  const insert = db.write("INSERT INTO files_file VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  const counted = db.write(
    `UPDATE files_owner SET bytes = bytes + ?2, files = files + 1,
      day_bytes = ?2 + CASE WHEN day = ?3 THEN day_bytes ELSE 0 END, day = ?3 WHERE id = ?1`,
  );
  const find = db.read<Row>(`SELECT ${COLUMNS} FROM ${FILES} WHERE file.id = ? AND account IS NOT NULL`);
  const isThere = db.read("SELECT 1 FROM files_file WHERE id = ?");
  const erase = db.write<{ owner: number; bytes: number; uploaded: number }>(
    "DELETE FROM files_file WHERE id = ? RETURNING owner, bytes, uploaded",
  );
  const forgetFormer = db.write("DELETE FROM files_former WHERE id = ?");
  const discounted = db.write("UPDATE files_owner SET bytes = bytes - ?, files = files - 1 WHERE id = ?");
  const sum = "SELECT coalesce(sum(bytes), 0) AS bytes, count(*) AS files FROM files_file";
  const before = db.read<Usage>(`${sum} WHERE owner = ? AND uploaded < ? AND is_lasting = 0`);
  const lasting = db.read<Usage>(`${sum} WHERE owner = ? AND is_lasting = 1`);
  const total = db.read<Usage>(
    "SELECT coalesce(sum(bytes), 0) AS bytes, coalesce(sum(files), 0) AS files FROM files_owner",
  );
  const owners = db.read<{ owner: string } & Usage>(
    `SELECT account AS owner, bytes, files FROM files_owner
      WHERE account IS NOT NULL AND files > 0 ORDER BY bytes DESC, account`,
  );
  const newestFirst = db.read<Row>(
    `SELECT ${COLUMNS} FROM ${FILES} WHERE account = ? AND (uploaded, file.id) < (?, ?)
      ORDER BY uploaded DESC, file.id DESC LIMIT ?`,
  );
  const page = db.read<Row>(
    `SELECT ${COLUMNS} FROM ${FILES} WHERE file.id > ? AND account IS NOT NULL ORDER BY file.id LIMIT ?`,
  );
  const newestOf = db.read<{ uploaded: number | null }>(
    "SELECT max(uploaded) AS uploaded FROM files_file WHERE is_lasting = ?",
  );
  const tooOld = db.read<Id>("SELECT id FROM files_file WHERE is_lasting = 0 AND uploaded < ? LIMIT ?");
  const ended = db.read<Id>("SELECT id FROM files_file WHERE until <= ? LIMIT ?");
  const oldest = db.read<Id>(
    "SELECT id FROM files_file WHERE owner = ? AND uploaded < ? AND is_lasting = 0 ORDER BY uploaded LIMIT ?",
  );
  const nextAbandoned = db.read<{ id: number }>("SELECT id FROM files_owner WHERE account IS NULL LIMIT 1");
  const ofOwner = db.read<Id>("SELECT id FROM files_file WHERE owner = ? LIMIT ?");
  const forget = db.write("DELETE FROM files_owner WHERE id = ?");
  const abandon = db.write("UPDATE files_owner SET account = NULL WHERE account = ?");
  const nextOf = db.read<{ uploaded: number | null }>(
    "SELECT min(uploaded) AS uploaded FROM files_file WHERE is_lasting = ? AND uploaded >= ?",
  );
  const ofDay = db.read<Id>(
    `SELECT id FROM files_file WHERE is_lasting IN (0, 1) AND uploaded >= ? AND uploaded < ? AND id > ?
      ORDER BY id LIMIT ?`,
  );

  return {
    add: ({ id, owner: account, name, type, bytes, uploaded, until, isLasting }) => {
      const owner = known.get(account)?.id ?? insertOwner.get(account)?.id ?? 0;
      insert.run(id, owner, name, type, bytes, uploaded, until ?? null, Number(isLasting));
      counted.run(owner, bytes, dayOf(uploaded));
    },
    get: (id) => {
      const row = find.get(id);
      return row && entryOf(row);
    },
    has: (id) => isThere.get(id) !== undefined,
    remove: (id) => {
      const row = erase.get(id);
      if (!row) return undefined;
      forgetFormer.run(id);
      discounted.run(row.bytes, row.owner);
      return placeOf({ id, uploaded: row.uploaded });
    },
    usageOf: (owner) => known.get(owner) ?? NOTHING,
    uploadedToday: (owner, now) => {
      const row = known.get(owner);
      return row?.day === dayOf(now) ? row.day_bytes : 0;
    },
    usageBefore: (owner, time) => before.get(known.get(owner)?.id ?? 0, time) ?? NOTHING,
    lastingBytes: (owner) => lasting.get(known.get(owner)?.id ?? 0)?.bytes ?? 0,
    total: () => total.get() ?? NOTHING,
    newest: () => Math.max(...[0, 1].map((isLasting) => newestOf.get(isLasting)?.uploaded ?? 0)),
    owners: () => owners.all(),
    list: (owner, max, after = { uploaded: Number.MAX_SAFE_INTEGER, id: "" }) =>
      newestFirst.all(owner, after.uploaded, after.id, max).map(entryOf),
    page: (after, max) => page.all(after, max).map(entryOf),
    expired: (since, now, max) => [...new Set([...idsOf(ended.all(now, max)), ...idsOf(tooOld.all(since, max))])],
    oldest: (owner, time, max) => idsOf(oldest.all(known.get(owner)?.id ?? 0, time, max)),
    abandoned: (max) => {
      for (let owner = nextAbandoned.get(); owner; owner = nextAbandoned.get()) {
        const ids = idsOf(ofOwner.all(owner.id, max));
        if (ids.length > 0) return ids;
        forget.run(owner.id);
      }
      return [];
    },
    abandon: (account) => void abandon.run(account),
    dayAfter: (day) => {
      const start = day === "" ? 0 : Date.parse(day) + DAY;
      const times = [0, 1].flatMap((isLasting) => nextOf.get(isLasting, start)?.uploaded ?? []);
      return times.length === 0 ? undefined : folderOf(Math.min(...times));
    },
    ofDay: (day, after, max) => {
      const start = Date.parse(day);
      return idsOf(ofDay.all(start, start + DAY, after, max));
    },
  };
}
