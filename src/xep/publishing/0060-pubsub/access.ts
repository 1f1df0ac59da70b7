/** XEP-0060 §4.5: who may subscribe to a node and retrieve its items. */
import { type Contact, isSubscriber } from "../../../im/contact.ts";
import { StanzaError } from "../../../stanza-error.ts";
import { mayAlwaysRetrieve, mayNeverRetrieve } from "./affiliations.ts";
import type { Host } from "./host.ts";
import type { ListedNode, Node } from "./nodes.ts";
import { presenceRequired, refused } from "./protocol.ts";
import type { Stores } from "./stores.ts";

/** For an entity (a bare JID): the error with which it is refused; undefined where it is allowed. */
export type AccessCheck = (account: string) => StanzaError | undefined;

export interface Access {
  /** §6.5.1: retrieving items, and being notified. Reads the owners once, at the first entity that needs them. */
  toRetrieve(node: Node): AccessCheck;
  /** §6.1.3. With the access model "authorize", everybody may request a subscription. */
  toSubscribe(node: Node): AccessCheck;
  /** §5.2: whether `account` may discover a node, that is, subscribe to it or retrieve its items; called for many nodes. */
  toDiscover(account: string): (node: ListedNode) => boolean;
}

interface AccessDeps extends Pick<Stores, "nodes" | "affiliations" | "subscriptions"> {
  readonly host: Host;
}

export function openAccess({ host, nodes, affiliations, subscriptions }: AccessDeps): Access {
  /** `contacts`: the entity in the rosters of the node's owners. */
  const byRoster = ({ config }: Node, contacts: readonly (Contact | undefined)[]): StanzaError | undefined => {
    const { access_model, roster_groups_allowed } = config;
    const subscribed = contacts.filter((contact) => contact !== undefined).filter(isSubscriber);
    if (access_model === "presence") return subscribed.length > 0 ? undefined : presenceRequired();
    const isInGroup = subscribed.some(({ groups }) => groups.some((group) => roster_groups_allowed.includes(group)));
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

  const toRetrieve = (node: Node): AccessCheck => {
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
    toDiscover: (account) => {
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
        if (!owners.some((contact) => contact && isSubscriber(contact))) return false;
        const node = access === "roster" ? nodes.byId(id) : undefined;
        return !node || byRoster(node, owners) === undefined;
      };
    },
  };
}
