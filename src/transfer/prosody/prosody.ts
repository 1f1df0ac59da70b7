/** Prosody and Snikket as a source: the folder of their data, or a database of theirs. */
import { statSync } from "node:fs";
import { dirname } from "node:path";
import type { Imported, Source, SourceHost, SourceKind } from "../source.ts";
import { SourceError } from "../source-error.ts";
import { digestOfFiles } from "../source-files.ts";
import { openFolder, type SourceFolder } from "../source-folder.ts";
import { filesOfDatabase } from "../sqlite-source.ts";
import { accountItems } from "./account-items.ts";
import { isArchive, unpack } from "./archive.ts";
import { type ProsodyData, together } from "./data.ts";
import { isDatabase, openDatabase } from "./database.ts";
import { openFiles } from "./files.ts";
import { circles, invitations, uploads } from "./host-items.ts";
import { decodedName } from "./names.ts";
import { roomItems } from "./rooms.ts";

/** Where the data of Prosody are below a folder that somebody has named: its own, and those of a backup of Snikket. */
const PLACES = [[], ["prosody"], ["snikket", "prosody"]] as const;
/** As Prosody names it where nothing else is configured. */
const DATABASE = "prosody.sqlite";
const OF_ROOMS = ["persistent", "config", "muc_log"];
const OF_UPLOADS = ["uploads", "http_file_share"];
/** mod_pubsub: nodes that belong to nobody's account. */
const OF_PUBSUB = /^pubsub_/;
/** Any of them is of an account. */
const ACCOUNTS = "accounts";
const OF_ACCOUNTS = [ACCOUNTS, "roster", "archive", "pep", "private", "vcard", "offline", "blocklist"];

export const prosody: SourceKind = {
  name: "prosody",
  recognises: (path) => (isFolder(path) ? dataFolder(path) !== undefined : isDatabase(path) || isArchive(path)),
  open: (path) => {
    if (isFolder(path) || !isArchive(path)) return openData(path);
    const unpacked = unpack(path);
    try {
      const source = openData(unpacked.path);
      const close = (): void => {
        source.close();
        unpacked.remove();
      };
      return { ...source, digest: digestOfFiles([path]), close };
    } catch (error) {
      unpacked.remove();
      throw error;
    }
  },
};

/** A folder, or a database. Throws SourceError. */
function openData(given: string): Source {
  // Beside a database that is named itself, anything may lie: of its folder only uploaded files are looked for.
  if (!isFolder(given)) return sourceOf(openDatabase(given), openFolder(dirname(given)), filesOfDatabase(given));
  const path = dataFolder(given) ?? given;
  const folder = openFolder(path);
  const database = databaseIn(folder);
  const files = openFiles(folder);
  return sourceOf(database ? together([files, openDatabase(database)]) : files, folder, folder.files());
}

const isFolder = (path: string): boolean => statSync(path).isDirectory();

/** The folder with hosts or a database, if there is one. */
function dataFolder(path: string): string | undefined {
  const folder = openFolder(path);
  const candidates = PLACES.flatMap((parts) => folder.find(...parts) ?? []);
  return candidates
    .filter(isFolder)
    .map(openFolder)
    .find((each) => hasHosts(each) || databaseIn(each) !== undefined)?.path;
}

/** The database in a folder of data; undefined where there is none. */
function databaseIn(folder: SourceFolder): string | undefined {
  const file = folder.find(DATABASE);
  return file !== undefined && isDatabase(file) ? file : undefined;
}

const hasHosts = (folder: SourceFolder): boolean =>
  folder.names().some((host) => {
    try {
      const names = decodedName(host) === undefined ? [] : folder.names(host);
      return names.includes("persistent.dat") || folder.names(host, "accounts").some((name) => name.endsWith(".dat"));
    } catch (error) {
      // A folder of another kind may have a link: it is refused where it is read.
      if (error instanceof SourceError && error.reason === "outside") return false;
      throw error;
    }
  });

/** `files` are all that is read. */
function sourceOf(data: ProsodyData, folder: SourceFolder, files: Iterable<string>): Source {
  const hosts = data.hosts().flatMap((jid): SourceHost[] => {
    const kind = kindOf(data.stores(jid));
    return kind ? [{ jid, kind }] : [];
  });
  return {
    hosts,
    read: () => items(data, folder, hosts),
    digest: digestOfFiles(files),
    close: data.close,
  };
}

/** What serves the running server alone: counters, tokens, times of the last visit. */
const OF_NO_USE =
  /^(?:account_activity|account_details|archive_cleanup|auth_tokens|clients|cron|fast|invites_.*|lastlog2?|muc_log_cleanup|sasl2.*|smacks.*|tls_.*|tokens|tokenauth|tombstones|update_notifications)$/;
/** Read beside those of accounts. */
const OTHERS = [
  "account_roles",
  "roles",
  "archive2",
  "archive_prefs",
  "cloud_notify",
  "groups",
  "group_info",
  "invite_token",
  "privacy",
];

/** Stores that nothing here reads. */
function* unknownStores(data: ProsodyData, host: string): Generator<Imported> {
  const known = new Set([...OF_ACCOUNTS, ...OF_UPLOADS, ...OTHERS]);
  for (const store of [...data.stores(host)].sort())
    if (!known.has(store) && !store.startsWith("pep_") && !OF_NO_USE.test(store))
      yield { type: "left", kind: "other", reason: "unknown", subject: `${store}, ${host}` };
}

function kindOf(stores: ReadonlySet<string>): SourceHost["kind"] | undefined {
  const hasAny = (names: readonly string[]): boolean => names.some((name) => stores.has(name));
  // A domain may have files of its own.
  if (stores.has(ACCOUNTS)) return "domain";
  if (hasAny(OF_ROOMS)) return "rooms";
  if (hasAny(OF_UPLOADS) && !stores.has("roster")) return "upload";
  if (hasAny(OF_ACCOUNTS)) return "domain";
  return [...stores].some((store) => OF_PUBSUB.test(store)) ? "pubsub" : undefined;
}

function* items(data: ProsodyData, folder: SourceFolder, hosts: readonly SourceHost[]): Generator<Imported> {
  const of = (kind: SourceHost["kind"]): string[] => hosts.filter((host) => host.kind === kind).map(({ jid }) => jid);
  for (const host of of("domain")) for (const user of usersOf(data, host)) yield* accountItems(data, host, user);
  for (const host of of("rooms")) yield* roomItems(data, host);
  for (const host of of("domain")) {
    yield* circles(data, host);
    yield* invitations(data, host, Date.now());
    yield* unknownStores(data, host);
  }
  for (const host of of("pubsub")) yield { type: "left", kind: "nodes", reason: "unknown", subject: host };
  for (const host of [...of("domain"), ...of("upload")]) yield* uploads(data, folder, host);
}

/** Those with an account; where accounts are elsewhere (LDAP), those that have anything. */
function usersOf(data: ProsodyData, host: string): readonly string[] {
  if (data.stores(host).has(ACCOUNTS)) return data.users(host, ACCOUNTS);
  return [...new Set(OF_ACCOUNTS.flatMap((store) => data.users(host, store)))].sort();
}
