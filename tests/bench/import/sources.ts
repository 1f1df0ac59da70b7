/** The forms in which other servers have the same archived messages. */
import { Database } from "bun:sqlite";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseTerm } from "../../../src/transfer/ejabberd/term-text.ts";
import { encoded } from "../../../src/transfer/ejabberd/testing.ts";
import { ACCOUNTS, allMessages, DOMAIN, type Message, messagesOf, nameOf, xmlOf } from "./messages.ts";

/** Writes a source with so many messages of each account into a folder, and returns its path. */
export type MakeSource = (folder: string, each: number) => string;

const names = Array.from({ length: ACCOUNTS }, (_, account) => nameOf(account));

function written(file: string, texts: Iterable<string>): string {
  const writer = Bun.file(file).writer();
  for (const text of texts) void writer.write(text);
  void writer.end();
  return file;
}

const xep0227: MakeSource = (folder, each) =>
  written(
    join(folder, "server.xml"),
    (function* () {
      yield `<server-data xmlns="urn:xmpp:pie:0"><host jid="${DOMAIN}">\n`;
      for (const [account, name] of names.entries()) {
        yield `<user name="${name}"><archive xmlns="urn:xmpp:pie:0#mam">\n`;
        for (const message of messagesOf(account, each))
          yield `<result xmlns="urn:xmpp:mam:2" id="${message.id}"><forwarded xmlns="urn:xmpp:forward:0"><delay xmlns="urn:xmpp:delay" ` +
            `stamp="${new Date(message.time).toISOString()}"/>${xmlOf(message)}</forwarded></result>\n`;
        yield "</archive></user>\n";
      }
      yield "</host></server-data>\n";
    })(),
  );

const luaTable = ({ from, to, id, body }: Message): string =>
  `\t["name"] = "message";\n\t["attr"] = {\n\t\t["from"] = "${from}";\n\t\t["to"] = "${to}";\n\t\t["type"] = "chat";\n\t\t["id"] = "${id}";\n\t\t["xml:lang"] = "en";\n\t};\n` +
  `\t{\n\t\t["name"] = "body";\n\t\t["attr"] = {};\n\t\t"${body}";\n\t};\n` +
  `\t{\n\t\t["name"] = "origin-id";\n\t\t["attr"] = {\n\t\t\t["xmlns"] = "urn:xmpp:sid:0";\n\t\t\t["id"] = "${id}";\n\t\t};\n\t};\n` +
  `\t{\n\t\t["name"] = "request";\n\t\t["attr"] = {\n\t\t\t["xmlns"] = "urn:xmpp:receipts";\n\t\t};\n\t};\n`;

const prosodyFiles: MakeSource = (folder, each) => {
  const data = join(folder, "data", "example%2ecom");
  for (const store of ["accounts", "archive"]) mkdirSync(join(data, store), { recursive: true });
  for (const [account, name] of names.entries()) {
    written(join(data, "accounts", `${name}.dat`), ['return {\n\t["iteration_count"] = 10000;\n};\n']);
    const items = messagesOf(account, each).map(
      (message) =>
        `item({\n${luaTable(message)}\t["key"] = "${message.id}";\n\t["when"] = ${Math.floor(message.time / 1000)};\n\t["with"] = "${message.peer}";\n});\n`,
    );
    written(join(data, "archive", `${name}.list`), items);
  }
  return join(folder, "data");
};

const PROSODY_COLUMNS = "host TEXT, user TEXT, store TEXT, key TEXT, type TEXT, value TEXT";
const PROSODY_ARCHIVE =
  'host TEXT, user TEXT, store TEXT, key TEXT, "when" INTEGER, "with" TEXT, type TEXT, value TEXT';

function database(file: string, fill: (db: Database) => void): string {
  const db = new Database(file);
  db.run("PRAGMA journal_mode = OFF");
  db.transaction(() => fill(db))();
  db.close();
  return file;
}

const prosodySqlite: MakeSource = (folder, each) =>
  database(join(folder, "prosody.sqlite"), (db) => {
    db.run(`CREATE TABLE prosody (${PROSODY_COLUMNS})`);
    db.run(`CREATE TABLE prosodyarchive (sort_id INTEGER PRIMARY KEY AUTOINCREMENT, ${PROSODY_ARCHIVE})`);
    const pair = db.query(
      `INSERT INTO prosody VALUES ('${DOMAIN}', ?, 'accounts', 'iteration_count', 'number', '10000')`,
    );
    const row = db.query(
      `INSERT INTO prosodyarchive (host, user, store, key, "when", "with", type, value) VALUES ('${DOMAIN}', ?, 'archive', ?, ?, ?, 'xml', ?)`,
    );
    for (const name of names) pair.run(name);
    for (const message of allMessages(each)) {
      const { account, id, time, peer } = message;
      row.run(account, id, Math.floor(time / 1000), peer, xmlOf(message, ""));
    }
    db.run("CREATE UNIQUE INDEX prosodyarchive_index ON prosodyarchive (host, user, store, key)");
  });

/** A value as mysqldump writes it. */
const quoted = (text: string): string => `'${text.replace(/['"\\]/g, "\\$&").replaceAll("\n", "\\n")}'`;

/** Rows of a statement, as mysqldump joins them. */
const ROWS = 1000;

function* insert(table: string, rows: Iterable<readonly string[]>): Generator<string> {
  let count = 0;
  for (const row of rows) {
    yield `${count === 0 ? `INSERT INTO \`${table}\` VALUES ` : ","}(${row.join(",")})`;
    count = (count + 1) % ROWS;
    if (count === 0) yield ";\n";
  }
  if (count > 0) yield ";\n";
}

const MYSQL = "-- MySQL dump 10.19  Distrib 10.3.39\n";
const created = (table: string, columns: readonly string[]): string =>
  `CREATE TABLE \`${table}\` (\n${columns.map((column) => `  \`${column}\` text`).join(",\n")}\n) ENGINE=InnoDB;\n`;

const prosodySql: MakeSource = (folder, each) =>
  written(
    join(folder, "prosody.sql"),
    (function* () {
      yield MYSQL;
      yield created("prosody", ["host", "user", "store", "key", "type", "value"]);
      const pairs = names.map((name) => [DOMAIN, name, "accounts", "iteration_count", "number", "10000"].map(quoted));
      yield* insert("prosody", pairs);
      yield created("prosodyarchive", ["sort_id", "host", "user", "store", "key", "when", "with", "type", "value"]);
      let number = 0;
      const row = (message: Message): readonly string[] => [
        ...[String(++number), quoted(DOMAIN), quoted(message.account), "'archive'", quoted(message.id)],
        ...[String(Math.floor(message.time / 1000)), quoted(message.peer), "'xml'", quoted(xmlOf(message, ""))],
      ];
      yield* insert("prosodyarchive", allMessages(each).map(row));
    })(),
  );

/** Of ejabberd, whose ids are the times. */
const microsecondsOf = ({ time }: Message): number => time * 1000;
const bare = (jid: string): string => jid.replace(/\/.*/, "");

const ejabberdSql: MakeSource = (folder, each) =>
  written(
    join(folder, "ejabberd.sql"),
    (function* () {
      yield MYSQL;
      yield created("users", ["username", "server_host", "password", "serverkey", "salt", "iterationcount"]);
      yield* insert(
        "users",
        names.map((name) => [quoted(name), quoted(DOMAIN), "''", "''", "''", "0"]),
      );
      yield created("archive", EJABBERD_ARCHIVE);
      yield* insert(
        "archive",
        allMessages(each).map((message) =>
          archiveRow(message).map((value) => (typeof value === "number" ? String(value) : quoted(value))),
        ),
      );
      yield created("rosterusers", ["username", "server_host", "jid", "subscription"]);
    })(),
  );

const EJABBERD_ARCHIVE = ["username", "server_host", "timestamp", "peer", "bare_peer", "xml", "txt", "kind", "nick"];
const archiveRow = (message: Message): readonly (string | number)[] => [
  ...[message.account, DOMAIN, microsecondsOf(message), message.peer, bare(message.peer)],
  ...[xmlOf(message), message.body, "chat", ""],
];

const ejabberdSqlite: MakeSource = (folder, each) =>
  database(join(folder, "ejabberd.sqlite"), (db) => {
    db.run(
      "CREATE TABLE users (username TEXT, server_host TEXT, password TEXT, serverkey TEXT, salt TEXT, iterationcount INTEGER)",
    );
    db.run("CREATE TABLE rosterusers (username TEXT, server_host TEXT, jid TEXT, subscription TEXT)");
    db.run("CREATE TABLE spool (username TEXT, server_host TEXT, xml TEXT, seq INTEGER)");
    db.run(
      `CREATE TABLE archive (${EJABBERD_ARCHIVE.map((column) => `${column} ${column === "timestamp" ? "BIGINT" : "TEXT"}`).join(", ")})`,
    );
    const user = db.query(`INSERT INTO users VALUES (?, '${DOMAIN}', '', '', '', 0)`);
    for (const name of names) user.run(name);
    const row = db.query(`INSERT INTO archive VALUES (${EJABBERD_ARCHIVE.map(() => "?").join(", ")})`);
    for (const message of allMessages(each)) row.run(...archiveRow(message));
    db.run("CREATE INDEX i_archive_sh_username_timestamp ON archive (server_host, username, timestamp)");
  });

const binary = (text: string): string => `<<"${text}">>`;
const attributes = (entries: Readonly<Record<string, string>>): string =>
  `[${Object.entries(entries)
    .map(([name, value]) => `{${binary(name)},${binary(value)}}`)
    .join(",\n              ")}]`;

/** A row of `archive_msg`, as Erlang prints it. */
function archiveTerm(message: Message): string {
  const [user, host] = message.peer.split("@");
  const { from, to, id, body } = message;
  const micro = microsecondsOf(message);
  const peer = `{${binary(user ?? "")},${binary(host ?? "")},<<>>}`;
  return (
    `{archive_msg,{${binary(message.account)},${binary(DOMAIN)}},\n             ${binary(String(micro))},\n` +
    `             {${Math.floor(micro / 1e12)},${Math.floor(micro / 1e6) % 1e6},${micro % 1e6}},\n             ${peer},\n             ${peer},\n` +
    `             {xmlel,<<"message">>,\n              ${attributes({ "xml:lang": "en", to, from, type: "chat", id, xmlns: "jabber:client" })},\n` +
    `              [{xmlel,<<"body">>,[],[{xmlcdata,${binary(body)}}]},\n               {xmlel,<<"origin-id">>,${attributes({ xmlns: "urn:xmpp:sid:0", id })},[]},\n` +
    `               {xmlel,<<"request">>,${attributes({ xmlns: "urn:xmpp:receipts" })},[]}]},\n             <<>>,chat}`
  );
}

function* ejabberdRows(each: number): Generator<string> {
  for (const name of names) yield `{passwd,{${binary(name)},${binary(DOMAIN)}},<<>>}`;
  for (const message of allMessages(each)) yield archiveTerm(message);
}

const TABLES =
  "{tables,[{passwd,[{record_name,passwd},{attributes,[us,password]}]},{archive_msg,[{record_name,archive_msg},{attributes,[us,id,timestamp,peer,bare_peer,packet,nick,type]}]}]}.\n";

const ejabberdDump: MakeSource = (folder, each) =>
  written(
    join(folder, "ejabberd.dump"),
    (function* () {
      yield TABLES;
      for (const row of ejabberdRows(each)) yield `${row}.\n`;
    })(),
  );

const ejabberdBackup: MakeSource = (folder, each) => {
  const file = join(folder, "ejabberd.backup");
  const writer = Bun.file(file).writer();
  const record = (text: string): void => {
    const bytes = encoded(parseTerm(text));
    const head = Buffer.alloc(8);
    head.writeUInt32BE(bytes.length);
    head.write("bWLA", 4);
    void writer.write(head);
    void writer.write(bytes);
  };
  void writer.write(Buffer.of(1, 2, 3, 4, 0, 0, 0, 0));
  record('{log_header, backup_log, <<"1.2">>}');
  for (const row of ejabberdRows(each)) record(row);
  void writer.end();
  return file;
};

/** By what the figures call them. */
export const SOURCES: Readonly<Record<string, MakeSource>> = {
  "XEP-0227": xep0227,
  "Prosody's files": prosodyFiles,
  "Prosody's SQLite": prosodySqlite,
  "a dump of Prosody's SQL": prosodySql,
  "ejabberd's backup": ejabberdBackup,
  "ejabberd's dump": ejabberdDump,
  "ejabberd's SQLite": ejabberdSqlite,
  "a dump of ejabberd's SQL": ejabberdSql,
};
