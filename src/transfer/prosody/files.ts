/** Prosody's storage "internal": DATA/HOST/STORE/USER.dat and .list, and DATA/HOST/STORE.dat for the host itself. */

import type { Element } from "ltx";
import { instantOf } from "../instant.ts";
import type { SourceFolder } from "../source-folder.ts";
import type { ArchiveEntry, ProsodyData } from "./data.ts";
import { isTable, type LuaTable, type LuaValue } from "./lua.ts";
import { readItems, readTable } from "./lua-file.ts";
import { decodedName, encodedName } from "./names.ts";
import { stanzaOf } from "./stanza.ts";

/** A .lidx is the index of the .list beside it. */
const FILE = /^(.+)\.(?:dat|list|lidx)$/;

export function openFiles(folder: SourceFolder): ProsodyData {
  const hosts = byDecodedName(folder.names());
  const stores = new Map<string, Map<string, string>>();

  /** The folder or the file of each store, by its name. */
  const storesOf = (host: string): ReadonlyMap<string, string> => {
    const known = stores.get(host);
    if (known) return known;
    const found = byDecodedName(folder.names(hosts.get(host) ?? host).map((name) => FILE.exec(name)?.[1] ?? name));
    stores.set(host, found);
    return found;
  };

  const find = (host: string, user: string, store: string, ending: "dat" | "list"): string | undefined => {
    const [hostName, storeName] = [hosts.get(host), storesOf(host).get(store)];
    if (hostName === undefined || storeName === undefined) return undefined;
    return user === ""
      ? folder.find(hostName, `${storeName}.${ending}`)
      : folder.find(hostName, storeName, `${encodedName(user)}.${ending}`);
  };

  return {
    hosts: () => [...hosts.keys()],
    stores: (host) => new Set(storesOf(host).keys()),
    users: (host, store) => {
      const [hostName, storeName] = [hosts.get(host), storesOf(host).get(store)];
      if (hostName === undefined || storeName === undefined) return [];
      const names = folder.names(hostName, storeName).flatMap((name) => FILE.exec(name)?.[1] ?? []);
      return [...byDecodedName(names).keys()].sort();
    },
    table: (host, user, store) => {
      const file = find(host, user, store, "dat");
      return file === undefined ? undefined : readTable(file);
    },
    entries: function* (host, user, store, onCut) {
      const file = find(host, user, store, "list");
      if (file !== undefined) for (const item of readItems(file, onCut)) yield entryOf(item);
    },
    close: () => undefined,
  };
}

/** The names of files by what they stand for; those that stand for nothing are no files of Prosody's. */
function byDecodedName(names: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const name of names) {
    const decoded = decodedName(name);
    if (decoded !== undefined) found.set(decoded, name);
  }
  return found;
}

function entryOf(item: LuaTable): ArchiveEntry {
  const [key, when, peer, attributes] = ["key", "when", "with", "attr"].map((name) => item.fields.get(name));
  // Messages that wait had a stamp alone before version 0.10.
  const stamp = isTable(attributes) ? attributes.fields.get("stamp") : undefined;
  let element: Element | undefined;
  return {
    key: typeof key === "string" ? key : undefined,
    when: typeof when === "number" ? instantOf(when * 1000) : timeOf(stamp),
    with: typeof peer === "string" ? peer : "",
    get element() {
      element ??= stanzaOf(item);
      return element;
    },
  };
}

/** In milliseconds since 1970, of XEP-0082 or, older, XEP-0091. */
function timeOf(stamp: LuaValue | undefined): number | undefined {
  if (typeof stamp !== "string") return undefined;
  const time = Date.parse(stamp.replace(/^(\d{4})(\d\d)(\d\d)T([\d:]{8})$/, "$1-$2-$3T$4Z"));
  return Number.isFinite(time) ? time : undefined;
}
