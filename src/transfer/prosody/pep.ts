/** What an account has published (XEP-0163): the store `pep` has the nodes, `pep_NODE` the items, the oldest first. */
import { configured, itemPart, type NodeParts } from "../pep-parts.ts";
import type { Imported } from "../source.ts";
import type { ArchiveEntry } from "./data.ts";
import { isTable, type LuaKey, type LuaTable, type LuaValue } from "./lua.ts";

/** XEP-0048: mod_bookmarks keeps a node without items, and serves what is in the one of XEP-0402. */
const OLD_BOOKMARKS = "storage:bookmarks";
/** What mod_pep has for a node where nothing else was chosen. */
const DEFAULTS: Readonly<Record<string, string>> = { access_model: "presence", max_items: "1", persist_items: "1" };

/** `entriesOf` reads the items of a node. */
export function* pepParts(
  account: string,
  nodes: LuaTable,
  entriesOf: (node: string) => Iterable<ArchiveEntry>,
): Generator<Imported> {
  for (const [node, value] of nodes.fields) {
    if (typeof node !== "string" || value === false || value === null) continue;
    const table = isTable(value) ? value : undefined;
    const settings = settingsIn(table);
    if (node === OLD_BOOKMARKS && settings.get("persist_items") === "0") continue;
    yield { type: "part", account, part: configured({ node, settings, ...peopleIn(account, table) }) };
    for (const { key, element } of lastOf(entriesOf(node), settings.get("max_items") === "1")) {
      if (key !== undefined && element) yield { type: "part", account, part: itemPart(node, key, element) };
      else yield { type: "left", account, kind: "items", reason: "malformed", subject: node };
    }
  }
}

/** In a node of one item that is the last: those before are left of a removal that was interrupted. */
function* lastOf(entries: Iterable<ArchiveEntry>, isOnly: boolean): Generator<ArchiveEntry> {
  if (!isOnly) return void (yield* entries);
  let last: ArchiveEntry | undefined;
  for (const entry of entries) last = entry;
  if (last) yield last;
}

function settingsIn(table: LuaTable | undefined): ReadonlyMap<string, string> {
  const config = table?.fields.get("config");
  const values = new Map(Object.entries(DEFAULTS));
  if (isTable(config)) {
    for (const [name, value] of config.fields) {
      const text = settingOf(value);
      if (typeof name === "string" && !name.startsWith("_") && text !== undefined) values.set(name, text);
    }
  }
  return values;
}

function peopleIn(account: string, table: LuaTable | undefined): Pick<NodeParts, "affiliations" | "subscribers"> {
  const [affiliations, subscribers] = ["affiliations", "subscribers"].map((name): [LuaKey, LuaValue][] => {
    const stored = table?.fields.get(name);
    return isTable(stored) ? [...stored.fields] : [];
  });
  return {
    affiliations: (affiliations ?? []).flatMap(([jid, affiliation]) =>
      typeof jid === "string" && typeof affiliation === "string" && jid !== account ? { jid, affiliation } : [],
    ),
    subscribers: (subscribers ?? []).flatMap(([jid, value]) => (typeof jid === "string" && value !== false ? jid : [])),
  };
}

function settingOf(value: LuaValue): string | undefined {
  if (typeof value === "boolean") return value ? "1" : "0";
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}
