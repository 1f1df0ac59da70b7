/** XEP-0030: Service Discovery. What is said is derived from what the modules declare. */
import type { Element } from "ltx";
import { type Contact, seesUs } from "../im/contact.ts";
import { roster } from "../im/roster.ts";
import { type Catalogue, defineModule, type Passage } from "../server/module.ts";
import { xml } from "../stanza.ts";
import { StanzaError } from "../stanza-error.ts";

const INFO = "http://jabber.org/protocol/disco#info";
const ITEMS = "http://jabber.org/protocol/disco#items";

/** The server's own identity (XEP-0030 §3.1). */
export const SERVER_IDENTITY = { category: "server", type: "im", name: "jabber-home" } as const;

/** The disco#info of the domain, without its node: XEP-0115 hashes it. */
export const serverInfo = (catalogue: Catalogue): Element[] => [
  xml("identity", SERVER_IDENTITY),
  ...[...catalogue.server].sort().map((feature) => xml("feature", { var: feature })),
];

export const disco = defineModule({
  name: "disco",
  xep: "0030",
  version: "2.5.0",
  setup: ({ catalogue, use }) => {
    const contacts = use(roster);
    /** Nodes of the domain beyond the empty one, by name: who answers for them. */
    const nodes = new Map<string, () => Element[]>();

    const info = (request: Element, children: () => readonly Element[]): Element => {
      const { node } = request.attrs;
      const described = node === undefined ? children() : nodes.get(node)?.();
      if (!described) throw new StanzaError("item-not-found");
      return xml("query", { xmlns: INFO, node }, ...described);
    };

    const items = ({ attrs }: Element): Element => {
      if (attrs.node !== undefined) throw new StanzaError("item-not-found");
      return xml("query", { xmlns: ITEMS });
    };

    /** §9: an account tells of itself only to those who see its presence. */
    const isTrusted = ({ account, peer }: Passage): boolean => {
      const contact: Contact | undefined = contacts.get(account, peer.bare);
      return peer.bare === account || (contact !== undefined && seesUs(contact));
    };

    const accountInfo = (): Element[] => [
      xml("identity", { category: "account", type: "registered" }),
      ...[...catalogue.account].sort().map((feature) => xml("feature", { var: feature })),
    ];

    return {
      iq: {
        server: {
          [INFO]: { get: { query: (request) => info(request, () => serverInfo(catalogue)) } },
          [ITEMS]: { get: { query: items } },
        },
        account: {
          [INFO]: {
            get: {
              query: (request, passage) => {
                if (!isTrusted(passage)) throw new StanzaError("service-unavailable");
                if (request.attrs.node !== undefined) throw new StanzaError("item-not-found");
                return xml("query", { xmlns: INFO }, ...accountInfo());
              },
            },
          },
          [ITEMS]: {
            get: {
              // §9: a stranger finds nothing, as where there is no account.
              query: (request, passage) =>
                isTrusted(passage) ? items(request) : xml("query", { xmlns: ITEMS, node: request.attrs.node }),
            },
          },
        },
      },
      api: {
        /** Answers disco#info for a node of the domain. */
        describeNode: (node: string, describe: () => Element[]): void => void nodes.set(node, describe),
      },
    };
  },
});
