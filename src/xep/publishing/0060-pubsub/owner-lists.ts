/** XEP-0060 §8.8, §8.9: an owner manages subscriptions and affiliations. All changes of a request are made, or none. */
import type { Element } from "ltx";
import { bareJid, parseJid } from "../../../jid/jid.ts";
import { nowOrInTurns } from "../../../server/in-turns.ts";
import type { Reply } from "../../../server/module.ts";
import { xml } from "../../../stanza.ts";
import { StanzaError } from "../../../stanza-error.ts";
import { type Affiliation, isAffiliation, mayAlwaysRetrieve } from "./affiliations.ts";
import { type Engine, ownNodeOf } from "./engine.ts";
import { checkStorage } from "./limits.ts";
import type { Node } from "./nodes.ts";
import { type ListEntry, listPage } from "./paging.ts";
import { NS_PUBSUB_OWNER, refused } from "./protocol.ts";
import type { Request, RequestHandler } from "./request.ts";
import { hasTooManySubscribers, hasTooManySubscriptions } from "./subscribing.ts";
import { approveOrDeny } from "./subscription-requests.ts";

/** Of one node. */
const MAX_AFFILIATIONS = 1000;
/** Access by presence reads the roster of each owner. */
const MAX_OWNERS = 100;
/** Of one request. */
const MAX_CHANGES = 1000;
/** Subscriptions that are read at once. */
const PAGE_SIZE = 100;

/** §8.8.1; without pending subscriptions (§8.8.1.2). */
export const listSubscriptions =
  (engine: Engine): RequestHandler =>
  (request) => {
    const node = ownNodeOf(engine, request);
    const { elements, set } = listPage(request.pubsub, (after) => subscribersOf(engine, node, after));
    return xml("pubsub", { xmlns: NS_PUBSUB_OWNER }, xml("subscriptions", { node: node.name }, ...elements), set);
  };

function* subscribersOf({ subscriptions }: Engine, node: Node, after = ""): Iterable<ListEntry> {
  let page = subscriptions.page(node, after, PAGE_SIZE);
  while (page.length > 0) {
    for (const { jid, state } of page)
      if (state === "subscribed") yield { key: jid, element: xml("subscription", { jid, subscription: state }) };
    page = subscriptions.page(node, page.at(-1)?.jid ?? "", PAGE_SIZE);
  }
}

export const changeSubscriptions =
  (engine: Engine): RequestHandler =>
  (request) => {
    const node = ownNodeOf(engine, request);
    const changes = new Map<string, boolean>();
    for (const [jid, { attrs }] of changesIn(request, "subscription")) {
      if (attrs.subscription === undefined) continue;
      if (attrs.subscription !== "none" && attrs.subscription !== "subscribed") throw new StanzaError("not-acceptable");
      changes.set(jid, attrs.subscription === "subscribed");
    }
    return nowOrInTurns(engine.inTurns, request.from.bare, applySubscriptions(engine, node, changes));
  };

/** Checks the limits for all of them before the first is changed. */
function* applySubscriptions(
  engine: Engine,
  node: Node,
  changes: ReadonlyMap<string, boolean>,
): Generator<void, Reply> {
  const full = (): StanzaError => refused("policy-violation", "too-many-subscriptions", { type: "wait" });
  const added: string[] = [];
  const byAccount = new Map<string, number>();
  for (const [jid, isSubscribed] of changes) {
    if (!isSubscribed || engine.subscriptions.get(node, jid)) continue;
    const account = bareJid(jid);
    const more = (byAccount.get(account) ?? 0) + 1;
    if (hasTooManySubscriptions(engine, node, account, more)) throw full();
    byAccount.set(account, more);
    added.push(jid);
    yield;
  }
  if (hasTooManySubscribers(engine, node, added)) throw full();
  for (const [jid, isSubscribed] of changes) {
    approveOrDeny(engine, node, jid, isSubscribed);
    yield;
  }
  return undefined;
}

export const listAffiliations =
  (engine: Engine): RequestHandler =>
  (request) => {
    const node = ownNodeOf(engine, request);
    const known = [...engine.affiliations.of(node)];
    const { elements, set } = listPage(request.pubsub, (after = "") =>
      known
        .filter(([jid]) => jid > after)
        .map(([jid, affiliation]) => ({ key: jid, element: xml("affiliation", { jid, affiliation }) })),
    );
    return xml("pubsub", { xmlns: NS_PUBSUB_OWNER }, xml("affiliations", { node: node.name }, ...elements), set);
  };

export const changeAffiliations =
  (engine: Engine): RequestHandler =>
  (request) => {
    const { affiliations, nodes } = engine;
    const node = ownNodeOf(engine, request);
    const changes = affiliationsIn(request);
    const after = new Map(affiliations.of(node));
    for (const [jid, affiliation] of changes) {
      if (affiliation === "none") after.delete(jid);
      else after.set(jid, affiliation);
    }
    const owners = [...after.values()].filter((affiliation) => affiliation === "owner").length;
    // §8.9.2.4: a node has an owner. An account always owns its own nodes.
    if (owners === 0 || (changes.get(node.service) ?? "owner") !== "owner")
      throw new StanzaError("not-acceptable", { text: "a node has an owner" });
    if (owners > MAX_OWNERS) throw new StanzaError("resource-constraint", { text: `at most ${MAX_OWNERS} owners` });
    if (after.size > MAX_AFFILIATIONS)
      throw new StanzaError("resource-constraint", { text: `at most ${MAX_AFFILIATIONS} affiliations` });
    const before = nodes.usage(node.service, node.creator);
    for (const [jid, affiliation] of changes) affiliations.set(node, jid, affiliation);
    checkStorage(engine, node, before);
    return nowOrInTurns(engine.inTurns, request.from.bare, applyAffiliations(engine, node, changes));
  };

/** By bare JID. Throws StanzaError bad-request, not-acceptable. */
function affiliationsIn(request: Request): ReadonlyMap<string, Affiliation> {
  const changes = new Map<string, Affiliation>();
  for (const [jid, { attrs }] of changesIn(request, "affiliation")) {
    const { affiliation } = attrs;
    if (affiliation === undefined) continue;
    if (!isAffiliation(affiliation)) throw new StanzaError("not-acceptable", { text: `"${affiliation}" is none` });
    changes.set(parseJid(jid).bare, affiliation);
  }
  return changes;
}

/** §8.6: an affiliation approves a pending subscription; "outcast" denies it, and ends a subscription. */
function* applyAffiliations(
  engine: Engine,
  node: Node,
  changes: ReadonlyMap<string, Affiliation>,
): Generator<void, Reply> {
  for (const [account, affiliation] of changes) {
    for (const { jid } of engine.subscriptions.ofAccount(node, account)) {
      if (mayAlwaysRetrieve(affiliation)) approveOrDeny(engine, node, jid, true);
      if (affiliation === "outcast") approveOrDeny(engine, node, jid, false);
      yield;
    }
    yield;
  }
  return undefined;
}

/** The changes by JID. Throws StanzaError bad-request for none or a duplicate, not-acceptable for too many. */
function changesIn({ element }: Request, name: string): ReadonlyMap<string, Element> {
  const children = element.getChildren(name);
  if (children.length > MAX_CHANGES)
    throw new StanzaError("not-acceptable", { text: `at most ${MAX_CHANGES} changes at a time` });
  const entries = new Map(children.map((child) => [parseJid(child.attrs.jid ?? "").full, child]));
  if (children.length === 0 || entries.size < children.length) throw new StanzaError("bad-request");
  return entries;
}
