/** What an account has on another server, asked for as an app would ask, in the form of XEP-0227. */
import type { Element } from "ltx";
import type { ImportReport, Kind } from "../../import-report.ts";
import { tryParseJid } from "../../jid/jid.ts";
import { NS_DATA_FORMS, NS_MAM, NS_PUBSUB } from "../../namespaces.ts";
import { copyOf, xml } from "../../stanza.ts";
import { StanzaError, type StanzaErrorCondition } from "../../stanza-error.ts";
import { weightOf } from "../../xml/weight.ts";
import type { ClientSession } from "./session.ts";

const NS_ROSTER = "jabber:iq:roster";
const NS_VCARD = "vcard-temp";
const NS_BLOCKING = "urn:xmpp:blocking";
const NS_PRIVATE = "jabber:iq:private";
const NS_OWNER = `${NS_PUBSUB}#owner`;
const NS_ITEMS = "http://jabber.org/protocol/disco#items";
const NS_RSM = "http://jabber.org/protocol/rsm";

/** What apps keep in private storage (XEP-0049), which has no list: bookmarks, notes about contacts, what Exodus and Gajim have. */
const PRIVATE = [
  ["storage", "storage:bookmarks"],
  ["storage", "storage:rosternotes"],
  ["storage", "storage:metacontacts"],
  ["roster", "roster:delimiter"],
  ["exodus", "exodus:prefs"],
  ["gajim", "gajim:prefs"],
] as const;

/** Nodes that are asked for where the server does not list them. */
const USUAL_NODES = [
  "urn:xmpp:bookmarks:1",
  "storage:bookmarks",
  "urn:xmpp:vcard4",
  "urn:xmpp:avatar:data",
  "urn:xmpp:avatar:metadata",
  "http://jabber.org/protocol/nick",
  "urn:xmpp:mds:displayed:0",
];
const MAX_NODES = 500;
/** Pages of one node, and its items in memory (xml/weight.ts). */
const MAX_PAGES = 200;
const MAX_WEIGHT = 50_000_000;

/** Nodes of the keys that apps have at the old address (XEP-0384, XEP-0373), and of where somebody has moved to (XEP-0283). */
const OF_OLD_ADDRESS = /^(?:eu\.siacs\.conversations\.axolotl\.|urn:xmpp:omemo:|urn:xmpp:openpgp:|urn:xmpp:moved:)/;

/** The server does not have it. */
const ABSENT: ReadonlySet<StanzaErrorCondition> = new Set([
  "item-not-found",
  "service-unavailable",
  "feature-not-implemented",
]);

/** A contact of the old account. */
export interface FormerContact {
  /** Bare JID. */
  readonly jid: string;
  /** Whether the account sees the contact, and the contact the account. */
  readonly isSeen: boolean;
  readonly sees: boolean;
}

/** What is asked for, in this order. */
export const STEPS = ["contacts", "vcards", "blocked", "preferences", "private", "nodes"] as const satisfies Kind[];
export type ReadStep = (typeof STEPS)[number];

/**
 * Parts of one kind. What the server refuses to give is reported. Rejects with SignInError where the session ends.
 * `onContact` is called for each contact.
 */
export function partsOf(
  step: ReadStep,
  session: ClientSession,
  report: Pick<ImportReport, "left">,
  onContact: (contact: FormerContact) => void,
): AsyncGenerator<Element> {
  const reading = new Reading(session, report);
  if (step === "contacts") return reading.contacts(onContact);
  if (step === "vcards") return reading.alone("vcards", xml("vCard", { xmlns: NS_VCARD }));
  if (step === "blocked") return reading.alone("blocked", xml("blocklist", { xmlns: NS_BLOCKING }));
  if (step === "preferences") return reading.alone("preferences", xml("prefs", { xmlns: NS_MAM }));
  return step === "private" ? reading.privates() : reading.nodes();
}

class Reading {
  readonly #session: ClientSession;
  readonly #report: Pick<ImportReport, "left">;

  constructor(session: ClientSession, report: Pick<ImportReport, "left">) {
    this.#session = session;
    this.#report = report;
  }

  /** The subscriptions are those of the old address: contacts follow, and are let in when they do (RFC 6121 §3.4). */
  async *contacts(onContact: (contact: FormerContact) => void): AsyncGenerator<Element> {
    const roster = await this.#get("contacts", xml("query", { xmlns: NS_ROSTER }));
    for (const item of roster?.getChildren("item") ?? []) {
      const { jid, name, subscription } = item.attrs;
      const bare = tryParseJid(jid ?? "")?.bare;
      const isSeen = subscription === "to" || subscription === "both";
      const sees = subscription === "from" || subscription === "both";
      if (bare !== undefined) onContact({ jid: bare, isSeen, sees });
      const groups = item.getChildren("group").map((group) => xml("group", {}, group.getText()));
      const approved = sees ? "true" : undefined;
      yield xml("query", { xmlns: NS_ROSTER }, xml("item", { jid, name, subscription: "none", approved }, ...groups));
    }
  }

  /** A part that is the answer itself. */
  async *alone(kind: Kind, request: Element): AsyncGenerator<Element> {
    const answer = await this.#get(kind, request);
    const isThere =
      answer?.is(request.getName(), request.getNS()) && (answer.children.length > 0 || answer.attrs.default);
    if (answer && isThere) yield copyOf(answer);
  }

  async *privates(): AsyncGenerator<Element> {
    for (const [name, xmlns] of PRIVATE) {
      const query = xml("query", { xmlns: NS_PRIVATE }, xml(name, { xmlns }));
      const answer = await this.#get("private", query);
      const found = answer?.getChild(name, xmlns);
      if (found && found.children.length > 0) yield xml("query", { xmlns: NS_PRIVATE }, copyOf(found));
    }
  }

  async *nodes(): AsyncGenerator<Element> {
    const { account } = this.#session;
    const listed = await this.#get("nodes", xml("query", { xmlns: NS_ITEMS }), account.bare);
    const names = (listed?.getChildren("item") ?? []).flatMap(({ attrs }): string[] =>
      attrs.node ? [attrs.node] : [],
    );
    const all = [...new Set([...names, ...USUAL_NODES])];
    if (all.length > MAX_NODES) this.#report.left("nodes", "too-large", `${all.length - MAX_NODES}`);
    for (const name of all.slice(0, MAX_NODES)) {
      if (OF_OLD_ADDRESS.test(name)) {
        if (names.includes(name)) this.#report.left("nodes", "old-address", name);
      } else yield* this.#node(name, names.includes(name));
    }
  }

  async *#node(node: string, isListed: boolean): AsyncGenerator<Element> {
    const items = await this.#items(node);
    if (!isListed && items.length === 0) return;
    const owned = await this.#try(xml("pubsub", { xmlns: NS_OWNER }, xml("configure", { node })));
    const form = owned instanceof StanzaError ? undefined : owned?.getChild("configure")?.getChild("x", NS_DATA_FORMS);
    if (form) {
      const submitted = copyOf(form);
      submitted.attrs.type = "submit";
      yield xml("pubsub", { xmlns: NS_OWNER }, xml("configure", { node }, submitted));
    }
    for (const item of items) yield xml("pubsub", { xmlns: NS_PUBSUB }, xml("items", { node }, item));
  }

  /** The oldest first. */
  async #items(node: string): Promise<readonly Element[]> {
    const found: Element[] = [];
    let after: string | undefined;
    let weight = 0;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const set = after === undefined ? undefined : xml("set", { xmlns: NS_RSM }, xml("after", {}, after));
      const answer = await this.#get(
        "items",
        xml("pubsub", { xmlns: NS_PUBSUB }, xml("items", { node }), set),
        undefined,
        node,
      );
      const items = answer?.getChild("items")?.getChildren("item") ?? [];
      weight += items.reduce((sum, item) => sum + weightOf(item), 0);
      if (weight > MAX_WEIGHT) {
        this.#report.left("items", "too-large", node);
        break;
      }
      found.push(...items.map(copyOf));
      const next = answer?.getChild("set", NS_RSM);
      const last = next?.getChildText("last") ?? undefined;
      const count = Number(next?.getChildText("count") ?? 0);
      if (items.length === 0 || last === undefined || last === after || count <= found.length) break;
      after = last;
    }
    return found.length > 1 && (await this.#isNewestFirst(node, found)) ? found.reverse() : found;
  }

  /** XEP-0060 §6.5.7: the newest one alone tells in which order the server has them, which is its own choice. */
  async #isNewestFirst(node: string, found: readonly Element[]): Promise<boolean> {
    const request = xml("pubsub", { xmlns: NS_PUBSUB }, xml("items", { node, max_items: "1" }));
    const answer = await this.#try(request);
    const newest = answer instanceof StanzaError ? [] : (answer?.getChild("items")?.getChildren("item") ?? []);
    return newest.length === 1 && newest[0]?.attrs.id === found[0]?.attrs.id;
  }

  /** Undefined for what the server does not have; what it refuses is reported. */
  async #get(kind: Kind, request: Element, to?: string, subject?: string): Promise<Element | undefined> {
    const answer = await this.#try(request, to);
    if (!(answer instanceof StanzaError)) return answer;
    if (!ABSENT.has(answer.condition)) this.#report.left(kind, "not-given", subject);
    return undefined;
  }

  async #try(request: Element, to?: string): Promise<Element | StanzaError | undefined> {
    try {
      return await this.#session.get(request, to);
    } catch (error) {
      if (error instanceof StanzaError) return error;
      throw error;
    }
  }
}
