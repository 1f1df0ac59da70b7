/** The host of a database in ejabberd's old schema: the configuration alone names it, but addresses in other columns have it. */
import { SourceError } from "../source-error.ts";
import type { SqliteSource } from "../sqlite-source.ts";

/** Two accounts that have each other as contacts. */
const MUTUAL = `SELECT a.jid AS jid FROM rosterusers a, rosterusers b
  WHERE b.username = substr(a.jid, 1, instr(a.jid, '@') - 1) AND b.jid = a.username || substr(a.jid, instr(a.jid, '@')) LIMIT 100`;
/** By table: an expression whose values are addresses of accounts. */
const ADDRESSES: readonly (readonly [table: string, column: string, sql: string])[] = [
  ["pubsub_node", "host", "SELECT host AS jid FROM pubsub_node WHERE host LIKE '%@%' LIMIT 100"],
  ["sr_user", "jid", "SELECT jid FROM sr_user WHERE jid LIKE '%_@%' LIMIT 100"],
  ["rosterusers", "jid", MUTUAL],
];
/** Messages, whose addresses are in the XML. */
const MESSAGES: readonly (readonly [table: string, sql: string])[] = [
  ["archive", "SELECT username, substr(xml, 1, 4000) AS xml FROM archive WHERE username NOT LIKE '%@%' LIMIT 100"],
  ["spool", "SELECT username, substr(xml, 1, 4000) AS xml FROM spool LIMIT 100"],
];

/** Throws SourceError schema where nothing tells it. */
export function hostIn(source: SqliteSource): string {
  for (const [table, column, sql] of ADDRESSES) {
    if (!source.columns(table).has(column)) continue;
    for (const { jid } of source.rows(table, sql)) {
      const [user, host] = String(jid).split("@");
      if (user && host && isAccount(source, user)) return host;
    }
  }
  for (const [table, sql] of MESSAGES) {
    if (!source.columns(table).has("xml")) continue;
    for (const { username, xml } of source.rows(table, sql)) {
      for (const [, user, host] of String(xml).matchAll(/\s(?:to|from)=['"]([^'"@/]+)@([^'"/]+)/g))
        if (host && user === username) return host;
    }
  }
  throw new SourceError("schema", { file: source.file, table: "users" }, { missing: "users.server_host" });
}

function isAccount(source: SqliteSource, user: string): boolean {
  for (const _ of source.rows("users", "SELECT 1 FROM users WHERE username = ?", user)) return true;
  return false;
}
