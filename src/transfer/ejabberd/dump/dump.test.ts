/** The rows of a dump, as ejabberd 23.01 has them in its own. */
import { expect, test } from "bun:test";
import { parseElement } from "../../../xml/parse-element.ts";
import type { Imported, Left } from "../../source.ts";
import { ejabberdDump } from "./dump.ts";

const ALICE = "alice@a.example";
const KEYS = { storedKey: Buffer.from("s"), serverKey: Buffer.from("t"), salt: Buffer.from("u"), iterations: 4096 };
const account: Imported = {
  ...{ type: "account", account: ALICE },
  credentials: { form: "scram", keys: { "SHA-1": KEYS, "SHA-256": KEYS } },
};
const part = (text: string): Imported => ({ type: "part", account: ALICE, part: parseElement(text) });

/** The rows of a table, and what was left. */
async function dumped(table: string, ...items: Imported[]) {
  const lefts: Left[] = [];
  const rows: string[] = [];
  for await (const line of ejabberdDump(items, { now: 1_700_000_000_000, onLeft: (left) => void lefts.push(left) })) {
    expect(line).toEndWith(".\n");
    if (line.startsWith(`{'${table}',`)) rows.push(line.slice(0, -2));
  }
  return { lefts, rows };
}

test("passwd: the keys of SCRAM-SHA-1 in Base64; a plain password as it is", async () => {
  expect((await dumped("passwd", account)).rows).toEqual([
    `{'passwd',{<<"alice">>,<<"a.example">>},{'scram',<<"cw==">>,<<"dA==">>,<<"dQ==">>,'sha',4096}}`,
  ]);
  const plain: Imported = { ...account, credentials: { form: "plain", password: "x y" } };
  expect((await dumped("passwd", plain)).rows).toEqual([`{'passwd',{<<"alice">>,<<"a.example">>},<<"x y">>}`]);
});

test("passwd: an account whose password cannot be checked is named", async () => {
  const { rows, lefts } = await dumped("passwd", { ...account, credentials: { form: "none" } });
  expect(rows).toEqual([]);
  expect(lefts).toMatchObject([{ account: ALICE, kind: "accounts" }]);
});

test("roster: one row for a contact that has asked as well, and one for who has only asked", async () => {
  const { rows } = await dumped(
    "roster",
    account,
    part(
      '<query xmlns="jabber:iq:roster"><item jid="b@c.example" name="B" ask="subscribe"><group>G</group></item></query>',
    ),
    part('<presence xmlns="jabber:client" type="subscribe" from="b@c.example/x"/>'),
    part('<presence xmlns="jabber:client" type="subscribe" from="d@c.example"><status>hi</status></presence>'),
  );
  const [us, b, d] = [
    '<<"alice">>,<<"a.example">>',
    '{<<"b">>,<<"c.example">>,<<"">>}',
    '{<<"d">>,<<"c.example">>,<<"">>}',
  ];
  expect(rows).toEqual([
    `{'roster',{${us},${b}},{${us}},${b},<<"B">>,'none','both',[<<"G">>],<<"">>,[]}`,
    `{'roster',{${us},${d}},{${us}},${d},<<"">>,'none','in',[],<<"hi">>,[]}`,
  ]);
});

test("privacy: the block list is the default list, and not written twice", async () => {
  const { rows, lefts } = await dumped(
    "privacy",
    account,
    part('<blocklist xmlns="urn:xmpp:blocking"><item jid="spam.example"/></blocklist>'),
    part('<query xmlns="jabber:iq:privacy"><default name="Blocked contacts"/></query>'),
  );
  const item = `{'listitem','jid',{<<"">>,<<"spam.example">>,<<"">>},'deny',1,'true','false','false','false','false'}`;
  const list = `<<"Blocked contacts">>`;
  expect(rows).toEqual([`{'privacy',{<<"alice">>,<<"a.example">>},${list},[{${list},[${item}]}]}`]);
  expect(lefts).toEqual([]);
});

test("privacy: lists without a block list are named as left", async () => {
  const { lefts } = await dumped("privacy", account, part('<query xmlns="jabber:iq:privacy"/>'));
  expect(lefts).toMatchObject([{ kind: "other", subject: "query" }]);
});

test("archive_msg: ids are times in microseconds, and keep the order where these are equal or go back", async () => {
  const archived = (time: number): Imported => ({
    ...{ type: "archived", account: ALICE, id: `i${time}`, time, peer: "b@c.example/x" },
    message: "<message type='chat'><body>x</body></message>",
  });
  const { rows } = await dumped("archive_msg", account, archived(2000), archived(2000), archived(1000));
  expect(rows.map((row) => /<<"(\d+)">>/.exec(row)?.[1])).toEqual(["2000000", "2000001", "2000002"]);
  expect(rows[0]).toContain('{0,2,0},{<<"b">>,<<"c.example">>,<<"x">>},{<<"b">>,<<"c.example">>,<<"">>}');
});

test("pubsub: nodes are numbered over all accounts, and a state names the items, the newest first", async () => {
  const item = (id: string): Imported =>
    part(`<pubsub xmlns="http://jabber.org/protocol/pubsub"><items node="n"><item id="${id}"/></items></pubsub>`);
  const bob: Imported = { ...account, account: "bob@a.example" };
  const items = [account, item("1"), item("2"), bob, item("3")];
  const owner = `{<<"alice">>,<<"a.example">>,<<"">>}`;
  const states = (await dumped("pubsub_state", ...items)).rows;
  expect(states[0]).toBe(`{'pubsub_state',{${owner},1},1,[<<"2">>,<<"1">>],'owner',[]}`);
  expect(states[1]).toContain(',2},2,[<<"3">>]');
  expect((await dumped("pubsub_index", ...items)).rows).toEqual(["{'pubsub_index','node',2,[]}"]);
});

test("muc_room: options by ejabberd's names; messages of a room have the real address and the nickname", async () => {
  const room: Imported = {
    ...{ type: "room", room: "r@rooms.a.example", subject: { text: "S", nick: "A" } },
    config: { "muc#roomconfig_membersonly": ["1"], "muc#roomconfig_whois": ["anyone"] },
    affiliations: [{ jid: ALICE, affiliation: "owner", nick: "A" }],
  };
  const said: Imported = {
    ...{ type: "room-message", room: "r@rooms.a.example", id: "1", time: 1000, nick: "A", sender: `${ALICE}/x` },
    message: "<message><body>hi</body></message>",
  };
  const [row] = (await dumped("muc_room", room)).rows;
  for (const option of [
    "{'members_only','true'}",
    "{'anonymous','false'}",
    `{'subject',[{'text',<<"">>,<<"S">>}]}`,
    `{'affiliations',[{{<<"alice">>,<<"a.example">>,<<"">>},{'owner',<<"">>}}]}`,
  ])
    expect(row).toContain(option);
  const [message] = (await dumped("archive_msg", room, said)).rows;
  expect(message).toEndWith(`,<<"A">>,'groupchat'}`);
  expect(message).toContain(`{<<"from">>,<<"alice@a.example/x">>}`);
});
