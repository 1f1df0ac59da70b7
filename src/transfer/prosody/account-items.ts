/** Everything that Prosody stores for an account, in a fixed order. */
import { xml } from "../../stanza.ts";
import { offlinePart } from "../offline-part.ts";
import type { Imported, Left } from "../source.ts";
import { accountOf, rolesOf } from "./accounts.ts";
import { blocklistParts, preferences, privacyQuery, rosterParts } from "./contacts.ts";
import type { ArchiveEntry, ProsodyData } from "./data.ts";
import { isTable, type LuaTable } from "./lua.ts";
import { isLocalpart } from "./names.ts";
import { pepParts } from "./pep.ts";
import { elementOf } from "./stanza.ts";

/** Archives: `archive` since version 0.10, `archive2` of the module before. */
const ARCHIVES = ["archive2", "archive"];
/** XEP-0357 in our export (src/xep/0357-push). */
const NS_PUSH_EXPORTED = "urn:jabber-home:push:0";
/** Roles of Prosody and of Snikket that mean what an account here may do. */
const KNOWN_ROLES = new Set([
  "prosody:admin",
  "prosody:operator",
  "prosody:user",
  "prosody:registered",
  "prosody:member",
]);

/** The items of one account. Throws SourceError. */
export function* accountItems(data: ProsodyData, host: string, user: string): Generator<Imported> {
  const account = `${user}@${host}`;
  if (!isLocalpart(user)) {
    yield { type: "left", account, kind: "accounts", reason: "address" };
    return;
  }
  const table = (store: string): LuaTable | undefined => data.table(host, user, store);
  const lefts: Left[] = [];
  const entries = (store: string, kind: Left["kind"]): Iterable<ArchiveEntry> =>
    data.entries(host, user, store, () => lefts.push({ type: "left", account, kind, reason: "cut-off" }));

  yield accountOf(data, host, user);
  for (const role of rolesOf(data, host, user))
    if (!KNOWN_ROLES.has(role)) yield { type: "left", account, kind: "other", reason: "unknown", subject: role };
  yield* vcardPart(account, table("vcard"));
  const roster = table("roster");
  if (roster) yield* rosterParts(account, roster);
  yield* privateParts(account, table("private"));
  yield* blockedParts(account, table("blocklist"), table("privacy"));
  const nodes = table("pep");
  if (nodes) yield* pepParts(account, nodes, (node) => entries(`pep_${node}`, "items"));
  for (const { element, when } of entries("offline", "offline")) {
    if (element) yield { type: "part", account, part: offlinePart(element, host, when) };
    else yield { type: "left", account, kind: "offline", reason: "malformed" };
  }
  const prefs = table("archive_prefs");
  if (prefs) yield { type: "part", account, part: preferences(prefs) };
  yield* pushParts(account, table("cloud_notify"));
  // What makes somebody a contact without an account here: its link leads to the old server.
  for (const _ of table("invite_token")?.fields ?? [])
    yield { type: "left", account, kind: "invitations", reason: "of-no-use" };
  for (const store of ARCHIVES) yield* archived(account, entries(store, "archived"));
  yield* lefts;
}

function* vcardPart(account: string, vcard: LuaTable | undefined): Generator<Imported> {
  const part = vcard && elementOf(vcard, "vcard-temp");
  if (part) yield { type: "part", account, part };
  else if (vcard) yield { type: "left", account, kind: "vcards", reason: "malformed" };
}

/** By "NAME:NAMESPACE". */
function* privateParts(account: string, table: LuaTable | undefined): Generator<Imported> {
  for (const [key, value] of table?.fields ?? []) {
    const element = isTable(value) ? elementOf(value) : undefined;
    if (element) yield { type: "part", account, part: xml("query", { xmlns: "jabber:iq:private" }, element) };
    else yield { type: "left", account, kind: "private", reason: "malformed", subject: String(key) };
  }
}

/** A privacy list counts only where there is no block list: mod_blocklist has taken it over otherwise. */
function* blockedParts(
  account: string,
  blocklist: LuaTable | undefined,
  privacy: LuaTable | undefined,
): Generator<Imported> {
  if (blocklist) yield* blocklistParts(account, blocklist);
  else if (privacy) {
    const part = privacyQuery(privacy);
    if (part) yield { type: "part", account, part };
  }
}

/** mod_cloud_notify, by "SERVICE<NODE". */
function* pushParts(account: string, table: LuaTable | undefined): Generator<Imported> {
  for (const value of table?.fields.values() ?? []) {
    if (!isTable(value)) continue;
    const [jid, node, form] = ["jid", "node", "options"].map((key) => value.fields.get(key));
    if (typeof jid !== "string") continue;
    const options = isTable(form) ? elementOf(form, "jabber:x:data") : undefined;
    const attributes = { xmlns: "urn:xmpp:push:0", jid, node: typeof node === "string" ? node : undefined };
    const enable = xml("enable", attributes, options);
    yield { type: "part", account, part: xml("push", { xmlns: NS_PUSH_EXPORTED }, enable) };
  }
}

function* archived(account: string, entries: Iterable<ArchiveEntry>): Generator<Imported> {
  for (const entry of entries) {
    const { key, when, with: peer } = entry;
    if (key === undefined || when === undefined)
      yield { type: "left", account, kind: "archived", reason: "malformed", subject: key };
    else
      yield {
        ...{ type: "archived", account, id: key, time: when, peer },
        get message() {
          return entry.text ?? entry.element ?? "";
        },
      };
  }
}
