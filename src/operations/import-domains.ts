/** Which domains of a source come here, and what they are called here. */
import type { Element } from "ltx";
import { tryParseDomain } from "../jid/domain.ts";
import type { Source, SourceHost } from "../transfer/source.ts";
import { SourceError } from "../transfer/source-error.ts";

export interface DomainMap {
  /** By the name in the source, of domains and of the services below them. */
  readonly names: ReadonlyMap<string, string>;
  /** Whether something is called otherwise here. */
  readonly isRenaming: boolean;
  /** The labels of services that had rooms: "conference". */
  readonly roomLabels: readonly string[];
  /** The names here of services that had files, where they are no domain. */
  readonly fileHosts: readonly string[];
  /** The address under its name here; others as they are. */
  readonly renamed: (jid: string) => string;
  /** Renames the addresses in the attributes of an element and of all in it, and in those that are texts. */
  readonly renameIn: (element: Element) => void;
}

export interface DomainChoice {
  /** Served here. */
  readonly domains: readonly string[];
  /** The one that was asked for. */
  readonly domain?: string | undefined;
  /** What the source is, for errors. */
  readonly file: string;
}

/** Throws SourceError no-such-domain where none of the source's domains is served here, and it is not clear which one is meant. */
export function domainMapOf({ hosts }: Pick<Source, "hosts">, { domains, domain, file }: DomainChoice): DomainMap {
  const prepared = hosts.flatMap((host): SourceHost[] => {
    const jid = tryParseDomain(host.jid);
    return jid === undefined ? [] : [{ ...host, jid }];
  });
  const theirs = prepared.filter(({ kind }) => kind === "domain").map(({ jid }) => jid);
  const names = new Map<string, string>();
  const wanted = domain === undefined ? domains : [domain];
  for (const each of theirs) if (wanted.includes(each)) names.set(each, each);
  const [only, ...others] = theirs;
  if (names.size === 0 && domain !== undefined && only !== undefined && others.length === 0) names.set(only, domain);
  if (names.size === 0)
    throw new SourceError("no-such-domain", { file }, { domain: domain ?? domains[0] ?? "", domains: theirs });
  const roomLabels = new Set<string>();
  const fileHosts = new Set<string>();
  for (const { jid, kind } of prepared) {
    const parent = [...names.keys()].find((name) => jid.endsWith(`.${name}`));
    if (kind === "domain" || parent === undefined) continue;
    const label = jid.slice(0, -parent.length - 1);
    names.set(jid, `${label}.${names.get(parent)}`);
    if (kind === "rooms") roomLabels.add(label);
    // A name that is called otherwise here is in no link.
    if (kind === "upload" && names.get(jid) === jid) fileHosts.add(jid);
  }
  return { ...renamingOf(names), names, roomLabels: [...roomLabels], fileHosts: [...fileHosts] };
}

/** Attributes that are addresses. */
const ADDRESSES = ["jid", "from", "to", "by", "with", "value", "publisher"] as const;
/** Elements whose text is an address. */
const TEXTS: ReadonlySet<string> = new Set(["jid"]);

function renamingOf(names: ReadonlyMap<string, string>): Pick<DomainMap, "isRenaming" | "renamed" | "renameIn"> {
  const isRenaming = [...names].some(([theirs, ours]) => theirs !== ours);
  const renamed = (jid: string): string => {
    if (!isRenaming) return jid;
    const slash = jid.indexOf("/");
    const bare = slash < 0 ? jid : jid.slice(0, slash);
    const at = bare.indexOf("@");
    const ours = names.get(bare.slice(at + 1).toLowerCase());
    return ours === undefined ? jid : bare.slice(0, at + 1) + ours + jid.slice(bare.length);
  };
  return { isRenaming, renamed, renameIn: renamingIn(renamed) };
}

/** Renames the addresses in the attributes of an element and of all in it, and in those that are texts. */
export function renamingIn(renamed: (jid: string) => string): (element: Element) => void {
  const renameIn = (element: Element): void => {
    const { attrs } = element;
    for (const name of ADDRESSES) if (typeof attrs[name] === "string") attrs[name] = renamed(attrs[name]);
    // XEP-0402: the id of a bookmark is the address of the room.
    if (element.getName() === "item" && typeof attrs.id === "string" && attrs.id.includes("@"))
      attrs.id = renamed(attrs.id);
    if (TEXTS.has(element.getName())) {
      element.children = element.children.map((child) => (typeof child === "string" ? renamed(child) : child));
    }
    for (const child of element.getChildElements()) renameIn(child);
  };
  return renameIn;
}
