/** XEP-0030: Service Discovery: identities, features and items, derived from what the modules declare. */

import type { Element } from "ltx";
import { roster } from "../im/roster.ts";
import type { Jid } from "../jid/jid.ts";
import { subdomainsOf } from "../server/components.ts";
import { type Catalogue, defineModule, type Identity, type Passage } from "../server/module.ts";
import { type Stanza, xml } from "../stanza.ts";
import { StanzaError } from "../stanza-error.ts";

export const NS_DISCO_INFO = "http://jabber.org/protocol/disco#info";
export const NS_DISCO_ITEMS = "http://jabber.org/protocol/disco#items";

/** The server's own identity (XEP-0030 §3.1). */
export const SERVER_IDENTITY = { category: "server", type: "im", name: "jabber-home" } as const;

/** The children of a disco#info <query/>; features are sorted. */
export const infoChildren = (identities: Iterable<Identity>, features: Iterable<string>): Element[] => [
  ...[...identities].map((identity) => xml("identity", identity)),
  ...[...features].sort().map((feature) => xml("feature", { var: feature })),
];

/** The children of the domain's disco#info, which XEP-0115 hashes. */
export const serverInfo = ({ identities, server, forms }: Catalogue): Element[] => [
  ...infoChildren([SERVER_IDENTITY, ...identities.server], server),
  ...forms.flatMap((form) => form() ?? []),
];

/** A <query/> with these children. Throws StanzaError item-not-found where they are undefined (§3.2). */
export function discoResult(
  xmlns: string,
  node: string | undefined,
  children: readonly Element[] | undefined,
): Element {
  if (!children) throw new StanzaError("item-not-found");
  return xml("query", { xmlns, node }, ...children);
}

/** The nodes of accounts (XEP-0163 §6.2), as far as `peer` may discover them. */
export interface AccountNodes {
  /** The disco#info of a node; undefined where there is none. */
  info(account: string, peer: Jid, node: string): Element[] | undefined;
  /** The nodes of the account, or the items of the node that `query` names; undefined where there is no such node. */
  items(account: string, peer: Jid, query: Element): Element[] | undefined | Promise<Element[]>;
  /** Whether there is any node that `peer` may discover. */
  hasNodes(account: string, peer: Jid): boolean;
}

export const disco = defineModule({
  name: "disco",
  xep: "0030",
  version: "2.5.0",
  setup: ({ catalogue, use }) => {
    const contacts = use(roster);
    /** By node of the domain: the disco#info of it. */
    const nodes = new Map<string, (requester: Stanza) => Element[] | undefined>();
    /** By node of the domain: the disco#items of it. */
    const lists = new Map<string, (requester: Stanza) => Element[]>();
    /** Services that are external components. */
    const external = new Set<string>();
    let accountNodes: AccountNodes | undefined;

    const serverQuery = ({ attrs: { node } }: Element, requester: Stanza): Element =>
      discoResult(NS_DISCO_INFO, node, node === undefined ? serverInfo(catalogue) : nodes.get(node)?.(requester));

    /** §4: the services of the requested domain. */
    const services = ({ attrs: { node } }: Element, requester: Stanza): Element => {
      if (node !== undefined) return discoResult(NS_DISCO_ITEMS, node, lists.get(node)?.(requester));
      const items = catalogue.components.flatMap((component) =>
        subdomainsOf(component).map((label) =>
          xml("item", { jid: `${label}.${requester.to?.domain}`, name: component.identity.name }),
        ),
      );
      return discoResult(NS_DISCO_ITEMS, node, [...items, ...[...external].map((jid) => xml("item", { jid }))]);
    };

    /** §9: an account is disclosed only to those who may see its presence. */
    const isTrusted = ({ account, peer }: Passage): boolean =>
      peer.bare === account || contacts.hasSubscriber(account, peer.bare);

    const accountInfo = (): Element[] =>
      infoChildren([{ category: "account", type: "registered" }, ...catalogue.identities.account], catalogue.account);

    const accountQuery = ({ attrs: { node } }: Element, passage: Passage): Element => {
      const { account, peer } = passage;
      const found = node === undefined ? undefined : accountNodes?.info(account, peer, node);
      if (found) return discoResult(NS_DISCO_INFO, node, found);
      // A stranger may discover an account that has a node for everybody.
      const isKnown = isTrusted(passage) || (node === undefined && accountNodes?.hasNodes(account, peer));
      if (!isKnown) throw new StanzaError("service-unavailable");
      return discoResult(NS_DISCO_INFO, node, node === undefined ? accountInfo() : undefined);
    };

    const accountItems = (query: Element, passage: Passage): Element | Promise<Element> => {
      const { node } = query.attrs;
      const found = accountNodes?.items(passage.account, passage.peer, query);
      if (found instanceof Promise) return found.then((listed) => discoResult(NS_DISCO_ITEMS, node, listed));
      // §9: a stranger gets the same answer as for an account that does not exist.
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
        /** Answers disco#info for a node of the domain; `describe` returns undefined where there is no node for the requester. */
        describeNode: (node: string, describe: (requester: Stanza) => Element[] | undefined): void =>
          void nodes.set(node, describe),
        /** Answers disco#items for a node of the domain. */
        listNode: (node: string, list: (requester: Stanza) => Element[]): void => void lists.set(node, list),
        /** Adds a service to the disco#items of the domains. */
        addItem: (jid: string): void => void external.add(jid),
        removeItem: (jid: string): void => void external.delete(jid),
        /** Called by the one module that has the accounts' nodes. */
        describeAccountNodes: (known: AccountNodes): void => {
          accountNodes = known;
        },
      },
    };
  },
});
