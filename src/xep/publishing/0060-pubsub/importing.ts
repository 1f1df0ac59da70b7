/** XEP-0227 §4.10: the nodes that an account brings from another server. */
import type { Element } from "ltx";
import type { ImportReport } from "../../../import-report.ts";
import { tryParseJid } from "../../../jid/jid.ts";
import { StanzaError } from "../../../stanza-error.ts";
import { type Form, formIn } from "../../kit/0004-data-forms.ts";
import { isAffiliation } from "./affiliations.ts";
import { checkConfigLength, limited, readFields } from "./config.ts";
import type { NodeConfig } from "./config-fields.ts";
import type { Host } from "./host.ts";
import type { Node } from "./nodes.ts";
import { initialConfig, keepingPreset } from "./owner-nodes.ts";
import { standalone } from "./publish.ts";
import type { Stores } from "./stores.ts";

const MAX_NAME_LENGTH = 1023;

export interface NodeImportDeps {
  readonly stores: Stores;
  readonly host: Pick<Host, "defaults" | "presets" | "limits">;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly id: () => string;
}

/** Nodes and items that are here already stay as they are. Listeners hear nothing, subscribers neither. */
export function openNodeImport({ stores, host, now, id }: NodeImportDeps) {
  const { nodes, items, affiliations, subscriptions } = stores;

  const isFull = (account: string): boolean => {
    const { nodes: count, bytes } = nodes.usage(account, account);
    return count >= host.limits.max_nodes || bytes > host.limits.max_storage;
  };

  const create = (account: string, name: string, config: NodeConfig, report: ImportReport): Node | undefined => {
    if (name === "" || name.length > MAX_NAME_LENGTH) return void report.left("nodes", "malformed", name.slice(0, 80));
    if (isFull(account)) return void report.left("nodes", "too-large", name);
    const node = nodes.create({ service: account, name, creator: account, created: now(), config });
    affiliations.set(node, account, "owner");
    report.stored("nodes");
    return node;
  };

  const configure = (account: string, element: Element, report: ImportReport): void => {
    const name: string = element.attrs.node ?? "";
    if (nodes.get(account, name)) return report.known("nodes");
    const usual = initialConfig(host, name);
    const given = { ...usual, ...knownFields(element) };
    create(account, name, keepingPreset(host, name, isStorable(given) ? given : usual), report);
  };

  const affiliate = (account: string, element: Element): void => {
    const node = nodes.get(account, element.attrs.node ?? "");
    if (!node) return;
    for (const { attrs } of element.getChildren("affiliation")) {
      const jid = tryParseJid(attrs.jid ?? "")?.bare;
      const isNew = jid !== undefined && affiliations.get(node, jid) === "none";
      if (isNew && isAffiliation(attrs.affiliation)) affiliations.set(node, jid, attrs.affiliation);
    }
  };

  const subscribe = (account: string, element: Element): void => {
    const node = nodes.get(account, element.attrs.node ?? "");
    if (!node) return;
    for (const { attrs } of element.getChildren("subscription")) {
      const jid = tryParseJid(attrs.jid ?? "")?.full;
      if (jid !== undefined && attrs.subscription === "subscribed" && !subscriptions.get(node, jid))
        subscriptions.put(node, { jid, state: "subscribed", deliver: true });
    }
  };

  const addItem = (account: string, node: Node, item: Element, report: ImportReport): void => {
    const given: string = item.attrs.id || id();
    const [payload] = item.getChildElements();
    const text = payload ? standalone(payload) : null;
    const isTooLarge = Buffer.byteLength(text ?? "") > host.limits.max_item_size || given.length > MAX_NAME_LENGTH;
    if (isTooLarge || isFull(account)) return report.left("items", "too-large", node.name);
    const most = limited(node.config.max_items, host.limits.max_items);
    // In a node of one item, that which is here is newer.
    if (items.get(node, given) || (most === 1 && items.last(node))) return report.known("items");
    const publisher = tryParseJid(item.attrs.publisher ?? account)?.bare ?? account;
    items.put(node, { id: given, publisher, time: now(), payload: text });
    items.trim(node, most, 1);
    report.stored("items");
  };

  const addItems = (account: string, element: Element, report: ImportReport): void => {
    const name: string = element.attrs.node ?? "";
    const given = element.getChildren("item");
    if (given.length === 0) return;
    const node = nodes.get(account, name) ?? create(account, name, initialConfig(host, name), report);
    if (!node) return report.left("items", "too-large", name.slice(0, 80));
    for (const item of given) addItem(account, node, item, report);
  };

  return {
    /** <pubsub xmlns="http://jabber.org/protocol/pubsub#owner"/>: configurations, affiliations, subscriptions. */
    ofOwner: (account: string, pubsub: Element, report: ImportReport): void => {
      for (const child of pubsub.getChildElements()) {
        if (child.getName() === "configure") configure(account, child, report);
        else if (child.getName() === "affiliations") affiliate(account, child);
        else if (child.getName() === "subscriptions") subscribe(account, child);
      }
    },
    /** <pubsub xmlns="http://jabber.org/protocol/pubsub"/>: items, the oldest first. */
    ofItems: (account: string, pubsub: Element, report: ImportReport): void => {
      for (const child of pubsub.getChildren("items")) addItems(account, child, report);
    },
  };
}

/** Field by field: one that another server alone understands does not change what the others say. */
function knownFields(element: Element): Partial<NodeConfig> {
  const form = tryRead(() => formIn(element));
  if (!form) return {};
  const all = [...form.fields].map(([name, values]): Form => ({ ...form, fields: new Map([[name, values]]) }));
  return Object.assign({}, ...all.map((field) => tryRead(() => readFields(field).known) ?? {}));
}

function isStorable(config: NodeConfig): boolean {
  const checked = tryRead(() => {
    checkConfigLength(config);
    return true;
  });
  return checked ?? false;
}

function tryRead<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof StanzaError) return undefined;
    throw error;
  }
}
