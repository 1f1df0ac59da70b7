/** Operations on files that people here have uploaded (XEP-0363): how much there is, list, prune, remove. */
import type { Jid } from "../jid/jid.ts";
import { OperationError } from "../operation-error.ts";
import type { Server } from "../server/module.ts";
import type { Accounts } from "../store/accounts.ts";
import type { Database } from "../store/database.ts";
import { idIn, pathOf } from "../xep/0363-http-upload/web-addresses.ts";
import type { FileEntry, Position, Usage } from "../xep/history/files/file-store.ts";
import type { Files } from "../xep/history/files/files.ts";
import { storing, synced } from "./storing.ts";

export interface FileSummary extends Pick<FileEntry, "id" | "owner" | "name" | "type" | "bytes" | "uploaded"> {
  /** When it is deleted, in milliseconds since 1970; undefined where it stays. */
  readonly until: number | undefined;
  /** Undefined while no web server listens. */
  readonly url: string | undefined;
}

export interface FilePage {
  /** The newest first. */
  readonly files: readonly FileSummary[];
  /** Where the next page begins; undefined after the last one. */
  readonly next: Position | undefined;
}

export interface FilesReport extends Usage {
  /** Bytes that all files together may have; undefined where the free space of the disk is unknown. */
  readonly capacity: number | undefined;
  readonly limits: {
    /** Bytes of a file; of an account; and of what it uploads in a day. */
    readonly file: number;
    readonly account: number;
    readonly day: number;
    /** How long a file stays, in milliseconds; undefined for ever. */
    readonly keep: number | undefined;
  };
  /** The one with most bytes first. */
  readonly owners: readonly ({ readonly owner: string } & Usage)[];
}

/** Which files; each of them has to fit all that is given. Those that are kept for good (avatars, say) never do. */
export interface FileFilter {
  /** An account, or the domain of a component. */
  readonly owner?: Jid | undefined;
  /** Uploaded before, in milliseconds since 1970. */
  readonly before?: number | undefined;
  /** Has more bytes. */
  readonly largerThan?: number | undefined;
}

export interface FileOperations {
  readonly report: () => FilesReport;
  /** What an account has. Throws OperationError no-such-account. */
  readonly usage: (owner: Jid) => Usage;
  /** Those of these ids that are files of the account. Throws OperationError no-such-account. */
  readonly named: (owner: Jid, ids: readonly string[]) => readonly FileSummary[];
  /** Deletes those of these ids that are files of the account. Rejects with OperationError no-such-account. */
  readonly removeNamed: (owner: Jid, ids: readonly string[]) => Promise<Usage>;
  /** At most `max` files of an account, behind `after`. Throws OperationError no-such-account. */
  readonly list: (owner: Jid, max: number, after?: Position) => FilePage;
  /** What `prune` would delete. Rejects with OperationError no-such-account. */
  readonly count: (filter: FileFilter) => Promise<Usage>;
  /** Resolves with what was deleted. Rejects with OperationError no-such-account. */
  readonly prune: (filter: FileFilter) => Promise<Usage>;
  /** `file` is its id or its address, `owner` whose it has to be. Rejects with OperationError no-such-file. */
  readonly remove: (file: string, owner?: Jid) => Promise<FileSummary>;
}

export interface FileDeps extends Pick<Server, "inTurns" | "webOrigin"> {
  readonly files: Files;
  readonly accounts: Pick<Accounts, "exists">;
  readonly db: Pick<Database, "afterSync">;
}

/** Files that are looked at in one portion. */
const FILES_AT_ONCE = 100;
/** Characters of what was typed that a failure repeats. */
const MAX_SHOWN = 200;

export function fileOperations({ files, accounts, db, inTurns, webOrigin }: FileDeps): FileOperations {
  const { max_size, quota, daily_quota, keep } = files.limits;

  const summaryOf = ({ isLasting, until, ...file }: FileEntry): FileSummary => {
    const origin = webOrigin();
    const end = isLasting
      ? Number.POSITIVE_INFINITY
      : Math.min(until ?? Number.POSITIVE_INFINITY, file.uploaded + keep);
    return {
      ...file,
      until: Number.isFinite(end) ? end : undefined,
      url: origin === undefined ? undefined : origin + pathOf(file.id, file.name),
    };
  };
  const existing = (jid: Jid): string => {
    const owner = jid.local === "" ? jid.domain : jid.bare;
    if (!accounts.exists(owner) && files.usageOf(owner).files === 0)
      throw new OperationError("no-such-account", { account: owner });
    return owner;
  };

  const own = (jid: Jid, ids: readonly string[]): readonly FileEntry[] => {
    const owner = existing(jid);
    return [...new Set(ids)].flatMap((id) => files.find(id) ?? []).filter((file) => file.owner === owner);
  };

  /** All files of the filter, some at a time; `visit` is given those of a portion. */
  function* portions(filter: FileFilter, visit: (found: readonly FileEntry[]) => void): Generator<void, void> {
    const { before = Number.POSITIVE_INFINITY, largerThan = -1 } = filter;
    const owner = filter.owner && existing(filter.owner);
    for (let after = ""; ; ) {
      const page = files.page(after, FILES_AT_ONCE);
      const last = page.at(-1);
      if (!last) return;
      const isWanted = (file: FileEntry): boolean =>
        !file.isLasting && file.uploaded < before && file.bytes > largerThan && file.owner === (owner ?? file.owner);
      visit(page.filter(isWanted));
      after = last.id;
      yield;
    }
  }
  const sumOf = async (filter: FileFilter, visit: (found: readonly FileEntry[]) => void): Promise<Usage> => {
    const sum = { bytes: 0, files: 0 };
    await inTurns(
      "",
      portions(filter, (found) => {
        visit(found);
        sum.files += found.length;
        sum.bytes += found.reduce((bytes, file) => bytes + file.bytes, 0);
      }),
    );
    return sum;
  };

  return {
    report: () => {
      const capacity = files.capacity();
      return {
        ...files.total(),
        capacity: Number.isFinite(capacity) ? capacity : undefined,
        limits: { file: max_size, account: quota, day: daily_quota, keep: Number.isFinite(keep) ? keep : undefined },
        owners: files.owners(),
      };
    },
    usage: (jid) => files.usageOf(existing(jid)),
    named: (jid, ids) => own(jid, ids).map(summaryOf),
    removeNamed: (jid, ids) =>
      storing(async () => {
        const found = own(jid, ids);
        files.delete(found.map(({ id }) => id));
        await synced(db);
        return { bytes: found.reduce((sum, { bytes }) => sum + bytes, 0), files: found.length };
      }),
    list: (jid, max, after) => {
      const found = files.list(existing(jid), max, after);
      const last = found.at(-1);
      const next = found.length === max && last ? { uploaded: last.uploaded, id: last.id } : undefined;
      return { files: found.map(summaryOf), next };
    },
    count: (filter) => sumOf(filter, () => {}),
    prune: (filter) =>
      storing(async () => {
        const sum = await sumOf(filter, (found) => void files.delete(found.map(({ id }) => id)));
        await synced(db);
        return sum;
      }),
    remove: (given, owner) =>
      storing(async () => {
        const file = files.find(idGiven(given));
        if (!file || (owner && file.owner !== existing(owner)))
          throw new OperationError("no-such-file", { file: given.slice(0, MAX_SHOWN) });
        files.delete([file.id]);
        await synced(db);
        return summaryOf(file);
      }),
  };
}

/** The id in an address, or the id itself. */
const idGiven = (text: string): string => idIn(URL.parse(text)?.pathname ?? "") ?? text;
