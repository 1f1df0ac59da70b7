/** Folders of Prosody as a source. */
import { expect, test } from "bun:test";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { folderWith, itemsOf, refusalOf } from "../testing.ts";
import { prosody } from "./prosody.ts";

const KEYS = { "SHA-1": 20, "SHA-256": 32 };
const hashed = (bytes: number): string =>
  `return { ["iteration_count"] = 10000; ["stored_key"] = "${"ab".repeat(bytes)}"; ["server_key"] = "${"cd".repeat(bytes)}"; ["salt"] = "c12b-é"; };`;
const message = (key: string, when: string): string =>
  `item({ { "hi"; ["attr"] = {}; ["name"] = "body"; }; ["key"] = "${key}"; ["when"] = ${when}; ["with"] = "bob@a.example";
  ["attr"] = { ["stamp"] = "2026-11-30T06:45:07Z"; ["from"] = "alice@a.example/x"; ["to"] = "bob@a.example"; ["http://e\\001n"] = "v"; }; ["name"] = "message"; });\n`;

const ACCOUNTS = "a%2eexample/accounts";

const itemsIn = async (files: Record<string, string>): Promise<Record<string, unknown>[]> => {
  using folder = folderWith(files);
  expect(prosody.recognises(folder.path)).toBe(true);
  return await itemsOf(prosody.open(folder.path));
};

test("hosts are told by their stores: domains, rooms and uploads", () => {
  using folder = folderWith({
    [`${ACCOUNTS}/alice.dat`]: "return {};",
    "groups%2ea%2eexample/persistent.dat": "return {};",
    "share%2ea%2eexample/uploads.list": "",
    "proxy%2ea%2eexample/other.dat": "return {};",
    "prosody.pid": "1",
  });
  expect(prosody.open(folder.path).hosts).toEqual([
    { jid: "a.example", kind: "domain" },
    { jid: "groups.a.example", kind: "rooms" },
    { jid: "share.a.example", kind: "upload" },
  ]);
});

test("a domain that stores uploaded files itself is one all the same", async () => {
  const items = await itemsIn({
    [`${ACCOUNTS}/alice.dat`]: "return {};",
    "a%2eexample/uploads.list":
      'item({ ["key"] = "K-1"; ["with"] = "alice@a.example"; ["when"] = 5; ["name"] = "request"; ["attr"] = { ["filename"] = "p q.png"; ["content-type"] = "image/png"; }; });',
    "a%2eexample/http_file_share/K%2d1.bin": "123",
  });
  expect(items).toMatchObject([
    { type: "account" },
    {
      type: "file",
      owner: "alice@a.example",
      path: "/file_share/K-1/p%20q.png",
      mediaType: "image/png",
      size: 3,
      uploaded: 5000,
    },
  ]);
});

test("passwords come as plain text, as keys of the hash that their length tells, or not at all", async () => {
  const items = await itemsIn({
    [`${ACCOUNTS}/plain.dat`]: 'return { ["password"] = "p\\195\\164ss"; };',
    [`${ACCOUNTS}/sha1.dat`]: hashed(KEYS["SHA-1"]),
    [`${ACCOUNTS}/sha256.dat`]: hashed(KEYS["SHA-256"]),
    [`${ACCOUNTS}/odd.dat`]: hashed(21),
    [`${ACCOUNTS}/empty.dat`]: "return {};",
    [`${ACCOUNTS}/off.dat`]: 'return { ["password"] = "x"; ["disabled"] = true; ["created"] = 1700000000.25; };',
    "a%2eexample/account_roles/off.dat": 'return { ["_default"] = "prosody:admin"; };',
  });
  const keys = (bytes: number) => ({
    storedKey: Buffer.alloc(bytes, 0xab),
    serverKey: Buffer.alloc(bytes, 0xcd),
    salt: Buffer.from("c12b-é"),
    iterations: 10_000,
  });
  const credentials = Object.fromEntries(items.map((item) => [item.account, item.credentials]));
  expect(credentials).toEqual({
    "plain@a.example": { form: "plain", password: "päss" },
    "sha1@a.example": { form: "scram", keys: { "SHA-1": keys(20) } },
    "sha256@a.example": { form: "scram", keys: { "SHA-256": keys(32) } },
    "odd@a.example": { form: "none" },
    "empty@a.example": { form: "none" },
    "off@a.example": { form: "plain", password: "x" },
  });
  expect(items.filter(({ disabled, admin }) => disabled || admin)).toMatchObject([
    { account: "off@a.example", disabled: true, admin: true, created: 1_700_000_000_250 },
  ]);
});

test("messages keep their ids, times and order, and lose what the storage has added", async () => {
  const items = await itemsIn({
    [`${ACCOUNTS}/alice.dat`]: "return {};",
    "a%2eexample/archive/alice.list": message("second", "1796021106.5") + message("first", "1796021106"),
  });
  const text =
    '<message from="alice@a.example/x" to="bob@a.example" xmlns:p1="http://e" p1:n="v"><body>hi</body></message>';
  expect(items.slice(1)).toEqual([
    {
      type: "archived",
      account: "alice@a.example",
      id: "second",
      time: 1_796_021_106_500,
      peer: "bob@a.example",
      message: text,
    },
    {
      type: "archived",
      account: "alice@a.example",
      id: "first",
      time: 1_796_021_106_000,
      peer: "bob@a.example",
      message: text,
    },
  ]);
});

test("a message that is cut off is named, and those before it come along", async () => {
  const items = await itemsIn({
    [`${ACCOUNTS}/alice.dat`]: "return {};",
    "a%2eexample/archive/alice.list": message("1", "1") + message("2", "2").slice(0, 99),
  });
  expect(items.map(({ type, reason }) => [type, reason])).toEqual([
    ["account", undefined],
    ["archived", undefined],
    ["left", "cut-off"],
  ]);
});

test("rosters of old versions have requests as addresses, and approvals as text", async () => {
  const items = await itemsIn({
    [`${ACCOUNTS}/alice.dat`]: "return {};",
    "a%2eexample/roster/alice.dat": `return { ["pending"] = { ["eve@b.example"] = true; };
      ["bob@b.example"] = { ["subscription"] = "to"; ["approved"] = "true"; ["groups"] = { ["F"] = true; }; }; };`,
  });
  expect(items.slice(1).map(({ part }) => part)).toEqual([
    '<query xmlns="jabber:iq:roster"><item jid="bob@b.example" subscription="to" approved="true"><group>F</group></item></query>',
    '<presence type="subscribe" xmlns="jabber:client" from="eve@b.example"/>',
  ]);
});

test("a privacy list comes along where there is no block list", async () => {
  const items = await itemsIn({
    [`${ACCOUNTS}/alice.dat`]: "return {};",
    "a%2eexample/privacy/alice.dat": `return { ["default"] = "x"; ["lists"] = { ["x"] = { ["items"] = {
      { ["type"] = "jid"; ["value"] = "eve@b.example"; ["action"] = "deny"; ["order"] = "1"; ["message"] = true; }; }; }; }; };`,
  });
  expect(items.at(-1)?.part).toBe(
    '<query xmlns="jabber:iq:privacy"><default name="x"/><list name="x"><item type="jid" value="eve@b.example" action="deny" order="1"><message/></item></list></query>',
  );
});

test("of a node of one item the last one comes along, and the empty node of mod_bookmarks does not", async () => {
  const entry = (key: string): string =>
    `item({ ["key"] = "${key}"; ["name"] = "x"; ["attr"] = { ["xmlns"] = "urn:x"; }; });\n`;
  const items = await itemsIn({
    [`${ACCOUNTS}/alice.dat`]: "return {};",
    "a%2eexample/pep/alice.dat": `return { ["urn:One"] = true; ["urn:all"] = { ["config"] = { ["max_items"] = "max"; ["access_model"] = "open"; }; ["subscribers"] = { ["bob@b.example"] = true; }; };
      ["storage:bookmarks"] = { ["config"] = { ["persist_items"] = false; }; }; };`,
    "a%2eexample/pep_urn%3aOne/alice.list": entry("1") + entry("2"),
    "a%2eexample/pep_urn%3aall/alice.list": entry("b") + entry("a"),
  });
  const ids = items.flatMap(
    ({ part }) => /node="([^"]+)".*<item id="(.)"/.exec(String(part))?.slice(1).join(" ") ?? [],
  );
  expect(ids).toEqual(["urn:One 2", "urn:all b", "urn:all a"]);
  expect(items.map(({ part }) => part).join("")).toContain(
    '<subscriptions node="urn:all"><subscription jid="bob@b.example" subscription="subscribed"/></subscriptions>',
  );
  expect(items.filter(({ part }) => String(part).includes("<configure")).length).toBe(2);
  expect(items.find(({ part }) => String(part).includes('<configure node="urn:One"'))?.part).toContain(
    '<field var="pubsub#access_model"><value>presence</value></field>',
  );
});

test("rooms of old versions have affiliations in a table; the real JID of a speaker stands beside the message", async () => {
  const items = await itemsIn({
    [`${ACCOUNTS}/alice.dat`]: "return {};",
    "rooms%2ea%2eexample/persistent.dat": 'return { ["r@rooms.a.example"] = true; };',
    "rooms%2ea%2eexample/config/r.dat": `return { ["_data"] = { ["hidden"] = true; ["moderated"] = true; ["whois"] = "anyone"; };
      ["_affiliations"] = { ["alice@a.example"] = "owner"; };
      ["bob@a.example"] = "member"; ["_affiliation_data"] = { ["bob@a.example"] = { ["reserved_nickname"] = "B"; ["reason"] = "why"; }; }; };`,
    "rooms%2ea%2eexample/muc_log/r.list": `item({ ["key"] = "k"; ["when"] = 5; ["with"] = "message<groupchat"; ["name"] = "message";
      ["attr"] = { ["from"] = "r@rooms.a.example/Bé/x"; ["type"] = "groupchat"; };
      { ["name"] = "x"; ["attr"] = { ["xmlns"] = "http://jabber.org/protocol/muc#user"; }; { ["name"] = "item"; ["attr"] = { ["jid"] = "bob@a.example/q"; }; }; };
      { "hi"; ["name"] = "body"; ["attr"] = {}; }; });`,
  });
  expect(items.slice(1)).toMatchObject([
    {
      type: "room",
      room: "r@rooms.a.example",
      config: {
        "muc#roomconfig_publicroom": ["0"],
        "muc#roomconfig_moderatedroom": ["1"],
        "muc#roomconfig_whois": ["anyone"],
      },
      affiliations: [
        { jid: "bob@a.example", affiliation: "member", nick: "B", reason: "why" },
        { jid: "alice@a.example", affiliation: "owner" },
      ],
    },
    {
      type: "room-message",
      id: "k",
      time: 5000,
      nick: "Bé/x",
      sender: "bob@a.example/q",
      message: '<message from="r@rooms.a.example/Bé/x" type="groupchat"><body>hi</body></message>',
    },
  ]);
});

test("a name that is none of an account, and a file that is missing, are named", async () => {
  const items = await itemsIn({
    [`${ACCOUNTS}/a%2fb.dat`]: "return {};",
    [`${ACCOUNTS}/a%00.dat`]: "return {};",
    "up%2ea%2eexample/uploads.list":
      'item({ ["key"] = "../../x"; ["with"] = "a@a.example"; ["when"] = 5; ["name"] = "request"; ["attr"] = { ["filename"] = "../p.png"; }; });',
  });
  expect(items).toEqual([
    { type: "left", account: "a\0@a.example", kind: "accounts", reason: "address" },
    { type: "left", account: "a/b@a.example", kind: "accounts", reason: "address" },
    { type: "left", account: "a@a.example", kind: "files", reason: "file-missing", subject: "../p.png" },
  ]);
});

test("a store that nobody knows is named, and what serves the old server alone is not", async () => {
  const items = await itemsIn({
    [`${ACCOUNTS}/alice.dat`]: "return {};",
    "a%2eexample/lastlog2/alice.dat": "return {};",
    "a%2eexample/uploads.list": "",
    "a%2eexample/uploads.lidx": "\0",
    "a%2eexample/archive/alice.lidx": "\0",
    "a%2eexample/my_module/alice.dat": "return {};",
  });
  expect(items.slice(1)).toEqual([{ type: "left", kind: "other", reason: "unknown", subject: "my_module, a.example" }]);
});

test("messages that wait of old versions have a stamp alone", async () => {
  const waiting = (stamp: string): string =>
    `item({ ["attr"] = { ["stamp"] = "${stamp}"; }; ["name"] = "message"; });\n`;
  const items = await itemsIn({
    [`${ACCOUNTS}/alice.dat`]: "return {};",
    "a%2eexample/offline/alice.list": waiting("2012-03-05T10:11:12Z") + waiting("20120305T10:11:13"),
  });
  expect(items.slice(1).map(({ part }) => /stamp="([^"]+)"/.exec(String(part))?.[1])).toEqual([
    "2012-03-05T10:11:12.000Z",
    "2012-03-05T10:11:13.000Z",
  ]);
});

test("a link that leads out of the folder is refused", async () => {
  using outside = folderWith({ "alice.dat": "return {};" });
  using folder = folderWith({ [`${ACCOUNTS}/bob.dat`]: "return {};" });
  symlinkSync(join(outside.path, "alice.dat"), join(folder.path, ACCOUNTS, "alice.dat"));
  expect(await refusalOf(() => itemsOf(prosody.open(folder.path)), folder.path)).toBe(`outside ${ACCOUNTS}/alice.dat`);
});

test("a folder in the place of a file is refused", async () => {
  using folder = folderWith({ [`${ACCOUNTS}/bob.dat`]: "return {};" });
  mkdirSync(join(folder.path, ACCOUNTS, "dir.dat"));
  expect(await refusalOf(() => itemsOf(prosody.open(folder.path)), folder.path)).toBe(`unreadable ${ACCOUNTS}/dir.dat`);
});

test("what is no folder of Prosody's is not recognised", () => {
  using folder = folderWith({ "x/y.dat": "return {};", "z.txt": "accounts" });
  expect([folder.path, join(folder.path, "z.txt")].map((path) => prosody.recognises(path))).toEqual([false, false]);
});
