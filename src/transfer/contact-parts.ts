/** Contacts and privacy lists as XEP-0227 has them. */
import type { Element } from "ltx";
import { xml } from "../stanza.ts";
import type { Imported } from "./source.ts";

/** Contacts in one <query/>. */
const AT_ONCE = 100;
const SUBSCRIPTIONS = new Set(["none", "to", "from", "both"]);

export interface StoredContact {
  readonly jid: string;
  readonly name: string;
  readonly subscription: string;
  /** "none", "out", "in", "both": requests that are not answered, by the account and to it. */
  readonly ask: string;
  readonly request: string;
  readonly groups: readonly string[];
  readonly isApproved: boolean;
}

export interface PrivacyRule {
  /** "jid", "group", "subscription"; undefined for everybody. */
  readonly type: string | undefined;
  readonly value: string | undefined;
  readonly action: string;
  readonly order: number;
  /** "iq", "message", "presence-in", "presence-out"; none for all. */
  readonly subjects: readonly string[];
}

/** XEP-0016. */
export interface StoredPrivacy {
  readonly default: string | undefined;
  readonly lists: readonly { readonly name: string; readonly rules: readonly PrivacyRule[] }[];
}

/** §4.4, §4.9: rosters in portions, then the requests that wait for an answer. */
export function* contactParts(account: string, contacts: Iterable<StoredContact>): Generator<Imported> {
  let items: Element[] = [];
  const requests: Element[] = [];
  for (const contact of contacts) {
    const { jid, ask, request } = contact;
    const isAsking = ask === "in" || ask === "both";
    const status = request === "" ? undefined : xml("status", {}, request);
    if (isAsking) requests.push(xml("presence", { xmlns: "jabber:client", type: "subscribe", from: jid }, status));
    // Who has only asked is no contact.
    if (ask === "in" && contact.subscription === "none") continue;
    items.push(rosterItem(contact));
    if (items.length < AT_ONCE) continue;
    yield rosterPart(account, items);
    items = [];
  }
  if (items.length > 0) yield rosterPart(account, items);
  for (const part of requests) yield { type: "part", account, part };
}

const rosterPart = (account: string, items: readonly Element[]): Imported => ({
  type: "part",
  account,
  part: xml("query", { xmlns: "jabber:iq:roster" }, ...items),
});

const rosterItem = ({ jid, name, subscription, ask, groups, isApproved }: StoredContact): Element =>
  xml(
    "item",
    {
      jid,
      name: name || undefined,
      subscription: SUBSCRIPTIONS.has(subscription) ? subscription : "none",
      ask: ask === "out" || ask === "both" ? "subscribe" : undefined,
      approved: isApproved ? "true" : undefined,
    },
    ...groups.map((group) => xml("group", {}, group)),
  );

/** §4.8, XEP-0016 §2. */
export function privacyQuery({ default: inForce, lists }: StoredPrivacy): Element {
  const item = ({ type, value, action, order, subjects }: PrivacyRule): Element =>
    xml("item", { type, value, action, order }, ...subjects.map((subject) => xml(subject)));
  return xml(
    "query",
    { xmlns: "jabber:iq:privacy" },
    inForce === undefined ? undefined : xml("default", { name: inForce }),
    ...lists.map(({ name, rules }) => xml("list", { name }, ...rules.map(item))),
  );
}
