/** An account as a backup has it: its database, out of the backup, is read as if it were that of a home. */
import { readConfig } from "../config/read.ts";
import type { Home } from "../home.ts";
import type { Jid } from "../jid/jid.ts";
import type { Logger } from "../log.ts";
import { modules } from "../modules.ts";
import type { ImportedFile } from "../transfer/source.ts";
import { pathOf } from "../xep/0363-http-upload/web-addresses.ts";
import { placeOf } from "../xep/history/files/file-store.ts";
import { files } from "../xep/history/files/files.ts";
import { openOfflineKernel } from "./offline.ts";

export interface BackedUpAccounts {
  /** Bare JIDs. */
  readonly exists: (account: string) => boolean;
  /** As of XEP-0227, with what checks the password. */
  readonly text: (account: Jid) => AsyncIterable<string>;
  /** Its uploaded files; `file` is their path in the home. */
  readonly files: (account: Jid) => readonly ImportedFile[];
  readonly close: () => Promise<void>;
}

/** Files that are listed at once. */
const AT_ONCE = 1000;

/**
 * `home` has the database and the secret of a backup, and nothing else; its tables are brought up to date. What config.toml said
 * there is not asked: an account depends on the domains alone. Rejects with StoreError.
 */
export async function openBackedUpAccounts(
  home: Home,
  domains: readonly string[],
  log: Logger,
): Promise<BackedUpAccounts> {
  const config = readConfig("", modules, [`domains=${domains.join(",")}`, "limits.free_disk=0B"]);
  const { table, exports, kernel, close } = await openOfflineKernel(home, config, log, "operations");
  const { list } = kernel.booted.use(files);
  return {
    exists: table.exists,
    text: (account) => exports.account(account, true),
    files: ({ bare: owner }) => {
      const found: ImportedFile[] = [];
      for (let page = list(owner, AT_ONCE); page.length > 0; page = list(owner, AT_ONCE, page.at(-1)))
        for (const entry of page) {
          const { id, name, type: mediaType, bytes: size, uploaded } = entry;
          const { day, name: file } = placeOf(entry);
          found.push({
            ...{ type: "file", owner, path: pathOf(id, name), name, mediaType, size, uploaded },
            file: `files/${day}/${file}`,
          });
        }
      return found;
    },
    close,
  };
}
