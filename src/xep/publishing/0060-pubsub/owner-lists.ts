/** XEP-0060 §8.7, §8.8: an owner manages who is subscribed to a node, and who is what to it. All changes are made, or none. */
import type { Element } from "ltx";
import { bareJid, parseJid } from "../../../jid/jid.ts";
import type { Reply } from "../../../server/module.ts";
import { xml } from "../../../stanza.ts";
import { StanzaError } from "../../../stanza-error.ts";
import { type Affiliation, isAffiliation, mayAlwaysRetrieve } from "./affiliations.ts";
import { decide } from "./approval.ts";
import { type Engine, ownNodeOf } from "./engine.ts";
import { type Entry, entryPage } from "./entries.ts";
import { refused } from "./errors.ts";
import { OWNER } from "./namespaces.ts";
import type { Node } from "./nodes.ts";
import { inPortions } from "./portions.ts";
import type { Request, Verb } from "./request.ts";
import { checkStorage } from "./storage.ts";
import { isFull, isListFull } from "./subscribing.ts";

/** Of one node. */
const MAX_AFFILIATIONS = 1000;
/** Each of them is asked for who sees their presence. */
const MAX_OWNERS = 100;
/** Of one request. */
const MAX_CHANGES = 1000;
const PAGE = 100;

/** §8.7.1.2: those who wait are not shown. */
export const listSubscriptions =
  (engine: Engine): Verb =>
  (request) => {
    const node = ownNodeOf(engine, request);
    const { elements, set } = entryPage(request, (after) => subscribersOf(engine, node, after));
    return xml("pubsub", { xmlns: OWNER }, xml("subscriptions", { node: node.name }, ...elements), set);
  };

function* subscribersOf({ subscriptions }: Engine, node: Node, after = ""): Iterable<Entry> {
  let page = subscriptions.page(node, after, PAGE);
  while (page.length > 0) {
    for (const { jid, state } of page)
      if (state === "subscribed") yield { key: jid, element: xml("subscription", { jid, subscription: state }) };
    page = subscriptions.page(node, page.at(-1)?.jid ?? "", PAGE);
  }
}

export const changeSubscriptions =
  (engine: Engine): Verb =>
  (request) => {
    const node = ownNodeOf(engine, request);
    const changes = new Map<string, boolean>();
    for (const [jid, { attrs }] of entriesIn(request, "subscription")) {
      if (attrs.subscription === undefined) continue;
      if (attrs.subscription !== "none" && attrs.subscription !== "subscribed") throw new StanzaError("not-acceptable");
      changes.set(jid, attrs.subscription === "subscribed");
    }
    return inPortions(engine.inTurns, request.from.bare, subscribing(engine, node, changes));
  };

/** There is room for all of them before the first is changed. */
function* subscribing(engine: Engine, node: Node, changes: ReadonlyMap<string, boolean>): Generator<void, Reply> {
  const full = (): StanzaError => refused("policy-violation", "too-many-subscriptions", { type: "wait" });
  const added: string[] = [];
  const byAccount = new Map<string, number>();
  for (const [jid, isSubscribed] of changes) {
    if (!isSubscribed || engine.subscriptions.get(node, jid)) continue;
    const account = bareJid(jid);
    const more = (byAccount.get(account) ?? 0) + 1;
    if (isFull(engine, node, account, more)) throw full();
    byAccount.set(account, more);
    added.push(jid);
    yield;
  }
  if (isListFull(engine, node, added)) throw full();
  for (const [jid, isSubscribed] of changes) {
    decide(engine, node, jid, isSubscribed);
    yield;
  }
  return undefined;
}

export const listAffiliations =
  (engine: Engine): Verb =>
  (request) => {
    const node = ownNodeOf(engine, request);
    const known = [...engine.affiliations.of(node)];
    const { elements, set } = entryPage(request, (after = "") =>
      known
        .filter(([jid]) => jid > after)
        .map(([jid, affiliation]) => ({ key: jid, element: xml("affiliation", { jid, affiliation }) })),
    );
    return xml("pubsub", { xmlns: OWNER }, xml("affiliations", { node: node.name }, ...elements), set);
  };

export const changeAffiliations =
  (engine: Engine): Verb =>
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
    // §8.8.2.4: a node has an owner. An account always owns its own nodes.
    if (owners === 0 || (changes.get(node.service) ?? "owner") !== "owner")
      throw new StanzaError("not-acceptable", { text: "a node has an owner" });
    if (owners > MAX_OWNERS) throw new StanzaError("resource-constraint", { text: `at most ${MAX_OWNERS} owners` });
    if (after.size > MAX_AFFILIATIONS)
      throw new StanzaError("resource-constraint", { text: `at most ${MAX_AFFILIATIONS} affiliations` });
    const before = nodes.usage(node.service, node.creator);
    for (const [jid, affiliation] of changes) affiliations.set(node, jid, affiliation);
    checkStorage(engine, node, before);
    return inPortions(engine.inTurns, request.from.bare, settling(engine, node, changes));
  };

/** By bare JID. Throws StanzaError bad-request, not-acceptable. */
function affiliationsIn(request: Request): ReadonlyMap<string, Affiliation> {
  const changes = new Map<string, Affiliation>();
  for (const [jid, { attrs }] of entriesIn(request, "affiliation")) {
    const { affiliation } = attrs;
    if (affiliation === undefined) continue;
    if (!isAffiliation(affiliation)) throw new StanzaError("not-acceptable", { text: `"${affiliation}" is none` });
    changes.set(parseJid(jid).bare, affiliation);
  }
  return changes;
}

/** §8.6: who waits is let in with an affiliation, and turned away by a ban, which ends subscriptions, too. */
function* settling(engine: Engine, node: Node, changes: ReadonlyMap<string, Affiliation>): Generator<void, Reply> {
  for (const [account, affiliation] of changes) {
    for (const { jid } of engine.subscriptions.ofAccount(node, account)) {
      if (mayAlwaysRetrieve(affiliation)) decide(engine, node, jid, true);
      if (affiliation === "outcast") decide(engine, node, jid, false);
      yield;
    }
    yield;
  }
  return undefined;
}

/** The changes by JID. Throws StanzaError bad-request where one is there twice, not-acceptable for too many of them. */
function entriesIn({ element }: Request, name: string): ReadonlyMap<string, Element> {
  const children = element.getChildren(name);
  if (children.length > MAX_CHANGES)
    throw new StanzaError("not-acceptable", { text: `at most ${MAX_CHANGES} changes at a time` });
  const entries = new Map(children.map((child) => [parseJid(child.attrs.jid ?? "").full, child]));
  if (children.length === 0 || entries.size < children.length) throw new StanzaError("bad-request");
  return entries;
}
