/** What Conversations, Monal, Gajim, Dino and the compliance tester request and configure in rooms. */
import { describe, expect, test } from "bun:test";
import type { Element } from "ltx";
import { type Actor, settled } from "../support/cast.ts";
import { stage } from "../support/stage.ts";
import { featuresOf } from "../support/xep/disco.ts";
import {
  codesIn,
  enter,
  INFO,
  ITEMS,
  itemIn,
  join,
  OWNER,
  roomAt,
  SERVICE,
  setAffiliation,
  USER,
} from "../support/xep/rooms.ts";

const { actors } = stage(["romeo", "juliet", "tybalt"]);

const MAM = "urn:xmpp:mam:2";
const DATA = "jabber:x:data";

const queryTo = async (actor: Actor, to: string, ns: string): Promise<Element> => {
  const answer = await actor.asks(`<iq type="get" to="${to}"><query xmlns="${ns}"/></iq>`);
  const query = answer.getChild("query", ns);
  if (!query) throw new Error(`no answer: ${answer}`);
  return query;
};

/** The values of a form's fields, by their names. */
const valuesIn = (query: Element): Map<string, string[]> =>
  new Map(
    (query.getChild("x", DATA)?.getChildren("field") ?? []).map((field) => [
      field.attrs.var,
      field.getChildren("value").map((value) => value.getText()),
    ]),
  );

/** Submits the room's form with changed fields, as most apps do; fields that the form lacks are left out. */
async function submitChanged(actor: Actor, room: string, changes: Readonly<Record<string, string>>): Promise<Element> {
  const fields = valuesIn(await queryTo(actor, roomAt(room), OWNER));
  for (const [name, value] of Object.entries(changes)) if (fields.has(name)) fields.set(name, [value]);
  const written = [...fields].map(
    ([name, values]) => `<field var="${name}">${values.map((value) => `<value>${value}</value>`).join("")}</field>`,
  );
  return await actor.asks(
    `<iq type="set" to="${roomAt(room)}"><query xmlns="${OWNER}"><x xmlns="${DATA}" type="submit">${written.join("")}</x></query></iq>`,
  );
}

/** Enters a room that does not exist yet. */
async function createRoom(actor: Actor, room: string): Promise<Element> {
  const selfPresence = await enter(actor, room, "maker");
  expect(codesIn(selfPresence)).toEqual(expect.arrayContaining([110, 201]));
  return selfPresence;
}

const members = async (actor: Actor, room: string, affiliation: string): Promise<string[]> => {
  const ns = "http://jabber.org/protocol/muc#admin";
  const answer = await actor.asks(
    `<iq type="get" to="${roomAt(room)}"><query xmlns="${ns}"><item affiliation="${affiliation}"/></query></iq>`,
  );
  expect(answer.attrs.type).toBe("result");
  return (answer.getChild("query", ns)?.getChildren("item") ?? []).map(({ attrs }) => attrs.jid);
};

describe("discovery of the service and its rooms", () => {
  test("Conversations, Gajim, Monal, Dino, compliance tester: xep0045: an item of the domain has the identity conference/text", async () => {
    const items = (await queryTo(actors.romeo, "localhost", ITEMS)).getChildren("item");
    expect(items.map(({ attrs }) => attrs.jid)).toContain(SERVICE);
    const info = await queryTo(actors.romeo, SERVICE, INFO);
    expect(info.getChild("identity")?.attrs).toMatchObject({ category: "conference", type: "text" });
    expect(await featuresOf(actors.romeo, SERVICE)).toContain("http://jabber.org/protocol/muc");
  });

  test("Gajim's list of services, converse.js: public rooms are listed by name, hidden ones are not", async () => {
    const { romeo, tybalt } = actors;
    await createRoom(romeo, "listed");
    await submitChanged(romeo, "listed", {
      "muc#roomconfig_publicroom": "1",
      "muc#roomconfig_roomname": "The listed one",
    });
    await createRoom(romeo, "hidden");
    await submitChanged(romeo, "hidden", {});
    const items = (await queryTo(tybalt, SERVICE, ITEMS)).getChildren("item");
    expect(items.map(({ attrs }) => [attrs.jid, attrs.name])).toEqual([[roomAt("listed"), "The listed one"]]);
  });
});

describe("Conversations", () => {
  // Options that Conversations sets for a private group and a public channel right after entering.
  const both = { "muc#roomconfig_persistentroom": "1", "muc#roomconfig_changesubject": "0" };
  const archived = { "muc#roomconfig_enablearchiving": "1", mam: "1", "muc#roomconfig_mam": "1" };
  const GROUP = {
    ...both,
    ...archived,
    "muc#roomconfig_membersonly": "1",
    "muc#roomconfig_publicroom": "0",
    "muc#roomconfig_whois": "anyone",
    "muc#roomconfig_allowinvites": "0",
    "muc#roomconfig_roomname": "Capulets",
  };
  const CHANNEL = {
    ...both,
    ...archived,
    "muc#roomconfig_membersonly": "0",
    "muc#roomconfig_publicroom": "1",
    "muc#roomconfig_whois": "moderators",
  };

  test("a private group is created and configured, its members are invited, and it has what OMEMO needs", async () => {
    const { romeo, juliet } = actors;
    await createRoom(romeo, "xevoru");
    expect((await submitChanged(romeo, "xevoru", GROUP)).attrs.type).toBe("result");
    const features = await featuresOf(juliet, roomAt("xevoru"));
    expect(features).toEqual(
      expect.arrayContaining(["muc_membersonly", "muc_nonanonymous", "muc_hidden", "muc_persistent", MAM]),
    );
    expect(features).toEqual(
      expect.arrayContaining([
        "urn:xmpp:sid:0",
        "urn:xmpp:occupant-id:0",
        "urn:xmpp:message-moderate:1",
        "http://jabber.org/protocol/muc#stable_id",
        "http://jabber.org/protocol/muc#self-ping-optimization",
        "vcard-temp",
      ]),
    );
    await setAffiliation(romeo, "xevoru", juliet.account, "member");
    romeo.sends(`<message to="${roomAt("xevoru")}"><x xmlns="${USER}"><invite to="${juliet.account}"/></x></message>`);
    await juliet.receives(`<message from="${roomAt("xevoru")}"><x xmlns="${USER}"><invite/></x></message>`);
    const selfPresence = await enter(juliet, "xevoru", "juliet", `<history maxstanzas="0"/>`);
    expect(codesIn(selfPresence)).toContain(100);
    expect(await members(juliet, "xevoru", "owner")).toEqual([romeo.account]);
    expect(await members(juliet, "xevoru", "admin")).toEqual([]);
    expect(await members(juliet, "xevoru", "member")).toEqual([juliet.account]);
    const presence = await romeo.receives(`<presence from="${roomAt("xevoru")}/juliet"/>`);
    expect(itemIn(presence).jid).toBe(juliet.jid);
    await settled(romeo, juliet);
  });

  test("a public channel: everybody may enter, and only moderators see real JIDs", async () => {
    const { romeo, tybalt } = actors;
    await createRoom(romeo, "verona");
    await submitChanged(romeo, "verona", CHANNEL);
    const features = await featuresOf(tybalt, roomAt("verona"));
    expect(features).toEqual(expect.arrayContaining(["muc_open", "muc_semianonymous", "muc_public", MAM]));
    expect(codesIn(await enter(tybalt, "verona", "tybalt"))).toEqual([110]);
    const others = tybalt.client.inbox.waiting().filter(({ attrs }) => attrs.from === `${roomAt("verona")}/maker`);
    expect(others.every((presence) => itemIn(presence).jid === undefined)).toBe(true);
    await settled(romeo, tybalt);
  });

  test("missed messages are fetched from the room's archive, after the stanza-id of the last message", async () => {
    const { romeo, juliet } = actors;
    juliet.sends(`<message type="groupchat" to="${roomAt("xevoru")}" id="c1"><body>one</body></message>`);
    const message = await juliet.receives(`<message type="groupchat"><body>one</body></message>`);
    const after = message.getChild("stanza-id", "urn:xmpp:sid:0")?.attrs.id;
    juliet.sends(`<presence type="unavailable" to="${roomAt("xevoru")}/juliet"/>`);
    await settled(romeo, juliet);
    romeo.sends(`<message type="groupchat" to="${roomAt("xevoru")}" id="c2"><body>two</body></message>`);
    await romeo.pings();
    await enter(juliet, "xevoru", "juliet", `<history maxchars="0"/>`);
    await juliet.receivesNothing(`<message type="groupchat"><body/></message>`);
    const answer = await juliet.asks(
      `<iq type="set" to="${roomAt("xevoru")}"><query xmlns="${MAM}" queryid="q"><set xmlns="http://jabber.org/protocol/rsm"><max>50</max><after>${after}</after></set></query></iq>`,
    );
    expect(answer.getChild("fin", MAM)?.attrs.complete).toBe("true");
    const result = await juliet.receives(`<message from="${roomAt("xevoru")}"><result xmlns="${MAM}"/></message>`);
    const forwarded = result.getChild("result", MAM)?.getChild("forwarded")?.getChild("message");
    expect([forwarded?.attrs.from, forwarded?.getChildText("body")]).toEqual([`${roomAt("xevoru")}/maker`, "two"]);
    await settled(romeo, juliet);
  });

  test("a self-ping after a lost connection says whether it is still in the room (XEP-0410)", async () => {
    const { juliet, tybalt } = actors;
    const ping = `<iq type="get" to="${roomAt("xevoru")}/juliet"><ping xmlns="urn:xmpp:ping"/></iq>`;
    expect((await juliet.asks(ping)).attrs.type).toBe("result");
    expect((await tybalt.asks(ping)).getChild("error")?.getChild("not-acceptable")).toBeDefined();
  });
});

describe("Monal", () => {
  const MANDATORY = ["persistentroom", "membersonly", "whois", "publicroom", "changesubject", "allowinvites"];

  test("a group is members-only and non-anonymous; Monal needs both fields in the form", async () => {
    const { romeo } = actors;
    await createRoom(romeo, "monals");
    const fields = valuesIn(await queryTo(romeo, roomAt("monals"), OWNER));
    for (const name of MANDATORY) expect([...fields.keys()]).toContain(`muc#roomconfig_${name}`);
    // A room created without any configuration.
    await romeo.asks(
      `<iq type="set" to="${roomAt("monals")}"><query xmlns="${OWNER}"><x xmlns="${DATA}" type="submit"/></query></iq>`,
    );
    const features = await featuresOf(romeo, roomAt("monals"));
    expect(features).toEqual(expect.arrayContaining(["muc_membersonly", "muc_nonanonymous", "muc_hidden"]));
  });

  test("it requests its registered nickname, and registers the one it uses", async () => {
    const { romeo } = actors;
    const NS = "jabber:iq:register";
    const form = valuesIn(await queryTo(romeo, roomAt("monals"), NS));
    expect([...form.keys()]).toEqual(["FORM_TYPE", "muc#register_roomnick"]);
    const field = (name: string, value: string): string => `<field var="${name}"><value>${value}</value></field>`;
    const filled =
      field("FORM_TYPE", "http://jabber.org/protocol/muc#register") + field("muc#register_roomnick", "Romeo");
    await romeo.asks(
      `<iq type="set" to="${roomAt("monals")}"><query xmlns="${NS}"><x xmlns="${DATA}" type="submit">${filled}</x></query></iq>`,
    );
    const answer = await romeo.asks(
      `<iq type="get" to="${roomAt("monals")}"><query xmlns="${INFO}" node="x-roomuser-item"/></iq>`,
    );
    expect(answer.getChild("query", INFO)?.getChild("identity")?.attrs.name).toBe("Romeo");
  });
});

describe("Gajim", () => {
  test("disco#info has what it shows before entering: name, description, language, subject, occupants, contact", async () => {
    const { romeo, tybalt } = actors;
    await createRoom(romeo, "globe");
    await submitChanged(romeo, "globe", {
      "muc#roomconfig_roomname": "The Globe",
      "muc#roomconfig_roomdesc": "All the world's a stage",
      "muc#roomconfig_lang": "en",
      "muc#roomconfig_publicroom": "1",
      "muc#roomconfig_membersonly": "0",
    });
    romeo.sends(`<message type="groupchat" to="${roomAt("globe")}"><subject>Hamlet</subject></message>`);
    await romeo.pings();
    const info = await queryTo(tybalt, roomAt("globe"), INFO);
    expect(info.getChild("identity")?.attrs.name).toBe("The Globe");
    const fields = valuesIn(info);
    expect(Object.fromEntries(fields)).toMatchObject({
      FORM_TYPE: ["http://jabber.org/protocol/muc#roominfo"],
      "muc#roominfo_description": ["All the world's a stage"],
      "muc#roominfo_lang": ["en"],
      "muc#roominfo_subject": ["Hamlet"],
      "muc#roominfo_occupants": ["1"],
      "muc#roominfo_contactjid": [romeo.account],
    });
  });

  test("entering is refused with a reason: members-only, password, nickname conflict, ban", async () => {
    const { romeo, tybalt } = actors;
    const refused = async (room: string, nick = "tybalt"): Promise<string | undefined> => {
      tybalt.sends(join(room, nick));
      const error = (await tybalt.receives(`<presence type="error" from="${roomAt(room)}/${nick}"/>`)).getChild(
        "error",
      );
      return error?.getChildElements()[0]?.getName();
    };
    expect(await refused("xevoru")).toBe("registration-required");
    expect(await refused("globe", "maker")).toBe("conflict");
    await submitChanged(romeo, "globe", {
      "muc#roomconfig_passwordprotectedroom": "1",
      "muc#roomconfig_roomsecret": "to be",
    });
    expect(await refused("globe")).toBe("not-authorized");
    await setAffiliation(romeo, "globe", tybalt.account, "outcast");
    expect(await refused("globe")).toBe("forbidden");
  });
});

describe("Dino", () => {
  test("it creates a room with the form's default values except those that OMEMO needs, and they are applied", async () => {
    const { romeo } = actors;
    await createRoom(romeo, "dinos");
    const changes = { "muc#roomconfig_membersonly": "1", "muc#roomconfig_whois": "anyone" };
    expect((await submitChanged(romeo, "dinos", changes)).attrs.type).toBe("result");
    const settings = valuesIn(await queryTo(romeo, roomAt("dinos"), OWNER));
    expect(settings.get("muc#roomconfig_whois")).toEqual(["anyone"]);
    expect(settings.get("muc#roomconfig_roomowners")).toEqual([romeo.account]);
  });
});

describe("the compliance tester", () => {
  test("compliance tester: vcard_muc, xep0313muc: a new room has vcard-temp and an archive, and can be destroyed", async () => {
    const { romeo } = actors;
    await createRoom(romeo, "caas");
    const features = await featuresOf(romeo, roomAt("caas"));
    expect(features).toEqual(expect.arrayContaining(["vcard-temp", MAM]));
    const form = valuesIn(await queryTo(romeo, roomAt("caas"), OWNER));
    expect([...form.keys()]).toContain("muc#roomconfig_enablearchiving");
    const destroyed = await romeo.asks(
      `<iq type="set" to="${roomAt("caas")}"><query xmlns="${OWNER}"><destroy/></query></iq>`,
    );
    expect(destroyed.attrs.type).toBe("result");
    const info = await romeo.asks(`<iq type="get" to="${roomAt("caas")}"><query xmlns="${INFO}"/></iq>`);
    expect(info.getChild("error")?.getChild("item-not-found")).toBeDefined();
  });
});

/** XEP-0479 (2023), §2.2 and §2.3: what servers do about group chat, with or without a room to show it. */
describe("the compliance suites", () => {
  test.each([
    [
      "IM, Advanced: XEP-0045, XEP-0249: group chat",
      async () => await featuresOf(actors.romeo, SERVICE),
      "http://jabber.org/protocol/muc",
    ],
    [
      "IM, Advanced: XEP-0313 on the archive of a room",
      async () => await featuresOf(actors.romeo, roomAt("dinos")),
      MAM,
    ],
    [
      "IM, Advanced: XEP-0410",
      async () => await featuresOf(actors.romeo, roomAt("dinos")),
      "http://jabber.org/protocol/muc#self-ping-optimization",
    ],
    [
      "IM, Advanced: XEP-0402",
      async () => await featuresOf(actors.romeo, actors.romeo.account),
      "urn:xmpp:bookmarks:1#compat",
    ],
    [
      "of note: XEP-0425 and XEP-0424",
      async () => await featuresOf(actors.romeo, roomAt("dinos")),
      "urn:xmpp:message-moderate:1",
    ],
  ])("XEP-0479: %s", async (_, features, wanted) => {
    expect(await features()).toContain(wanted);
  });

  test("XEP-0479: IM, Advanced: XEP-0048: a room bookmarked by one app (XEP-0402) is in the list of another app", async () => {
    const { romeo } = actors;
    const extensions = `<extensions><notify xmlns="urn:xmpp:notification-settings:1"><never/></notify></extensions>`;
    const bookmark = `<conference xmlns="urn:xmpp:bookmarks:1" name="Capulets" autojoin="true"><nick>Romeo</nick>${extensions}</conference>`;
    const NODE = "urn:xmpp:bookmarks:1";
    const PUBSUB = "http://jabber.org/protocol/pubsub";
    const published = await romeo.asks(
      `<iq type="set"><pubsub xmlns="${PUBSUB}"><publish node="${NODE}"><item id="${roomAt("xevoru")}">${bookmark}</item></publish></pubsub></iq>`,
    );
    expect(published.attrs.type).toBe("result");
    const bookmarks = await romeo.asks(
      `<iq type="get"><pubsub xmlns="${PUBSUB}"><items node="${NODE}"/></pubsub></iq>`,
    );
    const item = bookmarks.getChild("pubsub", PUBSUB)?.getChild("items")?.getChild("item");
    expect(item?.attrs.id).toBe(roomAt("xevoru"));
    expect(String(item?.getChild("conference", NODE))).toBe(bookmark);
    const old = await romeo.asks(
      `<iq type="get"><query xmlns="jabber:iq:private"><storage xmlns="storage:bookmarks"/></query></iq>`,
    );
    const conference = old.getChild("query")?.getChild("storage")?.getChild("conference");
    expect(conference?.attrs).toMatchObject({ jid: roomAt("xevoru"), name: "Capulets", autojoin: "true" });
  });
});
