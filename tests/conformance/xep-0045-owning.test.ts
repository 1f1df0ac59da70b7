/** XEP-0045 §10: owner use cases: creating, configuring, granting, destroying. */
import { beforeEach, describe, expect, test } from "bun:test";
import { type Actor, cast, settled } from "../support/cast.ts";
import { startTestServer } from "../support/server.ts";
import { stage } from "../support/stage.ts";
import {
  administer,
  codesIn,
  configForm,
  configure,
  enter,
  enterAll,
  INFO,
  itemIn,
  join,
  makeRoom,
  OPEN,
  OWNER,
  refusal,
  roomAt,
  setAffiliation,
  setRole,
  USER,
} from "../support/xep/rooms.ts";

let number = 0;
let room = "";
const { actors } = stage(["crone", "admin", "member", "hag"], { settings: ["rooms.max_rooms=30"] });

beforeEach(() => {
  room = `room${++number}`;
});

const ownerRequest = (actor: Actor, inner: string, type: "get" | "set" = "set") =>
  actor.asks(`<iq type="${type}" to="${roomAt(room)}"><query xmlns="${OWNER}">${inner}</query></iq>`);
const info = (actor: Actor) => actor.asks(`<iq type="get" to="${roomAt(room)}"><query xmlns="${INFO}"/></iq>`);
const featuresOf = async (actor: Actor): Promise<string[]> =>
  ((await info(actor)).getChild("query")?.getChildren("feature") ?? []).map(({ attrs }) => attrs.var);
const jidsOf = async (actor: Actor, affiliation: string): Promise<string[]> => {
  const answer = await administer(actor, room, `<item affiliation="${affiliation}"/>`, "get");
  return (answer.getChild("query")?.getChildren("item") ?? []).map(({ attrs }) => attrs.jid);
};

describe("§10.1: creating", () => {
  test("§10.1.1: the creator is the owner, and is sent status 201", async () => {
    const { crone } = actors;
    const presence = await enter(crone, room, "crone");
    expect(itemIn(presence)).toMatchObject({ affiliation: "owner", role: "moderator" });
    expect(codesIn(presence)).toEqual([100, 110, 201]);
    crone.sends(`<presence type="unavailable" to="${roomAt(room)}/crone"/>`);
  });

  test("§10.1.2: an instant room is private: members-only, non-anonymous, persistent and hidden", async () => {
    const { crone } = actors;
    await makeRoom(crone, room, {});
    const features = await featuresOf(crone);
    expect(features.filter((feature) => feature.startsWith("muc_"))).toEqual([
      "muc_hidden",
      "muc_membersonly",
      "muc_nonanonymous",
      "muc_persistent",
      "muc_unmoderated",
      "muc_unsecured",
    ]);
  });

  test("§10.1.2: with rooms.new = open, others may enter a room created without a form, and its form says so", async () => {
    await using server = await startTestServer({ settings: ["rooms.new=open"] });
    const { crone, hag } = await cast(server, ["crone", "hag"]);
    await makeRoom(crone, room, {});
    await enter(hag, room, "hag");
    expect((await featuresOf(hag)).filter((feature) => feature.startsWith("muc_"))).toEqual([
      "muc_hidden",
      "muc_open",
      "muc_persistent",
      "muc_semianonymous",
      "muc_unmoderated",
      "muc_unsecured",
    ]);
    const form = await ownerRequest(crone, "", "get");
    const field = (name: string) =>
      form
        .getChild("query", OWNER)
        ?.getChild("x", "jabber:x:data")
        ?.getChildren("field")
        .find(({ attrs }) => attrs.var === `muc#roomconfig_${name}`)
        ?.getChildText("value");
    expect([field("membersonly"), field("whois")]).toEqual(["0", "moderators"]);
  });

  test("§10.2: maxusers may be any positive number, which the form then offers", async () => {
    const { crone } = actors;
    await makeRoom(crone, room, { ...OPEN, maxusers: "007" });
    const form = (await ownerRequest(crone, "", "get")).getChild("query", OWNER)?.getChild("x", "jabber:x:data");
    const field = form?.getChildren("field").find(({ attrs }) => attrs.var === "muc#roomconfig_maxusers");
    expect(field?.getChildText("value")).toBe("7");
    expect(field?.getChildren("option").map((option) => option.getChildText("value"))).toContain("7");
    expect(refusal(await configure(crone, room, { maxusers: "none" }))).toBe("");
  });

  test("§10.1.3: the form has every field of the standard, and submitted values apply", async () => {
    const { crone } = actors;
    await enter(crone, room, "crone");
    const form = (await ownerRequest(crone, "", "get")).getChild("query", OWNER)?.getChild("x", "jabber:x:data");
    const names = (form?.getChildren("field") ?? []).map(({ attrs }) => String(attrs.var));
    for (const name of [
      "allowinvites",
      "allowpm",
      "changesubject",
      "enablelogging",
      "getmemberlist",
      "lang",
      "maxusers",
      "membersonly",
      "moderatedroom",
      "passwordprotectedroom",
      "persistentroom",
      "presencebroadcast",
      "publicroom",
      "pubsub",
      "roomadmins",
      "roomdesc",
      "roomname",
      "roomowners",
      "roomsecret",
      "whois",
    ])
      expect(names).toContain(`muc#roomconfig_${name}`);
    expect(names).toContain("muc#maxhistoryfetch");
    const settings = {
      roomname: "A Dark Cave",
      roomdesc: "The place for all good witches!",
      lang: "en",
      publicroom: "1",
      persistentroom: "0",
      membersonly: "0",
      passwordprotectedroom: "1",
      roomsecret: "cauldronburn",
      whois: "moderators",
      moderatedroom: "1",
      allowinvites: "1",
      changesubject: "1",
      allowpm: "moderators",
      presencebroadcast: ["moderator"],
      getmemberlist: ["moderator"],
      maxusers: "10",
      maxhistoryfetch: "7",
      enablelogging: "1",
      enablearchiving: "0",
      pubsub: "xmpp:pubsub.shakespeare.lit?;node=the-coven-node",
    };
    expect(refusal(await configure(crone, room, settings))).toBe("");
    const shownForm = (await ownerRequest(crone, "", "get")).getChild("query", OWNER)?.getChild("x", "jabber:x:data");
    const values = Object.fromEntries(
      (shownForm?.getChildren("field") ?? []).map((field) => [
        String(field.attrs.var).replace(/^muc#(roomconfig_)?/, ""),
        field.getChildren("value").map((value) => value.getText()),
      ]),
    );
    for (const [name, value] of Object.entries(settings)) expect(values[name]).toEqual([value].flat());
  });

  test("§10.1.3: settings that contradict a policy: not-acceptable", async () => {
    const { crone } = actors;
    await enter(crone, room, "crone");
    for (const settings of [
      { passwordprotectedroom: "1", roomsecret: "" },
      { whois: "nobody" },
      { membersonly: "perhaps" },
      { maxusers: "0" },
      { maxusers: "-7" },
      { maxusers: "many" },
      { maxusers: "1000000000" },
      { presencebroadcast: ["king"] },
      { lang: "not a language" },
      { maxhistoryfetch: "-1" },
      { pubsub: "http://example.com" },
      { roomname: "x".repeat(2000) },
    ])
      expect(refusal(await configure(crone, room, settings))).toBe("not-acceptable");
    expect(refusal(await ownerRequest(crone, ""))).toBe("bad-request");
    expect(refusal(await ownerRequest(crone, configForm({}, "cancel")))).toBe("");
  });

  test("§10.1.3: cancelling the initial form destroys the room, as leaving before it does", async () => {
    const { crone, hag } = actors;
    await enter(crone, room, "crone");
    expect(refusal(await ownerRequest(crone, configForm({}, "cancel")))).toBe("");
    const unavailable = await crone.receives(`<presence type="unavailable" from="${roomAt(room)}/crone"/>`);
    expect(unavailable.getChild("x", USER)?.getChild("destroy")).toBeDefined();
    expect(refusal(await info(hag))).toBe("item-not-found");
    await enter(crone, room, "crone");
    crone.sends(`<presence type="unavailable" to="${roomAt(room)}/crone"/>`);
    await settled(crone);
    expect(refusal(await info(crone))).toBe("item-not-found");
  });

  test("§10.1.1, §14.6: the rooms that an account has created are bounded, whoever owns them now", async () => {
    await using smallServer = await startTestServer({ settings: ["rooms.max_rooms=1"] });
    const { crone, hag } = await cast(smallServer, ["crone", "hag"]);
    await makeRoom(crone, "first", {});
    const administration = `<query xmlns="http://jabber.org/protocol/muc#admin">`;
    const heir = `<item affiliation="owner" jid="${hag.account}"/><item affiliation="none" jid="${crone.account}"/>`;
    await crone.asks(`<iq type="set" to="${roomAt("first")}">${administration}${heir}</query></iq>`);
    crone.sends(join("second", "crone"));
    expect(refusal(await crone.receives('<presence type="error"/>'))).toBe("resource-constraint");
    // Rooms that others have created do not count.
    await makeRoom(hag, "second", {});
    await hag.asks(`<iq type="set" to="${roomAt("first")}"><query xmlns="${OWNER}"><destroy/></query></iq>`);
    await makeRoom(crone, "third", {});
    // Nor do rooms of a removed account count for a new account of the same address.
    await setAffiliation(crone, "third", hag.account, "admin");
    await smallServer.removeAccount(crone.account);
    const { crone: another } = await cast(smallServer, ["crone"]);
    await makeRoom(another, "fourth", {});
  });

  test("§10.1.1: where only administrators may create rooms, others: not-allowed", async () => {
    await using strict = await startTestServer({ settings: ["rooms.creators=administrators"] });
    await strict.createAccount("crone@localhost", undefined, true);
    const { crone, hag } = await cast(strict, ["crone", "hag"]);
    hag.sends(join(room, "hag"));
    expect(refusal(await hag.receives('<presence type="error"/>'))).toBe("not-allowed");
    await makeRoom(crone, room, {});
  });

  test("the option names the subdomain of rooms", async () => {
    await using other = await startTestServer({ settings: ["rooms.subdomain=chat"] });
    const { crone } = await cast(other, ["crone"]);
    crone.sends(`<presence to="coven@chat.localhost/crone"><x xmlns="http://jabber.org/protocol/muc"/></presence>`);
    await crone.receives('<presence from="coven@chat.localhost/crone"/>');
  });
});

describe("§10.2: subsequent configuration", () => {
  test("by others than owners: forbidden", async () => {
    const { crone, admin, member, hag } = actors;
    await makeRoom(crone, room);
    await setAffiliation(crone, room, admin.account, "admin");
    await setAffiliation(crone, room, member.account, "member");
    for (const actor of [admin, member, hag]) {
      expect(refusal(await ownerRequest(actor, "", "get"))).toBe("forbidden");
      expect(refusal(await configure(actor, room, OPEN))).toBe("forbidden");
      expect(refusal(await ownerRequest(actor, configForm({}, "cancel")))).toBe("forbidden");
    }
  });

  test("cancelling changes nothing", async () => {
    const { crone } = actors;
    await makeRoom(crone, room);
    expect(refusal(await ownerRequest(crone, configForm({ membersonly: "1" }, "cancel")))).toBe("");
    expect(await featuresOf(crone)).toContain("muc_open");
  });

  for (const [what, settings, codes] of [
    ["logging is enabled", { enablelogging: "1" }, [170]],
    ["the room is semi-anonymous", { whois: "moderators" }, [173]],
    ["anything else changes", { roomname: "A Dark Cave" }, [104]],
    ["several change", { whois: "moderators", roomname: "A Dark Cave" }, [104, 173]],
  ] as const)
    test(`§10.2.1: ${codes.join(" and ")} where ${what}`, async () => {
      const { crone, hag } = actors;
      await makeRoom(crone, room);
      await enterAll(room, hag);
      await configure(crone, room, settings);
      const message = await hag.receives(
        `<message type="groupchat" from="${roomAt(room)}"><x xmlns="${USER}"/></message>`,
      );
      expect(codesIn(message)).toEqual([...codes]);
    });

  test("§10.2.1: 171 where logging is disabled, 172 where the room is non-anonymous", async () => {
    const { crone } = actors;
    await makeRoom(crone, room, { ...OPEN, enablelogging: "1", whois: "moderators" });
    await configure(crone, room, { enablelogging: "0", whois: "anyone" });
    expect(codesIn(await crone.receives(`<message type="groupchat"><x xmlns="${USER}"/></message>`))).toEqual([
      171, 172,
    ]);
  });

  test("§10.2.1: no status is sent where nothing changes", async () => {
    const { crone } = actors;
    await makeRoom(crone, room);
    await configure(crone, room, OPEN);
    await crone.receivesNothing("<message/>");
  });

  test("§10.2: when a room becomes members-only, non-members are removed with 322", async () => {
    const { crone, member, hag } = actors;
    await makeRoom(crone, room);
    await setAffiliation(crone, room, member.account, "member");
    await enterAll(room, member, hag);
    await configure(crone, room, { membersonly: "1" });
    for (const actor of [member, hag]) {
      const unavailable = await actor.receives(`<presence type="unavailable" from="${roomAt(room)}/hag"/>`);
      expect(codesIn(unavailable)).toEqual(actor === hag ? [110, 322] : [322]);
    }
    await member.receivesNothing('<presence type="unavailable"/>');
  });

  test("§10.2: of several removed occupants, each is sent its own presence only, those who stay that of all", async () => {
    const { crone, member, hag } = actors;
    await makeRoom(crone, room);
    await enterAll(room, member, hag);
    await configure(crone, room, { membersonly: "1" });
    for (const nick of ["member", "hag"])
      expect(codesIn(await crone.receives(`<presence type="unavailable" from="${roomAt(room)}/${nick}"/>`))).toEqual([
        322,
      ]);
    await hag.receives(`<presence type="unavailable" from="${roomAt(room)}/hag"/>`);
    await hag.receivesNothing(`<presence from="${roomAt(room)}/member"/>`);
  });

  test("§7.2.3: when a room becomes non-anonymous, all occupants are sent the real JIDs", async () => {
    const { crone, member, hag } = actors;
    await makeRoom(crone, room, { ...OPEN, whois: "moderators" });
    await enterAll(room, member, hag);
    await settled(crone, member, hag);
    await configure(crone, room, { whois: "anyone" });
    for (const { jid, client } of [crone, member]) {
      const presence = await hag.receives(`<presence from="${roomAt(room)}/${client.jid.split("/")[1]}"/>`);
      expect(itemIn(presence).jid).toBe(jid);
    }
    await settled(crone, member, hag);
    // Occupants who knew the real JIDs keep them, and presence is not sent again.
    await configure(crone, room, { whois: "moderators" });
    await hag.receivesNothing("<presence/>");
  });

  test("§5.1.2: when a room becomes moderated, occupants keep granted voice; when it becomes unmoderated, revoked voice stays so", async () => {
    const { crone, admin, member, hag } = actors;
    await makeRoom(crone, room);
    await setAffiliation(crone, room, member.account, "member");
    await setAffiliation(crone, room, admin.account, "admin");
    await enterAll(room, admin, member, hag);
    await setRole(crone, room, "member", "visitor");
    await settled(crone, admin, member, hag);
    await configure(crone, room, { moderatedroom: "1" });
    for (const actor of [hag, member])
      expect(itemIn(await actor.receives(`<presence from="${roomAt(room)}/hag"/>`)).role).toBe("visitor");
    await hag.receivesNothing(`<presence from="${roomAt(room)}/admin"/>`);
    await hag.receivesNothing(`<presence from="${roomAt(room)}/member"/>`);
    await setRole(crone, room, "hag", "participant");
    await settled(crone, admin, member, hag);
    await configure(crone, room, { moderatedroom: "0" });
    await configure(crone, room, { moderatedroom: "1" });
    await hag.receivesNothing(`<presence from="${roomAt(room)}/hag"/>`);
    await setRole(crone, room, "hag", "visitor");
    await settled(crone, admin, member, hag);
    await configure(crone, room, { moderatedroom: "0" });
    expect(itemIn(await crone.receives(`<presence from="${roomAt(room)}/hag"/>`)).role).toBe("participant");
    await crone.receivesNothing(`<presence from="${roomAt(room)}/member"/>`);
  });

  test("§10.2: roomowners and roomadmins are complete lists; whoever is in neither becomes a member; an owner must stay", async () => {
    const { crone, admin, member, hag } = actors;
    await makeRoom(crone, room);
    await setAffiliation(crone, room, admin.account, "admin");
    await enterAll(room, admin, hag);
    await configure(crone, room, { roomadmins: [member.account, hag.account] });
    expect(
      itemIn(
        await crone.receives(
          `<presence from="${roomAt(room)}/hag"><x xmlns="${USER}"><item affiliation="admin"/></x></presence>`,
        ),
      ).role,
    ).toBe("moderator");
    expect(itemIn(await hag.receives(`<presence from="${roomAt(room)}/admin"/>`))).toMatchObject({
      affiliation: "member",
      role: "participant",
    });
    expect(await jidsOf(crone, "admin")).toEqual([hag.account, member.account].sort());
    expect(refusal(await configure(crone, room, { roomowners: [] }))).toBe("conflict");
    for (const role of ["roomowners", "roomadmins"])
      expect(refusal(await configure(crone, room, { [role]: [crone.account, "localhost"] }))).toBe("not-acceptable");
    expect(refusal(await configure(crone, room, { roomowners: [crone.account, hag.account] }))).toBe("");
    expect(await jidsOf(crone, "owner")).toEqual([crone.account, hag.account].sort());
    expect(refusal(await configure(crone, room, { roomowners: [hag.account] }))).toBe("");
    expect(refusal(await ownerRequest(crone, "", "get"))).toBe("forbidden");
  });
});

describe("§10.3 to §10.8: owners and admins", () => {
  for (const [section, affiliation] of [
    ["§10.3, §10.4", "owner"],
    ["§10.6, §10.7", "admin"],
  ] as const)
    test(`${section}: an owner grants and revokes ${affiliation}, and all see it`, async () => {
      const { crone, member, hag } = actors;
      await makeRoom(crone, room);
      await enterAll(room, member, hag);
      await settled(crone, member, hag);
      await setAffiliation(crone, room, hag.account, affiliation, "<reason>A worthy witch indeed!</reason>");
      const presence = await member.receives(`<presence from="${roomAt(room)}/hag"/>`);
      expect(itemIn(presence)).toMatchObject({ affiliation, role: "moderator" });
      expect(presence.getChild("x", USER)?.getChild("item")?.getChildText("reason")).toBe("A worthy witch indeed!");
      expect(await jidsOf(crone, affiliation)).toContain(hag.account);
      await setAffiliation(crone, room, hag.account, "none");
      expect(itemIn(await member.receives(`<presence from="${roomAt(room)}/hag"/>`))).toMatchObject({
        affiliation: "none",
        role: "participant",
      });
    });

  test("§10.3: a change of an absent account is sent to occupants as a message of the room", async () => {
    const { crone, hag } = actors;
    await makeRoom(crone, room);
    await setAffiliation(crone, room, hag.account, "owner");
    const message = await crone.receives(`<message from="${roomAt(room)}"><x xmlns="${USER}"/></message>`);
    expect(itemIn(message)).toEqual({ jid: hag.account, affiliation: "owner", role: "none" });
  });

  test("§10.3, §9.2: only to those who may see the list; bans to nobody else", async () => {
    const { crone, hag } = actors;
    await makeRoom(crone, room);
    await enterAll(room, hag);
    await settled(crone, hag);
    const notification = async (actor: Actor) =>
      itemIn(await actor.receives(`<message from="${roomAt(room)}"><x xmlns="${USER}"><item/></x></message>`));
    const guest = { jid: "guest@elsewhere.example", role: "none" };
    await setAffiliation(crone, room, guest.jid, "member");
    for (const actor of [crone, hag]) expect(await notification(actor)).toEqual({ ...guest, affiliation: "member" });
    await setAffiliation(crone, room, guest.jid, "outcast");
    expect(await notification(crone)).toEqual({ ...guest, affiliation: "outcast" });
    expect(await notification(hag)).toEqual({ ...guest, affiliation: "none" });
    await setAffiliation(crone, room, guest.jid, "none");
    expect(await notification(crone)).toEqual({ ...guest, affiliation: "none" });
    await setAffiliation(crone, room, "stranger@elsewhere.example", "outcast");
    await configure(crone, room, { getmemberlist: ["moderator"] });
    await setAffiliation(crone, room, guest.jid, "member");
    // §5.2.1: in a semi-anonymous room the list of members is for those who edit it, and for no other moderator.
    await configure(crone, room, { whois: "moderators" });
    await setRole(crone, room, "hag", "moderator");
    await setAffiliation(crone, room, guest.jid, "none");
    await hag.receivesNothing(`<message><x xmlns="${USER}"><item/></x></message>`);
  });

  test("§10.4: the only owner cannot resign: conflict; one of several can", async () => {
    const { crone, hag } = actors;
    await makeRoom(crone, room);
    for (const affiliation of ["admin", "member", "none"])
      expect(refusal(await setAffiliation(crone, room, crone.account, affiliation))).toBe("conflict");
    await setAffiliation(crone, room, hag.account, "owner");
    expect(refusal(await setAffiliation(crone, room, crone.account, "none"))).toBe("");
    expect(refusal(await ownerRequest(hag, "", "get"))).toBe("");
  });

  test("§10.4: the only two owners cannot resign in one request: conflict", async () => {
    const { crone, hag } = actors;
    await makeRoom(crone, room);
    await setAffiliation(crone, room, hag.account, "owner");
    const items = [crone, hag].map(({ account }) => `<item jid="${account}" affiliation="none"/>`).join("");
    expect(refusal(await administer(crone, room, items))).toBe("conflict");
    expect(await jidsOf(crone, "owner")).toHaveLength(2);
  });

  test("§10.5, §10.8: owners edit the lists and see them; in a non-anonymous room, members see them too", async () => {
    const { crone, admin, member, hag } = actors;
    await makeRoom(crone, room, { ...OPEN, whois: "moderators" });
    await setAffiliation(crone, room, admin.account, "admin");
    await setAffiliation(crone, room, member.account, "member");
    for (const affiliation of ["owner", "admin"]) {
      for (const actor of [admin, member, hag])
        expect(refusal(await administer(actor, room, `<item affiliation="${affiliation}"/>`, "get"))).toBe("forbidden");
      expect(await jidsOf(crone, affiliation)).toHaveLength(1);
    }
    await configure(crone, room, { whois: "anyone" });
    for (const affiliation of ["owner", "admin"]) {
      for (const actor of [admin, member]) expect(await jidsOf(actor, affiliation)).toHaveLength(1);
      expect(refusal(await administer(hag, room, `<item affiliation="${affiliation}"/>`, "get"))).toBe("forbidden");
      for (const actor of [admin, member, hag])
        expect(refusal(await setAffiliation(actor, room, hag.account, affiliation))).toBe("forbidden");
    }
  });
});

describe("§10.9: destroying", () => {
  test("every occupant is sent the reason and the alternate room once, and the room is gone", async () => {
    const { crone, hag } = actors;
    await makeRoom(crone, room);
    await enterAll(room, hag);
    await settled(crone);
    const destroy = `<destroy jid="${roomAt("elsewhere")}"><reason>Macbeth doth come.</reason><password>x</password></destroy>`;
    expect(refusal(await ownerRequest(crone, destroy))).toBe("");
    for (const actor of [crone, hag]) {
      const unavailable = await actor.receives('<presence type="unavailable"/>');
      expect(unavailable.attrs.from).toBe(`${roomAt(room)}/${actor === crone ? "crone" : "hag"}`);
      expect(itemIn(unavailable)).toMatchObject({ affiliation: "none", role: "none" });
      const destroy = unavailable.getChild("x", USER)?.getChild("destroy");
      expect(destroy?.attrs.jid).toBe(roomAt("elsewhere"));
      expect(destroy?.getChildText("reason")).toBe("Macbeth doth come.");
      expect(destroy?.getChildText("password")).toBe("x");
      await actor.receivesNothing("<presence/>");
    }
    expect(refusal(await info(hag))).toBe("item-not-found");
  });

  test("by others than owners: forbidden", async () => {
    const { crone, admin, hag } = actors;
    await makeRoom(crone, room);
    await setAffiliation(crone, room, admin.account, "admin");
    for (const actor of [admin, hag]) expect(refusal(await ownerRequest(actor, "<destroy/>"))).toBe("forbidden");
  });
});
