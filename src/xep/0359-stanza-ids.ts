/** XEP-0359: Unique and Stable Stanza IDs: each message that an account receives bears the id it has in that account's archive. */
import { Element } from "ltx";
import { isInstantMessage } from "../im/instant-message.ts";
import { defineModule } from "../server/module.ts";
import { type Stanza, withXml, xml } from "../stanza.ts";

const NS = "urn:xmpp:sid:0";

export const stanzaIds = defineModule({
  name: "stanza_ids",
  xep: "0359",
  version: "0.7.0",
  features: [NS],
  setup: ({ now }) => {
    let last = 0;
    /** Microseconds since 1970, each one once: ids sort as the messages came. */
    const next = (): number => {
      last = Math.max(last + 1, now() * 1000);
      return last;
    };
    return {
      inbound: {
        amend: ({ stanza, account }) => (stanza.name === "message" ? stamped(stanza, account, next) : stanza),
      },
      outbound: {
        // §5: a client cannot speak for its own account's archive.
        amend: ({ stanza, account }) => (stanza.name === "message" ? without(stanza, account) : stanza),
      },
      api: { next },
    };
  },
});

/** The id that the account's archive gives to a message which has been stamped for it. */
export function idFor(stanza: Stanza, account: string): number | undefined {
  const id = stanza.xml.getChildren("stanza-id", NS).find((child) => child.attrs.by === account)?.attrs.id;
  return id === undefined ? undefined : Number(id);
}

function stamped(stanza: Stanza, account: string, next: () => number): Stanza {
  const cleared = without(stanza, account);
  if (!isInstantMessage(stanza)) return cleared;
  const { xml: old } = cleared;
  const id = xml("stanza-id", { xmlns: NS, by: account, id: String(next()) });
  return withXml(cleared, withChildren(old, [...(old.children as Element[]), id]));
}

/** §5: ids in this account's name that somebody else has written are taken out. */
function without(stanza: Stanza, account: string): Stanza {
  const children = stanza.xml.children as Element[];
  const honest = children.filter((child) => typeof child === "string" || !isIdBy(child, account));
  return honest.length === children.length ? stanza : withXml(stanza, withChildren(stanza.xml, honest));
}

const isIdBy = (child: Element, account: string): boolean => child.is("stanza-id", NS) && child.attrs.by === account;

/** Shares the children, which nobody changes. */
function withChildren(element: Element, children: Element[]): Element {
  const other = new Element(element.name, element.attrs);
  other.children = children;
  return other;
}
