/** Circles: whoever is in one has everybody in it as a contact, and its room among the bookmarks. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import type { Element } from "ltx";
import { openOfflineAccounts } from "../../src/assembly/offline.ts";
import { readConfig } from "../../src/config/read.ts";
import { askServer } from "../../src/control/client.ts";
import { storedJid } from "../../src/jid/jid.ts";
import { modules } from "../../src/modules.ts";
import { type Actor, appear, befriend, enter, settled } from "../support/cast.ts";
import { memoryLog } from "../support/in-memory/memory-log.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { announcesCaps, itemsOf, publish } from "../support/xep/pubsub.ts";
import { codesIn, enter as enterRoom, makeRoom } from "../support/xep/rooms.ts";
import { rosterOf, setsItem } from "../support/xep/roster.ts";

const BOOKMARKS = "urn:xmpp:bookmarks:1";
const NICK = "http://jabber.org/protocol/nick";

let server: TestServer;
let number = 0;
let circle = "";
let alice: Actor;
let bob: Actor;
let carol: Actor;

beforeAll(async () => {
  server = await startTestServer({
    settings: ["circles.max_people=3", "circles.max_per_account=2", "circles.max_circles=50"],
  });
  await server.createAccount("admin@localhost", undefined, true);
});
beforeEach(async () => {
  number += 1;
  circle = `Family ${number}`;
  [alice, bob, carol] = (await Promise.all(
    ["alice", "bob", "carol"].map((name) => enter(server, `${name}${number}`, "phone")),
  )) as [Actor, Actor, Actor];
  for (const person of [alice, bob, carol]) {
    await rosterOf(person);
    await appear(person);
  }
  await settled(alice, bob, carol);
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

const create = (...people: readonly Actor[]) =>
  askServer(server.home, "POST /circles", { circle, people: people.map(({ account }) => account) });
const add = (...people: readonly Actor[]) =>
  askServer(server.home, "PUT /circles/people", { circle, people: people.map(({ account }) => account) });
const kick = (...people: readonly Actor[]) =>
  askServer(server.home, "DELETE /circles/people", { circle, people: people.map(({ account }) => account) });
const remove = (isRoomKept = false) => askServer(server.home, "DELETE /circles", { circle, isRoomKept });
const show = (name = circle) => askServer(server.home, "POST /circles/show", { circle: name });
const rename = (name: string) => askServer(server.home, "PUT /circles/name", { circle, name });

const pushes = (actor: Actor, item: string): Promise<Element> =>
  actor.receives(`<iq type="set"><query xmlns="jabber:iq:roster">${item}</query></iq>`);
const inGroup = (contact: Actor, group = circle, more = 'subscription="both"'): string =>
  `<item jid="${contact.account}" ${more}><group>${group}</group></item>`;
const contactsOf = async (actor: Actor): Promise<Element[]> => (await rosterOf(actor))?.getChildren("item") ?? [];
const bookmarksOf = async (actor: Actor): Promise<Element[]> => await itemsOf(actor, BOOKMARKS);

describe("to be in a circle", () => {
  test("makes both contacts of each other, in a group with its name, pushed with presence", async () => {
    const { room } = (await create(alice, bob)) as { room: string };
    await pushes(alice, inGroup(bob, circle, `name="bob${number}" subscription="both"`));
    await pushes(bob, inGroup(alice, circle, `name="alice${number}" subscription="both"`));
    await alice.receives(`<presence from="${bob.jid}"/>`);
    await bob.receives(`<presence from="${alice.jid}"/>`);
    expect(room).toBe(`family-${number}@rooms.localhost`);
    expect((await show())?.members.map(({ jid }) => jid)).toEqual([alice.account, bob.account]);
  });

  test("brings the nickname of who has one, and a new one where nobody has given another", async () => {
    await publish(alice, NICK, `<item id="current"><nick xmlns="${NICK}">Alice &lt;b&gt;</nick></item>`);
    await create(alice, bob);
    await pushes(bob, inGroup(alice, circle, 'name="Alice &lt;b&gt;" subscription="both"'));
    await publish(alice, NICK, `<item id="current"><nick xmlns="${NICK}">Ally</nick></item>`);
    await pushes(bob, inGroup(alice, circle, 'name="Ally" subscription="both"'));
    await setsItem(bob, `<item jid="${alice.account}" name="Mum"><group>${circle}</group></item>`);
    await publish(alice, NICK, `<item id="current"><nick xmlns="${NICK}">A.</nick></item>`);
    await add(carol);
    await pushes(carol, inGroup(alice, circle, 'name="A." subscription="both"'));
    expect((await contactsOf(bob)).find(({ attrs }) => attrs.jid === alice.account)?.attrs.name).toBe("Mum");
  });

  test("brings what people publish to their contacts, as after any subscription (XEP-0163 §4.3.3)", async () => {
    await publish(alice, "urn:x:mood", '<item id="current"><mood xmlns="urn:x:mood">happy</mood></item>');
    await announcesCaps(bob, ["urn:x:mood+notify"]);
    await create(alice, bob);
    const event = '<event xmlns="http://jabber.org/protocol/pubsub#event"><items node="urn:x:mood"/></event>';
    await bob.receives(`<message from="${alice.account}">${event}</message>`);
  });

  test("brings no nickname that contacts may not read", async () => {
    const payload = `<item id="current"><nick xmlns="${NICK}">Agent</nick></item>`;
    await publish(alice, NICK, payload, { access_model: "whitelist" });
    await create(alice, bob);
    await pushes(bob, inGroup(alice, circle, `name="alice${number}" subscription="both"`));
  });

  test("brings its room: a bookmark that is entered by itself, and a place in a room for members", async () => {
    await announcesCaps(alice, [`${BOOKMARKS}+notify`]);
    const { room } = (await create(alice)) as { room: string };
    const event = await alice.receives(
      `<message><event xmlns="http://jabber.org/protocol/pubsub#event"><items node="${BOOKMARKS}"><item id="${room}"><conference xmlns="${BOOKMARKS}" name="${circle}" autojoin="true"><nick>alice${number}</nick></conference></item></items></event></message>`,
    );
    expect(event).toBeDefined();
    const local = room.split("@")[0] ?? "";
    expect(codesIn(await enterRoom(alice, local, "alice"))).toContain(110);
    bob.sends(`<presence to="${room}/bob"><x xmlns="http://jabber.org/protocol/muc"/></presence>`);
    const refused = await bob.receives(`<presence type="error" from="${room}/bob"/>`);
    expect(refused.getChild("error")?.getChild("registration-required")).toBeDefined();
    const details = await askServer(server.home, "POST /rooms/show", { room });
    expect(details?.affiliations).toMatchObject([
      { jid: "admin@localhost", affiliation: "owner" },
      { jid: alice.account, affiliation: "member" },
    ]);
    expect(details?.config).toMatchObject({
      roomname: circle,
      membersonly: true,
      persistentroom: true,
      publicroom: false,
    });
  });

  test("adds to what is there: groups, names and subscriptions of before stay when one is taken out", async () => {
    await befriend(alice, bob);
    await setsItem(alice, `<item jid="${bob.account}" name="Bobby"><group>Friends</group></item>`);
    await setsItem(alice, `<item jid="${carol.account}" name="C"/>`);
    await create(alice, bob, carol);
    await pushes(
      alice,
      `<item jid="${bob.account}" name="Bobby"><group>Friends</group><group>${circle}</group></item>`,
    );
    await pushes(alice, inGroup(carol));
    await pushes(bob, inGroup(carol));
    await kick(alice);
    const left = await waitFor(async () => {
      const items = await contactsOf(alice);
      return items.every((item) => item.getChildren("group").every((group) => group.getText() !== circle)) && items;
    });
    expect(left.map(({ attrs }) => [attrs.jid, attrs.name, attrs.subscription])).toEqual([
      [bob.account, "Bobby", "both"],
      [carol.account, "C", "none"],
    ]);
    const others = await waitFor(async () => {
      const items = await contactsOf(carol);
      return items.every(({ attrs }) => attrs.jid !== alice.account) && items;
    });
    expect(others.map(({ attrs }) => attrs.jid)).toEqual([bob.account]);
    expect((await contactsOf(bob)).find(({ attrs }) => attrs.jid === alice.account)?.attrs.subscription).toBe("both");
  });
});

describe("to be taken out of a circle", () => {
  test("takes away the contacts with their presence, the bookmark and the place in the room", async () => {
    const { room } = (await create(alice, bob)) as { room: string };
    await pushes(bob, inGroup(alice));
    await enterRoom(bob, room.split("@")[0] ?? "", "bob");
    await kick(bob);
    await pushes(bob, `<item jid="${alice.account}" subscription="remove"/>`);
    await pushes(alice, `<item jid="${bob.account}" subscription="remove"/>`);
    await bob.receives(`<presence type="unavailable" from="${alice.jid}"/>`);
    const out = await bob.receives(`<presence type="unavailable" from="${room}/bob"/>`);
    expect(codesIn(out)).toContain(321);
    expect(await bookmarksOf(bob)).toEqual([]);
    expect((await bookmarksOf(alice)).length).toBe(1);
    await expect(kick(bob)).rejects.toMatchObject({ reason: "not-in-circle" });
  });

  test("leaves alone what a person has removed: it comes back neither with a new name nor with new people", async () => {
    await create(alice, bob);
    await pushes(alice, inGroup(bob));
    await setsItem(alice, `<item jid="${bob.account}" subscription="remove"/>`);
    await rename(`${circle} again`);
    circle = `${circle} again`;
    await add(carol);
    await pushes(carol, inGroup(bob));
    await pushes(alice, inGroup(carol));
    expect((await contactsOf(alice)).map(({ attrs }) => attrs.jid)).toEqual([carol.account]);
    await kick(alice);
    await pushes(bob, `<item jid="${alice.account}" subscription="remove"/>`);
  });

  test("leaves a contact that a person has put into another group, without the presence", async () => {
    await create(alice, bob);
    await pushes(alice, inGroup(bob));
    await setsItem(alice, `<item jid="${bob.account}" name="B"><group>${circle}</group><group>Friends</group></item>`);
    await kick(bob);
    await pushes(bob, `<item jid="${alice.account}" subscription="remove"/>`);
    const [item] = await contactsOf(alice);
    expect(item?.attrs).toEqual({ jid: bob.account, name: "B", subscription: "none" });
    expect(item?.getChildren("group").map((group) => group.getText())).toEqual(["Friends"]);
    await alice.receives(`<presence type="unavailable" from="${bob.jid}"/>`);
  });

  test("keeps those together whom another circle has together", async () => {
    await create(alice, bob);
    const first = circle;
    circle = `Club ${number}`;
    await create(alice, bob);
    await pushes(alice, `<item jid="${bob.account}"><group>${first}</group><group>${circle}</group></item>`);
    await kick(alice);
    await pushes(bob, inGroup(alice, first));
    circle = first;
    await kick(alice);
    await pushes(bob, `<item jid="${alice.account}" subscription="remove"/>`);
  });

  test("whoever loses the account leaves its circles", async () => {
    await create(alice, bob);
    await pushes(bob, inGroup(alice));
    await server.removeAccount(alice.account);
    await pushes(bob, `<item jid="${alice.account}" subscription="remove"/>`);
    expect((await show())?.members.map(({ jid }) => jid)).toEqual([bob.account]);
  });
});

describe("a circle", () => {
  test("takes its groups, bookmarks and room along when it gets another name", async () => {
    const { room } = (await create(alice, bob)) as { room: string };
    await pushes(alice, inGroup(bob));
    const next = `<i>"Les Dupont"</i> & ${number}`;
    await rename(next);
    await pushes(alice, `<item jid="${bob.account}"><group>&lt;i>"Les Dupont"&lt;/i> &amp; ${number}</group></item>`);
    await expect(show()).rejects.toMatchObject({ reason: "no-such-circle" });
    expect((await show(next.toUpperCase()))?.name).toBe(next);
    const items = await waitFor(async () => {
      const found = await bookmarksOf(bob);
      return found[0]?.getChild("conference")?.attrs.name === next && found;
    });
    expect(items.map(({ attrs }) => attrs.id)).toEqual([room]);
    expect((await askServer(server.home, "POST /rooms/show", { room }))?.config.roomname).toBe(next);
  });

  test("takes away what it brought when it is removed, with its room or without", async () => {
    const { room } = (await create(alice, bob)) as { room: string };
    await pushes(alice, inGroup(bob));
    await remove();
    await pushes(alice, `<item jid="${bob.account}" subscription="remove"/>`);
    await pushes(bob, `<item jid="${alice.account}" subscription="remove"/>`);
    await expect(askServer(server.home, "POST /rooms/show", { room })).rejects.toMatchObject({
      reason: "no-such-room",
    });
    await waitFor(async () => (await bookmarksOf(alice)).length === 0);
    const again = (await create(alice)) as { room: string };
    await waitFor(async () => (await bookmarksOf(alice)).length === 1);
    await remove(true);
    await waitFor(async () => (await listed()).every(({ name }) => name !== circle));
    expect((await bookmarksOf(alice)).map(({ attrs }) => attrs.id)).toEqual([again.room]);
  });

  test("loses the bookmarks of a room that its owner destroys, lest apps make it anew", async () => {
    const { room } = (await create(alice)) as { room: string };
    await waitFor(async () => (await bookmarksOf(alice)).length === 1);
    await askServer(server.home, "DELETE /rooms", { room });
    await waitFor(async () => (await bookmarksOf(alice)).length === 0);
    expect((await show())?.room).toBeNull();
  });

  test("has a room with another address where that of its name is taken", async () => {
    await makeRoom(alice, `family-${number}`, {});
    expect(await create(bob)).toMatchObject({ room: `family-${number}-2@rooms.localhost` });
  });

  test("has a bounded number of people, and so has an account of circles", async () => {
    await create(alice, bob, carol);
    await expect(add(await enter(server, `dave${number}`, "phone"))).rejects.toMatchObject({ reason: "circle-full" });
    circle = `Second ${number}`;
    await create(alice);
    circle = `Third ${number}`;
    await expect(create(alice)).rejects.toMatchObject({ reason: "too-many-circles-of-account" });
    expect((await listed()).map(({ name }) => name)).not.toContain(circle);
    await expect(askServer(server.home, "POST /rooms/show", { room: `third-${number}` })).rejects.toMatchObject({
      reason: "no-such-room",
    });
  });

  test.each([[""], ["   "], ["x".repeat(61)], ["a\u0000b"], ["a\u202Eb"]])("cannot be called %j", async (name) => {
    await expect(askServer(server.home, "POST /circles", { circle: name, people: [] })).rejects.toMatchObject({
      reason: "not-a-circle-name",
    });
  });

  test("is the same in capitals, and is told of once", async () => {
    await create(alice);
    const twice = askServer(server.home, "POST /circles", { circle: circle.toUpperCase(), people: [] });
    await expect(twice).rejects.toMatchObject({ reason: "circle-exists", details: { circle } });
    await expect(add(alice)).resolves.toEqual({ added: [] });
    await expect(askServer(server.home, "PUT /circles/people", { circle, people: ["nobody"] })).rejects.toMatchObject({
      reason: "no-such-account",
    });
  });

  test("is left at the next start by whoever loses the account while no server runs", async () => {
    await create(alice, bob);
    await pushes(bob, inGroup(alice));
    await server.server.stop();
    const offline = await openOfflineAccounts(server.home, readConfig("", modules, ["domains=localhost"]), memoryLog());
    await offline.accounts.remove([storedJid(alice.account)]);
    await offline.close();
    await server.restart();
    const again = await enter(server, `bob${number}`, "tablet");
    await waitFor(async () => (await contactsOf(again)).length === 0);
    expect((await show())?.members.map(({ jid }) => jid)).toEqual([bob.account]);
  });

  test("leaves out a pair of whom one has a full list, and goes on with the others", async () => {
    await using small = await startTestServer({ settings: ["roster.max_contacts=1"] });
    await small.createAccount("admin@localhost", undefined, true);
    const full = await enter(small, "full", "phone");
    const other = await enter(small, "other", "phone");
    const third = await enter(small, "third", "phone");
    await setsItem(full, '<item jid="friend@elsewhere.example"/>');
    await rosterOf(other);
    const people = [full, other, third].map(({ account }) => account);
    await askServer(small.home, "POST /circles", { circle: "Small", people });
    await pushes(other, `<item jid="${third.account}" subscription="both"/>`);
    expect((await contactsOf(full)).map(({ attrs }) => attrs.jid)).toEqual(["friend@elsewhere.example"]);
    expect((await contactsOf(other)).map(({ attrs }) => attrs.jid)).toEqual([third.account]);
    expect(small.events.map(({ event }) => event)).toContain("circle-contact-left-out");
    expect(small.errors).toEqual([]);
  });

  test("ends as it should where people come and go at once", async () => {
    await create();
    await Promise.all([add(alice, bob), kick(alice).catch(() => {}), add(carol), rename(`New ${number}`)]);
    circle = `New ${number}`;
    await add(alice);
    for (const [person, others] of [
      [alice, [bob, carol]],
      [bob, [alice, carol]],
      [carol, [alice, bob]],
    ] as const) {
      const items = await waitFor(async () => {
        const found = await contactsOf(person);
        return found.length === 2 && found.every((item) => item.getChildText("group") === circle) && found;
      });
      expect(items.map(({ attrs }) => attrs.jid).toSorted()).toEqual(others.map(({ account }) => account).toSorted());
    }
  });
});

const listed = async () => (await askServer(server.home, "GET /circles"))?.circles ?? [];

/** What `look` finds in the end: each look is answered by the server, after the work that was due before. */
async function waitFor<Found>(look: () => Promise<Found | false>): Promise<Found> {
  for (let looks = 0; looks < 200; looks++) {
    const found = await look();
    if (found) return found;
  }
  throw new Error("it was not found in 200 looks");
}
