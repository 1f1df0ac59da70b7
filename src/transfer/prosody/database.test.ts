/** Databases of Prosody as a source. */
import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { folderWith, itemsOf, refusalOf } from "../testing.ts";
import { prosody } from "./prosody.ts";

const SCHEMA = `CREATE TABLE prosody (host TEXT, user TEXT, store TEXT, key TEXT, type TEXT, value TEXT);
CREATE TABLE prosodyarchive (sort_id INTEGER PRIMARY KEY, host TEXT, user TEXT, store TEXT, key TEXT, "when" INTEGER, "with" TEXT, type TEXT, value TEXT);`;

const inDatabase = (sql: string) => {
  const folder = folderWith({});
  const database = new Database(join(folder.path, "prosody.sqlite"));
  database.exec(SCHEMA + sql);
  return Object.assign(folder, { database });
};

test("a database has the same: a row for each key, the rest as JSON, messages as XML in the order of sort_id", async () => {
  using folder = inDatabase(`
    INSERT INTO prosody VALUES ('a.example', 'alice', 'accounts', 'password', 'string', 'x'),
      ('a.example', 'alice', 'roster', 'bob@b.example', 'json', '{"subscription":"both","groups":{"F":true}}'),
      ('a.example', 'alice', 'roster', '', 'json', '{"__hash":[false,{"pending":{"eve@b.example":true}}]}'),
      ('a.example', 'alice', 'private', 'x:urn:x', 'json', '{"name":"x","attr":{"xmlns":"urn:x"},"__array":["t",{"name":"y","attr":{}}]}');
    INSERT INTO prosodyarchive VALUES (2, 'a.example', 'alice', 'archive', 'k2', 8, 'b@b', 'xml', '<message><body>2</body></message>'),
      (1, 'a.example', 'alice', 'archive', 'k1', 9, 'b@b', 'xml', '<message><body>1</body></message>'),
      (3, 'a.example', 'alice', 'archive', 'k3', 9, 'b@b', 'xml', '<!DOCTYPE x [<!ENTITY a "b">]><message>&a;</message>');`);
  folder.database.close();
  const items = await itemsOf(prosody.open(join(folder.path, "prosody.sqlite")));
  expect(items.map(({ part, id, message: text, reason }) => part ?? id ?? reason ?? text)).toEqual([
    undefined,
    '<query xmlns="jabber:iq:roster"><item jid="bob@b.example" subscription="both"><group>F</group></item></query>',
    '<presence type="subscribe" xmlns="jabber:client" from="eve@b.example"/>',
    '<query xmlns="jabber:iq:private"><x xmlns="urn:x">t<y/></x></query>',
    "k1",
    "k2",
    "k3",
  ]);
  // Who stores it says whether it is a message.
  expect(items.at(-1)?.message).toBe('<!DOCTYPE x [<!ENTITY a "b">]><message>&a;</message>');
});

test("a message whose time is in no year that a date can be written with is left", async () => {
  using folder = inDatabase(`
    INSERT INTO prosody VALUES ('a.example', 'alice', 'accounts', 'password', 'string', 'x');
    INSERT INTO prosodyarchive VALUES (1, 'a.example', 'alice', 'archive', 'k1', 1e300, 'b@b', 'xml', '<message/>'),
      (2, 'a.example', 'alice', 'archive', 'k2', 9e12, 'b@b', 'xml', '<message/>'),
      (3, 'a.example', 'alice', 'archive', 'k3', 8e12, 'b@b', 'xml', '<message/>');`);
  folder.database.close();
  const [, ...items] = await itemsOf(prosody.open(join(folder.path, "prosody.sqlite")));
  expect(items.map(({ type, subject, id, reason }) => [type, subject ?? id, reason])).toEqual([
    ["left", "k1", "malformed"],
    ["left", "k2", "malformed"],
    ["archived", "k3", undefined],
  ]);
});

test("of the folder of a database that is named itself, nothing else comes along", async () => {
  using folder = inDatabase(
    "INSERT INTO prosody VALUES ('a.example', 'alice', 'accounts', 'password', 'string', 'x');",
  );
  folder.database.close();
  mkdirSync(join(folder.path, "b%2eexample/accounts"), { recursive: true });
  writeFileSync(join(folder.path, "b%2eexample/accounts/bob.dat"), "return {};");
  const accounts = async (path: string) => (await itemsOf(prosody.open(path))).map(({ account }) => account);
  expect(await accounts(join(folder.path, "prosody.sqlite"))).toEqual(["alice@a.example"]);
  expect(await accounts(folder.path)).toEqual(["alice@a.example", "bob@b.example"]);
});

test("a dump of it in SQL has the same", async () => {
  using folder = folderWith({
    "d.sql": `CREATE TABLE \`prosody\` (\`host\` text, \`user\` text, \`store\` text, \`key\` text, \`type\` text, \`value\` mediumtext) ENGINE=InnoDB;
      CREATE TABLE \`prosodyarchive\` (\`sort_id\` int, \`host\` text, \`user\` text, \`store\` text, \`key\` text, \`when\` int, \`with\` text, \`type\` text, \`value\` mediumtext) ENGINE=InnoDB;
      INSERT INTO \`prosody\` VALUES ('a.example','alice','accounts','password','string','x\\'y');
      INSERT INTO \`prosodyarchive\` VALUES (2,'a.example','alice','archive','k',8,'b@b','xml','<message><body>2</body></message>');`,
  });
  expect(await itemsOf(prosody.open(join(folder.path, "d.sql")))).toMatchObject([
    { type: "account", credentials: { form: "plain", password: "x'y" } },
    { type: "archived", id: "k", time: 8000, message: "<message><body>2</body></message>" },
  ]);
});

test("what waits in the log of a database is read, and nothing beside it is written", async () => {
  using folder = inDatabase("PRAGMA journal_mode = WAL;");
  folder.database.exec("INSERT INTO prosody VALUES ('a.example', 'late', 'accounts', 'password', 'string', 'x')");
  const state = () => readdirSync(folder.path).map((name) => [name, statSync(join(folder.path, name)).mtimeMs]);
  const before = state();
  expect((await itemsOf(prosody.open(folder.path))).map(({ account }) => account)).toEqual(["late@a.example"]);
  expect(state()).toEqual(before);
  folder.database.close();
});

test("a database with triggers or views, and one that is damaged, are refused; one with other tables is not recognised", async () => {
  const refusal = async (sql: string): Promise<string> => {
    using folder = inDatabase(sql);
    folder.database.close();
    return await refusalOf(() => prosody.recognises(folder.path), folder.path);
  };
  expect(await refusal("CREATE VIEW v AS SELECT 1;")).toBe("code prosody.sqlite:v");
  expect(await refusal("CREATE TRIGGER t AFTER INSERT ON prosody BEGIN DELETE FROM prosody; END;")).toBe(
    "code prosody.sqlite:t",
  );
  using other = inDatabase("ALTER TABLE prosodyarchive RENAME COLUMN sort_id TO id;");
  other.database.close();
  expect(prosody.recognises(join(other.path, "prosody.sqlite"))).toBe(false);
  using damaged = inDatabase("");
  damaged.database.close();
  const file = join(damaged.path, "prosody.sqlite");
  writeFileSync(file, readFileSync(file).fill(0xff, 100, 4000));
  expect(await refusalOf(() => prosody.recognises(file), damaged.path)).toBe("malformed prosody.sqlite");
});

test("a value of 100 MB in a database is refused with its table and row", async () => {
  using folder = inDatabase(`INSERT INTO prosody VALUES ('a.example', 'alice', 'accounts', 'password', 'string', 'x');
    INSERT INTO prosodyarchive VALUES (1, 'a.example', 'alice', 'archive', 'k', 9, 'b@b', 'xml', zeroblob(100000000));`);
  folder.database.close();
  expect(await refusalOf(() => itemsOf(prosody.open(folder.path)), folder.path)).toBe(
    "too-large prosody.sqlite:prosodyarchive:1",
  );
});
