/** Domains that get another name, in addresses and in the places of XML where addresses stand. */
import type { Element } from "ltx";
import { tryParseDomain } from "../jid/domain.ts";

export interface Renaming {
  /** Whether anything is called otherwise. */
  readonly isRenaming: boolean;
  /** The address (a JID or a domain) under its new name; any other text as it is. */
  readonly renamed: (jid: string) => string;
  /** Renames the addresses in an element and in all that is in it. Returns whether there were any. Bodies stay as they are. */
  readonly renameIn: (element: Element) => boolean;
}

/** Attributes that are addresses. */
const ADDRESSES = ["jid", "from", "to", "by", "with", "value", "publisher"] as const;
/** Elements whose text is an address. */
const TEXTS: ReadonlySet<string> = new Set(["jid", "JABBERID"]);
/** Attributes and elements that are URIs (XEP-0372 §3, vCard 4). */
const URI = "uri";
const SCHEME = "xmpp:";

/** `names`: the new name of each domain, both as `parseDomain` returns them. */
export function renamingOf(names: ReadonlyMap<string, string>): Renaming {
  const isRenaming = [...names].some(([theirs, ours]) => theirs !== ours);

  const newNameOf = (domain: string): string | undefined => {
    const lower = domain.toLowerCase();
    const known = names.get(lower);
    if (known !== undefined || !lower.includes("xn--")) return known;
    return names.get(tryParseDomain(lower) ?? "");
  };

  const renamed = (jid: string): string => {
    if (!isRenaming) return jid;
    const slash = jid.indexOf("/");
    const bare = slash < 0 ? jid : jid.slice(0, slash);
    const at = bare.indexOf("@");
    const ours = newNameOf(bare.slice(at + 1));
    return ours === undefined ? jid : bare.slice(0, at + 1) + ours + jid.slice(bare.length);
  };

  return { isRenaming, renamed, renameIn: renamingIn(renamed) };
}

/** `renameIn` of a Renaming, by what an address becomes. */
export function renamingIn(renamed: (jid: string) => string): Renaming["renameIn"] {
  /** RFC 5122: what follows the address stays. */
  const renamedUri = (uri: string): string => {
    if (!uri.startsWith(SCHEME)) return uri;
    const query = uri.search(/[?#]/);
    const end = query < 0 ? uri.length : query;
    return SCHEME + renamed(uri.slice(SCHEME.length, end)) + uri.slice(end);
  };

  const renameIn = (element: Element): boolean => {
    const { attrs } = element;
    const name = element.getName();
    let isChanged = false;
    const renameAttribute = (attribute: string, rename: (text: string) => string): void => {
      const value = attrs[attribute];
      if (typeof value !== "string") return;
      attrs[attribute] = rename(value);
      isChanged ||= attrs[attribute] !== value;
    };
    const renameTexts = (named: Element, rename: (text: string) => string): void => {
      named.children = named.children.map((child) => {
        if (typeof child !== "string") return child;
        const text = rename(child);
        isChanged ||= text !== child;
        return text;
      });
    };
    for (const attribute of ADDRESSES) renameAttribute(attribute, renamed);
    renameAttribute(URI, renamedUri);
    // XEP-0402: the id of a bookmark is the address of the room.
    if (name === "item" && String(attrs.id).includes("@")) renameAttribute("id", renamed);
    if (TEXTS.has(name)) renameTexts(element, renamed);
    if (name === URI) renameTexts(element, renamedUri);
    // XEP-0004 §3.3.
    if (name === "field" && String(attrs.type).startsWith("jid-"))
      for (const value of element.getChildren("value")) renameTexts(value, renamed);
    for (const child of element.getChildElements()) if (renameIn(child)) isChanged = true;
    return isChanged;
  };

  return renameIn;
}
