/** XEP-0060 §4.5: who may subscribe to a node and retrieve its items. */
import { type Contact, seesUs } from "../../../im/contact.ts";
import { StanzaError } from "../../../stanza-error.ts";
import { type Affiliations, mayAlwaysRetrieve, mayNeverRetrieve } from "./affiliations.ts";
import { presenceRequired, refused } from "./errors.ts";
import type { Host } from "./host.ts";
import type { ListedNode, Node, Nodes } from "./nodes.ts";
import type { Subscriptions } from "./subscriptions.ts";

/** Why an entity (a bare JID) may not do it; undefined where it may. */
export type Gate = (account: string) => StanzaError | undefined;

export interface Access {
  /** §6.5.1: retrieving items, and being notified. Asks for the owners once. */
  toRetrieve(node: Node): Gate;
  /** §6.1.3. A node with the access model "authorize" lets everybody ask. */
  toSubscribe(node: Node): Gate;
  /** §5.2: whether `account` may learn that a node is there, asked of one after the other: it may subscribe or retrieve. */
  toKnow(account: string): (node: ListedNode) => boolean;
}

interface Parts {
  readonly host: Host;
  readonly nodes: Nodes;
  readonly affiliations: Affiliations;
  readonly subscriptions: Subscriptions;
}

export function accessOf({ host, nodes, affiliations, subscriptions }: Parts): Access {
  /** `contacts`: what those who own the node have in their rosters of who asks. */
  const byRoster = ({ config }: Node, contacts: readonly (Contact | undefined)[]): StanzaError | undefined => {
    const { access_model, roster_groups_allowed } = config;
    const friends = contacts.filter((contact) => contact !== undefined).filter(seesUs);
    if (access_model === "presence") return friends.length > 0 ? undefined : presenceRequired();
    const isInGroup = friends.some(({ groups }) => groups.some((group) => roster_groups_allowed.includes(group)));
    return isInGroup ? undefined : refused("not-authorized", "not-in-roster-group");
  };

  const byModel = (node: Node, owners: () => readonly string[], account: string): StanzaError | undefined => {
    const { access_model } = node.config;
    if (access_model === "open") return undefined;
    if (access_model === "whitelist") return refused("not-allowed", "closed-node");
    if (access_model === "authorize") {
      const isSubscribed = subscriptions.ofAccount(node, account).some(({ state }) => state === "subscribed");
      return isSubscribed ? undefined : refused("not-authorized", "not-subscribed");
    }
    return byRoster(
      node,
      owners().map((owner) => host.contact(owner, account)),
    );
  };

  const toRetrieve = (node: Node): Gate => {
    let owners: string[] | undefined;
    const knownOwners = (): string[] => {
      owners ??= affiliations.owners(node);
      return owners;
    };
    return (account) => {
      const affiliation = affiliations.get(node, account);
      if (mayAlwaysRetrieve(affiliation)) return undefined;
      if (mayNeverRetrieve(affiliation)) return new StanzaError("forbidden");
      return byModel(node, knownOwners, account);
    };
  };

  return {
    toRetrieve,
    toSubscribe: (node) => {
      if (node.config.access_model !== "authorize") return toRetrieve(node);
      return toRetrieve({ ...node, config: { ...node.config, access_model: "open" } });
    },
    toKnow: (account) => {
      const contacts = new Map<string, Contact | undefined>();
      const contactOf = (owner: string): Contact | undefined => {
        if (!contacts.has(owner)) contacts.set(owner, host.contact(owner, account));
        return contacts.get(owner);
      };
      return ({ id, access, affiliation }) => {
        if (affiliation !== null && mayAlwaysRetrieve(affiliation)) return true;
        if (affiliation !== null && mayNeverRetrieve(affiliation)) return false;
        if (access === "open" || access === "authorize") return true;
        if (access === "whitelist") return false;
        const owners = affiliations.owners({ id }).map(contactOf);
        if (!owners.some((contact) => contact && seesUs(contact))) return false;
        const node = access === "roster" ? nodes.byId(id) : undefined;
        return !node || byRoster(node, owners) === undefined;
      };
    },
  };
}
