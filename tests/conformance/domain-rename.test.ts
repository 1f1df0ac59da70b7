/** A server whose domain gets another name: everything follows, and a second change of name brings everything back. */
import { Database } from "bun:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { storedAddresses } from "../../src/assembly/stored-addresses.ts";
import { askServer } from "../../src/control/client.ts";
import { unknownColumns } from "../../src/transfer/table-contents.ts";
import { type Actor, befriend, cast, enter as enterAs, settled } from "../support/cast.ts";
import { contentOf, renamed } from "../support/renaming.ts";
import { PASSWORD, startTestServer, type TestServer } from "../support/server.ts";
import { archiveOf, field, form } from "../support/xep/archive.ts";
import { invite } from "../support/xep/invitations.ts";
import { itemsOf } from "../support/xep/roster.ts";

const OLD = "old.example";
const NEW = "new.example.org";
const PUBSUB = "http://jabber.org/protocol/pubsub";
const MUC = "http://jabber.org/protocol/muc";
const ROOM = "room@rooms";

let server: TestServer;
/** What is in the database before, after, and after the way back. */
let contents: readonly ReadonlyMap<string, readonly string[]>[];
let alice: Actor;
let bob: Actor;

const publish = (node: string, id: string, payload: string): string =>
  `<iq type="set"><pubsub xmlns="${PUBSUB}"><publish node="${node}"><item id="${id}">${payload}</item></publish></pubsub></iq>`;

const done = async (actor: Actor, request: string): Promise<void> => {
  const answer = await actor.asks(request);
  if (answer.attrs.type !== "result") throw new Error(`${request}: ${answer}`);
};

/** Something of everything that has an address in it. */
async function fill(): Promise<void> {
  await server.createAccount(`alice@${OLD}`, PASSWORD, true);
  const actors = await cast(server, ["alice", "bob", "carol"]);
  const { alice: a, bob: b, carol } = actors;
  const second = await enterAs(server, "bob", "phone", actors);
  await befriend(a, b);
  for (const jid of ["romeo@elsewhere.example", "dave@family.example"])
    await done(
      a,
      `<iq type="set"><query xmlns="jabber:iq:roster"><item jid="${jid}" name="N"><group>G</group></item></query></iq>`,
    );
  carol.sends(`<presence type="subscribe" to="${b.account}"/>`);
  await done(
    a,
    `<iq type="set"><block xmlns="urn:xmpp:blocking"><item jid="mallory@${OLD}"/><item jid="evil.example"/></block></iq>`,
  );
  await done(
    a,
    `<iq type="set"><prefs xmlns="urn:xmpp:mam:2" default="always"><always><jid>bob@${OLD}</jid></always><never/></prefs></iq>`,
  );
  a.sends(
    `<message to="${b.account}" type="chat" id="m1"><body>write to alice@${OLD}, not &lt;jid&gt;</body></message>`,
  );
  a.sends(
    `<message to="${b.jid}" type="chat" id="m2"><body>hi @bob</body><reference xmlns="urn:xmpp:reference:0" type="mention" uri="xmpp:bob@${OLD}"/></message>`,
  );
  await carol.leaves();
  a.sends(`<message to="carol@${OLD}" type="chat" id="m3"><body>for later</body></message>`);
  a.sends(`<presence to="${ROOM}.${OLD}/Alice"><x xmlns="${MUC}"/></presence>`);
  await a.receives(`<presence from="${ROOM}.${OLD}/Alice"><x xmlns="${MUC}#user"><status code="110"/></x></presence>`);
  await done(
    a,
    `<iq type="set" to="${ROOM}.${OLD}"><query xmlns="${MUC}#owner"><x xmlns="jabber:x:data" type="submit">${field("FORM_TYPE", `${MUC}#roomconfig`)}${field("muc#roomconfig_membersonly", "1")}${field("muc#roomconfig_persistentroom", "1")}</x></query></iq>`,
  );
  await done(
    a,
    `<iq type="set" to="${ROOM}.${OLD}"><query xmlns="${MUC}#admin"><item affiliation="member" jid="bob@${OLD}"/><item affiliation="outcast" jid="romeo@elsewhere.example"/></query></iq>`,
  );
  a.sends(`<message to="${ROOM}.${OLD}" type="groupchat" id="g1"><body>in the room</body></message>`);
  a.sends(`<message to="${ROOM}.${OLD}" type="groupchat" id="g2"><subject>of ${OLD}</subject></message>`);
  await done(
    a,
    publish("urn:xmpp:bookmarks:1", `${ROOM}.${OLD}`, '<conference xmlns="urn:xmpp:bookmarks:1" name="R"/>'),
  );
  await done(
    a,
    publish("urn:xmpp:omemo:2:devices", "current", '<devices xmlns="urn:xmpp:omemo:2"><device id="1"/></devices>'),
  );
  await done(
    a,
    `<iq type="set"><query xmlns="jabber:iq:private"><x xmlns="an:app" jid="bob@${OLD}">text bob@${OLD}</x></query></iq>`,
  );
  await done(
    a,
    `<iq type="set"><vCard xmlns="vcard-temp"><FN>Alice</FN><JABBERID>alice@${OLD}</JABBERID></vCard></iq>`,
  );
  await done(a, `<iq type="set"><enable xmlns="urn:xmpp:push:0" jid="push.elsewhere.example" node="n"/></iq>`);
  await askServer(server.home, "POST /circles", { circle: "Family", people: [a.account, b.account] });
  await invite(server, { jid: `eve@${OLD}` });
  await settled(a, b);
  await second.leaves();
  await a.leaves();
  await b.leaves();
}

beforeAll(async () => {
  server = await startTestServer({ domains: [OLD, "family.example"] });
  writeFileSync(server.home.config, `domains = ["${OLD}", "family.example"]\n\n[web]\naddress = "chat.${OLD}:5443"\n`);
  await fill();
  await server.server.stop();
  const before = contentOf(server.home);
  await renamed(server.home, OLD, NEW);
  const after = contentOf(server.home);
  await renamed(server.home, NEW, OLD);
  const back = contentOf(server.home);
  contents = [before, after, back];
  await renamed(server.home, OLD, NEW);
  await server.restart([`domains=${NEW},family.example`]);
  ({ alice, bob } = await cast({ ...server, createAccount: async () => {}, at: () => server.at("starttls", NEW) }, [
    "alice",
    "bob",
  ]));
}, 60_000);
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

describe("the database", () => {
  test("has what it had after a second change of name back, table by table", () => {
    const [before, , back] = contents;
    for (const [table, rows] of before ?? []) {
      const isDropped = ["fast_token", "rooms_visit", "web_session"].includes(table);
      expect({ table, rows: back?.get(table) }).toEqual({ table, rows: isDropped ? [] : rows });
    }
  });

  test("has no column of text of which its owner does not say what it holds", () => {
    const sqlite = new Database(server.home.database);
    try {
      expect(unknownColumns(sqlite, storedAddresses)).toEqual([]);
      sqlite.run("BEGIN");
      sqlite.run("CREATE TABLE another (id INTEGER PRIMARY KEY, jid TEXT) STRICT");
      expect(unknownColumns(sqlite, storedAddresses)).toEqual(["another.jid"]);
      sqlite.run("ROLLBACK");
    } finally {
      sqlite.close();
    }
  });

  test("names the former domain in nothing but what people have written, and what was done then", () => {
    const rows = [...(contents[1] ?? [])].flatMap(([table, all]) => all.map((row) => `${table} ${row}`));
    const naming = rows.filter((row) => row.includes(OLD));
    const written = /<body>[^<]*<\/body>|<subject>[^<]*<\/subject>|text bob@old\.example|of old\.example/g;
    const others = naming.filter((row) => row.replace(written, "").includes(OLD));
    expect(others.filter((row) => !row.startsWith("audit_entry "))).toEqual([]);
    expect(naming.length).toBeGreaterThan(3);
  });
});

describe("apps see", () => {
  test("RFC 6121 §2: the contacts of the same server under the new name, others as they were", async () => {
    expect(await itemsOf(alice)).toMatchObject({
      [`bob@${NEW}`]: { subscription: "both" },
      "romeo@elsewhere.example": { name: "N" },
      "dave@family.example": {},
    });
    expect(await itemsOf(bob)).toMatchObject({ [`alice@${NEW}`]: { subscription: "both" } });
  });

  test("XEP-0313: the archive with the new addresses, found by them, with what was written as it was", async () => {
    const { results } = await archiveOf(alice, form(field("with", `bob@${NEW}`)));
    expect(results.map(({ body }) => body)).toEqual([`write to alice@${OLD}, not <jid>`, "hi @bob"]);
    const [first, second] = results;
    expect(first?.message.attrs).toMatchObject({ to: `bob@${NEW}`, from: expect.stringContaining(`alice@${NEW}/`) });
    expect(second?.message.getChild("reference", "urn:xmpp:reference:0")?.attrs.uri).toBe(`xmpp:bob@${NEW}`);
  });

  test("XEP-0045: the room with its members, its history and its subject", async () => {
    bob.sends(`<presence to="${ROOM}.${NEW}/Bob"><x xmlns="${MUC}"/></presence>`);
    await bob.receives(
      `<presence from="${ROOM}.${NEW}/Bob"><x xmlns="${MUC}#user"><status code="110"/></x></presence>`,
    );
    await bob.receives(`<message from="${ROOM}.${NEW}/Alice" type="groupchat"><body>in the room</body></message>`);
    await bob.receives(`<message type="groupchat"><subject>of ${OLD}</subject></message>`);
    const members = await alice.asks(
      `<iq type="get" to="${ROOM}.${NEW}"><query xmlns="${MUC}#admin"><item affiliation="member"/></query></iq>`,
    );
    expect(
      members
        .getChild("query")
        ?.getChildren("item")
        .map(({ attrs }) => attrs.jid),
    ).toEqual([`bob@${NEW}`]);
  });

  test("XEP-0402, XEP-0191, XEP-0441, XEP-0049, XEP-0054: bookmarks, blocked addresses and the rest, renamed", async () => {
    const ask = async (payload: string): Promise<string> => String(await alice.asks(`<iq type="get">${payload}</iq>`));
    const bookmarks = await ask(`<pubsub xmlns="${PUBSUB}"><items node="urn:xmpp:bookmarks:1"/></pubsub>`);
    expect(bookmarks).toContain(`id="${ROOM}.${NEW}"`);
    expect(await ask('<blocklist xmlns="urn:xmpp:blocking"/>')).toContain(`mallory@${NEW}`);
    expect(await ask('<prefs xmlns="urn:xmpp:mam:2"/>')).toContain(`<jid>bob@${NEW}</jid>`);
    expect(await ask('<query xmlns="jabber:iq:private"><x xmlns="an:app"/></query>')).toContain(
      `jid="bob@${NEW}">text bob@${OLD}<`,
    );
    expect(await ask('<vCard xmlns="vcard-temp"/>')).toContain(`<JABBERID>alice@${NEW}</JABBERID>`);
    expect(await ask(`<pubsub xmlns="${PUBSUB}"><items node="urn:xmpp:omemo:2:devices"/></pubsub>`)).toContain(
      "<device",
    );
  });

  test("XEP-0160: what waited for an app that was away", async () => {
    const { carol } = await cast(
      { ...server, createAccount: async () => {}, at: () => server.at("starttls", NEW) },
      ["carol"],
      { isPresent: false },
    );
    carol.sends("<presence/>");
    await carol.receives(`<message from="${alice.account}/alice" to="carol@${NEW}"><body>for later</body></message>`);
    await carol.leaves();
  });

  test("what was done: the change of name", async () => {
    const { entries } = await askServer(server.home, "POST /audit/show", { max: 3 }).then(
      (page) => page ?? { entries: [] },
    );
    expect(entries[0]).toMatchObject({ act: "domain.rename", what: `${OLD} → ${NEW}`, door: "command line" });
  });

  test("circles and invitations", async () => {
    const circle = await askServer(server.home, "POST /circles/show", { circle: "Family" });
    expect(JSON.stringify(circle)).toContain(`bob@${NEW}`);
    expect(JSON.stringify(await askServer(server.home, "GET /users/invitations"))).toContain(NEW);
  });
});
