/** Nodes of PEP (XEP-0163): `pubsub_node`, `pubsub_item` and `pubsub_state`. */
import type { Element } from "ltx";
import { parseJid } from "../../../jid/jid.ts";
import { atom, type Term, tuple } from "../term.ts";
import { xmlTerm } from "../xmlel.ts";
import { addressKey, bareKey, timestamp } from "./address.ts";

/** The options of a node for which nothing is configured, in ejabberd's plugin "pep" (XEP-0060 §16.4.4). */
const DEFAULTS: Readonly<Record<string, Term>> = {
  deliver_payloads: atom("true"),
  notify_config: atom("false"),
  notify_delete: atom("false"),
  notify_retract: atom("false"),
  purge_offline: atom("false"),
  persist_items: atom("true"),
  max_items: 1,
  subscribe: atom("true"),
  access_model: atom("presence"),
  roster_groups_allowed: [],
  publish_model: atom("publishers"),
  notification_type: atom("headline"),
  max_payload_size: 60_000,
  send_last_published_item: atom("on_sub_and_presence"),
  deliver_notifications: atom("true"),
  presence_based_delivery: atom("true"),
  itemreply: atom("none"),
};
const NAMED: ReadonlySet<string> = new Set([
  ...["access_model", "publish_model", "notification_type", "send_last_published_item", "itemreply"],
]);
const MODELS: ReadonlySet<string> = new Set([
  ...["open", "presence", "roster", "authorize", "whitelist", "publishers", "subscribers", "headline", "normal"],
  ...["never", "on_sub", "on_sub_and_presence", "none", "owner", "publisher"],
]);

interface Node {
  readonly index: number;
  options: Readonly<Record<string, Term>>;
  /** Of others than the owner. */
  readonly affiliations: Map<string, string>;
  /** The ids of its items, the newest first. */
  readonly items: string[];
}

/** Numbers nodes, and gives items their times, over all accounts. */
export interface NodeCounters {
  nodes: number;
  /** Microseconds since 1970. */
  time: number;
}

export class NodeRows {
  readonly #counters: NodeCounters;
  readonly #nodes = new Map<string, Node>();

  constructor(counters: NodeCounters) {
    this.#counters = counters;
  }

  /** What is configured: <pubsub xmlns="http://jabber.org/protocol/pubsub#owner"/>. */
  configure(pubsub: Element): void {
    for (const configure of pubsub.getChildren("configure")) {
      const node = this.#node(configure.attrs.node ?? "");
      node.options = { ...node.options, ...optionsIn(configure) };
    }
    for (const list of pubsub.getChildren("affiliations")) {
      const node = this.#node(list.attrs.node ?? "");
      for (const { attrs } of list.getChildren("affiliation")) node.affiliations.set(attrs.jid, attrs.affiliation);
    }
  }

  /** The rows of items: <pubsub xmlns="http://jabber.org/protocol/pubsub"/>. Throws JidError. */
  *addItems(pubsub: Element, account: string): Generator<Term> {
    for (const items of pubsub.getChildren("items")) {
      const node = this.#node(items.attrs.node ?? "");
      for (const item of items.getChildren("item")) {
        const id = item.attrs.id ?? "";
        node.items.unshift(id);
        // Their order is that of these times: each is a microsecond later than the one before.
        this.#counters.time += 1;
        const published = tuple(timestamp(this.#counters.time), bareKey(account));
        const payload = item.getChildElements().map((element) => xmlTerm(element));
        yield tuple(atom("pubsub_item"), tuple(id, node.index), node.index, published, published, payload);
      }
    }
  }

  /** The rows of nodes, after which there are none. Throws JidError. */
  *take(account: string): Generator<Term> {
    const owner = bareKey(account);
    for (const [name, { index, options, affiliations, items }] of this.#nodes) {
      const list = Object.entries(options).map(([key, value]) => tuple(atom(key), value));
      yield tuple(atom("pubsub_node"), tuple(owner, name), index, [], "pep", [owner], list);
      yield tuple(atom("pubsub_state"), tuple(owner, index), index, items, atom("owner"), []);
      for (const [jid, affiliation] of affiliations) {
        const key = addressKey(parseJid(jid));
        if (affiliation === "owner" || !AFFILIATIONS.has(affiliation)) continue;
        yield tuple(atom("pubsub_state"), tuple(key, index), index, [], atom(affiliation), []);
      }
    }
    this.#nodes.clear();
  }

  #node(name: string): Node {
    const known = this.#nodes.get(name);
    if (known) return known;
    this.#counters.nodes += 1;
    const node = { index: this.#counters.nodes, options: DEFAULTS, affiliations: new Map(), items: [] };
    this.#nodes.set(name, node);
    return node;
  }
}

const AFFILIATIONS: ReadonlySet<string> = new Set(["publisher", "publish-only", "member", "outcast"]);

/** Those that ejabberd knows, of a form of the type "http://jabber.org/protocol/pubsub#node_config". */
function optionsIn(configure: Element): Record<string, Term> {
  const options: Record<string, Term> = {};
  for (const field of configure.getChild("x", "jabber:x:data")?.getChildren("field") ?? []) {
    const name = String(field.attrs.var ?? "").replace(/^pubsub#/, "");
    const known = DEFAULTS[name];
    const value = field.getChildText("value") ?? "";
    if (known === undefined || name === "roster_groups_allowed") continue;
    if (typeof known === "number") options[name] = value === "max" ? atom("max") : Number(value) || known;
    else if (NAMED.has(name)) options[name] = MODELS.has(value) ? atom(value) : known;
    else options[name] = atom(value === "1" || value === "true" ? "true" : "false");
  }
  return options;
}
