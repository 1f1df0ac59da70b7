/** XEP-0045: what strangers, occupants and banned users may not do in rooms. */
import { beforeEach, describe, expect, test } from "bun:test";
import { enter as another, cast, settled } from "../support/cast.ts";
import { startTestServer } from "../support/server.ts";
import { stage } from "../support/stage.ts";
import {
  ADMIN,
  administer,
  configure,
  enter,
  enterAll,
  INFO,
  ITEMS,
  itemIn,
  join,
  makeRoom,
  OPEN,
  OWNER,
  refusal,
  roomAt,
  SERVICE,
  setAffiliation,
  setRole,
  USER,
} from "../support/xep/rooms.ts";

let number = 0;
let room = "";
const fixture = stage(["owner", "member", "stranger"]);
const { actors } = fixture;

beforeEach(() => {
  room = `room${++number}`;
});

describe("a user outside the room", () => {
  test("who asks a hidden room for its lists, its settings and its occupants gets errors only", async () => {
    const { owner, member, stranger } = actors;
    await makeRoom(owner, room, {});
    await setAffiliation(owner, room, member.account, "member");
    for (const list of ["owner", "admin", "member", "outcast"])
      expect(refusal(await administer(stranger, room, `<item affiliation="${list}"/>`, "get"))).toBe("forbidden");
    for (const list of ["moderator", "participant", "visitor"])
      expect(refusal(await administer(stranger, room, `<item role="${list}"/>`, "get"))).toBe("forbidden");
    const settings = await stranger.asks(`<iq type="get" to="${roomAt(room)}"><query xmlns="${OWNER}"/></iq>`);
    expect(refusal(settings)).toBe("forbidden");
    const items = await stranger.asks(`<iq type="get" to="${roomAt(room)}"><query xmlns="${ITEMS}"/></iq>`);
    expect(items.getChild("query")?.children).toEqual([]);
    const rooms = await stranger.asks(`<iq type="get" to="${SERVICE}"><query xmlns="${ITEMS}"/></iq>`);
    expect(rooms.toString()).not.toContain(roomAt(room));
    const info = await stranger.asks(`<iq type="get" to="${roomAt(room)}"><query xmlns="${INFO}"/></iq>`);
    for (const { account } of [owner, member]) expect(info.toString()).not.toContain(account);
    const ping = await stranger.asks(`<iq type="get" to="${roomAt(room)}/owner"><ping xmlns="urn:xmpp:ping"/></iq>`);
    expect(refusal(ping)).toBe("not-acceptable");
  });

  test("who sends messages, invitations, declines and voice requests reaches nobody", async () => {
    const { owner, member, stranger } = actors;
    await makeRoom(owner, room);
    await enterAll(room, member);
    await settled(owner, member);
    const to = roomAt(room);
    const voice = `<x xmlns="jabber:x:data" type="submit"><field var="FORM_TYPE"><value>http://jabber.org/protocol/muc#request</value></field><field var="muc#role"><value>participant</value></field></x>`;
    for (const stanza of [
      `<message to="${to}" type="groupchat"><body>x</body></message>`,
      `<message to="${to}" type="groupchat"><subject>x</subject></message>`,
      `<message to="${to}/owner" type="chat"><body>x</body></message>`,
      `<message to="${to}/owner" type="groupchat"><body>x</body></message>`,
      `<message to="${to}"><x xmlns="${USER}"><invite to="${member.account}"/></x></message>`,
      `<message to="${to}"><x xmlns="${USER}"><decline to="${owner.account}"/></x></message>`,
      `<message to="${to}">${voice}</message>`,
    ]) {
      stranger.sends(stanza);
      expect((await stranger.receives('<message type="error"/>')).attrs.from.startsWith(to)).toBe(true);
    }
    stranger.sends(`<presence to="${to}/owner" type="unavailable"/>`);
    stranger.sends(`<presence to="${to}/owner" type="subscribe"/>`);
    stranger.sends(`<message to="${to}/owner" type="error" id="x"/>`);
    await stranger.pings();
    for (const actor of [owner, member]) await actor.receivesNothing();
  });

  test("who guesses the password is only told that it is wrong", async () => {
    const { owner, stranger } = actors;
    await makeRoom(owner, room, { ...OPEN, passwordprotectedroom: "1", roomsecret: "cauldronburn" });
    for (const guess of ["", "c", "cauldronburn ", "x".repeat(5000)]) {
      stranger.sends(join(room, "x", `<password>${guess}</password>`));
      const answer = await stranger.receives('<presence type="error"/>');
      expect(refusal(answer)).toBe("not-authorized");
      expect(answer.toString()).not.toContain("cauldronburn");
    }
    const info = await stranger.asks(`<iq type="get" to="${roomAt(room)}"><query xmlns="${INFO}"/></iq>`);
    expect(info.toString()).not.toContain("cauldronburn");
  });
});

describe("a user who was removed", () => {
  for (const [title, expel] of [
    ["kicked", () => setRole(actors.owner, room, "member", "none")],
    ["banned", () => setAffiliation(actors.owner, room, actors.member.account, "outcast")],
  ] as const)
    test(`gets errors for what they send afterwards: ${title}`, async () => {
      const { owner, member } = actors;
      await makeRoom(owner, room);
      await enterAll(room, member);
      await expel();
      await settled(owner, member);
      const to = roomAt(room);
      member.sends(`<message to="${to}" type="groupchat"><body>x</body></message>`);
      expect(refusal(await member.receives('<message type="error"/>'))).toBe("not-acceptable");
      member.sends(`<message to="${to}/owner" type="chat"><body>x</body></message>`);
      expect(refusal(await member.receives('<message type="error"/>'))).toBe("not-acceptable");
      member.sends(`<presence to="${to}/member"><show>away</show></presence>`);
      await member.receives('<presence type="unavailable"/>');
      member.sends(`<presence to="${to}/other"/>`);
      await member.receives('<presence type="unavailable"/>');
      member.sends(`<presence to="${to}/member" type="unavailable"/>`);
      await member.pings();
      await owner.receivesNothing();
      owner.sends(`<message to="${to}" type="groupchat"><body>gone</body></message>`);
      await owner.pings();
      await member.receivesNothing();
    });

  test("is removed with all sessions, under every nickname, and cannot enter under another", async () => {
    const { owner, member } = actors;
    await makeRoom(owner, room);
    const phone = await another(fixture.server, "member", "phone", actors);
    await enterAll(room, member);
    await enter(phone, room, "second");
    await setAffiliation(owner, room, member.account, "outcast");
    for (const actor of [member, phone]) {
      await actor.receives('<presence type="unavailable"/>');
      actor.sends(join(room, "third"));
      expect(refusal(await actor.receives('<presence type="error"/>'))).toBe("forbidden");
    }
    await phone.leaves();
  });
});

describe("nicknames", () => {
  const outcomeOfEntering = async (nick: string): Promise<string> => {
    const { stranger } = actors;
    stranger.sends(join(room, nick));
    await stranger.pings();
    const answers = stranger.client.inbox.waiting();
    const error = answers.find(({ attrs }) => attrs.type === "error");
    stranger.sends(`<presence type="unavailable" to="${roomAt(room)}/x"/>`);
    await settled(stranger);
    return error ? refusal(error) : "";
  };

  test("1,023 bytes are a nickname, 1,024 are none", async () => {
    await makeRoom(actors.owner, room);
    expect(await outcomeOfEntering("n".repeat(1023))).toBe("");
    expect(await outcomeOfEntering("n".repeat(1024))).toBe("jid-malformed");
    expect(await outcomeOfEntering("é".repeat(511))).toBe("");
    expect(await outcomeOfEntering("é".repeat(512))).toBe("jid-malformed");
  });

  test("invisible characters and changes of text direction are refused", async () => {
    await makeRoom(actors.owner, room);
    for (const code of [0x202e, 0x202a, 0x2066, 0x2069, 0x200e, 0x200b, 0xfeff, 0x00ad, 0x2028])
      expect(await outcomeOfEntering(`ow${String.fromCodePoint(code)}ner`)).toBe("jid-malformed");
    for (const nick of ["\u3000\u00a0", "\u2800", "\u2800 \u2800"])
      expect(await outcomeOfEntering(nick)).toBe("not-acceptable");
  });

  test("nicknames confusable with an occupant's are refused: other scripts, digits, widths, spaces", async () => {
    await makeRoom(actors.owner, room);
    for (const nick of ["Owner", "оwner", "0wner", "οwnеr", "ｏｗｎｅｒ", "ovvner", " owner", "owner "])
      expect([nick, await outcomeOfEntering(nick)]).toEqual([nick, "conflict"]);
  });
});

describe("an occupant", () => {
  test("who sends huge, many and unknown elements in presence, forms and items gets an answer", async () => {
    const { owner, member } = actors;
    await makeRoom(owner, room);
    await enterAll(room, member);
    member.sends(`<presence to="${roomAt(room)}/member"><status>${"x".repeat(20_000)}</status></presence>`);
    expect(refusal(await member.receives('<presence type="error"/>'))).toBe("policy-violation");
    owner.sends(`<message to="${roomAt(room)}" type="groupchat"><subject>${"x".repeat(5000)}</subject></message>`);
    expect(refusal(await owner.receives('<message type="error"/>'))).toBe("policy-violation");
    const many = `<item jid="a@b" affiliation="member"/>`.repeat(1001);
    expect(refusal(await administer(owner, room, many))).toBe("bad-request");
    const id = "x".repeat(1024);
    member.sends(`<message id="${id}" to="${roomAt(room)}/owner"><body>x</body></message>`);
    expect(refusal(await member.receives('<message type="error"/>'))).toBe("policy-violation");
    const asked = await member.asks(
      `<iq type="get" id="${id}" to="${roomAt(room)}/owner"><query xmlns="jabber:iq:version"/></iq>`,
    );
    expect(refusal(asked)).toBe("policy-violation");
    const invites = `<invite to="a@localhost"/>`.repeat(51);
    owner.sends(`<message to="${roomAt(room)}"><x xmlns="${USER}">${invites}</x></message>`);
    expect(refusal(await owner.receives('<message type="error"/>'))).toBe("policy-violation");
    const owners = Array.from({ length: 1001 }, (_, n) => `a${n}@b`);
    expect(refusal(await configure(owner, room, { roomowners: owners }))).toBe("not-acceptable");
    expect(refusal(await configure(owner, room, { roomowners: ["@"] }))).toBe("jid-malformed");
    await member.receivesNothing('<presence type="unavailable"/>');
  });

  test("who adds members without end reaches the list's limit", async () => {
    await using small = await startTestServer({ settings: ["rooms.max_affiliations=5"] });
    const { owner } = await cast(small, ["owner"]);
    await makeRoom(owner, room, {});
    const items = (count: number) =>
      Array.from({ length: count }, (_, n) => `<item jid="a${n}@b" affiliation="member"/>`).join("");
    expect(refusal(await administer(owner, room, items(5)))).toBe("resource-constraint");
    expect(refusal(await administer(owner, room, items(4)))).toBe("");
    expect(refusal(await setAffiliation(owner, room, "more@b", "outcast"))).toBe("resource-constraint");
    owner.sends(`<message to="${roomAt(room)}"><x xmlns="${USER}"><invite to="more@b"/></x></message>`);
    expect(refusal(await owner.receives('<message type="error"/>'))).toBe("resource-constraint");
    const list = await owner.asks(
      `<iq type="get" to="${roomAt(room)}"><query xmlns="${ADMIN}"><item affiliation="member"/></query></iq>`,
    );
    expect(list.getChild("query")?.getChildren("item")).toHaveLength(4);
  });

  test("who sends an error about another occupant removes only themselves; who requests what only the room decides is refused", async () => {
    const { owner, member, stranger } = actors;
    await makeRoom(owner, room, { ...OPEN, whois: "moderators" });
    await enterAll(room, member, stranger);
    await settled(owner);
    // A client's error about another occupant removes nobody.
    const error = `<error type="cancel"><item-not-found xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error>`;
    member.sends(`<message type="error" to="${roomAt(room)}/stranger" id="x">${error}</message>`);
    const unavailable = await owner.receives('<presence type="unavailable"/>');
    expect(unavailable.attrs.from).toBe(`${roomAt(room)}/member`);
    await stranger.receives(`<presence type="unavailable" from="${roomAt(room)}/member"/>`);
    await enter(member, room, "member");
    expect(itemIn(await stranger.receives(`<presence from="${roomAt(room)}/member"/>`)).jid).toBeUndefined();
  });
});
