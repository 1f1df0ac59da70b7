/** XEP-0060 §8.7, §8.8: an owner manages who is subscribed to a node, and who is what to it. All changes are made, or none. */
import type { Element } from "ltx";
import { parseJid } from "../../jid.ts";
import { xml } from "../../stanza.ts";
import { StanzaError } from "../../stanza-error.ts";
import { type Affiliation, isAffiliation, mayAlwaysRetrieve } from "./affiliations.ts";
import { decide } from "./approval.ts";
import { type Engine, ownNodeOf } from "./engine.ts";
import { refused } from "./errors.ts";
import { OWNER } from "./namespaces.ts";
import type { Node } from "./nodes.ts";
import type { Request, Verb } from "./request.ts";

/** Of one node. */
const MOST_AFFILIATIONS = 1000;

/** §8.7.1.2: those who wait are not shown. */
export const listSubscriptions =
  (engine: Engine): Verb =>
  (request) => {
    const node = ownNodeOf(engine, request);
    const children = engine.subscriptions
      .of(node)
      .filter(({ state }) => state === "subscribed")
      .map(({ jid, state }) => xml("subscription", { jid, subscription: state }));
    return xml("pubsub", { xmlns: OWNER }, xml("subscriptions", { node: node.name }, ...children));
  };

export const changeSubscriptions =
  (engine: Engine): Verb =>
  (request) => {
    const node = ownNodeOf(engine, request);
    for (const [jid, { attrs }] of entriesIn(request, "subscription")) {
      if (attrs.subscription === undefined) continue;
      if (attrs.subscription !== "none" && attrs.subscription !== "subscribed") throw new StanzaError("not-acceptable");
      if (attrs.subscription === "subscribed") checkRoom(engine, node, jid);
      decide(engine, node, jid, attrs.subscription === "subscribed");
    }
    return undefined;
  };

function checkRoom({ subscriptions, host }: Engine, node: Node, jid: string): void {
  if (subscriptions.get(node, jid)) return;
  if (subscriptions.countOf(node.service, parseJid(jid).bare) >= host.limits.max_subscriptions) {
    throw refused("policy-violation", "too-many-subscriptions", { type: "wait" });
  }
}

export const listAffiliations =
  (engine: Engine): Verb =>
  (request) => {
    const node = ownNodeOf(engine, request);
    const known = [...engine.affiliations.of(node)];
    const children = known.map(([jid, affiliation]) => xml("affiliation", { jid, affiliation }));
    return xml("pubsub", { xmlns: OWNER }, xml("affiliations", { node: node.name }, ...children));
  };

export const changeAffiliations =
  (engine: Engine): Verb =>
  (request) => {
    const { affiliations, subscriptions, ownersOf } = engine;
    const node = ownNodeOf(engine, request);
    for (const [jid, { attrs }] of entriesIn(request, "affiliation")) {
      const { affiliation } = attrs;
      if (affiliation === undefined) continue;
      if (!isAffiliation(affiliation)) throw new StanzaError("not-acceptable", { text: `"${affiliation}" is none` });
      const { bare } = parseJid(jid);
      // An account always owns its own nodes.
      if (bare === node.service && affiliation !== "owner") throw new StanzaError("not-acceptable");
      affiliations.set(node, bare, affiliation);
      for (const subscription of subscriptions.ofAccount(node, bare)) {
        settle(engine, node, subscription.jid, affiliation);
      }
    }
    // §8.8.2.4: a node has an owner.
    if (ownersOf(node).length === 0) throw new StanzaError("not-acceptable", { text: "a node has an owner" });
    if (affiliations.count(node) > MOST_AFFILIATIONS) throw new StanzaError("resource-constraint");
    return undefined;
  };

/** §8.6: who waits is let in with an affiliation, and turned away by a ban, which ends subscriptions, too. */
function settle(engine: Engine, node: Node, jid: string, affiliation: Affiliation): void {
  if (mayAlwaysRetrieve(affiliation)) decide(engine, node, jid, true);
  if (affiliation === "outcast") decide(engine, node, jid, false);
}

/** The changes by JID. Throws StanzaError bad-request where one is there twice. */
function entriesIn({ element }: Request, name: string): ReadonlyMap<string, Element> {
  const children = element.getChildren(name);
  const entries = new Map(children.map((child) => [parseJid(child.attrs.jid ?? "").full, child]));
  if (children.length === 0 || entries.size < children.length) throw new StanzaError("bad-request");
  return entries;
}
