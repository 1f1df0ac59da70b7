/** XEP-0045 §8, §9: moderator and admin use cases: kicking, voice, bans, membership, moderators. */
import { beforeEach, describe, expect, test } from "bun:test";
import type { Element } from "ltx";
import { type Actor, enter as another, settled } from "../support/cast.ts";
import { stage } from "../support/stage.ts";
import {
  ADMIN,
  administer,
  codesIn,
  configure,
  enter,
  enterAll,
  itemIn,
  join,
  makeRoom,
  OPEN,
  refusal,
  roomAt,
  setAffiliation,
  setRole,
  USER,
} from "../support/xep/rooms.ts";

let number = 0;
let room = "";
const fixture = stage(["owner", "admin", "member", "guest", "other"]);
const { actors } = fixture;

beforeEach(() => {
  room = `room${++number}`;
});

/** A room with an owner, an admin, a member and a guest in it. */
async function household(settings = OPEN): Promise<void> {
  const { owner, admin, member, guest } = actors;
  await makeRoom(owner, room, settings);
  await setAffiliation(owner, room, admin.account, "admin");
  await setAffiliation(owner, room, member.account, "member");
  await enterAll(room, admin, member, guest);
  await settled(owner, admin, member, guest);
}

const sendMessage = (actor: Actor): void =>
  actor.sends(`<message to="${roomAt(room)}" type="groupchat"><body>x</body></message>`);
const itemsOf = (answer: Element) =>
  (answer.getChild("query", ADMIN)?.getChildren("item") ?? []).map(({ attrs }) => attrs as Record<string, string>);
const list = async (actor: Actor, of: string): Promise<string[]> => {
  const answer = await administer(actor, room, `<item ${of}/>`, "get");
  return refusal(answer) === "" ? itemsOf(answer).map(({ jid, nick }) => nick ?? jid ?? "") : [refusal(answer)];
};

describe("§8.2: kicking", () => {
  test("all occupants are sent 307, the reason and the actor", async () => {
    await household();
    const { owner, guest, member } = actors;
    expect(refusal(await setRole(owner, room, "guest", "none", "<reason>Avaunt, you cullion!</reason>"))).toBe("");
    for (const actor of [guest, member]) {
      const unavailable = await actor.receives(`<presence type="unavailable" from="${roomAt(room)}/guest"/>`);
      expect(codesIn(unavailable)).toEqual(actor === guest ? [110, 307] : [307]);
      expect(itemIn(unavailable)).toMatchObject({ role: "none", affiliation: "none" });
      const item = unavailable.getChild("x", USER)?.getChild("item");
      expect(item?.getChildText("reason")).toBe("Avaunt, you cullion!");
      expect(item?.getChild("actor")?.attrs.nick).toBe("owner");
    }
    sendMessage(guest);
    expect(refusal(await guest.receives('<message type="error"/>'))).toBe("not-acceptable");
    // Kicked, not banned.
    await enter(guest, room, "guest");
  });

  test("in a semi-anonymous room, an actor that is not an occupant is not named", async () => {
    await household({ ...OPEN, whois: "moderators" });
    const { owner, admin, member } = actors;
    admin.sends(`<presence type="unavailable" to="${roomAt(room)}/admin"/>`);
    await settled(owner, admin, member);
    await setRole(admin, room, "guest", "none");
    const unavailable = await member.receives(`<presence type="unavailable" from="${roomAt(room)}/guest"/>`);
    expect(unavailable.getChild("x", USER)?.getChild("item")?.children).toEqual([]);
    expect(itemIn(unavailable)).toEqual({ affiliation: "none", role: "none" });
    await setRole(owner, room, "member", "none");
    const out = await member.receives(`<presence type="unavailable" from="${roomAt(room)}/member"/>`);
    expect(out.getChild("x", USER)?.getChild("item")?.getChild("actor")?.attrs).toEqual({ nick: "owner" });
  });

  test("all sessions of the occupant are removed", async () => {
    await household();
    const { owner, guest } = actors;
    const phone = await another(fixture.server, "guest", "phone", actors);
    await enter(phone, room, "guest");
    await setRole(owner, room, "guest", "none");
    for (const actor of [guest, phone])
      expect(codesIn(await actor.receives('<presence type="unavailable"/>'))).toEqual([110, 307]);
    await phone.leaves();
  });

  test("a higher affiliation: not-allowed; by an occupant that is no moderator: forbidden", async () => {
    await household();
    const { admin, member, guest, other } = actors;
    await setRole(admin, room, "member", "moderator");
    expect(refusal(await setRole(member, room, "admin", "none"))).toBe("not-allowed");
    expect(refusal(await setRole(admin, room, "owner", "none"))).toBe("not-allowed");
    expect(refusal(await setRole(guest, room, "member", "none"))).toBe("forbidden");
    expect(refusal(await setRole(other, room, "member", "none"))).toBe("forbidden");
    expect(refusal(await setRole(other, room, "nobody", "none"))).toBe("forbidden");
    expect(refusal(await setRole(admin, room, "nobody", "none"))).toBe("item-not-found");
  });
});

describe("§8.3 to §8.5: voice", () => {
  test("§8.3, §8.4: granting and revoking it: all see the role, and without it messages to all are refused", async () => {
    await household({ ...OPEN, moderatedroom: "1" });
    const { owner, member, guest } = actors;
    await setRole(owner, room, "guest", "participant", "<reason>A worthy witch indeed!</reason>");
    const presence = await member.receives(`<presence from="${roomAt(room)}/guest"/>`);
    expect(itemIn(presence)).toMatchObject({ role: "participant", affiliation: "none" });
    expect(presence.getChild("x", USER)?.getChild("item")?.getChildText("reason")).toBe("A worthy witch indeed!");
    sendMessage(guest);
    await member.receives(`<message from="${roomAt(room)}/guest" type="groupchat"/>`);
    await setRole(owner, room, "guest", "visitor");
    expect(itemIn(await member.receives(`<presence from="${roomAt(room)}/guest"/>`)).role).toBe("visitor");
    sendMessage(guest);
    expect(refusal(await guest.receives('<message type="error"/>'))).toBe("forbidden");
  });

  test("§5.1: voice that was granted or revoked stays so after leaving and entering again", async () => {
    for (const [moderatedroom, usual, given] of [
      ["1", "visitor", "participant"],
      ["0", "participant", "visitor"],
    ] as const) {
      room = `room${++number}`;
      await household({ ...OPEN, moderatedroom });
      const { owner, admin, guest } = actors;
      const returns = async (): Promise<string | undefined> => {
        guest.sends(`<presence type="unavailable" to="${roomAt(room)}/guest"/>`);
        await settled(guest);
        return itemIn(await enter(guest, room, "guest")).role;
      };
      expect(await returns()).toBe(usual);
      await setRole(owner, room, "guest", given);
      expect(await returns()).toBe(given);
      await setRole(owner, room, "guest", usual);
      expect(await returns()).toBe(usual);
      await setRole(owner, room, "guest", given);
      // After a change of affiliation the role starts from its default.
      await setAffiliation(owner, room, guest.account, "admin");
      await setAffiliation(owner, room, guest.account, "none");
      expect(await returns()).toBe(usual);
      for (const actor of [owner, admin]) await settled(actor);
    }
  });

  test("§8.4: revoking that of an admin, owner or equal affiliation: not-allowed", async () => {
    await household();
    const { owner, admin, member, guest, other } = actors;
    for (const nick of ["owner", "admin"]) {
      expect(refusal(await setRole(owner, room, nick, "visitor"))).toBe("not-allowed");
      expect(refusal(await setRole(admin, room, nick, "visitor"))).toBe("not-allowed");
    }
    await setAffiliation(owner, room, other.account, "member");
    await enterAll(room, other);
    await setRole(admin, room, "member", "moderator");
    expect(refusal(await setRole(member, room, "other", "visitor"))).toBe("not-allowed");
    expect(refusal(await setRole(member, room, "guest", "visitor"))).toBe("");
    expect(refusal(await setRole(guest, room, "member", "visitor"))).toBe("forbidden");
    other.sends(`<presence type="unavailable" to="${roomAt(room)}/other"/>`);
  });

  test("§8.5: retrieving the voice list; several items are changed all or none", async () => {
    await household();
    const { owner, guest, admin } = actors;
    const answer = await administer(owner, room, '<item role="participant"/>', "get");
    expect(itemsOf(answer).sort((a, b) => (a.nick ?? "").localeCompare(b.nick ?? ""))).toEqual(
      [
        { xmlns: undefined, nick: "guest", role: "participant", affiliation: "none", jid: guest.jid },
        { xmlns: undefined, nick: "member", role: "participant", affiliation: "member", jid: actors.member.jid },
      ].map(({ xmlns: _, ...item }) => item),
    );
    const bothItems = '<item nick="guest" role="visitor"/><item nick="owner" role="visitor"/>';
    expect(refusal(await administer(owner, room, bothItems))).toBe("not-allowed");
    expect(await list(admin, 'role="visitor"')).toEqual([]);
    await administer(owner, room, '<item nick="guest" role="visitor"/><item nick="member" role="visitor"/>');
    expect(await list(admin, 'role="visitor"')).toEqual(["member", "guest"]);
    expect(await list(guest, 'role="visitor"')).toEqual(["forbidden"]);
  });
});

describe("§9.1, §9.2: banning", () => {
  test("§9.1: the banned occupant is removed with 301, and all are sent that", async () => {
    await household();
    const { admin, member, guest } = actors;
    expect(refusal(await setAffiliation(admin, room, guest.account, "outcast", "<reason>Treason</reason>"))).toBe("");
    for (const actor of [guest, member]) {
      const unavailable = await actor.receives(`<presence type="unavailable" from="${roomAt(room)}/guest"/>`);
      expect(codesIn(unavailable)).toEqual(actor === guest ? [110, 301] : [301]);
      expect(itemIn(unavailable)).toMatchObject({ affiliation: "outcast", role: "none" });
      const item = unavailable.getChild("x", USER)?.getChild("item");
      expect(item?.getChildText("reason")).toBe("Treason");
      expect(item?.getChild("actor")?.attrs.nick).toBe("admin");
    }
    guest.sends(join(room, "guest"));
    expect(refusal(await guest.receives('<presence type="error"/>'))).toBe("forbidden");
    await setAffiliation(admin, room, guest.account, "none");
    await enter(guest, room, "guest");
  });

  test("§9.1: admins may not ban admins or owners: not-allowed; nobody may ban themselves: conflict", async () => {
    await household();
    const { owner, admin, member, guest, other } = actors;
    expect(refusal(await setAffiliation(admin, room, owner.account, "outcast"))).toBe("not-allowed");
    await setAffiliation(owner, room, other.account, "admin");
    expect(refusal(await setAffiliation(admin, room, other.account, "outcast"))).toBe("not-allowed");
    expect(refusal(await setAffiliation(admin, room, admin.account, "outcast"))).toBe("conflict");
    expect(refusal(await setAffiliation(owner, room, owner.account, "outcast"))).toBe("conflict");
    expect(refusal(await setAffiliation(member, room, guest.account, "outcast"))).toBe("forbidden");
    expect(refusal(await setAffiliation(owner, room, other.account, "outcast"))).toBe("");
  });

  test("§9.2, §7.14: a request that bans the last occupants of a temporary room succeeds, and the room ends", async () => {
    const { owner, member, guest, other } = actors;
    await makeRoom(owner, room, { ...OPEN, persistentroom: "0" });
    await enterAll(room, member, guest);
    owner.sends(`<presence type="unavailable" to="${roomAt(room)}/owner"/>`);
    await settled(owner, member, guest);
    const bans = [member, guest, other].map(({ account }) => `<item affiliation="outcast" jid="${account}"/>`);
    expect(refusal(await administer(owner, room, bans.join("")))).toBe("");
    for (const actor of [member, guest])
      expect(codesIn(await actor.receives('<presence type="unavailable"/>'))).toContain(301);
    expect(await list(owner, 'affiliation="outcast"')).toEqual(["item-not-found"]);
  });

  test("§9.2: the ban list has reasons; a whole domain may be banned; one prohibited item prevents all", async () => {
    await household();
    const { owner, admin, guest } = actors;
    await setAffiliation(admin, room, "earlofcambridge@shakespeare.lit", "outcast", "<reason>Treason</reason>");
    await setAffiliation(admin, room, "shakespeare.example", "outcast");
    const answer = await administer(admin, room, '<item affiliation="outcast"/>', "get");
    expect(itemsOf(answer)).toEqual([
      { affiliation: "outcast", jid: "earlofcambridge@shakespeare.lit" },
      { affiliation: "outcast", jid: "shakespeare.example" },
    ]);
    const items = `<item jid="${guest.account}" affiliation="outcast"/><item jid="${owner.account}" affiliation="outcast"/>`;
    expect(refusal(await administer(admin, room, items))).toBe("not-allowed");
    expect(await list(admin, 'affiliation="outcast"')).toHaveLength(2);
    // The guest's whole domain, except accounts with an affiliation of their own.
    await setAffiliation(owner, room, "localhost", "outcast");
    expect(codesIn(await guest.receives(`<presence type="unavailable" from="${roomAt(room)}/guest"/>`))).toEqual([
      110, 301,
    ]);
    sendMessage(actors.member);
    await owner.receives(`<message from="${roomAt(room)}/member"/>`);
  });
});

describe("§9.3 to §9.5: membership", () => {
  test("§9.3: granting it: all see it, and the item may have a nickname to reserve", async () => {
    await household();
    const { admin, member, guest, other } = actors;
    const item = `<item jid="${guest.account}" nick="thirdwitch" affiliation="member"/>`;
    expect(refusal(await administer(admin, room, item))).toBe("");
    const presence = await member.receives(`<presence from="${roomAt(room)}/guest"/>`);
    expect(itemIn(presence)).toMatchObject({ affiliation: "member", role: "participant" });
    other.sends(join(room, "thirdwitch"));
    expect(refusal(await other.receives('<presence type="error"/>'))).toBe("conflict");
    await administer(admin, room, `<item jid="${guest.account}" nick="" affiliation="member"/>`);
    await enter(other, room, "thirdwitch");
    other.sends(`<presence type="unavailable" to="${roomAt(room)}/thirdwitch"/>`);
  });

  test("§9.3, §17.1: the nickname of an item must be valid, and is reserved as prepared", async () => {
    await household();
    const { owner, other } = actors;
    const give = (jid: string, nick: string) =>
      administer(owner, room, `<item affiliation="member" jid="${jid}" nick="${nick}"/>`);
    for (const nick of ["  ", "\u200f", "x".repeat(1024)])
      expect(refusal(await give(other.account, nick))).toBe("not-acceptable");
    expect(await list(owner, 'affiliation="member"')).toEqual(["member"]);
    expect(refusal(await give(other.account, "third  witch "))).toBe("");
    expect(await list(owner, 'affiliation="member"')).toEqual(["member", "third witch"]);
    // A domain cannot reserve a nickname.
    expect(refusal(await give("elsewhere.example", "nobody"))).toBe("");
    expect(await list(owner, 'affiliation="member"')).toEqual(["elsewhere.example", "member", "third witch"]);
  });

  test("§9.4: revoking it in an open room: all see affiliation none, and the occupant stays", async () => {
    await household();
    const { admin, member, guest } = actors;
    await setAffiliation(admin, room, member.account, "none");
    expect(itemIn(await guest.receives(`<presence from="${roomAt(room)}/member"/>`)).affiliation).toBe("none");
    sendMessage(member);
    await guest.receives(`<message from="${roomAt(room)}/member"/>`);
  });

  test("§9.4: revoking it in a members-only room: the occupant is removed with 321, in one presence", async () => {
    await household();
    const { owner, admin, member } = actors;
    await configure(owner, room, { membersonly: "1" });
    await settled(...Object.values(actors));
    await setAffiliation(owner, room, member.account, "none");
    for (const actor of [admin, member]) {
      const unavailable = await actor.receives(`<presence from="${roomAt(room)}/member"/>`);
      expect(unavailable.attrs.type).toBe("unavailable");
      expect(codesIn(unavailable)).toEqual(actor === member ? [110, 321] : [321]);
      expect(itemIn(unavailable)).toMatchObject({ affiliation: "none", role: "none" });
    }
  });

  test("§9.5: a new member of a members-only room is invited, and the occupants are sent the new affiliation", async () => {
    const { owner, other } = actors;
    await makeRoom(owner, room, {});
    await setAffiliation(owner, room, other.account, "member", "<reason>welcome</reason>");
    const invitation = await other.receives(`<message from="${roomAt(room)}"><x xmlns="${USER}"/></message>`);
    expect(invitation.getChild("x", USER)?.getChild("invite")?.attrs.from).toBe(owner.account);
    const notification = await owner.receives(`<message from="${roomAt(room)}"><x xmlns="${USER}"/></message>`);
    expect(itemIn(notification)).toEqual({ jid: other.account, affiliation: "member", role: "none" });
  });

  test("§9.5, §5.2.1: members may retrieve the member list of a non-anonymous room, present or not", async () => {
    await household();
    const { owner, admin, member, guest, other } = actors;
    const members = 'affiliation="member"';
    for (const actor of [owner, admin, member, guest]) expect(await list(actor, members)).toEqual(["member"]);
    expect(await list(other, members)).toEqual(["forbidden"]);
    await setAffiliation(owner, room, other.account, "member");
    expect(await list(other, members)).toEqual(["member", other.account].sort());
    await configure(owner, room, { getmemberlist: ["moderator"] });
    expect(await list(guest, members)).toEqual(["forbidden"]);
    expect(await list(member, members)).toEqual(["forbidden"]);
    // A user outside the room is refused like an occupant.
    expect(await list(other, members)).toEqual(["forbidden"]);
    await configure(owner, room, { whois: "moderators", getmemberlist: ["moderator", "participant", "visitor"] });
    for (const actor of [member, guest, other]) expect(await list(actor, members)).toEqual(["forbidden"]);
    expect(await list(admin, members)).toHaveLength(2);
  });

  test("§9.5: by others than admins: forbidden; a full JID counts as the bare one", async () => {
    await household();
    const { owner, member, guest } = actors;
    for (const actor of [member, guest])
      expect(refusal(await setAffiliation(actor, room, guest.account, "member"))).toBe("forbidden");
    await setAffiliation(owner, room, guest.jid, "member");
    expect(await list(owner, 'affiliation="member"')).toEqual(["guest", "member"]);
  });
});

describe("§9.6 to §9.8: moderators", () => {
  test("§9.6, §9.7: admins grant and revoke moderator status, and all see it", async () => {
    await household();
    const { admin, member, guest } = actors;
    await setRole(admin, room, "guest", "moderator");
    expect(itemIn(await member.receives(`<presence from="${roomAt(room)}/guest"/>`))).toMatchObject({
      role: "moderator",
      affiliation: "none",
    });
    expect(refusal(await setRole(guest, room, "member", "none"))).toBe("not-allowed");
    await setRole(admin, room, "guest", "participant");
    expect(itemIn(await member.receives(`<presence from="${roomAt(room)}/guest"/>`)).role).toBe("participant");
  });

  test("§9.7: revoking that of an admin or owner: not-allowed; by others than admins: forbidden", async () => {
    await household();
    const { owner, admin, member, guest } = actors;
    for (const nick of ["owner", "admin"]) {
      expect(refusal(await setRole(owner, room, nick, "participant"))).toBe("not-allowed");
      expect(refusal(await setRole(admin, room, nick, "participant"))).toBe("not-allowed");
    }
    await setRole(admin, room, "member", "moderator");
    expect(refusal(await setRole(member, room, "guest", "moderator"))).toBe("forbidden");
    expect(refusal(await setRole(guest, room, "guest", "moderator"))).toBe("forbidden");
  });

  test("§9.8: only admins may retrieve the moderator list", async () => {
    await household();
    const { owner, admin, member } = actors;
    for (const actor of [owner, admin]) expect(await list(actor, 'role="moderator"')).toEqual(["owner", "admin"]);
    expect(await list(member, 'role="moderator"')).toEqual(["forbidden"]);
  });
});

describe("§17.4: items", () => {
  test("an item with both role and affiliation, neither, or an unknown value: bad-request", async () => {
    await household();
    const { owner, guest } = actors;
    for (const item of [
      `<item nick="guest" jid="${guest.account}" role="none" affiliation="none"/>`,
      '<item nick="guest"/>',
      '<item role="participant"/>',
      '<item affiliation="member"/>',
      '<item nick="guest" role="king"/>',
      `<item jid="${guest.account}" affiliation="king"/>`,
      "",
    ])
      expect(refusal(await administer(owner, room, item))).toBe("bad-request");
    expect(refusal(await setAffiliation(owner, room, "@", "member"))).toBe("jid-malformed");
    for (const item of ["", '<item role="none"/>', '<item affiliation="none"/>', "<item/>"])
      expect(refusal(await administer(owner, room, item, "get"))).toBe("bad-request");
  });
});
