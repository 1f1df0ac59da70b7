/** ejabberd's tables in SQL: those of its old schema, with a database for each host, and of the new one, with `server_host`. */

import type { PrivacyRule, StoredContact } from "../contact-parts.ts";
import { instantOf } from "../instant.ts";
import { LiteralError } from "../literal-error.ts";
import { SourceError } from "../source-error.ts";
import { isSqlText, openSqlText } from "../sql-text.ts";
import { bounded, hasTables, openSqliteSource, type Row, type Schema, type SqliteSource } from "../sqlite-source.ts";
import { credentialsOf, scramOf } from "./credentials.ts";
import type { EjabberdData, StoredNode } from "./data.ts";
import { hostIn } from "./host.ts";
import { Atom, jidOf, listOf, type Term, Tuple } from "./term.ts";
import { parseTerm } from "./term-text.ts";

/** What every database has. */
const SCHEMA: Schema = { users: ["username", "password"] };
/** By which an old database is told from those of other programs. */
const RECOGNISED: Schema = { ...SCHEMA, rosterusers: ["username", "jid", "subscription"], spool: ["username", "xml"] };
const INDEXES = {
  users: ["username"],
  rosterusers: ["username"],
  rostergroups: ["username", "jid"],
  vcard: ["username"],
  private_storage: ["username"],
  privacy_default_list: ["username"],
  privacy_list: ["username"],
  privacy_list_data: ["id"],
  spool: ["username"],
  archive: ["username", "timestamp"],
  archive_prefs: ["username"],
  push_session: ["username"],
  muc_room: ["host", "name"],
  muc_registered: ["host"],
  pubsub_node: ["host"],
  pubsub_node_option: ["nodeid"],
  pubsub_item: ["nodeid"],
  pubsub_state: ["nodeid"],
  sr_group: ["name"],
  sr_user: ["grp"],
};
const INTEGERS = ["iterationcount", "seq", "timestamp", "ord", "id", "nodeid"];
const LETTERS: Readonly<Record<string, string>> = { N: "none", T: "to", F: "from", B: "both", O: "out", I: "in" };
const AFFILIATIONS: Readonly<Record<string, string>> = { o: "owner", p: "publisher", m: "member", c: "outcast" };
const TYPES: Readonly<Record<string, string>> = { j: "jid", g: "group", s: "subscription" };
const SUBJECTS = {
  match_iq: "iq",
  match_message: "message",
  match_presence_in: "presence-in",
  match_presence_out: "presence-out",
};

export const sqliteForm = {
  matches: (file: string): boolean => hasTables(file, RECOGNISED),
  open: (file: string): EjabberdData => openTables(openSqliteSource(file, SCHEMA)),
};

/** Tables that other programs do not have. */
const OWN = ["rosterusers", "rostergroups", "archive_prefs", "privacy_list_data", "pubsub_node", "muc_room", "spool"];
/** In the beginning of a dump that has a long table of another name first. */
const OWN_WORDS = /^-- Mnesia table: |\bbare_peer\b/m;

export const sqlTextForm = {
  matches: (file: string): boolean => isSqlText(file, OWN) || isSqlText(file, ["users", "archive"], OWN_WORDS),
  open: (file: string): EjabberdData =>
    openTables(
      openSqlText(file, { tables: Object.keys(INDEXES), schema: SCHEMA, integers: INTEGERS, indexes: INDEXES }),
    ),
};

/** Throws SourceError, schema where nothing tells the host. */
function openTables(source: SqliteSource): EjabberdData {
  const hasHosts = source.columns("users").has("server_host");
  const onlyHost = hasHosts ? "" : hostIn(source);

  /** The rows of an account; none where there is no such table. `columns` are SQL, each with its table's row first. */
  function* of(table: string, account: string, columns: string, order = "rowid"): Generator<Row> {
    const known = source.columns(table);
    if (!known.has("username")) return;
    const at = account.lastIndexOf("@");
    const [user, host] = [account.slice(0, at), account.slice(at + 1)];
    const isAtHost = known.has("server_host");
    const sql = `SELECT ${columns} FROM ${table} WHERE username = ?${isAtHost ? " AND server_host = ?" : ""} ORDER BY ${order}`;
    yield* source.rows(table, sql, user, ...(isAtHost ? [host] : []));
  }
  /** The rows with a value in a column. */
  function* where(
    table: string,
    column: string,
    value: string | number,
    columns: string,
    order = "rowid",
  ): Generator<Row> {
    if (source.columns(table).has(column))
      yield* source.rows(table, `SELECT ${columns} FROM ${table} WHERE ${column} = ? ORDER BY ${order}`, value);
  }
  const textColumn = (table: string, account: string, column: string): string | undefined => {
    for (const row of of(table, account, bounded(column))) return text(row[column]);
    return undefined;
  };
  const term = (table: string, value: Row[string] | undefined): Term => {
    try {
      return parseTerm(text(value) || "[]");
    } catch (error) {
      if (!(error instanceof LiteralError)) throw error;
      throw new SourceError("malformed", { file: source.file, table }, { why: error.message || "a term is cut off" });
    }
  };

  function* accounts(): Generator<string> {
    const host = hasHosts ? "server_host" : "''";
    for (const row of source.rows(
      "users",
      `SELECT DISTINCT username, ${host} AS host FROM users ORDER BY username, host`,
    ))
      yield `${text(row.username)}@${text(row.host) || onlyHost}`;
  }

  const credentials = (account: string) => {
    const passwords: string[] = [];
    let keys = {};
    for (const row of of("users", account, "*")) {
      const [, hash, password = ""] = /^(?:(sha\d*):)?([\s\S]*)$/.exec(text(row.password)) ?? [];
      const iterations = Number(row.iterationcount ?? 0);
      if (!(iterations > 0)) passwords.push(text(row.password));
      else
        keys = {
          ...keys,
          ...scramOf(hash, { storedKey: password, serverKey: text(row.serverkey), salt: text(row.salt), iterations }),
        };
    }
    return credentialsOf(passwords, keys);
  };

  function* contacts(account: string): Generator<StoredContact> {
    const groups = new Map<string, string[]>();
    for (const { jid, grp } of of("rostergroups", account, "jid, grp"))
      groups.set(text(jid), [...(groups.get(text(jid)) ?? []), text(grp)]);
    for (const row of of("rosterusers", account, "*"))
      yield {
        jid: text(row.jid),
        name: text(row.nick),
        subscription: LETTERS[text(row.subscription)] ?? "none",
        ask: LETTERS[text(row.ask)] ?? "none",
        request: text(row.askmessage),
        groups: groups.get(text(row.jid)) ?? [],
        isApproved: isSet(row.approved),
      };
  }

  const rulesOf = (list: Row[string] | undefined): PrivacyRule[] =>
    [...where("privacy_list_data", "id", Number(list), "*", "ord")].map((row) => ({
      type: TYPES[text(row.t)],
      value: row.t === "s" ? LETTERS[text(row.value)] : text(row.value) || undefined,
      action: row.action === "d" ? "deny" : "allow",
      order: Number(row.ord),
      subjects: isSet(row.match_all)
        ? []
        : Object.entries(SUBJECTS).flatMap(([column, name]) => (isSet(row[column]) ? name : [])),
    }));

  function* nodes(owner: string): Generator<StoredNode> {
    for (const { node, nodeid } of where("pubsub_node", "host", owner, "node, nodeid", "nodeid")) {
      const number = Number(nodeid);
      const states = [...where("pubsub_state", "nodeid", number, "*")];
      yield {
        name: text(node),
        options: [...where("pubsub_node_option", "nodeid", number, "name, val")].map(
          ({ name, val }) => new Tuple([new Atom(text(name)), term("pubsub_node_option", val)]),
        ),
        affiliations: states.map(({ jid, affiliation }) => ({
          jid: text(jid),
          affiliation: AFFILIATIONS[text(affiliation)] ?? "none",
        })),
        // "s:ID", several with commas between.
        subscribers: states.flatMap(({ jid, subscriptions }) =>
          /(?:^|,)s/.test(text(subscriptions)) ? text(jid) : [],
        ),
        items: function* () {
          for (const row of where("pubsub_item", "nodeid", number, `itemid, ${bounded("payload")}`, "modification"))
            yield { id: text(row.itemid), xml: text(row.payload) || undefined };
        },
      };
    }
  }

  return {
    accounts,
    credentials,
    contacts,
    vcard: (account) => textColumn("vcard", account, "vcard"),
    privateElements: function* (account) {
      for (const { data } of of("private_storage", account, bounded("data"))) yield text(data);
    },
    privacy: (account) => {
      const lists = [...of("privacy_list", account, "name, id")].map(({ name, id }) => ({
        name: text(name),
        rules: rulesOf(id),
      }));
      return lists.length === 0 ? undefined : { default: textColumn("privacy_default_list", account, "name"), lists };
    },
    offline: function* (account) {
      // The server has stamped them itself.
      for (const { xml } of of("spool", account, bounded("xml"), order("spool", "seq")))
        yield { xml: text(xml), time: undefined };
    },
    preferences: (account) => {
      const jids = (value: Row[string] | undefined): string[] => listOf(term("archive_prefs", value)).map(jidOf);
      for (const { def, always, never } of of("archive_prefs", account, "def, always, never"))
        return { default: text(def), always: jids(always), never: jids(never) };
      return undefined;
    },
    push: function* (account) {
      for (const row of of("push_session", account, "*"))
        yield { service: text(row.service), node: text(row.node), xml: text(row.xml) };
    },
    nodes,
    pubsubServices: function* () {
      if (!source.columns("pubsub_node").has("host")) return;
      const sql = "SELECT DISTINCT host FROM pubsub_node WHERE host NOT LIKE '%@%' ORDER BY host";
      for (const { host } of source.rows("pubsub_node", sql)) yield text(host);
    },
    archive: function* (owner) {
      const columns = `timestamp, peer, nick, ${bounded("xml")}`;
      // A room stands there with its whole address.
      const rows = isRoom(owner)
        ? where("archive", "username", owner, columns, "timestamp, rowid")
        : of("archive", owner, columns, "timestamp, rowid");
      let before: Row = {};
      for (const row of rows) {
        // `export2sql` writes the messages of rooms twice.
        const isDouble = row.timestamp === before.timestamp && row.xml === before.xml;
        before = row;
        const time = instantOf(Number(row.timestamp) / 1000) ?? 0;
        const { peer, nick, xml } = row;
        if (!isDouble)
          yield () => ({ id: String(row.timestamp), time, peer: text(peer), nick: text(nick), xml: text(xml) });
      }
    },
    rooms: function* () {
      if (!source.columns("muc_room").has("host")) return;
      for (const { name, host } of source.rows("muc_room", "SELECT name, host FROM muc_room ORDER BY name, host"))
        yield `${text(name)}@${text(host)}`;
    },
    roomOptions: (room) => {
      for (const row of roomRows(room)) return listOf(term("muc_room", row.opts));
      return [];
    },
    nicknameServices: function* () {
      if (!source.columns("muc_registered").has("host")) return;
      const sql = "SELECT DISTINCT host FROM muc_registered ORDER BY host";
      for (const { host } of source.rows("muc_registered", sql)) yield text(host);
    },
    nicknames: function* (service) {
      for (const { jid, nick } of where("muc_registered", "host", service, "jid, nick"))
        yield { jid: text(jid), nick: text(nick) };
    },
    groups: function* () {
      if (!source.columns("sr_group").has("name")) return;
      for (const group of source.rows("sr_group", "SELECT * FROM sr_group ORDER BY name")) {
        const host = text(group.server_host) || onlyHost;
        const users = [...where("sr_user", "grp", text(group.name), "*")].filter(
          (user) => (text(user.server_host) || onlyHost) === host,
        );
        const members = users.map(({ jid }) => text(jid));
        yield { id: text(group.name), host, options: listOf(term("sr_group", group.opts)), members };
      }
    },
    close: source.close,
  };

  function order(table: string, column: string): string {
    return source.columns(table).has(column) ? column : "rowid";
  }

  function isRoom(owner: string): boolean {
    for (const _ of roomRows(owner)) return true;
    return false;
  }

  function* roomRows(room: string): Generator<Row> {
    const at = room.lastIndexOf("@");
    if (!source.columns("muc_room").has("host")) return;
    const sql = `SELECT ${bounded("opts")} FROM muc_room WHERE name = ? AND host = ?`;
    yield* source.rows("muc_room", sql, room.slice(0, at), room.slice(at + 1));
  }
}

const text = (value: Row[string] | undefined): string => (value === null || value === undefined ? "" : String(value));

/** 1 in SQLite and MySQL, "t" in a dump of PostgreSQL. */
const isSet = (value: Row[string] | undefined): boolean => ["1", "t", "true"].includes(text(value));
