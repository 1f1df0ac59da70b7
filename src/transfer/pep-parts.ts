/** XEP-0227 §4.10: a node with its configuration and affiliations, and its items one by one. */
import type { Element } from "ltx";
import { xml } from "../stanza.ts";

const NS_PUBSUB = "http://jabber.org/protocol/pubsub";
const NODE_CONFIG = `${NS_PUBSUB}#node_config`;

/** `values` by the field of the form, without "pubsub#"; several values of a field are lines. */
export function configured(
  node: string,
  values: ReadonlyMap<string, string | readonly string[]>,
  affiliations: readonly Element[],
): Element {
  const field = (name: string, value: string | readonly string[], type?: string): Element =>
    xml("field", { var: name, type }, ...[value].flat().map((each) => xml("value", {}, each)));
  const fields = [...values].map(([name, value]) => field(`pubsub#${name}`, value));
  const form = xml(
    "x",
    { xmlns: "jabber:x:data", type: "submit" },
    field("FORM_TYPE", NODE_CONFIG, "hidden"),
    ...fields,
  );
  return xml(
    "pubsub",
    { xmlns: `${NS_PUBSUB}#owner` },
    xml("configure", { node }, form),
    affiliations.length === 0 ? undefined : xml("affiliations", { node }, ...affiliations),
  );
}

/** `payload` has a namespace of its own. */
export const itemPart = (node: string, id: string, payload: Element | undefined): Element =>
  xml("pubsub", { xmlns: NS_PUBSUB }, xml("items", { node }, xml("item", { id }, payload)));
