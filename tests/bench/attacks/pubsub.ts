/** PubSub nodes for attacks. */
const PUBSUB = "http://jabber.org/protocol/pubsub";
export const ITEMS = "http://jabber.org/protocol/disco#items";

export const inPubsub = (inner: string): string => `<pubsub xmlns='${PUBSUB}'>${inner}</pubsub>`;

/** Publishes items on a node that stores all of them; `access` is its access model. */
export function publish(node: string, items: string, access: "open" | "whitelist" = "open"): string {
  const fields = Object.entries({ access_model: access, max_items: "max", persist_items: "1" }).map(
    ([name, value]) => `<field var='pubsub#${name}'><value>${value}</value></field>`,
  );
  const type = `<field var='FORM_TYPE'><value>${PUBSUB}#publish-options</value></field>`;
  const options = `<publish-options><x xmlns='jabber:x:data' type='submit'>${type}${fields.join("")}</x></publish-options>`;
  return `<iq type='set'>${inPubsub(`<publish node='${node}'>${items}</publish>${options}`)}</iq>`;
}
