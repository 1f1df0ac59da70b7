/** `move-in` from real servers: everything that an app can see of its account comes along, and the contacts follow. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { Element } from "ltx";
import { askServer } from "../../../src/control/client.ts";
import { type Actor, actorOf, enter } from "../../support/cast.ts";
import { Client } from "../../support/client/client.ts";
import { ejabberd } from "../../support/peers/ejabberd.ts";
import { jabberHome } from "../../support/peers/jabber-home.ts";
import { logIn, type Peer } from "../../support/peers/peer.ts";
import { prosody } from "../../support/peers/prosody.ts";
import { PASSWORD } from "../../support/server.ts";
import { archiveOf, page } from "../../support/xep/archive.ts";
import { ask, form, publish, itemsOf as pubsubItems } from "../../support/xep/pubsub.ts";
import { itemsOf as contactsOf, rosterOf, setsItem } from "../../support/xep/roster.ts";
import { missingFor } from "../federation/needs.ts";
import { befriend } from "../federation/two-servers.ts";
import { type MovedIn, type MoveInStage, openMoveInStage } from "./move-in-stage.ts";

setDefaultTimeout(120_000);

const NOTES = "urn:example:notes";
const BODIES = Array.from({ length: 230 }, (_, number) => `hello ${number} & <é>`);
const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

for (const peer of [prosody, ejabberd, jabberHome]) {
  const missing = missingFor([peer]);
  if (missing.length > 0 && process.env.CI !== "true")
    describe.skip(`${peer.name} (needs ${missing.join(", ")})`, () => {});
  else describe(peer.name, () => testsOf(peer));
}

function testsOf(peer: Peer): void {
  let stage: MoveInStage;
  let carol: Actor;
  let alice: Actor;
  let trial: MovedIn;
  let result: MovedIn;

  beforeAll(async () => {
    stage = await openMoveInStage(peer, ["alice", "bob"]);
    const { domains, here } = stage;
    carol = await enter(stage.third, "carol", "phone");
    await rosterOf(carol);
    carol.sends("<presence/>");
    await carol.pings();
    await fill(stage, carol);
    trial = await stage.move(`alice@${domains.old}`, { "dry-run": true });
    expect((await askServer(here.home, "GET /users"))?.users).toEqual([]);
    result = await stage.move(`alice@${domains.old}`);
    // XEP-0283: the contact's server has confirmed the new address, and asked in turn.
    const followed = `<item jid="alice@${domains.here}" subscription="both"/>`;
    await carol.receives(`<iq type="set"><query xmlns="jabber:iq:roster">${followed}</query></iq>`);
    // The account has come without a password that anybody knows.
    await askServer(here.home, "PUT /users/password", { jid: `alice@${domains.here}`, password: PASSWORD });
    const client = await Client.login(here.at("starttls", domains.here), { username: "alice", password: PASSWORD });
    alice = actorOf(client, new Map());
  });
  afterAll(() => stage?.[Symbol.asyncDispose]());

  const stored = ({ counts }: MovedIn): Record<string, number> =>
    Object.fromEntries(counts.map(({ kind, stored }) => [kind, stored]));

  test("a dry run tells what would come along, and leaves the contacts in peace", () => {
    expect(trial).toMatchObject({ dryRun: true, isNew: true, asked: 1 });
    expect(stored(trial)).toMatchObject({ contacts: 2, vcards: 1, blocked: 1 });
  });

  test("the report names how much has come, and what has not", () => {
    expect(result).toMatchObject({ dryRun: false, isNew: true, isStated: true, asked: 1, hasPassword: false });
    expect(stored(result)).toMatchObject({ contacts: 2, blocked: 1, archived: BODIES.length + 1 });
    expect(result.left).toEqual([]);
  });

  test("the contacts are there with names and groups, those of the old server too", async () => {
    const items = (await rosterOf(alice))?.getChildren("item") ?? [];
    const found = items.map((item) => [item.attrs.jid, item.attrs.name, item.getChildText("group")]);
    expect(found.toSorted()).toEqual([
      [`bob@${stage.domains.old}`, "Bób & co", "Family"],
      [`carol@${stage.domains.third}`, undefined, null],
    ] as never);
  });

  test("XEP-0283: the contact has followed, and the old address is let go", async () => {
    const there = await contactsOf(carol);
    const [old, now] = [`alice@${stage.domains.old}`, `alice@${stage.domains.here}`];
    expect(there[now]).toMatchObject({ subscription: "both" });
    expect(there[old]).toMatchObject({ subscription: "to" });
    expect((await contactsOf(alice))[carol.account]).toMatchObject({ subscription: "both" });
    alice.sends("<presence/>");
    await carol.receives(`<presence from="${alice.jid}"/>`);
  });

  test("the archive is there, in its order, and what was sent was sent from here", async () => {
    const bodies: string[] = [];
    const senders = new Set<string>();
    for (let after: string | undefined; ; ) {
      const set = page("<max>100</max>", after === undefined ? "" : `<after>${after}</after>`);
      const { results, isComplete, last } = await archiveOf(alice, set);
      for (const { body, message } of results) {
        bodies.push(body);
        senders.add(message.attrs.from.split("/")[0]);
      }
      if (isComplete) break;
      after = last;
    }
    expect(bodies).toEqual([...BODIES, "hello back"]);
    expect([...senders]).toEqual([alice.account, carol.account]);
  });

  test("what is published, private and blocked is there, and the profile", async () => {
    const items = await pubsubItems(alice, NOTES);
    expect(items.map((item) => [item.attrs.id, item.getChildText("note")]).toSorted()).toEqual([
      ["1", "note 1"],
      ["2", "note 2"],
    ]);
    const configured = await alice.asks(
      `<iq type="get"><pubsub xmlns="http://jabber.org/protocol/pubsub#owner"><configure node="${NOTES}"/></pubsub></iq>`,
    );
    const fields = configured.getChild("pubsub")?.getChild("configure")?.getChild("x")?.getChildren("field") ?? [];
    const access = fields.find(({ attrs }) => attrs.var === "pubsub#access_model");
    expect(access?.getChildText("value")).toBe("whitelist");
    const rooms = await pubsubItems(alice, "urn:xmpp:bookmarks:1");
    expect(rooms.map(({ attrs }) => attrs.id)).toEqual([ROOM]);
    for (const node of ["urn:xmpp:avatar:data", "urn:xmpp:avatar:metadata"])
      expect((await pubsubItems(alice, node)).map(({ attrs }) => attrs.id)).toEqual([AVATAR]);
    const query = '<iq type="get"><query xmlns="jabber:iq:private"><exodus xmlns="exodus:prefs"/></query></iq>';
    expect((await alice.asks(query)).getChild("query")?.getChildText("exodus")).toBe("x");
    const list = await alice.asks('<iq type="get"><blocklist xmlns="urn:xmpp:blocking"/></iq>');
    expect(
      list
        .getChild("blocklist")
        ?.getChildren("item")
        .map(({ attrs }) => attrs.jid),
    ).toEqual(["spam@example.com"]);
    const card = await alice.asks('<iq type="get"><vCard xmlns="vcard-temp"/></iq>');
    expect(card.getChild("vCard")?.getChildText("FN")).toBe("Alice");
  });

  test("a second run doubles nothing, and needs to be told that the account may be there", async () => {
    const from = `alice@${stage.domains.old}`;
    await expect(stage.move(from)).rejects.toThrow("exists already");
    const again = await stage.move(from, { to: "alice" });
    expect(again.isNew).toBe(false);
    expect(again.counts.filter(({ stored }) => stored > 0)).toEqual([]);
    expect(again.counts).toContainEqual(expect.objectContaining({ kind: "archived", known: BODIES.length + 1 }));
  });

  test("a wrong password is refused in words", async () => {
    await expect(stage.move(`nobody@${stage.domains.old}`)).rejects.toThrow("does not accept the password");
  });
}

/** SHA-1 of the picture, as XEP-0084 §4.1 has it. */
const AVATAR = new Bun.CryptoHasher("sha1").update("a picture").digest("hex");
const ROOM = "friends@rooms.third.example";

/** Alice's account on the old server, with something of everything. */
async function fill({ old, domains }: MoveInStage, carol: Actor): Promise<void> {
  const client = await logIn(old, { username: "alice", password: PASSWORD, resource: "test" }, "starttls");
  const alice = actorOf(client, new Map());
  await rosterOf(alice);
  alice.sends("<presence/>");
  await alice.pings();
  await befriend(alice, carol);
  await setsItem(alice, `<item jid="bob@${domains.old}" name="Bób &amp; co"><group>Family</group></item>`);
  await alice.asks('<iq type="set"><vCard xmlns="vcard-temp"><FN>Alice</FN></vCard></iq>');
  await alice.asks(
    '<iq type="set"><query xmlns="jabber:iq:private"><exodus xmlns="exodus:prefs">x</exodus></query></iq>',
  );
  await alice.asks('<iq type="set"><block xmlns="urn:xmpp:blocking"><item jid="spam@example.com"/></block></iq>');
  const options = { access_model: "whitelist", persist_items: "true" };
  // ejabberd knows max_items in a node's configuration alone.
  const config = form("node_config", { ...options, max_items: "10" });
  published(await ask(alice, "set", `<create node="${NOTES}"/><configure>${config}</configure>`));
  for (const id of ["1", "2"])
    published(await publish(alice, NOTES, `<item id="${id}"><note xmlns="${NOTES}">note ${id}</note></item>`));
  const avatar = Buffer.from("a picture").toString("base64");
  published(
    await publish(
      alice,
      "urn:xmpp:avatar:data",
      `<item id="${AVATAR}"><data xmlns="urn:xmpp:avatar:data">${avatar}</data></item>`,
    ),
  );
  const info = `<info bytes="9" id="${AVATAR}" type="image/png"/>`;
  published(
    await publish(
      alice,
      "urn:xmpp:avatar:metadata",
      `<item id="${AVATAR}"><metadata xmlns="urn:xmpp:avatar:metadata">${info}</metadata></item>`,
    ),
  );
  const conference = '<conference xmlns="urn:xmpp:bookmarks:1" name="Friends"><nick>Alice</nick></conference>';
  published(await publish(alice, "urn:xmpp:bookmarks:1", `<item id="${ROOM}">${conference}</item>`, options));
  for (const body of BODIES)
    alice.sends(`<message type="chat" to="${carol.account}"><body>${escaped(body)}</body></message>`);
  await carol.receives(`<message from="${alice.jid}"><body>${escaped(BODIES.at(-1) ?? "")}</body></message>`);
  carol.sends(`<message type="chat" to="${alice.account}"><body>hello back</body></message>`);
  await alice.receives(`<message><body>hello back</body></message>`);
  await alice.leaves();
}

const published = (answer: Element): void => expect(answer.attrs.type, String(answer)).toBe("result");
