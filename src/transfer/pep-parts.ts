/** XEP-0227 §4.10: a node with its configuration and affiliations, and its items one by one. */
import type { Element } from "ltx";
import { xml } from "../stanza.ts";

const NS_PUBSUB = "http://jabber.org/protocol/pubsub";
const NODE_CONFIG = `${NS_PUBSUB}#node_config`;

export interface NodeParts {
  readonly node: string;
  /** By the field of the form, without "pubsub#"; a field may have several values. */
  readonly settings: ReadonlyMap<string, string | readonly string[]>;
  /** Beside the owner's. */
  readonly affiliations: readonly { readonly jid: string; readonly affiliation: string }[];
  /** JIDs that have subscribed themselves. */
  readonly subscribers: readonly string[];
}

export function configured({ node, settings, affiliations, subscribers }: NodeParts): Element {
  const field = (name: string, value: string | readonly string[], type?: string): Element =>
    xml("field", { var: name, type }, ...[value].flat().map((each) => xml("value", {}, each)));
  const fields = [...settings].map(([name, value]) => field(`pubsub#${name}`, value));
  const form = xml(
    "x",
    { xmlns: "jabber:x:data", type: "submit" },
    field("FORM_TYPE", NODE_CONFIG, "hidden"),
    ...fields,
  );
  const list = (name: string, entries: readonly Element[]): Element | undefined =>
    entries.length === 0 ? undefined : xml(name, { node }, ...entries);
  return xml(
    "pubsub",
    { xmlns: `${NS_PUBSUB}#owner` },
    xml("configure", { node }, form),
    list(
      "affiliations",
      affiliations.map((each) => xml("affiliation", { jid: each.jid, affiliation: each.affiliation })),
    ),
    list(
      "subscriptions",
      subscribers.map((jid) => xml("subscription", { jid, subscription: "subscribed" })),
    ),
  );
}

/** `payload` has a namespace of its own. */
export const itemPart = (node: string, id: string, payload: Element | undefined): Element =>
  xml("pubsub", { xmlns: NS_PUBSUB }, xml("items", { node }, xml("item", { id }, payload)));
