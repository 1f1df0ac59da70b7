/** XEP-0227 §4.2: the files of a source: one, several in a folder, and those that they include (XInclude). */
import { readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { NS_OWN_ROOM, NS_PIE } from "../../namespaces.ts";
import type { SourceHost } from "../source.ts";
import { SourceError } from "../source-error.ts";
import { chunksOf, firstBytes, pathInside, readable } from "../source-files.ts";

/** Bytes within which the root element begins, with its namespace. */
const HEAD = 4096;
/** Of a start tag of <host/> or <include/>. */
const MAX_TAG = 4096;
/** Files that include each other. */
const MAX_DEPTH = 5;
const MAX_FILES = 1_000_000;

export interface Documents {
  /** No file outside of it is read. */
  readonly folder: string;
  /** Those whose root is <server-data/>. */
  readonly main: readonly string[];
}

const isMain = (file: string): boolean => {
  const head = Buffer.from(firstBytes(file, HEAD)).toString("latin1");
  return /<(?:[\w.-]+:)?server-data[\s>]/.test(head) && head.includes(NS_PIE);
};

/** Undefined for a file that is none of this format, and a folder that has none. */
export function documentsAt(path: string): Documents | undefined {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status?.isFile()) return isMain(path) ? { folder: dirname(path), main: [path] } : undefined;
  if (!status?.isDirectory()) return undefined;
  const names = readable(path, () => readdirSync(path)).filter((name) => name.endsWith(".xml"));
  const main = names
    .sort()
    .map((name) => join(path, name))
    .filter(isMain);
  return main.length > 0 ? { folder: path, main } : undefined;
}

/** The file that another one includes. Throws SourceError: outside, malformed, unreadable, too-deep. */
export function includedFile(folder: string, from: string, href: string | undefined, depth: number): string {
  if (depth >= MAX_DEPTH) throw new SourceError("too-deep", { file: from }, { maximum: MAX_DEPTH });
  if (!href || /^[a-z][a-z0-9+.-]*:|[\0#?]/i.test(href))
    throw new SourceError("malformed", { file: from }, { why: `a file cannot be included by "${href ?? ""}"` });
  return pathInside(folder, join(dirname(from), href.replaceAll("%20", " ")));
}

export interface Overview {
  readonly hosts: readonly SourceHost[];
  readonly files: readonly string[];
}

/** The names of hosts, and all files, found without parsing what is in between. Throws SourceError. */
export function overviewOf({ folder, main }: Documents): Overview {
  const hosts = new Set<string>();
  const files = new Set<string>();
  // What looks like a room may be in somebody's message: a host with users is a domain.
  const [services, domains] = [new Set<string>(), new Set<string>()];
  let host = "";
  const look = (file: string, depth: number): void => {
    if (files.has(file)) return;
    files.add(file);
    if (files.size > MAX_FILES) throw new SourceError("too-large", { file: folder }, { maximum: MAX_FILES });
    for (const [name, value] of tagsIn(file)) {
      if (name === "host") {
        host = value;
        hosts.add(value);
      } else if (name === "room") services.add(host);
      else if (name === "user") domains.add(host);
      else look(includedFile(folder, file, value, depth), depth + 1);
    }
  };
  for (const file of main) look(file, 0);
  return {
    hosts: [...hosts].map((jid) => ({ jid, kind: services.has(jid) && !domains.has(jid) ? "rooms" : "domain" })),
    files: [...files],
  };
}

const TAG = new RegExp(
  `<(?:[\\w.-]+:)?(?:(host|include)\\s[^<>]*?(?:jid|href)\\s*=\\s*(?:"([^"<>]*)"|'([^'<>]*)')|(user)\\s|(room)\\s+xmlns="${NS_OWN_ROOM}")`,
  "g",
);

/** The value of `jid` of each <host/>, and of `href` of each <include/>; users, and rooms as this server writes them. */
function* tagsIn(file: string): Generator<readonly [name: string, value: string]> {
  let rest = "";
  for (const chunk of chunksOf(file)) {
    const text = rest + Buffer.from(chunk).toString("utf8");
    for (const [, name, double, single, user, room] of text.matchAll(TAG))
      yield [name ?? user ?? room ?? "", double ?? single ?? ""];
    // A tag that is not complete yet is looked at again with what follows.
    const last = text.lastIndexOf("<");
    rest = last >= 0 && text.length - last < MAX_TAG && !text.slice(last).includes(">") ? text.slice(last) : "";
  }
}
