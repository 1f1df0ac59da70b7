/** Files that people have uploaded at another server: kept here, and found at the addresses that they had. */
import { statSync } from "node:fs";
import type { Database } from "../../../store/database.ts";
import type { FileFolder } from "../../../store/file-folder.ts";
import { idIn } from "../../0363-http-upload/web-addresses.ts";
import { type FileEntry, type FileStore, placeOf } from "./file-store.ts";
import type { Quotas, UploadLimits } from "./upload-limits.ts";

/** Where other servers have them: "/file_share/SLOT/NAME", "/upload/HASH/RANDOM/NAME". Behind others may be pages of this server. */
export const FORMER_PREFIXES = ["/file_share/", "/upload/", "/uploads/", "/share/", "/httpfileupload/"] as const;

export interface FormerFile {
  /** Bare JID, of an account that exists. */
  readonly owner: string;
  /** The path of its address, percent-encoded. */
  readonly path: string;
  readonly name: string;
  /** "" where it is unknown. */
  readonly type: string;
  /** Milliseconds since 1970. */
  readonly uploaded: number;
  /** Where its bytes are. */
  readonly file: string;
}

/** `known`: it is here already. `elsewhere`: its address cannot be answered here. */
export type FormerFileOutcome = "stored" | "known" | "missing" | "too-large" | "elsewhere";

export interface FormerFiles {
  /** Resolves when the file is on the disk, or not at all. Rejects with StoreError full. `isTrial`: it is looked at alone. */
  import(former: FormerFile, isTrial: boolean): Promise<FormerFileOutcome>;
  /** The id of the file that had this path, percent-encoded, at another server. */
  idAt(path: string): string | undefined;
}

export interface FormerFilesDeps {
  readonly db: Pick<Database, "read" | "write" | "atomically" | "requiringSpace">;
  readonly store: FileStore;
  readonly folder: FileFolder;
  readonly limits: Pick<UploadLimits, "reserve">;
  readonly quotas: Pick<Quotas, "max_size" | "quota">;
  readonly newId: () => string;
  readonly now: () => number;
}

const DEFAULT_TYPE = "application/octet-stream";
const MEDIA_TYPE = /^[\w.+-]{1,100}\/[\w.+-]{1,100}$/;
const MAX_NAME = 255;
const MAX_PATH = 2000;

export function openFormerFiles(deps: FormerFilesDeps): FormerFiles {
  const { db, store, folder, limits, quotas, newId, now } = deps;
  const known = db.read<{ id: string }>("SELECT id FROM files_former WHERE path = ?");
  const add = db.write("INSERT OR REPLACE INTO files_former (path, id) VALUES (?, ?)");

  const idAt = (path: string): string | undefined => {
    const plain = decoded(path);
    return plain === undefined ? undefined : known.get(plain)?.id;
  };

  const keep = async (
    { owner, name, type, uploaded, file }: FormerFile,
    path: string,
    bytes: number,
  ): Promise<boolean> => {
    const release = limits.reserve(bytes);
    if (!release) return false;
    // A link of this very server stays what it was.
    const own = idIn(path);
    const entry: FileEntry = {
      id: own ?? newId(),
      owner,
      name: name.slice(0, MAX_NAME),
      type: MEDIA_TYPE.test(type) ? type : DEFAULT_TYPE,
      bytes,
      uploaded: Math.min(Math.max(uploaded, 0), now()),
      until: undefined,
      isLasting: false,
    };
    try {
      await folder.write(placeOf(entry), Bun.file(file).stream(), bytes);
      db.atomically(() =>
        db.requiringSpace(() => {
          store.add(entry);
          if (own === undefined) add.run(path, entry.id);
        }),
      );
      return true;
    } finally {
      release();
    }
  };

  return {
    idAt,
    import: async (former, isTrial) => {
      const path = decoded(former.path);
      if (path === undefined || path.length > MAX_PATH || !FORMER_PREFIXES.some((prefix) => path.startsWith(prefix)))
        return "elsewhere";
      // Also one of this very server, that comes back.
      const ids = [known.get(path)?.id, idIn(path)];
      if (ids.some((id) => id !== undefined && store.has(id))) return "known";
      const status = statSync(former.file, { throwIfNoEntry: false });
      if (!status?.isFile()) return "missing";
      const { size } = status;
      if (size > quotas.max_size || store.usageOf(former.owner).bytes + size > quotas.quota) return "too-large";
      if (isTrial) return "stored";
      return (await keep(former, path, size)) ? "stored" : "too-large";
    },
  };
}

/** Clients encode the same path in several ways. */
function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
