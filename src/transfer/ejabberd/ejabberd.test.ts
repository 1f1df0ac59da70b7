/** Backups and dumps of ejabberd as a source. */

import { expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { folderWith, itemsOf, refusalOf } from "../testing.ts";
import { ejabberd } from "./ejabberd.ts";
import { backupOf, dumpOf } from "./testing.ts";

const US = '{<<"alice">>,<<"a.example">>}';
const ALICE = `{passwd,${US},<<"pass">>}`;
const base64 = (bytes: number, value: number): string => Buffer.alloc(bytes, value).toString("base64");
const scram = (bytes: number, hash: string): string =>
  `{scram,<<"${base64(bytes, 1)}">>,<<"${base64(bytes, 2)}">>,<<"${base64(16, 3)}">>${hash},4096}`;
const message = (body: string): string =>
  `{xmlel,<<"message">>,[{<<"xmlns">>,<<"jabber:client">>},{<<"from">>,<<"alice@a.example/x">>}],[{xmlel,<<"body">>,[],[{xmlcdata,<<"${body}">>}]}]}`;
const archived = (owner: string, micro: number, body: string, nick = ""): string =>
  `{archive_msg,${owner},<<"17960000000000${micro}">>,{1796,0,${micro}},{<<"bob">>,<<"b.example">>,<<"y">>},{<<"bob">>,<<"b.example">>,<<>>},${message(body)},<<"${nick}">>,chat}`;

/** The same rows in both forms. */
const FORMS: readonly (readonly [name: string, file: (rows: readonly string[]) => string | Uint8Array])[] = [
  ["a backup", backupOf],
  ["a dump", dumpOf],
];

for (const [name, fileOf] of FORMS) {
  const itemsIn = async (rows: readonly string[]): Promise<Record<string, unknown>[]> => {
    using folder = folderWith({ "ejabberd.backup": fileOf(rows) });
    return await itemsOf(ejabberd.open(folder.path));
  };

  test(`${name} has passwords: plain ones, and the keys of each hash`, async () => {
    const keys = (bytes: number) => ({
      storedKey: Buffer.alloc(bytes, 1),
      serverKey: Buffer.alloc(bytes, 2),
      salt: Buffer.alloc(16, 3),
      iterations: 4096,
    });
    const items = await itemsIn([
      ALICE,
      `{passwd,{<<"old">>,<<"a.example">>},${scram(20, "")}}`,
      `{passwd,{<<"sha">>,<<"a.example">>},${scram(20, ",sha")}}`,
      `{passwd,{<<"new">>,<<"a.example">>,sha256},${scram(32, ",sha256")}}`,
      `{passwd,{<<"new">>,<<"a.example">>,sha512},${scram(64, ",sha512")}}`,
      `{passwd,{<<"wrong">>,<<"a.example">>},${scram(20, ",sha256")}}`,
    ]);
    expect(items.map(({ account, credentials }) => [account, credentials])).toEqual([
      ["alice@a.example", { form: "plain", password: "pass" }],
      ["new@a.example", { form: "scram", keys: { "SHA-256": keys(32), "SHA-512": keys(64) } }],
      ["old@a.example", { form: "scram", keys: { "SHA-1": keys(20) } }],
      ["sha@a.example", { form: "scram", keys: { "SHA-1": keys(20) } }],
      ["wrong@a.example", { form: "none" }],
    ]);
  });

  test(`${name} has contacts and requests: who has only asked is no contact`, async () => {
    const contact = (user: string, subscription: string, ask: string, message: string): string =>
      `{roster,{<<"alice">>,<<"a.example">>,{<<"${user}">>,<<"b.example">>,<<>>}},${US},{<<"${user}">>,<<"b.example">>,<<>>},<<"N">>,${subscription},${ask},[<<"F">>],<<"${message}">>,[]}`;
    const [, ...items] = await itemsIn([
      contact("bob", "both", "none", ""),
      contact("out", "none", "out", ""),
      contact("in", "none", "in", "please"),
      contact("to", "to", "in", ""),
      ALICE,
    ]);
    expect(items.map(({ part }) => part)).toEqual([
      '<query xmlns="jabber:iq:roster"><item jid="bob@b.example" name="N" subscription="both"><group>F</group></item>' +
        '<item jid="out@b.example" name="N" subscription="none" ask="subscribe"><group>F</group></item>' +
        '<item jid="to@b.example" name="N" subscription="to"><group>F</group></item></query>',
      '<presence xmlns="jabber:client" type="subscribe" from="in@b.example"><status>please</status></presence>',
      '<presence xmlns="jabber:client" type="subscribe" from="to@b.example"/>',
    ]);
  });

  test(`${name} has messages that wait, with a time only where that is one`, async () => {
    const packet = '{xmlel,<<"message">>,[],[]}';
    const waiting = (time: string): string => `{offline_msg,${US},${time},never,x,y,${packet}}`;
    const [, ...items] = await itemsIn([ALICE, waiting("{1796,0,0}"), waiting("{99999999,0,0}"), waiting("never")]);
    const stamps = items.map(({ part }) => /stamp="([^"]*)"/.exec(String(part))?.[1]);
    expect(stamps.sort()).toEqual(["2026-11-30T00:53:20.000Z", undefined, undefined]);
  });

  test(`${name} has archives: each account's in the order of time, with their ids`, async () => {
    const [, ...items] = await itemsIn([archived(US, 300_000, "second & <é>"), ALICE, archived(US, 200_999, "first")]);
    expect(items.map(({ id, time, peer, message: text }) => [id, time, peer, text])).toEqual([
      [
        "17960000000000200999",
        1_796_000_000_200,
        "bob@b.example/y",
        '<message from="alice@a.example/x"><body>first</body></message>',
      ],
      [
        "17960000000000300000",
        1_796_000_000_300,
        "bob@b.example/y",
        '<message from="alice@a.example/x"><body>second &amp; &lt;é&gt;</body></message>',
      ],
    ]);
  });

  test(`${name} has nodes with their options, and items in the order in which they were changed`, async () => {
    const time = (micro: number): string => `{{1796,0,${micro}},{<<"alice">>,<<"a.example">>,<<>>}}`;
    const item = (id: string, micro: number): string =>
      `{pubsub_item,{<<"${id}">>,7},7,${time(1)},${time(micro)},[{xmlel,<<"x">>,[{<<"xmlns">>,<<"urn:x">>}],[]}]}`;
    const [, ...items] = await itemsIn([
      item("b", 9),
      item("a", 3),
      `{pubsub_state,{{<<"alice">>,<<"a.example">>,<<>>},7},7,[<<"b">>,<<"a">>],owner,[]}`,
      `{pubsub_state,{{<<"bob">>,<<"b.example">>,<<>>},7},7,[],member,[{subscribed,<<"x">>}]}`,
      `{pubsub_node,{{<<"alice">>,<<"a.example">>,<<>>},<<"urn:Node">>},7,[],<<"pep">>,[],[{access_model,open},{max_items,max},{subscribe,true},{roster_groups_allowed,[<<"F">>]}]}`,
      `{pubsub_node,{<<"pubsub.a.example">>,<<"blog">>},8,[],<<"flat">>,[],[]}`,
      ALICE,
    ]);
    const texts = items.map(({ part }) => String(part));
    for (const expected of [
      '<configure node="urn:Node">',
      '#access_model"><value>open<',
      '#max_items"><value>max<',
      '#subscribe"><value>1<',
      '#roster_groups_allowed"><value>F<',
      '<affiliation jid="bob@b.example" affiliation="member"/>',
      '<subscription jid="bob@b.example" subscription="subscribed"/>',
    ])
      expect(texts[0]).toContain(expected);
    expect(texts.slice(1, 3).map((text) => /<item id="(.)"><x xmlns="urn:x"\/>/.exec(text)?.[1])).toEqual(["a", "b"]);
    expect(items.at(-1)).toEqual({ type: "left", kind: "nodes", reason: "unknown", subject: "blog, pubsub.a.example" });
  });

  test(`${name} has what else an account has: vCard, private data, lists, offline messages, preferences, push`, async () => {
    const [, ...items] = await itemsIn([
      ALICE,
      `{vcard,${US},{xmlel,<<"vCard">>,[{<<"xmlns">>,<<"vcard-temp">>}],[{xmlel,<<"FN">>,[],[{xmlcdata,<<"A">>}]}]}}`,
      `{private_storage,{<<"alice">>,<<"a.example">>,<<"urn:p">>},{xmlel,<<"p">>,[{<<"xmlns">>,<<"urn:p">>}],[]}}`,
      `{privacy,${US},<<"D">>,[{<<"D">>,[{listitem,jid,{<<"eve">>,<<"b.example">>,<<>>},deny,1,true,false,false,false,false},{listitem,none,none,allow,2,false,false,true,false,true}]}]}`,
      `{offline_msg,${US},{1796,0,5000},never,x,y,{xmlel,<<"message">>,[],[{xmlel,<<"archived">>,[{<<"xmlns">>,<<"urn:xmpp:mam:tmp">>}],[]}]}}`,
      `{archive_prefs,${US},roster,[{<<"bob">>,<<"b.example">>,<<>>}],[]}`,
      `{push_session,${US},{1796,0,0},{<<>>,<<"push.example">>,<<>>},<<"n">>,{xmlel,<<"x">>,[{<<"xmlns">>,<<"jabber:x:data">>}],[]}}`,
    ]);
    expect(items.map(({ part }) => part)).toEqual([
      '<vCard xmlns="vcard-temp"><FN>A</FN></vCard>',
      '<query xmlns="jabber:iq:private"><p xmlns="urn:p"/></query>',
      '<query xmlns="jabber:iq:privacy"><default name="D"/><list name="D"><item type="jid" value="eve@b.example" action="deny" order="1"/><item value="none" action="allow" order="2"><message/><presence-out/></item></list></query>',
      '<offline-messages xmlns="urn:xmpp:pie:0"><message xmlns="jabber:client"><delay xmlns="urn:xmpp:delay" from="a.example" stamp="2026-11-30T00:53:20.005Z"/></message></offline-messages>',
      '<prefs xmlns="urn:xmpp:mam:2" default="roster"><always><jid>bob@b.example</jid></always><never/></prefs>',
      '<push xmlns="urn:jabber-home:push:0"><enable xmlns="urn:xmpp:push:0" jid="push.example" node="n"><x xmlns="jabber:x:data"/></enable></push>',
    ]);
  });

  test(`${name} has rooms: real addresses stand beside the messages, and where newcomers may speak nobody is moderated`, async () => {
    const room = '{<<"r">>,<<"conference.a.example">>}';
    const [, ...items] = await itemsIn([
      ALICE,
      archived(room, 1, "hi", "Bob"),
      `{muc_room,${room},[{title,<<"T">>},{persistent,true},{public,false},{moderated,true},{members_by_default,true},{anonymous,true},{password_protected,true},{password,<<"s">>},{subject,[{text,<<>>,<<"S">>}]},{subject_author,<<"Bob">>},{vcard,<<"<vCard xmlns='vcard-temp'/>">>},{affiliations,[{{<<"alice">>,<<"a.example">>,<<>>},owner},{{<<"bob">>,<<"b.example">>,<<>>},{outcast,<<"why">>}}]}]}`,
    ]);
    expect(items).toMatchObject([
      {
        type: "room",
        room: "r@conference.a.example",
        config: {
          "muc#roomconfig_roomname": ["T"],
          "muc#roomconfig_publicroom": ["0"],
          "muc#roomconfig_moderatedroom": ["0"],
          "muc#roomconfig_whois": ["moderators"],
          "muc#roomconfig_roomsecret": ["s"],
        },
        affiliations: [
          { jid: "alice@a.example", affiliation: "owner" },
          { jid: "bob@b.example", affiliation: "outcast", reason: "why" },
        ],
        subject: { text: "S", nick: "Bob" },
        avatar: '<vCard xmlns="vcard-temp"/>',
      },
      {
        type: "room-message",
        nick: "Bob",
        sender: "bob@b.example/y",
        message: "<message><body>hi</body></message>",
      },
    ]);
  });

  test(`${name} has shared roster groups, which are circles`, async () => {
    const [, ...items] = await itemsIn([
      ALICE,
      `{sr_group,{<<"g">>,<<"a.example">>},[{label,<<"G">>}]}`,
      `{sr_group,{<<"all">>,<<"a.example">>},[{all_users,true}]}`,
      `{sr_user,{<<"bob">>,<<"a.example">>},{<<"g">>,<<"a.example">>}}`,
    ]);
    expect(items).toEqual([
      { type: "circle", id: "all@a.example", name: "all", members: ["alice@a.example"] },
      { type: "circle", id: "g@a.example", name: "G", members: ["bob@a.example"] },
    ]);
  });

  test(`${name} of another version says itself which columns its tables have`, async () => {
    const columns = "[usj,us,jid,name,approved,subscription,ask,groups,askmessage,xs]";
    const declared =
      name === "a dump" ? `{tables,[{roster,[{attributes,${columns}}]}]}` : `{schema,roster,[{attributes,${columns}}]}`;
    const bob = '{<<"bob">>,<<"b.example">>,<<>>}';
    const items = await itemsIn([
      declared,
      ALICE,
      `{roster,{<<"alice">>,<<"a.example">>,${bob}},${US},${bob},<<>>,true,none,none,[],<<>>,[]}`,
    ]);
    expect(items.at(-1)?.part).toBe(
      '<query xmlns="jabber:iq:roster"><item jid="bob@b.example" subscription="none" approved="true"/></query>',
    );
  });
}

for (const [name, fileOf] of FORMS)
  test(`${name} has nicknames that are registered with a service: reserved where their owners belong, else named`, async () => {
    const registered = (user: string, nick: string): string =>
      `{muc_registered,{{<<"${user}">>,<<"a.example">>},<<"conference.a.example">>},<<"${nick}">>}`;
    const room = (node: string, members: string): string =>
      `{muc_room,{<<"${node}">>,<<"conference.a.example">>},[{affiliations,[${members}]}]}`;
    const alice = '{{<<"alice">>,<<"a.example">>,<<>>},member}';
    using folder = folderWith({
      "ejabberd.backup": fileOf([
        ...[registered("alice", "Al"), registered("carol", "Caro"), room("r", alice)],
        room("s", `${alice},{{<<"bob">>,<<"b.example">>,<<>>},owner}`),
      ]),
    });
    const items = await itemsOf(ejabberd.open(folder.path));
    expect(items.map(({ affiliations, ...left }) => affiliations ?? left)).toEqual([
      [{ jid: "alice@a.example", affiliation: "member", nick: "Al" }],
      [
        { jid: "alice@a.example", affiliation: "member", nick: "Al" },
        { jid: "bob@b.example", affiliation: "owner" },
      ],
      {
        ...{ type: "left", account: "carol@a.example", kind: "other", reason: "of-no-use" },
        subject: "Caro, conference.a.example",
      },
    ]);
  });

test("the hosts are domains with accounts, services with rooms, and those of XEP-0060", () => {
  using folder = folderWith({
    b: backupOf([
      ALICE,
      `{muc_room,{<<"r">>,<<"conference.a.example">>},[]}`,
      `{pubsub_node,{<<"pubsub.a.example">>,<<"x">>},1,[],<<"flat">>,[],[]}`,
    ]),
  });
  const source = ejabberd.open(join(folder.path, "b"));
  expect(source.hosts).toEqual([
    { jid: "a.example", kind: "domain" },
    { jid: "conference.a.example", kind: "rooms" },
    { jid: "pubsub.a.example", kind: "pubsub" },
  ]);
  source.close();
});

test("uploaded files in the folder beside belong to whose address their folder is the hash of", async () => {
  const hash = createHash("sha1").update("alice@a.example").digest("hex");
  using folder = folderWith({
    b: backupOf([ALICE]),
    [`upload/${hash}/Rand0m/naïve_1.png`]: "12345",
    [`upload/${"0".repeat(40)}/x/y`]: "",
  });
  const [, ...items] = await itemsOf(ejabberd.open(folder.path));
  expect(items).toMatchObject([
    { type: "left", kind: "files", reason: "no-account", subject: "0".repeat(40) },
    {
      type: "file",
      owner: "alice@a.example",
      path: `/upload/${hash}/Rand0m/na%C3%AFve_1.png`,
      name: "naïve_1.png",
      size: 5,
    },
  ]);
});

test("a folder of Mnesia's is known, and the command for a backup is named", async () => {
  using folder = folderWith({
    "schema.DAT": "x",
    "passwd.DCD": Buffer.from(backupOf([]).toString("latin1").replace("backup", "dcd123"), "latin1"),
  });
  expect(await refusalOf(() => ejabberd.recognises(folder.path), folder.path)).toBe(`raw-database ${folder.path}`);
});

test("what is none of the forms is not recognised", () => {
  using folder = folderWith({ "a.txt": "{tables", "b.bin": "\x01\x02\x03\x04", "c.xml": "<server-data/>" });
  expect(["", "a.txt", "b.bin", "c.xml"].map((name) => ejabberd.recognises(join(folder.path, name)))).toEqual([
    false,
    false,
    false,
    false,
  ]);
});

test("hostile files are refused with their place", async () => {
  const passwd = (rest: Buffer): Buffer => Buffer.concat([Buffer.of(131, 104, 2, 119, 6), Buffer.from("passwd"), rest]);
  const files: Record<string, string | Uint8Array> = {
    "nested.backup": backupOf([ALICE, passwd(Buffer.alloc(200_000, Buffer.of(104, 1)))]),
    "cut.backup": backupOf([ALICE, ALICE]).subarray(0, -3),
    "odd.backup": backupOf([ALICE, passwd(Buffer.of(80))]),
    "mark.backup": Buffer.concat([backupOf([ALICE]), Buffer.from("000000FFFFFFFFFF")]),
    "nested.dump": dumpOf([ALICE, "{".repeat(100_000)]),
    "code.dump": dumpOf([ALICE, 'os:cmd("touch /tmp/x")']),
    "cut.dump": dumpOf([ALICE]).slice(0, -4),
    "large.dump": dumpOf([ALICE, `{passwd,<<"${"x".repeat(40_000_000)}">>}`]),
  };
  using folder = folderWith(files);
  const refusal = (name: string) => refusalOf(() => itemsOf(ejabberd.open(join(folder.path, name))), folder.path);
  const refusals: string[] = [];
  for (const name of Object.keys(files)) refusals.push(await refusal(name));
  expect(refusals).toEqual([
    "too-deep nested.backup:passwd:3",
    "malformed cut.backup:passwd:3",
    "malformed odd.backup:passwd:3",
    "malformed mark.backup:passwd:3",
    "too-deep nested.dump:3",
    "code code.dump:3",
    "malformed cut.dump:2",
    "too-large large.dump:3",
  ]);
});

test("a link that leads out of the folder is refused", async () => {
  using outside = folderWith({ secret: "x" });
  using folder = folderWith({ b: backupOf([ALICE]), "upload/readme": "x" });
  const hash = createHash("sha1").update("alice@a.example").digest("hex");
  symlinkSync(outside.path, join(folder.path, "upload", hash));
  expect(await refusalOf(() => itemsOf(ejabberd.open(folder.path)), folder.path)).toBe(`outside upload/${hash}`);
});
