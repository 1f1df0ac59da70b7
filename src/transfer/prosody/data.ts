/** What Prosody's storages have in common: stores, with a table (keyval) or a sequence of stanzas (archive) for each user of a host. */
import type { Element } from "ltx";
import type { LuaTable } from "./lua.ts";
import type { CutOff } from "./lua-file.ts";

export interface ProsodyData {
  readonly hosts: () => readonly string[];
  /** The names of a host's stores. */
  readonly stores: (host: string) => ReadonlySet<string>;
  /** Those that have something in a store, sorted. */
  readonly users: (host: string, store: string) => readonly string[];
  /** `user` "" is the host itself. Throws SourceError. */
  readonly table: (host: string, user: string, store: string) => LuaTable | undefined;
  /** In the order of the store; `onCut` hears of a last entry that is not whole. Throws SourceError. */
  readonly entries: (host: string, user: string, store: string, onCut: (cut: CutOff) => void) => Iterable<ArchiveEntry>;
  readonly close: () => void;
}

export interface ArchiveEntry {
  /** The archive id, or the id of an item. */
  readonly key: string | undefined;
  /** Milliseconds since 1970. */
  readonly when: number | undefined;
  readonly with: string;
  /** Without what the storage adds; undefined for what is no element. Made when it is asked for. */
  readonly element: Element | undefined;
  /** Its text, where the storage has that. */
  readonly text?: string | undefined;
}

/** Storages beside each other: Prosody may have each store in another. A table is that of the first that has it. */
export const together = (all: readonly ProsodyData[]): ProsodyData => ({
  hosts: () => union(all.map((data) => data.hosts())),
  stores: (host) => new Set(all.flatMap((data) => [...data.stores(host)])),
  users: (host, store) => union(all.map((data) => data.users(host, store))),
  table: (host, user, store) => {
    for (const data of all) {
      const table = data.table(host, user, store);
      if (table) return table;
    }
    return undefined;
  },
  entries: function* (host, user, store, onCut) {
    for (const data of all) yield* data.entries(host, user, store, onCut);
  },
  close: () => {
    for (const data of all) data.close();
  },
});

const union = (lists: readonly (readonly string[])[]): string[] => [...new Set(lists.flat())].sort();
