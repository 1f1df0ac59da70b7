/** Who is blocked at another server: as a blocklist (XEP-0191), or as privacy lists (XEP-0016, XEP-0227 §4.7). */
import type { Element } from "ltx";
import type { ImportReport } from "../import-report.ts";
import { tryParseJid } from "../jid/jid.ts";
import type { Blocklist } from "./0191-blocklist.ts";

export const NS_PRIVACY = "jabber:iq:privacy";

export interface BlocklistImportDeps {
  readonly blocklist: Pick<Blocklist, "of" | "size" | "add">;
  /** These have been added. */
  readonly added: (account: string, jids: readonly string[]) => void;
  readonly limits: { readonly max_items: number; readonly max_size: number };
}

export function openBlocklistImport({ blocklist, added, limits }: BlocklistImportDeps) {
  const addAll = (account: string, addresses: readonly (string | undefined)[], report: ImportReport): void => {
    const known = new Set(blocklist.of(account));
    const fresh: string[] = [];
    let bytes = blocklist.size(account);
    for (const address of addresses) {
      const jid = tryParseJid(address ?? "")?.full;
      if (jid === undefined) report.left("blocked", "address", address);
      else if (known.has(jid)) report.known("blocked");
      else if (known.size >= limits.max_items || bytes + Buffer.byteLength(jid) > limits.max_size)
        report.left("blocked", "too-large", jid);
      else {
        blocklist.add(account, jid);
        known.add(jid);
        fresh.push(jid);
        bytes += Buffer.byteLength(jid);
        report.stored("blocked");
      }
    }
    if (fresh.length > 0) added(account, fresh);
  };

  return {
    addBlocklist: (account: string, list: Element, report: ImportReport): void =>
      addAll(
        account,
        list.getChildren("item").map(({ attrs }) => attrs.jid),
        report,
      ),
    /** The default list, as far as it says "nothing from and to this address"; other lists and rules are reported. */
    addPrivacyLists: (account: string, query: Element, report: ImportReport): void => {
      const inForce: string | undefined = query.getChild("default")?.attrs.name;
      for (const list of query.getChildren("list")) {
        const { name } = list.attrs;
        const items = list.getChildren("item").toSorted((a, b) => Number(a.attrs.order) - Number(b.attrs.order));
        if (name !== inForce) report.left("privacy", "privacy-list", name);
        else addRules(account, name, items, report);
      }
    },
  };

  function addRules(account: string, name: string, items: readonly Element[], report: ImportReport): void {
    const blocks: string[] = [];
    let isMore = false;
    for (const item of items) {
      if (isBlock(item)) blocks.push(item.attrs.value);
      else if (!isAllowingTheRest(item)) isMore = true;
    }
    addAll(account, blocks, report);
    if (isMore) report.left("privacy", "privacy-list", name);
  }
}

/** XEP-0016 §2.11: what a rule is about, where it is not about everything. */
const SUBJECTS = ["iq", "message", "presence-in", "presence-out"] as const;

/** "Nothing from and to this address". */
function isBlock(item: Element): boolean {
  const subjects = SUBJECTS.filter((name) => item.getChild(name));
  const isForAll = subjects.length === 0 || subjects.length === SUBJECTS.length;
  return item.attrs.type === "jid" && item.attrs.action === "deny" && isForAll;
}

/** What holds without any rule, too. */
const isAllowingTheRest = ({ attrs }: Element): boolean => attrs.type === undefined && attrs.action === "allow";
