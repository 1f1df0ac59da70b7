/** The spool of jabberd14, in the form that its sources document. */
import { expect, test } from "bun:test";
import { join } from "node:path";
import { folderWith, itemsOf, refusalOf } from "../testing.ts";
import { jabberd14 } from "./jabberd14.ts";

const xdb = (...parts: string[]): string => `<xdb xmlns='http://jabberd.org/ns/xdb'>${parts.join("")}</xdb>`;
const PASSWORD = "<password xmlns='jabber:iq:auth' xdbns='jabber:iq:auth'>wherefore</password>";

async function itemsIn(files: Record<string, string>, below = ""): Promise<Record<string, unknown>[]> {
  using folder = folderWith(files);
  const path = join(folder.path, below);
  expect(jabberd14.recognises(path)).toBe(true);
  return await itemsOf(jabberd14.open(path));
}
const alice = async (...parts: string[]) =>
  (await itemsIn({ "a.example/alice.xml": xdb(PASSWORD, ...parts) })).slice(1);
const partsOf = (items: readonly Record<string, unknown>[]): unknown[] => items.map(({ part }) => part);

test("accounts of each host, also in a hierarchical spool, of one host, and of one file", async () => {
  const files = {
    "a.example/alice.xml": xdb(PASSWORD),
    "a.example/global.xdb": "<xdb/>",
    "b.example/3F/A0/bob.xml": xdb(PASSWORD),
    "b.example/notes.txt": "x",
  };
  const names = (items: readonly Record<string, unknown>[]) => items.map(({ account }) => account);
  expect(names(await itemsIn(files))).toEqual(["alice@a.example", "bob@b.example"]);
  expect(names(await itemsIn(files, "b.example"))).toEqual(["bob@b.example"]);
  expect(names(await itemsIn(files, "a.example/alice.xml"))).toEqual(["alice@a.example"]);
});

test.each([
  [PASSWORD, { form: "plain", password: "wherefore" }],
  [
    "<crypt xdbns='jabber:iq:auth:crypt'>{SHA}qUqP5cyxm6YcTAhz05Hph5gvu9M=</crypt>",
    { form: "sha", value: "qUqP5cyxm6YcTAhz05Hph5gvu9M=" },
  ],
  ["<crypt xdbns='jabber:iq:auth:crypt'>ab1Uo3rFUkQ2w</crypt>", { form: "crypt", value: "ab1Uo3rFUkQ2w" }],
  ["<zerok xdbns='jabber:iq:auth:0k'><hash>x</hash></zerok>", { form: "none" }],
])("%s", async (element, credentials) => {
  expect(await itemsIn({ "a.example/alice.xml": xdb(element) })).toMatchObject([{ type: "account", credentials }]);
});

test("the roster: contacts with groups, and who has only asked", async () => {
  const items = await alice(
    `<query xmlns='jabber:iq:roster' xdbns='jabber:iq:roster'>
      <item jid='b@c.example' name='B' subscription='both'><group>G</group></item>
      <item jid='d@c.example' subscription='none' ask='subscribe' subscribe='hi'/>
      <item jid='e@c.example' subscription='none' subscribe='' hidden=''/></query>`,
  );
  expect(partsOf(items)).toEqual([
    '<query xmlns="jabber:iq:roster"><item jid="b@c.example" name="B" subscription="both"><group>G</group></item><item jid="d@c.example" subscription="none" ask="subscribe"/></query>',
    '<presence xmlns="jabber:client" type="subscribe" from="d@c.example"><status>hi</status></presence>',
    '<presence xmlns="jabber:client" type="subscribe" from="e@c.example"/>',
  ]);
});

test("what waits has its time, and the namespace of clients", async () => {
  const message =
    "<message xmlns='jabber:server' from='b@c.example/x' to='alice@a.example' type='chat' node='1'><body>hi</body><x xmlns='jabber:x:delay' stamp='20240305T10:11:12'/></message>";
  const items = await alice(`<foo xmlns='jabber:x:offline' xdbns='jabber:x:offline'>${message}</foo>`);
  const text = String(partsOf(items)[0]);
  expect(text).toStartWith('<offline-messages xmlns="urn:xmpp:pie:0"><message xmlns="jabber:client" ');
  expect(text).toContain('<body>hi</body><x xmlns="jabber:x:delay" stamp="20240305T10:11:12"/>');
  expect(text).toContain('<delay xmlns="urn:xmpp:delay" from="a.example" stamp="2024-03-05T10:11:12.000Z"/>');
});

test("private data, the vCard, requests, and the history", async () => {
  const items = await alice(
    "<foo xmlns='jabber:iq:private' xdbns='jabber:iq:private'><query xmlns='jabber:iq:private' xmlns:j='http://jabberd.org/ns/wrapper' j:ns='u:x'><x xmlns='u:x'>1</x></query></foo>",
    "<vCard xmlns='vcard-temp' xdbns='vcard-temp'><FN>Alice</FN></vCard>",
    "<foo xdbns='http://jabberd.org/ns/storedsubscriptionrequest'><presence xmlns='jabber:server' type='subscribe' from='b@c.example'/></foo>",
    "<foo xdbns='http://jabberd.org/ns/history'><message xmlns='jabber:server' from='alice@a.example/x' to='b@c.example'><body>1</body><x xmlns='jabber:x:delay' stamp='20240305T10:11:12'/></message></foo>",
    "<query xmlns='jabber:iq:last' xdbns='jabber:iq:last' last='1'/>",
  );
  expect(partsOf(items.slice(0, 3))).toEqual([
    '<query xmlns="jabber:iq:private"><x xmlns="u:x">1</x></query>',
    '<vCard xmlns="vcard-temp"><FN>Alice</FN></vCard>',
    '<presence xmlns="jabber:client" type="subscribe" from="b@c.example"/>',
  ]);
  expect(items[3]).toMatchObject({
    ...{ type: "archived", id: "jabberd14-1", peer: "b@c.example", time: Date.parse("2024-03-05T10:11:12Z") },
  });
  expect(items).toHaveLength(4);
});

test("a privacy list, and which one is in force", async () => {
  const items = await alice(
    "<foo xmlns='jabber:iq:privacy' xdbns='jabber:iq:privacy' xmlns:j='http://jabberd.org/ns/wrapper'><list name='l' j:default='default'><item type='jid' value='spam.example' action='deny' order='1'/></list></foo>",
  );
  expect(partsOf(items)).toEqual([
    '<query xmlns="jabber:iq:privacy"><default name="l"/><list name="l"><item type="jid" value="spam.example" action="deny" order="1"/></list></query>',
  ]);
});

test("what is not known is named", async () => {
  expect(await alice("<x xdbns='u:unknown'/>")).toMatchObject([{ type: "left", subject: "u:unknown" }]);
});

test.each([
  ["<!DOCTYPE x [<!ENTITY a 'b'>]><xdb>&a;</xdb>", "dtd a.example/alice.xml:1"],
  ["<xdb>\n<a>\n</b></xdb>", "malformed a.example/alice.xml:3"],
  ["<xdb><a>", "malformed a.example/alice.xml:1"],
])("%p is refused, with its place", async (content, refusal) => {
  using folder = folderWith({ "a.example/alice.xml": content });
  expect(await refusalOf(() => itemsOf(jabberd14.open(folder.path)), folder.path)).toBe(refusal);
});
