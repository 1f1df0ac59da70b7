/** Everything that jabberd2 stores for an account, in a fixed order. */
import type { Element } from "ltx";
import { xml } from "../../stanza.ts";
import { contactParts, type PrivacyRule, privacyQuery, type StoredContact } from "../contact-parts.ts";
import { alone, elementIn } from "../foreign-xml.ts";
import { delayIn, offlinePart } from "../offline-part.ts";
import type { Imported } from "../source.ts";
import { bounded, type Row, type SqliteSource } from "../sqlite-source.ts";
import { type StoredAccount, textIn } from "./accounts.ts";
import { vcardOf } from "./vcard.ts";

/** What jabberd2's storage puts before XML (nad.h). */
const NAD = "NAD";
/** The list that XEP-0191 shows. */
const BLOCKING = "urn:xmpp:blocking";
/** Bits of `block` (XEP-0016 §2.1); none stands for all. */
const SUBJECTS = [
  [1, "message"],
  [2, "presence-in"],
  [4, "presence-out"],
  [8, "iq"],
] as const;
const TYPES: Readonly<Record<string, string>> = { jid: "jid", group: "group", subscription: "subscription" };

/** Throws SourceError. */
export function* accountItems(source: SqliteSource, stored: StoredAccount): Generator<Imported> {
  const { account, domain, credentials } = stored;
  /** The rows of the account in a table that may be missing; `columns` are SQL. */
  function* rowsOf(table: string, columns = "*", order = "object-sequence"): Generator<Row> {
    if (source.columns(table).has("collection-owner"))
      yield* source.rows(
        table,
        `SELECT ${columns} FROM "${table}" WHERE "collection-owner" = ? ORDER BY "${order}"`,
        account,
      );
  }

  yield { type: "account", account, credentials };
  for (const row of rowsOf("vcard")) {
    const part = vcardOf(row);
    if (part) yield { type: "part", account, part };
  }
  yield* contactParts(account, contactsIn(rowsOf));
  for (const row of rowsOf("private", bounded("xml"))) {
    const elements = stanzaIn(row)?.getChild("query")?.getChildElements() ?? [];
    for (const element of elements) {
      const part = xml("query", { xmlns: "jabber:iq:private" }, alone(element));
      yield { type: "part", account, part };
    }
    if (elements.length === 0) yield { type: "left", account, kind: "private", reason: "malformed" };
  }
  yield* privacyParts(account, rowsOf);
  for (const row of rowsOf("queue", bounded("xml"))) {
    const message = stanzaIn(row);
    if (message?.getName() === "message")
      yield { type: "part", account, part: offlinePart(message, domain, delayIn(message)) };
    // Requests for a subscription wait here as well.
    else if (message?.getName() === "presence" && message.attrs.type === "subscribe")
      yield { type: "part", account, part: requestOf(message) };
    else yield { type: "left", account, kind: "offline", reason: "malformed" };
  }
}

type RowsOf = (table: string, columns?: string, order?: string) => Iterable<Row>;

function* contactsIn(rowsOf: RowsOf): Generator<StoredContact> {
  const groups = new Map<string, string[]>();
  for (const row of rowsOf("roster-groups")) {
    const jid = textIn(row.jid);
    groups.set(jid, [...(groups.get(jid) ?? []), textIn(row.group)]);
  }
  for (const row of rowsOf("roster-items")) {
    const [jid, isTo, isFrom] = [textIn(row.jid), isSet(row.to), isSet(row.from)];
    yield {
      jid,
      name: textIn(row.name),
      subscription: isTo && isFrom ? "both" : isTo ? "to" : isFrom ? "from" : "none",
      // 2 is the end of a subscription.
      ask: Number(row.ask) === 1 ? "out" : "none",
      request: "",
      groups: groups.get(jid) ?? [],
      isApproved: false,
    };
  }
}

const isSet = (value: Row[string] | undefined): boolean => ["1", "t", "true"].includes(textIn(value).toLowerCase());

function* privacyParts(account: string, rowsOf: RowsOf): Generator<Imported> {
  const lists = new Map<string, PrivacyRule[]>();
  for (const row of rowsOf("privacy-items", "*", "order")) {
    const bits = Number(row.block ?? 0);
    const rule: PrivacyRule = {
      type: TYPES[textIn(row.type)],
      value: textIn(row.value) || undefined,
      action: isSet(row.deny) ? "deny" : "allow",
      order: Number(row.order ?? 0),
      subjects: SUBJECTS.flatMap(([bit, name]) => (bits & bit ? name : [])),
    };
    const name = textIn(row.list);
    lists.set(name, [...(lists.get(name) ?? []), rule]);
  }
  const blocked = lists.get(BLOCKING)?.flatMap(({ type, value }) => (type === "jid" && value ? value : [])) ?? [];
  lists.delete(BLOCKING);
  if (blocked.length > 0) {
    const part = xml("blocklist", { xmlns: BLOCKING }, ...blocked.map((jid) => xml("item", { jid })));
    yield { type: "part", account, part };
  }
  if (lists.size === 0) return;
  const [inForce] = [...rowsOf("privacy-default")].map((row) => textIn(row.default));
  const part = privacyQuery({
    default: inForce === BLOCKING ? undefined : inForce,
    lists: [...lists].map(([name, rules]) => ({ name, rules })),
  });
  yield { type: "part", account, part };
}

/** The stanza within the <route/> that jabberd2's programs pass to each other. */
function stanzaIn(row: Row): Element | undefined {
  const text = textIn(row.xml);
  const element = elementIn(text.startsWith(NAD) ? text.slice(NAD.length) : text);
  const stanza = element?.getName() === "route" ? element.getChildElements()[0] : element;
  if (!stanza) return undefined;
  const inner = alone(stanza);
  for (const name of Object.keys(inner.attrs)) if (name.includes(":") && name !== "xml:lang") delete inner.attrs[name];
  return inner;
}

function requestOf(presence: Element): Element {
  const { from } = presence.attrs;
  const status = presence.getChildText("status");
  const attributes = { xmlns: "jabber:client", type: "subscribe", from };
  return xml("presence", attributes, status ? xml("status", {}, status) : undefined);
}
