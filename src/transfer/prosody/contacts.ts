/** What Prosody stores of an account's contacts: rosters, requests, block lists, privacy lists, preferences of the archive. */
import type { Element } from "ltx";
import { xml } from "../../stanza.ts";
import type { Imported } from "../source.ts";
import { isTable, type LuaTable, type LuaValue } from "./lua.ts";
import { stanzaOf } from "./stanza.ts";

/** Contacts in one <query/>. */
const AT_ONCE = 100;
const PRIVACY_SUBJECTS = ["iq", "message", "presence-in", "presence-out"];
const SUBSCRIPTIONS = new Set(["none", "to", "from", "both"]);

export function* rosterParts(account: string, roster: LuaTable): Generator<Imported> {
  let items: Element[] = [];
  for (const [jid, value] of roster.fields) {
    if (typeof jid !== "string" || jid === "pending" || !isTable(value)) continue;
    items.push(itemOf(jid, value));
    if (items.length < AT_ONCE) continue;
    yield partOf(account, items);
    items = [];
  }
  if (items.length > 0) yield partOf(account, items);
  for (const request of requestsIn(roster)) yield { type: "part", account, part: request };
}

const partOf = (account: string, items: readonly Element[]): Imported => ({
  type: "part",
  account,
  part: xml("query", { xmlns: "jabber:iq:roster" }, ...items),
});

function itemOf(jid: string, { fields }: LuaTable): Element {
  const [name, subscription, ask, groups] = ["name", "subscription", "ask", "groups"].map((key) => fields.get(key));
  const isApproved = fields.get("approved") === "true" || fields.get("approved") === true;
  const groupNames = isTable(groups) ? [...groups.fields.keys()].filter((group) => typeof group === "string") : [];
  return xml(
    "item",
    {
      jid,
      name: text(name),
      subscription: typeof subscription === "string" && SUBSCRIPTIONS.has(subscription) ? subscription : "none",
      ask: ask === "subscribe" ? ask : undefined,
      approved: isApproved ? "true" : undefined,
    },
    ...groupNames.map((group) => xml("group", {}, group)),
  );
}

const text = (value: LuaValue | undefined): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

/** RFC 6121 §3.1.3: as the stanza, or, before version 0.10, as its sender alone. */
function* requestsIn(roster: LuaTable): Generator<Element> {
  const meta = roster.fields.get(false);
  const pending = isTable(meta) ? meta.fields.get("pending") : roster.fields.get("pending");
  if (!isTable(pending)) return;
  for (const [from, value] of pending.fields) {
    if (typeof from !== "string") continue;
    const stanza = isTable(value) ? stanzaOf(value) : undefined;
    const request = stanza ?? xml("presence", { type: "subscribe" });
    Object.assign(request.attrs, { xmlns: "jabber:client", type: "subscribe", from });
    yield request;
  }
}

export function* blocklistParts(account: string, table: LuaTable): Generator<Imported> {
  const jids = [...table.fields].flatMap(([jid, value]) => (typeof jid === "string" && value !== false ? jid : []));
  if (jids.length === 0) return;
  const part = xml("blocklist", { xmlns: "urn:xmpp:blocking" }, ...jids.map((jid) => xml("item", { jid })));
  yield { type: "part", account, part };
}

/** XEP-0016: mod_privacy, before version 0.10; undefined where no list is in force. */
export function privacyQuery(table: LuaTable): Element | undefined {
  const [lists, name] = [table.fields.get("lists"), table.fields.get("default")];
  const list = isTable(lists) && typeof name === "string" ? lists.fields.get(name) : undefined;
  const items = isTable(list) ? list.fields.get("items") : undefined;
  if (typeof name !== "string" || !isTable(items)) return undefined;
  const rules = items.array.filter(isTable).map(({ fields }, index) => {
    const [type, value, action, order] = ["type", "value", "action", "order"].map((key) => text(fields.get(key)));
    const subjects = PRIVACY_SUBJECTS.filter((subject) => fields.get(subject) === true);
    const attributes = { type, value, action, order: order ?? index };
    return xml("item", attributes, ...subjects.map((subject) => xml(subject)));
  });
  const children = [xml("default", { name }), xml("list", { name }, ...rules)];
  return xml("query", { xmlns: "jabber:iq:privacy" }, ...children);
}

/** XEP-0313 §7 (version 0.6): the key `false` is the default, true is always, false is never. */
export function preferences(table: LuaTable): Element {
  const chosen = table.fields.get(false);
  const fallback = chosen === true ? "always" : chosen === "roster" ? "roster" : "never";
  const jids = (wanted: boolean): Element[] =>
    [...table.fields].flatMap(([jid, value]) =>
      typeof jid === "string" && value === wanted ? xml("jid", {}, jid) : [],
    );
  const always = xml("always", {}, ...jids(true));
  return xml("prefs", { xmlns: "urn:xmpp:mam:2", default: fallback }, always, xml("never", {}, ...jids(false)));
}
