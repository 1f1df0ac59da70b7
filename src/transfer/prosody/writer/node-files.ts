/** Nodes of PEP (XEP-0163) in Prosody's stores: `pep`, and one list of items for each. */
import type { Element } from "ltx";
import type { Jid } from "../../../jid/jid.ts";
import { xml } from "../../../stanza.ts";
import type { LuaKey, LuaTable, LuaValue } from "../lua.ts";
import { archiveEntry } from "./archive-entry.ts";
import type { DataFolder } from "./data-folder.ts";
import { table } from "./lua-text.ts";
import { elementTable } from "./stanza-table.ts";

/** The fields of the configuration form (XEP-0060 §16.4.4), without "pubsub#", that Prosody keeps as texts. */
const TEXTS = ["access_model", "publish_model", "send_last_published_item", "title", "description", "payload_type"];
/** `pep_max_items` of Prosody, unless it is configured otherwise. */
const MOST_ITEMS = 256;

interface Node {
  config: LuaTable;
  readonly affiliations: Map<LuaKey, LuaValue>;
}

export class NodeFiles {
  readonly #folder: DataFolder;
  readonly #owner: Jid;
  readonly #now: number;
  readonly #nodes = new Map<string, Node>();

  constructor(folder: DataFolder, owner: Jid, now: number) {
    this.#folder = folder;
    this.#owner = owner;
    this.#now = now;
  }

  /** <pubsub xmlns="http://jabber.org/protocol/pubsub#owner"/>. */
  configure(pubsub: Element): void {
    for (const configure of pubsub.getChildren("configure"))
      this.#node(configure.attrs.node ?? "").config = configIn(configure);
    for (const list of pubsub.getChildren("affiliations")) {
      const { affiliations } = this.#node(list.attrs.node ?? "");
      for (const { attrs } of list.getChildren("affiliation")) affiliations.set(attrs.jid, attrs.affiliation);
    }
  }

  /** <pubsub xmlns="http://jabber.org/protocol/pubsub"/>. */
  addItems(pubsub: Element): void {
    const { bare, domain, local } = this.#owner;
    for (const items of pubsub.getChildren("items")) {
      const name: string = items.attrs.node ?? "";
      this.#node(name);
      for (const item of items.getChildren("item")) {
        // Prosody keeps the payload, and where there is none, the empty item.
        const payload = item.getChildElements()[0] ?? xml("item", { xmlns: pubsub.attrs.xmlns, id: item.attrs.id });
        const keys = { key: item.attrs.id ?? "", when: this.#now, with: bare };
        this.#folder.append(domain, local, `pep_${name}`, archiveEntry(keys, elementTable(payload)));
      }
    }
  }

  end(): void {
    const { domain, local } = this.#owner;
    const entries = [...this.#nodes].map(([name, { config, affiliations }]): [LuaKey, LuaValue] => [
      name,
      table([
        ["name", name],
        ["config", config],
        ["affiliations", table(affiliations)],
        ["subscribers", table([])],
      ]),
    ]);
    if (entries.length > 0) this.#folder.put(domain, local, "pep", table(entries));
  }

  #node(name: string): Node {
    const node = this.#nodes.get(name) ?? { config: table([]), affiliations: new Map([[this.#owner.bare, "owner"]]) };
    this.#nodes.set(name, node);
    return node;
  }
}

function configIn(configure: Element): LuaTable {
  const values = new Map<string, string>();
  for (const field of configure.getChild("x", "jabber:x:data")?.getChildren("field") ?? [])
    values.set(String(field.attrs.var ?? "").replace(/^pubsub#/, ""), field.getChildText("value") ?? "");
  const [most, persist] = [values.get("max_items"), values.get("persist_items")];
  return table([
    ...TEXTS.map((name) => [name, values.get(name) || undefined] as const),
    ["max_items", most === undefined ? undefined : most === "max" ? MOST_ITEMS : Number(most) || 1],
    ["persist_items", persist === undefined ? undefined : persist === "1" || persist === "true"],
  ]);
}
