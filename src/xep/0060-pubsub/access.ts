/** XEP-0060 §4.5: who may subscribe to a node and retrieve its items. */
import { seesUs } from "../../im/contact.ts";
import { StanzaError } from "../../stanza-error.ts";
import { type Affiliation, type Affiliations, mayAlwaysRetrieve, mayNeverRetrieve } from "./affiliations.ts";
import { presenceRequired, refused } from "./errors.ts";
import type { Host } from "./host.ts";
import type { Node } from "./nodes.ts";
import type { Subscriptions } from "./subscriptions.ts";

/** Why an entity (a bare JID) may not do it; undefined where it may. */
export type Gate = (account: string) => StanzaError | undefined;

export interface Access {
  /** §6.5.1: retrieving items, and being notified. Asks for the affiliations once. */
  toRetrieve(node: Node): Gate;
  /** §6.1.3. A node with the access model "authorize" lets everybody ask. */
  toSubscribe(node: Node): Gate;
}

export function accessOf(host: Host, affiliations: Affiliations, subscriptions: Subscriptions): Access {
  const byModel = (node: Node, owners: readonly string[], account: string): StanzaError | undefined => {
    const { access_model, roster_groups_allowed } = node.config;
    if (access_model === "open") return undefined;
    if (access_model === "whitelist") return refused("not-allowed", "closed-node");
    if (access_model === "authorize") {
      const isSubscribed = subscriptions.ofAccount(node, account).some(({ state }) => state === "subscribed");
      return isSubscribed ? undefined : refused("not-authorized", "not-subscribed");
    }
    const contacts = owners.map((owner) => host.contact(owner, account)).filter((contact) => contact !== undefined);
    const friends = contacts.filter(seesUs);
    if (access_model === "presence") return friends.length > 0 ? undefined : presenceRequired();
    const isInGroup = friends.some(({ groups }) => groups.some((group) => roster_groups_allowed.includes(group)));
    return isInGroup ? undefined : refused("not-authorized", "not-in-roster-group");
  };

  const toRetrieve = (node: Node): Gate => {
    const known = affiliations.of(node);
    const owners = [...known].filter(([, affiliation]) => affiliation === "owner").map(([jid]) => jid);
    return (account) => {
      const affiliation: Affiliation = known.get(account) ?? "none";
      if (mayAlwaysRetrieve(affiliation)) return undefined;
      if (mayNeverRetrieve(affiliation)) return new StanzaError("forbidden");
      return byModel(node, owners, account);
    };
  };

  return {
    toRetrieve,
    toSubscribe: (node) => {
      if (node.config.access_model !== "authorize") return toRetrieve(node);
      return toRetrieve({ ...node, config: { ...node.config, access_model: "open" } });
    },
  };
}
