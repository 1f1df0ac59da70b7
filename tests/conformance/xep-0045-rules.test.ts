/** XEP-0045 §7, §9.5: each rule of speaking, private messages, invitations and voice requests, permitted and refused. */
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import type { Element } from "ltx";
import { parseJid } from "../../src/jid/jid.ts";
import { rooms } from "../../src/xep/rooms/0045-muc/muc.ts";
import { openRoomServer, type RoomServer, type TestOccupant } from "../support/in-memory/room.ts";
import { ADMIN, configForm, MUC, OPEN, OWNER, refusal, roomAt, type Settings, USER } from "../support/xep/rooms.ts";

const ROOM = roomAt("hall");
const REQUEST = `${MUC}#request`;

let server: RoomServer;
let requests = 0;

beforeEach(async () => {
  server = await openRoomServer(["rooms.max_affiliations=4"]);
});
afterEach(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

/** The stanzas that this guest receives because of `work`, errors included. */
async function got(guest: TestOccupant, work: () => void): Promise<Element[]> {
  const { length } = guest.received;
  work();
  await server.idle();
  return guest.received.slice(length);
}

/** The error condition; "" where there is no error. */
async function conditionFor(guest: TestOccupant, text: string): Promise<string> {
  const answers = await got(guest, () => guest.sends(text));
  const error = answers.find(({ attrs }) => attrs.type === "error");
  return error ? refusal(error) : "";
}

const configure = (settings: Settings): Promise<string> =>
  conditionFor(
    server.owner,
    `<iq type="set" id="c${++requests}" to="${ROOM}"><query xmlns="${OWNER}">${configForm({ ...OPEN, ...settings })}</query></iq>`,
  );
const administer = (items: string): Promise<string> =>
  conditionFor(
    server.owner,
    `<iq type="set" id="a${++requests}" to="${ROOM}"><query xmlns="${ADMIN}">${items}</query></iq>`,
  );

async function entered(account: string, nick = account): Promise<TestOccupant> {
  const guest = server.guest(account);
  await got(guest, () => guest.sends(`<presence to="${ROOM}/${nick}"><x xmlns="${MUC}"/></presence>`));
  return guest;
}

const invitation = (to: string, inner = ""): string => `<invite to="${to}">${inner}</invite>`;
const inviting = (inner: string): string => `<message to="${ROOM}"><x xmlns="${USER}">${inner}</x></message>`;

describe("§7.5: a private message", () => {
  const to = (nick: string, inner = "<body>psst</body>", type = "chat"): string =>
    `<message id="w" type="${type}" to="${ROOM}/${nick}">${inner}</message>`;

  test("is sent between occupants whose roles may, by the settings of the room", async () => {
    const romeo = await entered("romeo");
    const outside = server.guest("juliet");
    expect([await conditionFor(romeo, to("owner")), await conditionFor(outside, to("owner"))]).toEqual([
      "",
      "not-acceptable",
    ]);
    expect(await conditionFor(romeo, to("nobody"))).toBe("item-not-found");
    expect(await conditionFor(romeo, to("owner", "<body/>", "groupchat"))).toBe("bad-request");
    for (const [allowed, ofParticipant, ofModerator] of [
      ["participants", "", ""],
      ["moderators", "forbidden", ""],
      ["none", "forbidden", "forbidden"],
    ] as const) {
      await configure({ allowpm: allowed });
      expect([allowed, await conditionFor(romeo, to("owner"))]).toEqual([allowed, ofParticipant]);
      expect([allowed, await conditionFor(server.owner, to("romeo"))]).toEqual([allowed, ofModerator]);
    }
  });

  test("has no elements that only the room writes, and an id of bounded length", async () => {
    const romeo = await entered("romeo");
    const forged = `<body>psst</body><x xmlns="${USER}"><item affiliation="owner"/></x><delay xmlns="urn:xmpp:delay" stamp="2020-01-01T00:00:00Z"/>`;
    const [message] = await got(server.owner, () => romeo.sends(to("owner", forged)));
    expect(message?.getChild("delay")).toBeUndefined();
    expect(message?.getChildren("x", USER).map(({ children }) => children)).toEqual([[]]);
    expect(await conditionFor(romeo, to("owner").replace('id="w"', `id="${"w".repeat(1024)}"`))).toBe(
      "policy-violation",
    );
  });

  test("of an error that answers it, only the condition is sent back", async () => {
    const romeo = await entered("romeo");
    await got(server.owner, () => romeo.sends(to("owner")));
    const inner = `<error type="cancel"><service-unavailable xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"><secret/></service-unavailable></error>`;
    const [error] = await got(romeo, () => server.owner.sends(to("romeo", inner, "error")));
    expect([error?.attrs.from, refusal(error as Element)]).toEqual([`${ROOM}/owner`, "service-unavailable"]);
    expect(String(error)).not.toContain("secret");
    // The error was about the message: its sender is still in the room.
    expect(await conditionFor(server.owner, to("romeo"))).toBe("");
  });
});

describe("§7.4: a message to all", () => {
  const groupchat = (inner: string): string => `<message type="groupchat" to="${ROOM}">${inner}</message>`;
  const historyBodies = async (): Promise<(string | null)[]> => {
    const guest = server.guest("juliet");
    const received = await got(guest, () => guest.sends(`<presence to="${ROOM}/late"><x xmlns="${MUC}"/></presence>`));
    await got(guest, () => guest.sends(`<presence to="${ROOM}/late" type="unavailable"/>`));
    return received.filter(({ name }) => name === "message").map((message) => message.getChildText("body"));
  };

  test("requires an occupant with voice", async () => {
    const [romeo, outside] = [await entered("romeo"), server.guest("juliet")];
    expect([
      await conditionFor(romeo, groupchat("<body>a</body>")),
      await conditionFor(outside, groupchat("<body>b</body>")),
    ]).toEqual(["", "not-acceptable"]);
    await configure({ moderatedroom: "1" });
    expect(await conditionFor(romeo, groupchat("<body>c</body>"))).toBe("forbidden");
    expect(await conditionFor(server.owner, groupchat("<body>d</body>"))).toBe("");
  });

  test("is archived where archiving is enabled, unless a hint says otherwise", async () => {
    const hint = (name: string): string => `<${name} xmlns="urn:xmpp:hints"/>`;
    server.owner.sends(groupchat("<body>kept</body>"));
    server.owner.sends(groupchat(`<body>no-store</body>${hint("no-store")}`));
    server.owner.sends(groupchat(`<body>no-permanent-store</body>${hint("no-permanent-store")}`));
    server.owner.sends(groupchat(`<marker xmlns="urn:x"/>`));
    server.owner.sends(groupchat(`<marker xmlns="urn:x"/>${hint("store")}`));
    // The last one is the subject.
    expect(await historyBodies()).toEqual(["kept", null, null]);
    await configure({ enablearchiving: "0" });
    server.owner.sends(groupchat("<body>not kept</body>"));
    expect(await historyBodies()).not.toContain("not kept");
  });

  test("has no elements that only the room writes", async () => {
    const romeo = await entered("romeo");
    const [message] = await got(server.owner, () =>
      romeo.sends(groupchat(`<body>x</body><delay xmlns="urn:xmpp:delay" stamp="2020-01-01T00:00:00Z"/>`)),
    );
    expect([message?.getChildText("body"), message?.getChild("delay")]).toEqual(["x", undefined]);
  });
});

describe("§7.4: a message to all, and other XEPs", () => {
  test("a guard of another XEP may swallow it: it is not sent on, without an error", async () => {
    server.use(rooms).extend({ guard: ({ stanza }) => (stanza.id === "secret" ? "drop" : undefined) });
    const romeo = await entered("romeo");
    const received = await got(server.owner, () => {
      for (const id of ["secret", "open"])
        romeo.sends(`<message id="${id}" type="groupchat" to="${ROOM}"><body>x</body></message>`);
    });
    expect(received.map(({ attrs }) => attrs.id)).toEqual(["open"]);
    expect(romeo.received.some(({ attrs }) => attrs.type === "error")).toBe(false);
  });
});

describe("§7.10: registering", () => {
  const NS = "jabber:iq:register";
  const request = (room: string, inner: string): string =>
    `<iq type="set" id="r${++requests}" to="${roomAt(room)}"><query xmlns="${NS}">${inner}</query></iq>`;
  const fields = `<field var="FORM_TYPE"><value>${MUC}#register</value></field><field var="muc#register_roomnick"><value>the boss</value></field>`;
  const FORM = `<x xmlns="jabber:x:data" type="submit">${fields}</x>`;

  test("a locked room: not-allowed, also for its owner", async () => {
    await got(server.owner, () =>
      server.owner.sends(`<presence to="${roomAt("new")}/owner"><x xmlns="${MUC}"/></presence>`),
    );
    expect(await conditionFor(server.owner, request("new", FORM))).toBe("not-allowed");
    expect(await conditionFor(server.owner, request("hall", FORM))).toBe("");
  });

  test("<remove/> revokes membership, but no higher affiliation", async () => {
    const romeo = await entered("romeo");
    const of = (jid: string) => server.rooms.engine.affiliations.ofExactJid({ id: 1 }, jid);
    expect(await conditionFor(server.owner, request("hall", FORM))).toBe("");
    expect(await conditionFor(server.owner, request("hall", "<remove/>"))).toBe("");
    expect(of("owner@localhost")).toBe("owner");
    expect(await conditionFor(romeo, request("hall", FORM))).toBe("");
    expect(of("romeo@localhost")).toBe("member");
    expect(await conditionFor(romeo, request("hall", "<remove/>"))).toBe("");
    expect(of("romeo@localhost")).toBe("none");
  });
});

test("§8.5, §9.8: moderators may retrieve the voice list, admins the moderator list", async () => {
  const romeo = await entered("romeo");
  await administer(`<item nick="romeo" role="moderator"/>`);
  const list = (role: string): string =>
    `<iq type="get" id="l${++requests}" to="${ROOM}"><query xmlns="${ADMIN}"><item role="${role}"/></query></iq>`;
  expect([await conditionFor(romeo, list("participant")), await conditionFor(romeo, list("moderator"))]).toEqual([
    "",
    "forbidden",
  ]);
  expect(await conditionFor(server.owner, list("moderator"))).toBe("");
});

describe("§7.8.2, §9.5: inviting", () => {
  test("requires an occupant; in a members-only room, one that may invite", async () => {
    const [romeo, juliet] = [await entered("romeo"), server.guest("juliet")];
    expect([
      await conditionFor(romeo, inviting(invitation("a@b.example"))),
      await conditionFor(juliet, inviting(invitation("c@b.example"))),
    ]).toEqual(["", "not-acceptable"]);
    await administer(`<item affiliation="member" jid="romeo@localhost"/>`);
    await configure({ membersonly: "1", allowinvites: "0" });
    expect(await conditionFor(romeo, inviting(invitation("d@b.example")))).toBe("forbidden");
    await configure({ membersonly: "1", allowinvites: "1" });
    expect(await conditionFor(romeo, inviting(invitation("d@b.example")))).toBe("");
    expect(await conditionFor(server.owner, inviting(invitation("e@b.example")))).toBe("");
    // Each of them is a member now: the limit of affiliations is reached.
    expect(await conditionFor(server.owner, inviting(invitation("f@b.example")))).toBe("resource-constraint");
  });

  test("invitees to an open room do not become members", async () => {
    await conditionFor(
      server.owner,
      inviting(["a", "b", "c", "d", "e"].map((name) => invitation(`${name}@b.example`)).join("")),
    );
    const list = `<iq type="get" id="l" to="${ROOM}"><query xmlns="${ADMIN}"><item affiliation="member"/></query></iq>`;
    const [answer] = await got(server.owner, () => server.owner.sends(list));
    expect(answer?.getChild("query")?.children).toEqual([]);
  });

  test("invitees are accounts, no outcasts, and not too many", async () => {
    await administer(`<item affiliation="outcast" jid="banned@b.example"/>`);
    expect(await conditionFor(server.owner, inviting(invitation("b.example")))).toBe("jid-malformed");
    expect(await conditionFor(server.owner, inviting(invitation("banned@b.example")))).toBe("not-allowed");
    expect(await conditionFor(server.owner, inviting(invitation("a@b.example").repeat(51)))).toBe("policy-violation");
    const romeo = await entered("romeo");
    const many = (from: number, count: number): string =>
      inviting(Array.from({ length: count }, (_, n) => invitation(`p${from + n}@b.example`)).join(""));
    expect([await conditionFor(romeo, many(0, 50)), await conditionFor(romeo, many(50, 49))]).toEqual(["", ""]);
    expect(await conditionFor(romeo, many(100, 2))).toBe("resource-constraint");
    expect(await conditionFor(romeo, many(100, 1))).toBe("");
    await administer(`<item affiliation="member" jid="romeo@localhost"/>`);
    expect(await conditionFor(romeo, many(110, 1))).toBe("resource-constraint");
    // Admins and owners may send more.
    for (let n = 0; n < 3; n += 1) expect(await conditionFor(server.owner, many(200 + 50 * n, 50))).toBe("");
  });

  test("is sent once, from the occupant JID in a semi-anonymous room, with a bounded reason", async () => {
    await configure({ whois: "moderators", passwordprotectedroom: "0", roomsecret: "cauldron" });
    const juliet = server.guest("juliet");
    const reason = `<reason>${"x".repeat(5000)}</reason>`;
    const twice = invitation("juliet@localhost", reason).repeat(2);
    const romeo = await entered("romeo");
    const invited = await got(juliet, () => romeo.sends(inviting(twice)));
    expect(invited).toHaveLength(1);
    const x = invited[0]?.getChild("x", USER);
    expect(x?.getChild("invite")?.attrs.from).toBe(`${ROOM}/romeo`);
    expect(x?.getChild("invite")?.getChildText("reason")).toHaveLength(4096);
    expect(x?.getChild("password")).toBeUndefined();
    expect(await got(juliet, () => romeo.sends(inviting(invitation("juliet@localhost"))))).toEqual([]);
    const declined = `<message to="${ROOM}"><x xmlns="${USER}"><decline to="romeo@localhost">${reason}</decline></x></message>`;
    const [notification] = await got(romeo, () => juliet.sends(declined));
    expect(notification?.getChild("x", USER)?.getChild("decline")?.getChildText("reason")).toHaveLength(4096);
    expect(await conditionFor(juliet, declined)).toBe("item-not-found");
  });

  test("new members of a members-only room are invited, unless they are in it", async () => {
    await configure({ membersonly: "1" });
    const juliet = server.guest("juliet");
    const member = `<item affiliation="member" jid="juliet@localhost"/>`;
    expect(await got(juliet, () => void administer(member))).toHaveLength(1);
    // Granted again, the affiliation is unchanged.
    expect(await got(juliet, () => void administer(member))).toEqual([]);
    await configure({ membersonly: "0" });
    const romeo = await entered("romeo");
    const notification = await got(romeo, () => void administer(`<item affiliation="member" jid="romeo@localhost"/>`));
    expect(notification.map(({ name }) => name)).toEqual(["presence"]);
  });

  test("an occupant whose domain is a member, and that becomes one itself, is not invited", async () => {
    await administer(`<item affiliation="member" jid="localhost"/>`);
    await configure({ membersonly: "1" });
    const romeo = await entered("romeo");
    const notification = await got(romeo, () => void administer(`<item affiliation="member" jid="romeo@localhost"/>`));
    expect(notification.map(({ name }) => name)).toEqual(["presence"]);
  });

  test("an account that takes no messages from the inviter is not sent the invitation", async () => {
    const juliet = server.guest("juliet");
    juliet.sends(`<iq type="set" id="b"><block xmlns="urn:xmpp:blocking"><item jid="romeo@localhost"/></block></iq>`);
    const romeo = await entered("romeo");
    expect(await got(juliet, () => romeo.sends(inviting(invitation("juliet@localhost"))))).toEqual([]);
    expect(await got(juliet, () => server.owner.sends(inviting(invitation("juliet@localhost"))))).toHaveLength(1);
  });
});

describe("§7.13, §8.6: voice requests", () => {
  const form = (fields: Readonly<Record<string, string>>): string => {
    const all = Object.entries({ FORM_TYPE: REQUEST, ...fields });
    const written = all.map(([name, value]) => `<field var="${name}"><value>${value}</value></field>`);
    return `<message to="${ROOM}"><x xmlns="jabber:x:data" type="submit">${written.join("")}</x></message>`;
  };
  const ASK = form({ "muc#role": "participant" });
  const decision = (jid: string, nick: string, allow: string): string =>
    form({ "muc#role": "participant", "muc#jid": jid, "muc#roomnick": nick, "muc#request_allow": allow });

  test("requests by visitors are limited in rate, and sent to moderators only", async () => {
    const [romeo, outside] = [await entered("romeo"), server.guest("juliet")];
    expect([await conditionFor(romeo, ASK), await conditionFor(outside, ASK)]).toEqual([
      "not-acceptable",
      "not-acceptable",
    ]);
    await configure({ moderatedroom: "1" });
    const other = await entered("juliet", "other");
    expect(await conditionFor(romeo, form({ "muc#role": "moderator" }))).toBe("bad-request");
    const received = await got(server.owner, () => {
      const before = other.received.length;
      romeo.sends(ASK);
      expect(other.received).toHaveLength(before);
    });
    expect(received.map((message) => message.getChild("x", "jabber:x:data")?.attrs.type)).toEqual(["form"]);
    expect(other.received.some((message) => message.getChild("x", "jabber:x:data"))).toBe(false);
    expect(await conditionFor(romeo, ASK)).toBe("resource-constraint");
  });

  test("moderators approve requests, for the client that has made it", async () => {
    await configure({ moderatedroom: "1" });
    const [romeo, juliet] = [await entered("romeo"), await entered("juliet")];
    const { full } = romeo.session.jid;
    const roleOf = (): string | undefined => server.rooms.engine.rooms.get(ROOM)?.occupants.byNick("romeo")?.role;
    expect(await conditionFor(juliet, decision(full, "romeo", "1"))).toBe("forbidden");
    expect(await conditionFor(server.owner, decision(full, "romeo", "0"))).toBe("");
    expect(roleOf()).toBe("visitor");
    // The nickname belongs to another occupant by now.
    expect(await conditionFor(server.owner, decision(juliet.session.jid.full, "romeo", "1"))).toBe("item-not-found");
    expect(await conditionFor(server.owner, decision(full, "nobody", "1"))).toBe("item-not-found");
    expect(roleOf()).toBe("visitor");
    expect(await conditionFor(server.owner, decision(full, "romeo", "1"))).toBe("");
    expect(roleOf()).toBe("participant");
    // A moderator stays one.
    await administer(`<item nick="romeo" role="moderator"/>`);
    expect(await conditionFor(server.owner, decision(full, "romeo", "1"))).toBe("");
    expect(roleOf()).toBe("moderator");
  });
});

describe("the service-level operator", () => {
  const operator = () => server.use(rooms).operator;
  const at = (name: string) => parseJid(roomAt(name));
  const refusedBy = (work: () => unknown): string => {
    try {
      work();
      return "";
    } catch (error) {
      return (error as { condition?: string }).condition ?? String(error);
    }
  };

  test("creates rooms, private by default, each once, and shows them without their passwords", async () => {
    const make = (name: string, isPublic: boolean) =>
      operator().create({ room: at(name), owner: "owner@localhost", isPublic, name: "" });
    expect(make("private", false).config).toMatchObject({ membersonly: true, publicroom: false });
    expect(make("public", true).config).toMatchObject({ membersonly: false, publicroom: true });
    expect(refusedBy(() => make("public", true))).toBe("conflict");
    await configure({ passwordprotectedroom: "1", roomsecret: "cauldronburn" });
    expect(JSON.stringify(operator().show(at("hall")))).not.toContain("cauldronburn");
    expect((await operator().list()).map(({ jid }) => jid)).toEqual(["hall", "private", "public"].map(roomAt));
  });

  test("sets affiliations within the limits of the room; one that stays the same changes nothing", async () => {
    const give = (jid: string, affiliation: "member" | "admin" | "owner" | "none" | "outcast", reason?: string) =>
      operator().setAffiliation(at("hall"), jid, affiliation, reason);
    expect(give("a@b.example", "member", "x".repeat(5000))).toBe("none");
    expect(give("a@b.example", "member", "another")).toBe("member");
    expect(
      operator()
        .show(at("hall"))
        .affiliations.find(({ jid }) => jid === "a@b.example")?.reason,
    ).toHaveLength(4096);
    for (const jid of ["b@b.example", "c@b.example"]) give(jid, "member");
    expect(refusedBy(() => give("d@b.example", "member"))).toBe("resource-constraint");
    // An account with an affiliation needs no further entry.
    expect(give("c@b.example", "admin")).toBe("member");
    expect(refusedBy(() => give("owner@localhost", "none"))).toBe("conflict");
    expect(refusedBy(() => give("b.example", "owner"))).toBe("not-acceptable");
  });

  test("invites a new member of a members-only room once", async () => {
    const juliet = server.guest("juliet");
    operator().create({ room: at("club"), owner: "owner@localhost", isPublic: false, name: "" });
    const give = (affiliation: "member" | "admin"): Promise<Element[]> =>
      got(juliet, () => void operator().setAffiliation(at("club"), "juliet@localhost", affiliation));
    expect(await give("member")).toHaveLength(1);
    expect([await give("admin"), await give("member")]).toEqual([[], []]);
  });
});
