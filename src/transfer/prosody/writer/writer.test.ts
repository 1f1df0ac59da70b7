/** What is written as Prosody's files is what its source reads from them. */
import { expect, test } from "bun:test";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseElement } from "../../../xml/parse-element.ts";
import type { Imported, Left } from "../../source.ts";
import { folderWith, itemsOf } from "../../testing.ts";
import { prosody } from "../prosody.ts";
import { writeProsodyFolder } from "./writer.ts";

const ALICE = "andré_l@a.example";
const KEYS = {
  storedKey: Buffer.alloc(20, 1),
  serverKey: Buffer.alloc(20, 2),
  salt: Buffer.from([0, 34, 92, 200, 10]),
  iterations: 4096,
};
const part = (text: string): Imported => ({ type: "part", account: ALICE, part: parseElement(text) });
const account: Imported = {
  ...{ type: "account", account: ALICE, disabled: true, admin: true, created: 1_700_000_000_000 },
  credentials: { form: "scram", keys: { "SHA-1": KEYS } },
};

/** What a source makes of these items, and what was left. */
async function written(...items: Imported[]) {
  using folder = folderWith({});
  const to = join(folder.path, "data");
  const lefts: Left[] = [];
  await writeProsodyFolder(items, to, { now: 1_700_000_000_000, onLeft: (left) => void lefts.push(left) });
  expect(statSync(to).mode & 0o777).toBe(0o700);
  return { lefts, read: await itemsOf(prosody.open(to)) };
}

const partsOf = (items: readonly Record<string, unknown>[]): unknown[] =>
  items.filter(({ type }) => type === "part").map(({ part }) => part);

test("an account with its keys, and what it may do", async () => {
  const { read, lefts } = await written(account);
  expect(read).toEqual([{ ...account }]);
  expect(lefts).toEqual([]);
});

test.each([
  '<vCard xmlns="vcard-temp"><FN>André &amp; "co"\\</FN></vCard>',
  '<query xmlns="jabber:iq:private"><x xmlns="u:x" a="1"><y xmlns="u:y"/>text<z/></x></query>',
  '<query xmlns="jabber:iq:roster"><item jid="b@c.example" name="Bób" subscription="both" ask="subscribe" approved="true"><group>Amis</group></item></query>',
  '<blocklist xmlns="urn:xmpp:blocking"><item jid="spam.example"/></blocklist>',
  '<prefs xmlns="urn:xmpp:mam:2" default="roster"><always><jid>a@b.example</jid></always><never><jid>c@d.example</jid></never></prefs>',
])("%s", async (text) => {
  const { read, lefts } = await written(account, part(text));
  expect(partsOf(read)).toEqual([text]);
  expect(lefts).toEqual([]);
});

test("a request that waits, beside a contact", async () => {
  const request = '<presence type="subscribe" from="d@e.example" xmlns="jabber:client"><status>hi</status></presence>';
  expect(partsOf((await written(account, part(request))).read)).toEqual([request]);
});

test("nodes with their configuration, and their items in order", async () => {
  const configured = part(
    '<pubsub xmlns="http://jabber.org/protocol/pubsub#owner"><configure node="urn:n"><x xmlns="jabber:x:data" type="form"><field var="pubsub#access_model"><value>open</value></field><field var="pubsub#max_items"><value>max</value></field></x></configure></pubsub>',
  );
  const item = (id: string): string =>
    `<pubsub xmlns="http://jabber.org/protocol/pubsub"><items node="urn:n"><item id="${id}"><a xmlns="u:a">${id}</a></item></items></pubsub>`;
  const [configuration, ...items] = partsOf(
    (await written(account, configured, part(item("b")), part(item("a")))).read,
  );
  expect(configuration).toContain('<field var="pubsub#access_model"><value>open</value>');
  expect(configuration).toContain('<field var="pubsub#max_items"><value>256</value>');
  expect(items).toEqual([item("b"), item("a")]);
});

test("the archive, in order and with its ids; prefixed attributes keep their namespace", async () => {
  const archived = (id: string, message: string): Imported => ({
    ...{ type: "archived", account: ALICE, id, time: 1_700_000_000_000, peer: "b@c.example/phone", message },
  });
  const { read } = await written(
    account,
    archived("2", '<message from="b@c.example/phone" xml:lang="fr"><body>é\n</body></message>'),
    archived("1", '<message xmlns:p="u:p" p:a="v" from="b@c.example/phone"><body>x</body></message>'),
  );
  const messages = read.filter(({ type }) => type === "archived");
  expect(messages.map(({ id }) => id)).toEqual(["2", "1"]);
  expect(messages[0]).toMatchObject({ peer: "b@c.example", time: 1_700_000_000_000 });
  expect(String(messages[0]?.message)).toContain('xml:lang="fr"');
  const prefixed = parseElement(String(messages[1]?.message));
  const name = Object.keys(prefixed.attrs).find((each) => each.endsWith(":a") && !each.startsWith("xmlns")) ?? "";
  expect([prefixed.attrs[name], prefixed.findNS(name.split(":")[0] ?? "")]).toEqual(["v", "u:p"]);
});

test("a room with its affiliations, subject and messages", async () => {
  const room: Imported = {
    ...{ type: "room", room: "r@rooms.a.example", subject: { text: "é", nick: "André" } },
    config: { "muc#roomconfig_roomname": ["Name"], "muc#roomconfig_membersonly": ["1"] },
    affiliations: [
      { jid: ALICE, affiliation: "owner", nick: "André", reason: undefined },
      { jid: "x@y.example", affiliation: "outcast", reason: "spam", nick: undefined },
    ],
  };
  const message: Imported = {
    ...{ type: "room-message", room: "r@rooms.a.example", id: "1", time: 1_700_000_000_000, nick: "André" },
    ...{ sender: ALICE, message: '<message id="q"><body>hi</body></message>' },
  };
  const { read } = await written(account, room, message);
  const [stored, said] = read.slice(1);
  expect(stored).toMatchObject({ affiliations: room.affiliations, subject: room.subject });
  expect(stored?.config).toMatchObject(room.config);
  expect(said).toMatchObject({ id: "1", nick: "André", sender: ALICE });
});

test("what Prosody has no place for is named", async () => {
  const { lefts } = await written(
    { ...account, credentials: { form: "none" } },
    part('<file-sharing xmlns="urn:xmpp:sfs:0"/>'),
    part('<other xmlns="u:o"/>'),
  );
  expect(lefts.map(({ kind, subject }) => [kind, subject])).toEqual([
    ["accounts", undefined],
    ["files", undefined],
    ["other", "other"],
  ]);
});

test("files are for their owner alone, in ASCII", async () => {
  using folder = folderWith({});
  const to = join(folder.path, "data");
  await writeProsodyFolder([account], to, { now: 0, onLeft: () => {} });
  const file = join(to, "a%2eexample", "accounts", "andr%c3%a9%5fl.dat");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file, "latin1")).toMatch(/^return \{[ -~]*\};\n$/);
  expect(readFileSync(file, "latin1")).toContain('["salt"] = "\\000\\034\\092\\200\\010";');
});

test("nothing is written into a folder that is there", async () => {
  using folder = folderWith({});
  await expect(writeProsodyFolder([account], folder.path, { now: 0, onLeft: () => {} })).rejects.toThrow("EEXIST");
});

test("a message that waits has its time once", async () => {
  const waiting =
    '<offline-messages xmlns="urn:xmpp:pie:0"><message xmlns="jabber:client" from="b@c.example" to="andré_l@a.example"><body>later</body><delay xmlns="urn:xmpp:delay" from="a.example" stamp="2026-01-02T03:04:05.000Z"/></message></offline-messages>';
  const [read] = partsOf((await written(account, part(waiting))).read);
  expect(String(read).match(/<delay [^>]*>/g)).toEqual([
    '<delay xmlns="urn:xmpp:delay" from="a.example" stamp="2026-01-02T03:04:05.000Z"/>',
  ]);
});
