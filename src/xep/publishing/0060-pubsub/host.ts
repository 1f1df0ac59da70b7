/** What differs between the services that nodes live at: an account (XEP-0163) or a domain. */
import type { Contact } from "../../../im/contact.ts";
import type { Jid } from "../../../jid/jid.ts";
import type { NodeConfig } from "./config-fields.ts";
import type { Item } from "./items.ts";
import type { Limits } from "./limits.ts";
import type { Node } from "./nodes.ts";

export interface Host {
  /** Of a new node (§8.1.3). */
  readonly defaults: NodeConfig;
  /** By node name: the initial configuration of private nodes (XEP-0223), which stay private. */
  readonly presets?: ReadonlyMap<string, Partial<NodeConfig>>;
  readonly limits: Limits;
  mayCreate(service: string, who: Jid): boolean;
  /** Whether an entity must not learn of nodes that are not open to it. */
  isStranger(service: string, who: Jid): boolean;
  /** `jid` in the roster of a node's owner. */
  contact(owner: string, jid: string): Contact | undefined;
  /** §9.1: full JIDs that are notified without a subscription, as far as `mayRetrieve` allows (it takes a bare JID). */
  autoSubscribers(node: Node, mayRetrieve: (account: string) => boolean): Iterable<string>;
  /** The addresses that a subscriber's notifications are sent to: its own, or those of its known resources. */
  notificationAddresses(node: Node, subscriber: string): Iterable<string>;
  onPublished?(node: Node, items: readonly Item[]): void;
  /** `ids` are ItemIDs. */
  onRemoved?(node: Node, ids: readonly string[]): void;
  /** `node` with its new configuration. */
  onConfigured?(node: Node): void;
}
