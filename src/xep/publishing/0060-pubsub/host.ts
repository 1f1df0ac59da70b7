/** What differs between the services that nodes live at: an account (XEP-0163) or a domain. */
import type { Contact } from "../../../im/contact.ts";
import type { Jid } from "../../../jid/jid.ts";
import type { NodeConfig } from "./config-fields.ts";
import type { Item } from "./items.ts";
import type { Node } from "./nodes.ts";

/** How much one creator may have at one service. */
export interface Limits {
  readonly max_nodes: number;
  /** Of one node. */
  readonly max_items: number;
  /** Bytes of one payload. */
  readonly max_item_size: number;
  /** Bytes of all nodes, with their items and affiliations. */
  readonly max_storage: number;
  /** Of one entity at one service. */
  readonly max_subscriptions: number;
}

export interface Host {
  /** Where the XEP leaves it to the service. */
  readonly defaults: NodeConfig;
  /** By name: what nodes that are nobody else's start with. They stay private. */
  readonly presets?: ReadonlyMap<string, Partial<NodeConfig>>;
  readonly limits: Limits;
  mayCreate(service: string, who: Jid): boolean;
  /** Who must not learn which nodes there are, beyond those that are open. */
  isStranger(service: string, who: Jid): boolean;
  /** A contact in the roster of a node's owner. */
  contact(owner: string, jid: string): Contact | undefined;
  /** Full JIDs that hear of a node without having subscribed (§9.1), as far as `mayRetrieve` says so. */
  audience(node: Node, mayRetrieve: (account: string) => boolean): Iterable<string>;
  /** Told what has been published. */
  published?(node: Node, items: readonly Item[]): void;
  /** Told what has been removed: the ItemIDs. */
  removed?(node: Node, ids: readonly string[]): void;
  /** Told of a node that has another configuration now. */
  configured?(node: Node): void;
  /** Where a subscriber's notifications go: its own address, or the resources that it is known to have. */
  addresses(node: Node, subscriber: string): Iterable<string>;
}
