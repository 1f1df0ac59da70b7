/** Files that people here have uploaded (XEP-0363): kept beside the database, bounded, and deleted when their time is over. */
import { tryParseDomain } from "../../../jid/domain.ts";
import { duration, integer, list, size } from "../../../options.ts";
import { defineModule } from "../../../server/module.ts";
import { components as componentsModule } from "../../0114-components.ts";
import { archive } from "../0313-mam/archive.ts";
import { exportedFile, NS_FILE_SHARING } from "./exported-file.ts";
import { type FileEntry, openFileStore, type Position, placeOf, type Usage } from "./file-store.ts";
import { type FormerFiles, openFormerFiles } from "./former-files.ts";
import { Retention } from "./retention.ts";
import { sweep } from "./sweep.ts";
import { fileTables } from "./tables.ts";
import { GUARANTEED_MS, openUploadLimits, type Quotas, type UploadLimits } from "./upload-limits.ts";
import { openUploads, type Uploads } from "./uploads.ts";

/** 100 MiB, and the 16 bytes that encryption adds to a file (AES-GCM). */
const MAX_SIZE = `${100 * 1024 * 1024 + 16}B`;

/** Files whose addresses are read at once for an account that is taken elsewhere. */
const EXPORTED_AT_ONCE = 50;

export interface FileLimits extends Quotas {
  /** How long files stay, in milliseconds; Infinity for ever. */
  readonly keep: number;
}

export interface Files extends Pick<UploadLimits, "assertAllowed" | "capacity">, Pick<Uploads, "receive"> {
  readonly limits: FileLimits;
  readonly former: FormerFiles;
  /** Domains of components that may upload. */
  readonly components: ReadonlySet<string>;
  /** Undefined where there is none that anybody may get. */
  find(id: string): FileEntry | undefined;
  /** Its content; undefined where the disk does not have it. */
  read(file: FileEntry): Promise<Blob | undefined>;
  usageOf(owner: string): Usage;
  total(): Usage;
  /** Those that have files, the one with most bytes first. */
  owners(): readonly ({ readonly owner: string } & Usage)[];
  /** An owner's files, the newest first, behind `after`. */
  list(owner: string, max: number, after?: Position): readonly FileEntry[];
  /** Files of all owners in the order of their ids, behind `after`. */
  page(after: string, max: number): readonly FileEntry[];
  /** Within the transaction of this tick. Returns how many of them were there. */
  delete(ids: readonly string[]): number;
}

export const files = defineModule({
  name: "files",
  tables: fileTables,
  addresses: {
    tables: {
      files_owner: { account: "jid" },
      files_file: { id: "other", name: "other", type: "other" },
      files_former: { path: "other", id: "other" },
    },
  },
  options: {
    max_size: size(MAX_SIZE, "The largest file; by default 100 MiB and the 16 bytes that encryption adds."),
    quota: size(
      "2GB",
      "How much the files of one account may have; beyond it, files older than 30 days make room, the oldest first.",
    ),
    daily_quota: size("1GB", "How much one account may upload in a day."),
    disk_share: integer(
      50,
      "How many percent of the disk files may fill, of what is free and what they fill already.",
      {
        min: 1,
        max: 100,
      },
    ),
    keep: duration(
      "forever",
      "How long files stay; at most as long as messages (archive.keep), but 30 days where those go sooner.",
    ),
    uploads: integer(8, "Files that one account may be sending at once.", { min: 1, max: 1000 }),
    components: list([], "Which of the external components may upload files, such as bridge.example.com."),
  },
  setup: ({
    config,
    db,
    log,
    accounts,
    domains,
    folder: folderOf,
    space,
    now,
    isClockDoubtful,
    schedule,
    webOrigin,
    id,
    use,
  }) => {
    const { uploads: maxUnderway, components: named, ...quotas } = config;
    const { secrets } = use(componentsModule);
    // Nobody else speaks for the domain of a component that is configured here.
    const components = new Set(
      named.flatMap((text) => tryParseDomain(text) ?? []).filter((domain) => secrets.has(domain)),
    );
    if (components.size < named.length)
      log.warn({ event: "files-component-ignored", given: named, remedy: "name components of components.secrets" });
    const keep = Math.min(config.keep, Math.max(use(archive).keep, GUARANTEED_MS));
    const folder = folderOf("files");
    const store = openFileStore(db);
    const limits = openUploadLimits({ store, quotas, space, log, now, isClockDoubtful });
    const retention = new Retention({ db, log, now, isClockDoubtful, schedule, store, folder, limits, keep });
    const mayOwn = (owner: string): boolean =>
      domains.has(owner.slice(owner.indexOf("@") + 1)) ? accounts.exists(owner) : components.has(owner);
    const uploads = openUploads({
      ...{ db, space, now, isClockDoubtful, store, folder, limits, maxUnderway, mayOwn },
      stored: ({ owner }) => retention.grown(owner),
    });
    let hasStopped = false;
    accounts.onRemove((account) => retention.forget(account));
    retention.start();
    schedule(0, () => {
      const { isUnderway } = uploads;
      sweep({ folder, store, log, isUnderway, hasStopped: () => hasStopped }).catch((error: unknown) =>
        log.error({ event: "files-not-swept", error }),
      );
    });

    const api: Files = {
      former: openFormerFiles({ db, store, folder, limits, quotas, newId: id, now }),
      limits: { ...quotas, keep },
      components,
      assertAllowed: limits.assertAllowed,
      capacity: limits.capacity,
      receive: uploads.receive,
      find: (id) => {
        const file = store.get(id);
        return file?.until !== undefined && file.until <= now() ? undefined : file;
      },
      read: (file) => folder.read(placeOf(file)),
      usageOf: store.usageOf,
      total: store.total,
      owners: store.owners,
      list: store.list,
      page: store.page,
      delete: (ids) => db.atomically(() => retention.delete(ids)),
    };
    return {
      api,
      export: function* (account) {
        const origin = webOrigin();
        if (origin === undefined) return;
        let page = store.list(account, EXPORTED_AT_ONCE);
        while (page.length > 0) {
          for (const file of page) yield exportedFile(file, origin);
          page = store.list(account, EXPORTED_AT_ONCE, page.at(-1));
        }
      },
      // Where they were is no place for files: those themselves come by `receive`.
      import: {
        [NS_FILE_SHARING]: {
          "file-sharing": (_account, part, report) =>
            report.left("files", "of-no-use", part.getChild("file")?.getChildText("name") ?? undefined),
        },
      },
      storageUsage: (account) => store.usageOf(account).bytes,
      gauges: [
        { name: "files", help: "Files that people have uploaded.", read: () => store.total().files },
        { name: "files_bytes", unit: "bytes", help: "Space that they take up.", read: () => store.total().bytes },
      ],
      stopping: () => {
        hasStopped = true;
      },
    };
  },
});
