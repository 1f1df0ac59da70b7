/** XEP-0030: Service Discovery. What is said is derived from what the modules declare. */
import type { Element } from "ltx";
import { type Contact, seesUs } from "../im/contact.ts";
import { roster } from "../im/roster.ts";
import type { Jid } from "../jid/jid.ts";
import { type Catalogue, defineModule, type Identity, type Passage } from "../server/module.ts";
import { type Stanza, xml } from "../stanza.ts";
import { StanzaError } from "../stanza-error.ts";

export const NS_DISCO_INFO = "http://jabber.org/protocol/disco#info";
export const NS_DISCO_ITEMS = "http://jabber.org/protocol/disco#items";

/** The server's own identity (XEP-0030 §3.1). */
export const SERVER_IDENTITY = { category: "server", type: "im", name: "jabber-home" } as const;

/** The children of a <query/> that says what something is and what it can do. */
export const infoChildren = (identities: Iterable<Identity>, features: Iterable<string>): Element[] => [
  ...[...identities].map((identity) => xml("identity", identity)),
  ...[...features].sort().map((feature) => xml("feature", { var: feature })),
];

/** The disco#info of the domain, without its node: XEP-0115 hashes it. */
export const serverInfo = ({ identities, server, forms }: Catalogue): Element[] => [
  ...infoChildren([SERVER_IDENTITY, ...identities.server], server),
  ...forms.flatMap((form) => form() ?? []),
];

/** A <query/>. Throws StanzaError item-not-found where there is nothing to be told (§3.2). */
export function discoResult(
  xmlns: string,
  node: string | undefined,
  children: readonly Element[] | undefined,
): Element {
  if (!children) throw new StanzaError("item-not-found");
  return xml("query", { xmlns, node }, ...children);
}

/** The nodes that accounts have (XEP-0163 §6.2), as far as `peer` may know of them. */
export interface AccountNodes {
  /** What is said of a node; undefined where there is none. */
  info(account: string, peer: Jid, node: string): Element[] | undefined;
  /** The nodes of the account, or the items of the one that `query` names; undefined where there is no such node. */
  items(account: string, peer: Jid, query: Element): Element[] | undefined | Promise<Element[]>;
  /** Whether there is any node that `peer` may know of. */
  hasNodes(account: string, peer: Jid): boolean;
}

export const disco = defineModule({
  name: "disco",
  xep: "0030",
  version: "2.5.0",
  setup: ({ catalogue, use }) => {
    const contacts = use(roster);
    /** Nodes of the domain beyond the empty one, by name: who answers for them. */
    const nodes = new Map<string, (asker: Stanza) => Element[] | undefined>();
    /** Who lists the items of those that have any. */
    const lists = new Map<string, (asker: Stanza) => Element[]>();
    /** Services that are elsewhere and belong to the domain. */
    const external = new Set<string>();
    let accountNodes: AccountNodes | undefined;

    const serverQuery = ({ attrs: { node } }: Element, asker: Stanza): Element =>
      discoResult(NS_DISCO_INFO, node, node === undefined ? serverInfo(catalogue) : nodes.get(node)?.(asker));

    /** §4: the services at the subdomains of the domain that is asked. */
    const services = ({ attrs: { node } }: Element, asker: Stanza): Element => {
      if (node !== undefined) return discoResult(NS_DISCO_ITEMS, node, lists.get(node)?.(asker));
      const items = catalogue.components.map(({ subdomain, identity }) =>
        xml("item", { jid: `${subdomain}.${asker.to?.domain}`, name: identity.name }),
      );
      return discoResult(NS_DISCO_ITEMS, node, [...items, ...[...external].map((jid) => xml("item", { jid }))]);
    };

    /** §9: an account tells of itself only to those who see its presence. */
    const isTrusted = ({ account, peer }: Passage): boolean => {
      const contact: Contact | undefined = contacts.get(account, peer.bare);
      return peer.bare === account || (contact !== undefined && seesUs(contact));
    };

    const accountInfo = (): Element[] =>
      infoChildren([{ category: "account", type: "registered" }, ...catalogue.identities.account], catalogue.account);

    const accountQuery = ({ attrs: { node } }: Element, passage: Passage): Element => {
      const { account, peer } = passage;
      const found = node === undefined ? undefined : accountNodes?.info(account, peer, node);
      if (found) return discoResult(NS_DISCO_INFO, node, found);
      // What is open to everybody is open to strangers, too.
      const isKnown = isTrusted(passage) || (node === undefined && accountNodes?.hasNodes(account, peer));
      if (!isKnown) throw new StanzaError("service-unavailable");
      return discoResult(NS_DISCO_INFO, node, node === undefined ? accountInfo() : undefined);
    };

    const accountItems = (query: Element, passage: Passage): Element | Promise<Element> => {
      const { node } = query.attrs;
      const found = accountNodes?.items(passage.account, passage.peer, query);
      if (found instanceof Promise) return found.then((listed) => discoResult(NS_DISCO_ITEMS, node, listed));
      // §9: a stranger finds nothing, as where there is no account.
      const nothing = node === undefined || !isTrusted(passage) ? [] : undefined;
      return discoResult(NS_DISCO_ITEMS, node, found ?? nothing);
    };

    return {
      iq: {
        server: { [NS_DISCO_INFO]: { get: { query: serverQuery } }, [NS_DISCO_ITEMS]: { get: { query: services } } },
        account: {
          [NS_DISCO_INFO]: { get: { query: accountQuery } },
          [NS_DISCO_ITEMS]: { get: { query: accountItems } },
        },
      },
      api: {
        /** Answers disco#info for a node of the domain; undefined where there is none for who asks. */
        describeNode: (node: string, describe: (asker: Stanza) => Element[] | undefined): void =>
          void nodes.set(node, describe),
        /** Answers disco#items for a node of the domain. */
        listNode: (node: string, list: (asker: Stanza) => Element[]): void => void lists.set(node, list),
        /** One more service for disco#items of the domains. */
        addItem: (jid: string): void => void external.add(jid),
        removeItem: (jid: string): void => void external.delete(jid),
        /** The one module that knows the accounts' nodes. */
        describeAccountNodes: (known: AccountNodes): void => {
          accountNodes = known;
        },
      },
    };
  },
});
