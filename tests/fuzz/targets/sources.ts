/** Files of other servers as an import reads them, from the first look to the last item: SourceError alone stops it. */
import { Database } from "bun:sqlite";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { backupOf, dumpOf } from "../../../src/transfer/ejabberd/testing.ts";
import { itemIn, jsonOf } from "../../../src/transfer/item-json.ts";
import type { Imported } from "../../../src/transfer/source.ts";
import { SourceError } from "../../../src/transfer/source-error.ts";
import { kindAt } from "../../../src/transfer/sources.ts";
import { same, type Target } from "../target.ts";

const US = '{<<"alice">>,<<"a.example">>}';
const ROWS = [
  `{passwd,${US},<<"pass">>}`,
  `{passwd,${US},{scram,<<"AA==">>,<<"AA==">>,<<"AA==">>,sha256,4096}}`,
  `{roster,{<<"alice">>,<<"a.example">>,{<<"b">>,<<"b.example">>,<<>>}},${US},{<<"b">>,<<"b.example">>,<<>>},<<"N">>,both,none,[<<"F">>],<<>>,[]}`,
  `{archive_msg,${US},<<"1">>,{1796,0,1},{<<"b">>,<<"b.example">>,<<>>},{<<"b">>,<<"b.example">>,<<>>},{xmlel,<<"message">>,[{<<"to">>,<<"x">>}],[{xmlel,<<"body">>,[],[{xmlcdata,<<"t">>}]}]},<<>>,chat}`,
  `{muc_room,{<<"r">>,<<"conference.a.example">>},[{title,<<"T">>},{affiliations,[{{<<"alice">>,<<"a.example">>,<<>>},owner}]}]}`,
  `{pubsub_node,{${US.replace("}", ",<<>>}")},<<"n">>},<<"1">>,[],<<"pep">>,[],[{access_model,open}]}`,
];
const XML =
  '<server-data xmlns="urn:xmpp:pie:0"><host jid="a.example"><user name="alice" password="pass"><query xmlns="jabber:iq:roster"><item jid="b@b.example"/></query>' +
  '<offline-messages><message xmlns="jabber:client" from="b@b.example"><body>x</body></message></offline-messages>' +
  '<archive xmlns="urn:xmpp:pie:0#mam"><result xmlns="urn:xmpp:mam:2" id="1"><forwarded xmlns="urn:xmpp:forward:0"><delay xmlns="urn:xmpp:delay" stamp="2026-01-01T00:00:00Z"/><message xmlns="jabber:client" to="b@b.example"/></forwarded></result></archive></user></host></server-data>';
const SQL =
  "-- MySQL dump\nCREATE TABLE `users` (`username` text, `server_host` text, `password` text) ENGINE=InnoDB;\nCREATE TABLE `rosterusers` (`username` text, `server_host` text, `jid` text, `subscription` text);\n" +
  "INSERT INTO `users` VALUES ('alice','a.example','pass');\nCREATE TABLE `archive` (`username` text, `server_host` text, `timestamp` text, `peer` text, `xml` text);\n" +
  "INSERT INTO `archive` VALUES ('alice','a.example','1796000000000000','b@b.example','<message/>');\nINSERT INTO `rosterusers` VALUES ('alice','a.example','b@b.example','B');\n";
const PROSODY =
  "-- MySQL dump\nCREATE TABLE `prosody` (`host` text,`user` text,`store` text,`key` text,`type` text,`value` text);\nINSERT INTO `prosody` VALUES ('a.example','alice','accounts','password','string','pass'),('a.example','alice','roster','b@b.example','json','{\\\"subscription\\\":\\\"both\\\"}');\n" +
  "CREATE TABLE `prosodyarchive` (`sort_id` text,`host` text,`user` text,`store` text,`key` text,`when` text,`with` text,`type` text,`value` text);\nINSERT INTO `prosodyarchive` VALUES (1,'a.example','alice','archive','k',1796000000,'b@b.example','xml','<message/>');\n";

const JABBERD2 =
  "CREATE TABLE authreg (username TEXT, realm TEXT, password TEXT);\nINSERT INTO authreg VALUES ('alice','a.example','pass');\n" +
  'CREATE TABLE "roster-items" ("collection-owner" TEXT, "object-sequence" INTEGER PRIMARY KEY, "jid" TEXT, "name" TEXT, "to" INTEGER, "from" INTEGER, "ask" INTEGER);\n' +
  "INSERT INTO \"roster-items\" VALUES ('alice@a.example',1,'b@b.example','B',1,1,0);\nCREATE TABLE active (\"collection-owner\" TEXT, \"object-sequence\" INTEGER PRIMARY KEY, time INTEGER);\n" +
  "CREATE TABLE queue (\"collection-owner\" TEXT, \"object-sequence\" INTEGER PRIMARY KEY, xml TEXT);\nINSERT INTO queue VALUES ('alice@a.example',1,'<message/>');\n";

/** The bytes of a database that a dump makes. */
function databaseOf(sql: string): Uint8Array {
  using database = new Database(":memory:");
  database.run("PRAGMA page_size = 512");
  database.run(sql.replaceAll(" ENGINE=InnoDB", "").replaceAll('\\"', '"'));
  return database.serialize();
}

export const sources: Target = {
  name: "import-files",
  seeds: [backupOf(ROWS), dumpOf(ROWS), XML, SQL, PROSODY, JABBERD2, ...[SQL, PROSODY, JABBERD2].map(databaseOf)],
  words: [
    "{",
    "}",
    "<<>>",
    "[]",
    "alice",
    "@",
    "a.example",
    "<user name='x'>",
    "</user>",
    "<host jid='a.example'>",
    "NULL",
    "''",
    "\\",
    "9".repeat(30),
    "`username`",
    "`timestamp`",
  ],
  share: 0.1,
  check: async (input) => {
    const folder = mkdtempSync(join(tmpdir(), "jabber-home-fuzz-"));
    try {
      writeFileSync(join(folder, "source"), input);
      return await outcomeOf(join(folder, "source"));
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      return `refused: ${error.reason}`;
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

/** As a running server gets it. */
const sent = (item: Imported): Imported => itemIn(JSON.parse(JSON.stringify(jsonOf(item))));

/** All of a source, from the first look to the last item. */
export async function outcomeOf(path: string): Promise<string> {
  const kind = kindAt(path);
  const source = kind.open(path);
  try {
    const types = new Set<string>();
    for await (const item of source.read()) {
      types.add(item.type);
      if (item.type === "file") continue;
      const arrived = sent(item);
      same("sent to a server twice", jsonOf(sent(arrived)), jsonOf(arrived));
    }
    return `${kind.name} ${[...types].sort().join(",")}`;
  } finally {
    source.close();
  }
}
