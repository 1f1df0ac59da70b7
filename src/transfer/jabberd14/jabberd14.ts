/** jabberd14 as a source: the spool of xdb_file, a folder for each host with a file for each account. */
import { statSync } from "node:fs";
import { basename, dirname } from "node:path";
import type { Source, SourceKind } from "../source.ts";
import { SourceError } from "../source-error.ts";
import { digestOfFiles, firstBytes } from "../source-files.ts";
import { openFolder, type SourceFolder } from "../source-folder.ts";
import { accountItems } from "./account-items.ts";

/** Host data of a store (xdb_file): no account has this name. */
const OF_HOST = "global.xdb";
/** Bytes within which the root element begins. */
const HEAD = 1024;
const ROOT = /<(?:[\w.-]+:)?xdb[\s>/]/;
/** <use_hierarchical_spool/>: two digits of a checksum for each of two levels. */
const LEVEL = /^[0-9A-F]{2}$/;

interface AccountFile {
  readonly name: string;
  readonly domain: string;
  readonly path: string;
}

export const jabberd14: SourceKind = {
  name: "jabberd14",
  recognises: (path) => accountsAt(path).next().done !== true,
  open: (path): Source => {
    const accounts = [...accountsAt(path)];
    if (accounts.length === 0) throw new SourceError("unknown", { file: path }, { kinds: ["jabberd14"] });
    return {
      hosts: [...new Set(accounts.map(({ domain }) => domain))].map((jid) => ({ jid, kind: "domain" })),
      digest: digestOfFiles(accounts.map((account) => account.path)),
      read: function* () {
        for (const account of accounts) yield* accountItems(account);
      },
      close: () => {},
    };
  },
};

/** The files of a spool, of one host of it, or one file. Throws SourceError: unreadable, outside. */
function* accountsAt(path: string): Generator<AccountFile> {
  if (statSync(path).isFile()) {
    if (isSpoolFile(path)) yield { name: nameOf(path), domain: basename(dirname(path)), path };
    return;
  }
  const folder = openFolder(path);
  yield* accountsIn(folder, [], basename(folder.path));
  for (const host of folder.names())
    if (!LEVEL.test(host) && isFolderIn(folder, host)) yield* accountsIn(folder, [host], host);
}

function* accountsIn(folder: SourceFolder, parts: readonly string[], domain: string): Generator<AccountFile> {
  for (const name of folder.names(...parts)) {
    const path = folder.find(...parts, name);
    if (path === undefined) continue;
    if (name.endsWith(".xml")) {
      if (name !== OF_HOST && isSpoolFile(path)) yield { name: nameOf(name), domain, path };
    } else if (LEVEL.test(name) && isFolderIn(folder, ...parts, name))
      yield* accountsIn(folder, [...parts, name], domain);
  }
}

const nameOf = (path: string): string => basename(path, ".xml");

function isFolderIn(folder: SourceFolder, ...parts: string[]): boolean {
  const path = folder.find(...parts);
  return path !== undefined && statSync(path).isDirectory();
}

const isSpoolFile = (path: string): boolean => ROOT.test(Buffer.from(firstBytes(path, HEAD)).toString("latin1"));
