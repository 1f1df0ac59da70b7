/** Databases of jabberd2 as its programs write them. */
import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { join } from "node:path";
import { folderWith, itemsOf } from "../testing.ts";
import { jabberd2 } from "./jabberd2.ts";

const TABLES: Readonly<Record<string, string>> = {
  active: "time",
  "roster-items": '"jid", "name", "to", "from", "ask"',
  "roster-groups": '"jid", "group"',
  vcard: '"fn", "n-family", "tel", "photo-type", "photo-binval"',
  queue: "xml",
  private: "ns, xml",
  "privacy-default": '"default"',
  "privacy-items": '"list", "type", "value", "deny", "order", "block"',
};
const ROUTE =
  "<route xmlns='http://jabberd.jabberstudio.org/ns/component/1.0' xmlns:sc='http://jabberd.jabberstudio.org/ns/session/1.0' from='a.example' sc:target='1'>";

/** What a source makes of rows, each "TABLE: value, …" of alice. */
async function itemsWith(rows: readonly (readonly [string, ...(string | number | null)[]])[], password = "wherefore") {
  using folder = folderWith({});
  const file = join(folder.path, "sqlite.db");
  using database = new Database(file, { create: true });
  database.run("CREATE TABLE authreg (username TEXT NOT NULL, realm TEXT NOT NULL, password TEXT)");
  database.run("INSERT INTO authreg VALUES ('alice', 'a.example', ?)", [password]);
  for (const [table, columns] of Object.entries(TABLES))
    database.run(
      `CREATE TABLE "${table}" ("collection-owner" TEXT NOT NULL, "object-sequence" INTEGER PRIMARY KEY, ${columns})`,
    );
  for (const [table, ...values] of rows) {
    const marks = values.map(() => "?").join(", ");
    database.run(`INSERT INTO "${table}" VALUES ('alice@a.example', NULL, ${marks})`, values);
  }
  expect(jabberd2.recognises(folder.path)).toBe(true);
  const source = jabberd2.open(file);
  expect(source.hosts).toEqual([{ jid: "a.example", kind: "domain" }]);
  return await itemsOf(source);
}
const partsOf = (items: readonly Record<string, unknown>[]): unknown[] => items.slice(1).map(({ part }) => part);

test.each([
  ["wherefore", { form: "plain", password: "wherefore" }],
  [
    "5f4dcc3b5aa765d61d8327deb882cf99",
    { form: "a1hash", value: "5f4dcc3b5aa765d61d8327deb882cf99", name: "alice", realm: "a.example" },
  ],
  ["$6$salt$hash", { form: "crypt", value: "$6$salt$hash" }],
  ["$2b$10$hash", { form: "bcrypt", value: "$2b$10$hash" }],
  ["", { form: "none" }],
])("password %p", async (password, credentials) => {
  expect(await itemsWith([], password)).toMatchObject([{ account: "alice@a.example", credentials }]);
});

test("the roster: subscriptions, groups, and what was asked", async () => {
  const items = await itemsWith([
    ["roster-items", "b@c.example", "B", 1, 1, 0],
    ["roster-items", "d@c.example", null, 0, 1, 1],
    ["roster-groups", "b@c.example", "G"],
  ]);
  expect(partsOf(items)).toEqual([
    '<query xmlns="jabber:iq:roster"><item jid="b@c.example" name="B" subscription="both"><group>G</group></item><item jid="d@c.example" subscription="from" ask="subscribe"/></query>',
  ]);
});

test("the vCard, from its columns", async () => {
  const items = await itemsWith([["vcard", "Alice", "Liddell", "1", "image/png", "AAAA"]]);
  expect(partsOf(items)).toEqual([
    '<vCard xmlns="vcard-temp"><FN>Alice</FN><N><FAMILY>Liddell</FAMILY></N><PHOTO><TYPE>image/png</TYPE><BINVAL>AAAA</BINVAL></PHOTO><TEL><NUMBER>1</NUMBER></TEL></vCard>',
  ]);
});

test("what waits: a message with its time, a request, and what makes no sense", async () => {
  const message = `NAD${ROUTE}<message xmlns='jabber:client' from='b@c.example/x' to='alice@a.example' sc:sm='x'><body>hi</body><delay xmlns='urn:xmpp:delay' stamp='2026-01-02T03:04:05Z'/></message></route>`;
  const request = `NAD${ROUTE}<presence xmlns='jabber:client' type='subscribe' from='d@c.example'/></route>`;
  const items = await itemsWith([
    ["queue", message],
    ["queue", request],
    ["queue", "NAD<x"],
  ]);
  const [waiting, asked] = partsOf(items);
  expect(waiting).toStartWith('<offline-messages xmlns="urn:xmpp:pie:0"><message ');
  expect(waiting).toContain('stamp="2026-01-02T03:04:05.000Z"');
  expect(waiting).not.toContain("sc:");
  expect(asked).toBe('<presence xmlns="jabber:client" type="subscribe" from="d@c.example"/>');
  expect(items.at(-1)).toMatchObject({ type: "left", kind: "offline" });
});

test("private data", async () => {
  const stored = `NAD${ROUTE}<iq xmlns='jabber:client'><query xmlns='jabber:iq:private'><x xmlns='u:x'>1</x></query></iq></route>`;
  expect(partsOf(await itemsWith([["private", "u:x", stored]]))).toEqual([
    '<query xmlns="jabber:iq:private"><x xmlns="u:x">1</x></query>',
  ]);
});

test("the list of XEP-0191 is a block list, another one that is in force a privacy list", async () => {
  const items = await itemsWith([
    ["privacy-items", "urn:xmpp:blocking", "jid", "spam.example", 1, 1, 0],
    ["privacy-items", "l", "jid", "b@c.example", 1, 1, 3],
    ["privacy-default", "l"],
  ]);
  expect(partsOf(items)).toEqual([
    '<blocklist xmlns="urn:xmpp:blocking"><item jid="spam.example"/></blocklist>',
    '<query xmlns="jabber:iq:privacy"><default name="l"/><list name="l"><item type="jid" value="b@c.example" action="deny" order="1"><message/><presence-in/></item></list></query>',
  ]);
});

test("a dump in SQL is read as the database", async () => {
  using folder = folderWith({
    "dump.sql": `CREATE TABLE "authreg" ("username" TEXT NOT NULL, "realm" TEXT NOT NULL, "password" TEXT );
INSERT INTO "authreg" VALUES('alice','a.example','wherefore');
CREATE TABLE "active" ("collection-owner" TEXT NOT NULL, "object-sequence" INTEGER PRIMARY KEY, "time" INTEGER);
CREATE TABLE "roster-items" ("collection-owner" TEXT, "object-sequence" INTEGER, "jid" TEXT, "name" TEXT, "to" BOOLEAN, "from" BOOLEAN, "ask" INTEGER);
INSERT INTO "roster-items" VALUES('alice@a.example',1,'b@c.example',NULL,1,0,0);
`,
  });
  const path = join(folder.path, "dump.sql");
  expect(jabberd2.recognises(path)).toBe(true);
  expect(partsOf(await itemsOf(jabberd2.open(path)))).toEqual([
    '<query xmlns="jabber:iq:roster"><item jid="b@c.example" subscription="to"/></query>',
  ]);
});
