/** XEP-0402: PEP Native Bookmarks; XEP-0411 and XEP-0048: the same rooms for clients that know the list only; XEP-0492. */
import { afterAll, beforeEach, describe, expect, test } from "bun:test";
import { type Actor, appear, befriend, enter, settled } from "../support/cast.ts";
import { startTestServer } from "../support/server.ts";
import { featuresOf } from "../support/xep/disco.ts";
import {
  ask,
  askOwner,
  EVENT,
  fieldIn,
  follows,
  form,
  idsOf,
  itemsOf,
  publish,
  refusal,
} from "../support/xep/pubsub.ts";

const NODE = "urn:xmpp:bookmarks:1";
const LIST = "storage:bookmarks";
const PRIVATE = {
  persist_items: "true",
  max_items: "max",
  send_last_published_item: "never",
  access_model: "whitelist",
};

const server = await startTestServer({ settings: ["pep.max_item_size=20kB", "pep.max_items=400"] });
let juliet: Actor;
let phone: Actor;
let people = 0;

beforeEach(async () => {
  people += 1;
  juliet = await enter(server, `juliet${people}`, "balcony");
  phone = await enter(server, `juliet${people}`, "phone");
  await appear(juliet);
  await appear(phone);
  await settled(juliet, phone);
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

const item = (jid: string, name: string, more = "") =>
  `<item id="${jid}"><conference xmlns="${NODE}" name="${name}">${more}</conference></item>`;
const conference = (jid: string, name: string, more = "") =>
  more ? `<conference jid="${jid}" name="${name}">${more}</conference>` : `<conference jid="${jid}" name="${name}"/>`;
const storage = (inner: string) => `<storage xmlns="${LIST}">${inner}</storage>`;

const addRoom = (jid: string, name: string, more = "") => publish(juliet, NODE, item(jid, name, more), PRIVATE);
const removeRoom = (jid: string) =>
  ask(juliet, "set", `<retract node="${NODE}" notify="true"><item id="${jid}"/></retract>`);
const publishList = (inner: string) => publish(juliet, LIST, `<item id="current">${storage(inner)}</item>`);
const storeList = (inner: string) =>
  juliet.asks(`<iq type="set"><query xmlns="jabber:iq:private">${storage(inner)}</query></iq>`);

/** The list of XEP-0048, which must be the same in PEP and in private XML. */
async function listed(): Promise<string> {
  const stored = await juliet.asks(`<iq type="get"><query xmlns="jabber:iq:private">${storage("")}</query></iq>`);
  const list = stored.getChild("query")?.getChild("storage", LIST);
  const [published] = await itemsOf(juliet, LIST);
  expect(published?.getChild("storage", LIST)?.toString()).toBe(list?.toString() ?? "");
  return (list?.children ?? []).join("");
}

async function nameOf(jid: string): Promise<string | undefined> {
  const found = (await itemsOf(juliet, NODE)).find(({ attrs }) => attrs.id === jid);
  return found?.getChild("conference", NODE)?.attrs.name;
}

const notification = (node: string, inner: string) =>
  `<message from="${juliet.account}" type="headline"><event xmlns="${EVENT}"><items node="${node}">${inner}</items></event></message>`;

describe("XEP-0402", () => {
  test("§6: the account advertises that both kinds of lists are converted", async () => {
    const features = await featuresOf(juliet, juliet.account);
    expect(features).toContain("urn:xmpp:bookmarks:1#compat");
    expect(features).toContain("urn:xmpp:bookmarks:1#compat-pep");
    expect(await featuresOf(juliet, "localhost")).not.toContain("urn:xmpp:bookmarks:1#compat");
  });

  test("XEP-0411 §2, compliance tester: xep0411: the account advertises the conversion", async () => {
    expect(await featuresOf(juliet, juliet.account)).toContain("urn:xmpp:bookmarks-conversion:0");
  });

  test("§3.3, §3.4: a bookmark is added and edited, and the account's other clients are notified", async () => {
    await follows(phone, NODE);
    expect(refusal(await addRoom("theplay@rooms.example", "The Play"))).toBe("");
    await phone.receives(notification(NODE, item("theplay@rooms.example", "The Play")));
    await addRoom("orchard@rooms.example", "The Orcard");
    await addRoom("orchard@rooms.example", "The Orchard");
    await phone.receives(notification(NODE, item("orchard@rooms.example", "The Orchard")));
    expect((await idsOf(phone, NODE)).sort()).toEqual(["orchard@rooms.example", "theplay@rooms.example"]);
  });

  test("§3.5, §4: a bookmark is removed, and the other clients are notified", async () => {
    await follows(phone, NODE);
    await addRoom("theplay@rooms.example", "The Play");
    expect(refusal(await removeRoom("theplay@rooms.example"))).toBe("");
    await phone.receives(notification(NODE, '<retract id="theplay@rooms.example"/>'));
    expect(await idsOf(juliet, NODE)).toEqual([]);
  });

  test("XEP-0223: the last item is not sent to clients that come online", async () => {
    await addRoom("theplay@rooms.example", "The Play");
    await follows(phone, NODE);
    await phone.receivesNothing("<message/>");
  });

  test("an item without <conference/> is invalid-payload, and changes nothing", async () => {
    expect(refusal(await publish(juliet, NODE, '<item id="a@b.example"><other xmlns="urn:other"/></item>'))).toBe(
      "modify bad-request invalid-payload",
    );
    expect(refusal(await publish(juliet, LIST, '<item id="current"><other xmlns="urn:other"/></item>'))).toBe(
      "modify bad-request invalid-payload",
    );
    expect(refusal(await ask(juliet, "get", `<items node="${NODE}"/>`))).toBe("cancel item-not-found");
  });
});

describe("access", () => {
  test("a node created without options is private, persistent, and holds all items", async () => {
    for (const jid of ["a@rooms.example", "b@rooms.example"]) await publish(juliet, NODE, item(jid, jid));
    expect(await idsOf(juliet, NODE)).toEqual(["a@rooms.example", "b@rooms.example"]);
    const config = await askOwner(juliet, "get", `<configure node="${NODE}"/>`);
    for (const [name, value] of Object.entries({ ...PRIVATE, persist_items: "1" }))
      expect(fieldIn(config, `pubsub#${name}`)).toEqual([value]);
    const list = await askOwner(juliet, "get", `<configure node="${LIST}"/>`);
    expect(fieldIn(list, "pubsub#access_model")).toEqual(["whitelist"]);
  });

  test("XEP-0411 §5: the service MUST make sure that the user is the only one who has access", async () => {
    const open = { access_model: "open" };
    for (const node of [LIST, NODE]) {
      const room = node === NODE ? item("a@rooms.example", "A") : `<item id="current">${storage("")}</item>`;
      expect(refusal(await publish(juliet, node, room, open))).toBe("modify not-acceptable");
      const create = `<create node="${node}"/><configure>${form("node_config", open)}</configure>`;
      expect(refusal(await ask(juliet, "set", create))).toBe("modify not-acceptable");
      expect(refusal(await publish(juliet, node, room))).toBe("");
      for (const wanted of [open, { persist_items: "0" }]) {
        const change = `<configure node="${node}">${form("node_config", wanted)}</configure>`;
        expect(refusal(await askOwner(juliet, "set", change))).toBe("modify not-acceptable");
      }
      expect(refusal(await publish(juliet, node, room, open))).toBe("cancel conflict precondition-not-met");
    }
  });

  test("contacts are neither notified nor answered, however the bookmarks were stored", async () => {
    const romeo = await enter(server, `romeo${people}`, "orchard");
    await appear(romeo);
    await befriend(juliet, romeo);
    await follows(romeo, NODE, LIST);
    await storeList(conference("a@rooms.example", "A"));
    await addRoom("b@rooms.example", "B");
    await romeo.receivesNothing("<message/>");
    for (const node of [NODE, LIST])
      expect(refusal(await ask(romeo, "get", `<items node="${node}"/>`, juliet.account))).toBe(
        "cancel not-allowed closed-node",
      );
  });
});

describe("§5.3.1: items are converted to a list", () => {
  test("in the namespace of the list, with the ItemID as jid; its subscribers are notified (XEP-0411 §3)", async () => {
    await follows(phone, LIST);
    const more = `<nick>JC</nick><password>secret</password><extensions><state xmlns="urn:mine"/></extensions>`;
    await publish(juliet, NODE, item("theplay@rooms.example", "The Play", more).replace("name=", 'autojoin="1" name='));
    const inner = `<conference jid="theplay@rooms.example" name="The Play" autojoin="true"><nick>JC</nick><password>secret</password></conference>`;
    expect(await listed()).toBe(inner);
    await phone.receives(notification(LIST, `<item id="current">${storage(inner)}</item>`));
    await phone.receivesNothing("<message/>");
  });

  test("an edited or removed room changes in the list; web pages and unknown elements stay", async () => {
    const more = '<minimize xmlns="urn:old-client">1</minimize>';
    const page = '<url name="Works" url="https://shakespeare.example/"/>';
    await publishList(`${conference("a@rooms.example", "A", more)}${page}${conference("b@rooms.example", "B")}`);
    await addRoom("a@rooms.example", "Another A");
    await removeRoom("b@rooms.example");
    expect(await listed()).toBe(`${conference("a@rooms.example", "Another A", more)}${page}`);
  });

  test("a change that does not affect the list causes no notification of it", async () => {
    await addRoom("a@rooms.example", "A");
    await follows(phone, LIST);
    await settled(juliet, phone);
    await addRoom("a@rooms.example", "A", "<extensions><x xmlns='urn:mine'/></extensions>");
    await phone.receivesNothing("<message/>");
  });

  test("after purging or deleting the node, the list is empty", async () => {
    for (const end of [`<purge node="${NODE}"/>`, `<delete node="${NODE}"/>`]) {
      await addRoom("a@rooms.example", "A");
      expect(await listed()).not.toBe("");
      expect(refusal(await askOwner(juliet, "set", end))).toBe("");
      expect(await listed()).toBe("");
    }
  });

  test("items of other protocols are not in the list, and are kept when a new list is stored", async () => {
    const other = await publish(juliet, NODE, item("#room:elsewhere@@", "Elsewhere"));
    expect(refusal(other)).toBe("");
    await storeList(conference("a@rooms.example", "A"));
    expect(await listed()).toBe(conference("a@rooms.example", "A"));
    expect((await idsOf(juliet, NODE)).sort()).toEqual(["#room:elsewhere@@", "a@rooms.example"]);
  });
});

describe("§5.3.2: a list is converted to items", () => {
  for (const [way, store] of [
    ["by PEP (XEP-0048 §3)", publishList],
    ["as private XML (XEP-0049)", storeList],
  ] as const) {
    test(`new, changed and removed rooms, ${way}; unchanged ones cause no notification, <extensions/> are kept`, async () => {
      const settings = '<extensions><notify xmlns="urn:xmpp:notification-settings:1"><never/></notify></extensions>';
      await addRoom("same@rooms.example", "Same", settings);
      await addRoom("changed@rooms.example", "Old", settings);
      await addRoom("gone@rooms.example", "Gone");
      await follows(phone, NODE, LIST);
      await phone.receives(notification(LIST, '<item id="current"/>'));
      await settled(juliet, phone);
      const inner =
        conference("SAME@rooms.example", "Same") +
        conference("changed@rooms.example", "New") +
        conference("new@rooms.example", "Brand new", "<nick>me</nick>");
      expect(refusal(await store(inner))).toBe("");
      await phone.receives(notification(NODE, '<retract id="gone@rooms.example"/>'));
      await phone.receives(notification(NODE, item("changed@rooms.example", "New", settings)));
      await phone.receives(notification(NODE, item("new@rooms.example", "Brand new", "<nick>me</nick>")));
      await phone.receives(notification(LIST, `<item id="current">${storage(inner)}</item>`));
      await phone.receivesNothing("<message/>");
      expect(await listed()).toBe(inner);
      expect(await nameOf("same@rooms.example")).toBe("Same");
      expect(await idsOf(juliet, NODE)).not.toContain("gone@rooms.example");
    });
  }

  test("an empty list removes all items", async () => {
    await addRoom("a@rooms.example", "A");
    await storeList("");
    expect(await idsOf(juliet, NODE)).toEqual([]);
    expect(await listed()).toBe("");
  });

  test("deleting the list's node, as migrated clients do, keeps the rooms, also in private XML", async () => {
    await addRoom("a@rooms.example", "A");
    expect(refusal(await askOwner(juliet, "set", `<delete node="${LIST}"/>`))).toBe("");
    expect(await idsOf(juliet, NODE)).toEqual(["a@rooms.example"]);
    const stored = await juliet.asks(`<iq type="get"><query xmlns="jabber:iq:private">${storage("")}</query></iq>`);
    expect(stored.getChild("query")?.children.join("")).toBe(storage(conference("a@rooms.example", "A")));
    await addRoom("b@rooms.example", "B");
    expect(await listed()).toBe(conference("a@rooms.example", "A") + conference("b@rooms.example", "B"));
  });

  test("§4: each removed room is notified by a <retract/>", async () => {
    await storeList(conference("a@rooms.example", "A") + conference("b@rooms.example", "B"));
    await follows(phone, NODE);
    await storeList("");
    for (const jid of ["a@rooms.example", "b@rooms.example"]) {
      const event = await phone.receives(notification(NODE, `<retract id="${jid}"/>`));
      expect(event.getChild("event")?.getChild("items")?.getChildElements()).toHaveLength(1);
    }
  });

  test("the same list stored again causes no notification", async () => {
    await storeList(conference("a@rooms.example", "A"));
    await follows(phone, NODE, LIST);
    await phone.receives(notification(LIST, '<item id="current"/>'));
    await storeList(conference("a@rooms.example", "A"));
    await phone.receivesNothing("<message/>");
  });

  test("duplicate rooms become one item, and invalid addresses none", async () => {
    await storeList(
      conference("a@rooms.example", "First") +
        conference("A@rooms.example/nick", "Second") +
        conference("@", "Nowhere") +
        "<conference/>",
    );
    expect(await idsOf(juliet, NODE)).toEqual(["a@rooms.example"]);
    expect(await nameOf("a@rooms.example")).toBe("First");
  });

  test("XEP-0411 §3: a client with PEP only gets the list of a client with private XML only, also at login", async () => {
    await storeList(conference("a@rooms.example", "A"));
    await follows(phone, LIST);
    await phone.receives(
      notification(LIST, `<item id="current">${storage(conference("a@rooms.example", "A"))}</item>`),
    );
  });
});

describe("both formats change, or neither", () => {
  test("a list that is too long is refused, and changes nothing", async () => {
    await addRoom("a@rooms.example", "A");
    const long = conference("b@rooms.example", "x".repeat(20_000));
    for (const store of [storeList, publishList]) {
      expect(refusal(await store(long))).toBe("modify not-acceptable payload-too-big");
      expect(await idsOf(juliet, NODE)).toEqual(["a@rooms.example"]);
      expect(await listed()).toBe(conference("a@rooms.example", "A"));
    }
  });

  test("a list with more rooms than the node may have, and a room that exceeds the list, are refused", async () => {
    const many = Array.from({ length: 401 }, (_, n) => `<conference jid="r${n}@x"/>`);
    expect(refusal(await storeList(many.join("")))).toBe("wait resource-constraint");
    expect(refusal(await storeList(many.slice(0, 400).join("")))).toBe("");
    expect(await idsOf(juliet, NODE)).toHaveLength(400);
    const room = conference("b@rooms.example", "x".repeat(15_000));
    await storeList(room);
    expect(refusal(await addRoom("c@rooms.example", "y".repeat(15_000)))).toBe("modify not-acceptable payload-too-big");
    expect(await idsOf(juliet, NODE)).toEqual(["b@rooms.example"]);
    expect(await listed()).toBe(room);
  });

  test("other private XML is stored unchanged, also in one request with the list (XEP-0049 §2.3)", async () => {
    const both = `<prefs xmlns="exodus:prefs"><a/></prefs>${storage(conference("a@rooms.example", "A"))}`;
    expect(refusal(await juliet.asks(`<iq type="set"><query xmlns="jabber:iq:private">${both}</query></iq>`))).toBe("");
    const prefs = await juliet.asks(
      '<iq type="get"><query xmlns="jabber:iq:private"><prefs xmlns="exodus:prefs"/></query></iq>',
    );
    expect(prefs.getChild("query")?.children.join("")).toBe('<prefs xmlns="exodus:prefs"><a/></prefs>');
    expect(await listed()).toBe(conference("a@rooms.example", "A"));
  });
});

test("XEP-0492 §2, Movim: notification settings in <extensions/> of a bookmark are returned unchanged", async () => {
  const notify =
    '<notify xmlns="urn:xmpp:notification-settings:1"><never identity-category="client" identity-type="pc"/>' +
    '<always><advanced><mine xmlns="custom:1"><when day="monday"/></mine></advanced></always></notify>';
  await addRoom("a@rooms.example", "A", `<extensions>${notify}</extensions>`);
  await storeList(conference("a@rooms.example", "Renamed by an old client"));
  const [found] = await itemsOf(phone, NODE);
  expect(found?.getChild("conference", NODE)?.attrs.name).toBe("Renamed by an old client");
  expect(found?.getChild("conference", NODE)?.getChild("extensions")?.children.join("")).toBe(notify);
});
