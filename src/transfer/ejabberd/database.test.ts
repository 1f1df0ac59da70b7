/** ejabberd's tables in SQL as a source. */
import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { folderWith, itemsOf, refusalOf } from "../testing.ts";
import { ejabberd } from "./ejabberd.ts";

/** As far as it is read; `host` is the column that the new schema has. */
const schema = (host: string): string => `
CREATE TABLE users (username text, ${host} password text, serverkey text DEFAULT '', salt text DEFAULT '', iterationcount integer DEFAULT 0);
CREATE TABLE rosterusers (username text, ${host} jid text, nick text, subscription character(1), ask character(1), askmessage text);
CREATE TABLE rostergroups (username text, ${host} jid text, grp text);
CREATE TABLE spool (username text, ${host} xml text, seq INTEGER PRIMARY KEY);
CREATE TABLE archive (username text, ${host} timestamp BIGINT, peer text, xml text, nick text);
CREATE TABLE archive_prefs (username text, ${host} def text, always text, never text);
CREATE TABLE vcard (username text, ${host} vcard text);
CREATE TABLE private_storage (username text, ${host} namespace text, data text);
CREATE TABLE privacy_default_list (username text, ${host} name text);
CREATE TABLE privacy_list (username text, ${host} name text, id INTEGER PRIMARY KEY);
CREATE TABLE privacy_list_data (id bigint, t text, value text, action text, ord NUMERIC, match_all boolean, match_iq boolean, match_message boolean, match_presence_in boolean, match_presence_out boolean);
CREATE TABLE pubsub_node (host text, node text, nodeid INTEGER PRIMARY KEY);
CREATE TABLE pubsub_node_option (nodeid bigint, name text, val text);
CREATE TABLE pubsub_state (nodeid bigint, jid text, affiliation character(1), subscriptions text);
CREATE TABLE pubsub_item (nodeid bigint, itemid text, modification text, payload text);
CREATE TABLE muc_room (name text, host text, ${host} opts text);
CREATE TABLE muc_registered (jid text, host text, ${host} nick text);
CREATE TABLE sr_group (name text, ${host} opts text);
CREATE TABLE sr_user (jid text, grp text ${host === "" ? "" : ", server_host text"});
`;
const OLD = schema("");
const NEW = schema("server_host text,");

/** `h` is the value of server_host with a comma, in the new schema. */
const rows = (h: string): string => `
INSERT INTO rosterusers VALUES ('alice', ${h} 'bob@b.example', 'B', 'T', 'B', 'please');
INSERT INTO rostergroups VALUES ('alice', ${h} 'bob@b.example', 'F''s');
INSERT INTO spool VALUES ('alice', ${h} '<message to=''alice@a.example'' from=''bob@b.example/x''><archived xmlns=''urn:xmpp:mam:tmp''/><body>o</body></message>', 1);
INSERT INTO archive VALUES ('alice', ${h} 1796022110315687, 'bob@b.example/x', '<message><body>2</body></message>', ''),
  ('alice', ${h} 1796022110271655, 'bob@b.example/x', '<message><body>1</body></message>', ''),
  ('r@conference.a.example', ${h} 1796022110000000, 'alice@a.example/x', '<message from=''alice@a.example/x''><body>r</body></message>', 'Al'),
  ('r@conference.a.example', ${h} 1796022110000000, 'alice@a.example/x', '<message from=''alice@a.example/x''><body>r</body></message>', 'Al');
INSERT INTO archive_prefs VALUES ('alice', ${h} 'always', '[]', '[{<<"pest">>,<<"b.example">>,<<>>}]');
INSERT INTO vcard VALUES ('alice', ${h} '<vCard xmlns=''vcard-temp''/>');
INSERT INTO private_storage VALUES ('alice', ${h} 'urn:p', '<p xmlns=''urn:p''/>');
INSERT INTO privacy_default_list VALUES ('alice', ${h} 'D');
INSERT INTO privacy_list VALUES ('alice', ${h} 'D', 5);
INSERT INTO privacy_list_data VALUES (5, 'j', 'eve@b.example', 'd', 1, 1, 0, 0, 0, 0), (5, 's', 'B', 'a', 2, 0, 1, 0, 0, 0);
INSERT INTO pubsub_node VALUES ('alice@a.example', 'urn:N', 3);
INSERT INTO pubsub_node_option VALUES (3, 'access_model', 'open'), (3, 'max_items', '10'), (3, 'title', '<<"T">>');
INSERT INTO pubsub_state VALUES (3, 'alice@a.example', 'o', ''), (3, 'bob@b.example', 'm', 's:1');
INSERT INTO pubsub_item VALUES (3, 'b', '001796:022109:866609', '<x xmlns=''urn:x''/>'), (3, 'a', '001796:022109:866608', '<x xmlns=''urn:x''/>');
INSERT INTO muc_room VALUES ('r', 'conference.a.example', ${h} '[{title,<<"Té">>},{affiliations,[{{<<"alice">>,<<"a.example">>,<<>>},owner}]}]');
INSERT INTO muc_registered VALUES ('alice@a.example', 'conference.a.example', ${h} 'Al');
INSERT INTO sr_group VALUES ('g', ${h} '[{label,<<71>>}]');
INSERT INTO sr_user VALUES ('alice@a.example', 'g' ${h === "" ? "" : `, ${h.replace(",", "")}`});
`;
const plain = (h: string): string =>
  `INSERT INTO users (username, ${h === "" ? "" : "server_host,"} password) VALUES ('alice', ${h} 'pass');`;
const HOST = "'a.example',";

const database = (sql: string) => {
  const folder = folderWith({});
  const sqlite = new Database(join(folder.path, "ejabberd.sqlite"));
  sqlite.exec(sql);
  sqlite.close();
  return folder;
};

const EXPECTED = [
  '<vCard xmlns="vcard-temp"/>',
  '<query xmlns="jabber:iq:roster"><item jid="bob@b.example" name="B" subscription="to" ask="subscribe"><group>F\'s</group></item></query>',
  '<presence xmlns="jabber:client" type="subscribe" from="bob@b.example"><status>please</status></presence>',
  '<query xmlns="jabber:iq:private"><p xmlns="urn:p"/></query>',
  '<query xmlns="jabber:iq:privacy"><default name="D"/><list name="D"><item type="jid" value="eve@b.example" action="deny" order="1"/><item type="subscription" value="both" action="allow" order="2"><iq/></item></list></query>',
  expect.stringMatching(/#title"><value>T<.*<subscription jid="bob@b.example"/),
  '<pubsub xmlns="http://jabber.org/protocol/pubsub"><items node="urn:N"><item id="a"><x xmlns="urn:x"/></item></items></pubsub>',
  '<pubsub xmlns="http://jabber.org/protocol/pubsub"><items node="urn:N"><item id="b"><x xmlns="urn:x"/></item></items></pubsub>',
  '<offline-messages xmlns="urn:xmpp:pie:0"><message to="alice@a.example" from="bob@b.example/x" xmlns="jabber:client"><body>o</body></message></offline-messages>',
  '<prefs xmlns="urn:xmpp:mam:2" default="always"><always/><never><jid>pest@b.example</jid></never></prefs>',
  ["1796022110271655", 1_796_022_110_271, "bob@b.example/x", "<message><body>1</body></message>"],
  ["1796022110315687", 1_796_022_110_315, "bob@b.example/x", "<message><body>2</body></message>"],
  ["r@conference.a.example", ["Té"], [{ jid: "alice@a.example", affiliation: "owner", nick: "Al" }]],
  ["1796022110000000", 1_796_022_110_000, "Al", "<message><body>r</body></message>"],
  ["g@a.example", "G", ["alice@a.example"]],
];

const summary = (items: readonly Record<string, unknown>[]): unknown[] =>
  items.slice(1).map(({ type, part, ...item }) => {
    if (type === "archived") return [item.id, item.time, item.peer, item.message];
    if (type === "room-message") return [item.id, item.time, item.nick, item.message];
    if (type === "circle") return [item.id, item.name, item.members];
    if (type !== "room") return part;
    const config = item.config as Record<string, unknown>;
    return [item.room, config["muc#roomconfig_roomname"], item.affiliations];
  });

for (const [name, tables, host] of [
  ["the old schema, whose host is found in addresses", OLD, ""],
  ["the new schema", NEW, HOST],
] as const) {
  test(`SQLite of ${name}, has everything`, async () => {
    using folder = database(tables + plain(host) + rows(host));
    const items = await itemsOf(ejabberd.open(folder.path));
    expect(items[0]).toEqual({
      type: "account",
      account: "alice@a.example",
      credentials: { form: "plain", password: "pass" },
    });
    expect(summary(items)).toEqual(EXPECTED);
  });

  test(`a dump in SQL of ${name}, has the same`, async () => {
    using folder = folderWith({ "d.sql": tables + plain(host) + rows(host) });
    expect(summary(await itemsOf(ejabberd.open(join(folder.path, "d.sql"))))).toEqual(EXPECTED);
  });
}

test("accounts of the same name at two hosts are two", async () => {
  using folder = database(
    `${NEW}${plain(HOST)}${plain("'b.example',")}INSERT INTO vcard VALUES ('alice', 'b.example', '<vCard xmlns="vcard-temp"/>');`,
  );
  const items = await itemsOf(ejabberd.open(folder.path));
  expect(items.map(({ type, account }) => [type, account])).toEqual([
    ["account", "alice@a.example"],
    ["account", "alice@b.example"],
    ["part", "alice@b.example"],
  ]);
});

test("keys are base64; a hash is told by what stands before the key, and by its length", async () => {
  const key = (bytes: number, value: number): string => Buffer.alloc(bytes, value).toString("base64");
  const user = (name: string, password: string, bytes: number): string =>
    `INSERT INTO users VALUES ('${name}', 'a.example', '${password}', '${key(bytes, 2)}', '${key(16, 3)}', 4096);`;
  using folder = database(
    NEW +
      user("sha1", key(20, 1), 20) +
      user("sha256", `sha256:${key(32, 1)}`, 32) +
      user("wrong", `sha512:${key(32, 1)}`, 32),
  );
  const items = await itemsOf(ejabberd.open(folder.path));
  const keys = (bytes: number) => ({
    storedKey: Buffer.alloc(bytes, 1),
    serverKey: Buffer.alloc(bytes, 2),
    salt: Buffer.alloc(16, 3),
    iterations: 4096,
  });
  expect(items.map(({ credentials }) => credentials)).toEqual([
    { form: "scram", keys: { "SHA-1": keys(20) } },
    { form: "scram", keys: { "SHA-256": keys(32) } },
    { form: "none" },
  ]);
});

test("the host of a database of the old schema is that of contacts who have each other, too", async () => {
  const contact = (user: string, jid: string): string =>
    `INSERT INTO rosterusers VALUES ('${user}', '${jid}', '', 'B', 'N', '');`;
  const strangers = contact("alice", "bob@c.example") + contact("alice", "eve@b.example");
  const mutual = contact("alice", "bob@a.example") + contact("bob", "alice@a.example");
  using folder = database(
    `${OLD}${plain("")}INSERT INTO users (username, password) VALUES ('bob', 'x');${strangers}${mutual}`,
  );
  expect((await itemsOf(ejabberd.open(folder.path)))[0]?.account).toBe("alice@a.example");
});

test("a database of the old schema in which nothing tells the host is refused", async () => {
  using folder = database(OLD + plain(""));
  expect(await refusalOf(() => ejabberd.open(folder.path), folder.path)).toBe("schema ejabberd.sqlite:users");
});

test("triggers and views are refused, terms that are programs too, and nothing is written", async () => {
  const refusal = async (sql: string): Promise<string> => {
    using folder = database(NEW + plain(HOST) + sql);
    const before = readdirSync(folder.path).map((name) => [name, statSync(join(folder.path, name)).mtimeMs]);
    const refused = await refusalOf(() => itemsOf(ejabberd.open(folder.path)), folder.path);
    expect(readdirSync(folder.path).map((name) => [name, statSync(join(folder.path, name)).mtimeMs])).toEqual(before);
    return refused;
  };
  expect(await refusal("CREATE VIEW v AS SELECT 1;")).toBe("code ejabberd.sqlite:v");
  expect(await refusal("CREATE TRIGGER t AFTER INSERT ON users BEGIN DELETE FROM users; END;")).toBe(
    "code ejabberd.sqlite:t",
  );
  expect(await refusal("INSERT INTO muc_room VALUES ('r', 'c.a.example', 'a.example', 'os:cmd(\"x\")');")).toBe(
    "malformed ejabberd.sqlite:muc_room",
  );
  expect(await refusal("INSERT INTO spool VALUES ('alice', 'a.example', zeroblob(100000000), 1);")).toBe(
    "too-large ejabberd.sqlite:spool:1",
  );
});
