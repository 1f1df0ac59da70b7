/** XEP-0045 §6, §17: what service discovery reveals of a service, a room and its occupants. */
import { beforeEach, describe, expect, test } from "bun:test";
import type { Element } from "ltx";
import { type Actor, settled } from "../support/cast.ts";
import { stage } from "../support/stage.ts";
import {
  configure,
  enter,
  enterAll,
  INFO,
  ITEMS,
  MUC,
  makeRoom,
  OPEN,
  refusal,
  roomAt,
  SERVICE,
  setAffiliation,
  setRole,
} from "../support/xep/rooms.ts";

let number = 0;
let room = "";
const { actors } = stage(["crone", "wiccan", "hag"]);

beforeEach(() => {
  room = `room${++number}`;
});

const disco = (actor: Actor, ns: string, to: string, inner = "", node = ""): Promise<Element> =>
  actor.asks(`<iq type="get" to="${to}"><query xmlns="${ns}"${node && ` node="${node}"`}>${inner}</query></iq>`);
const featuresIn = (answer: Element): string[] =>
  (answer.getChild("query")?.getChildren("feature") ?? []).map(({ attrs }) => attrs.var);
const itemsIn = (answer: Element): string[] =>
  (answer.getChild("query")?.getChildren("item") ?? []).map(({ attrs }) => attrs.jid);
const fieldsIn = (answer: Element): Record<string, string[]> =>
  Object.fromEntries(
    (answer.getChild("query")?.getChild("x", "jabber:x:data")?.getChildren("field") ?? []).map((field) => [
      field.attrs.var,
      field.getChildren("value").map((value) => value.getText()),
    ]),
  );

describe("§6.1 to §6.3: the service", () => {
  test("§6.1: the domain lists it", async () => {
    expect(itemsIn(await disco(actors.hag, ITEMS, "localhost"))).toContain(SERVICE);
  });

  test("§6.2: it has the identity conference/text and the feature of XEP-0045", async () => {
    const answer = await disco(actors.hag, INFO, SERVICE);
    expect(answer.getChild("query")?.getChild("identity")?.attrs).toMatchObject({
      category: "conference",
      type: "text",
    });
    expect(featuresIn(answer)).toContain(MUC);
    expect(featuresIn(answer)).toContain(`${MUC}#stable_id`);
  });

  test("§6.3: disco#items lists the public rooms only; in pages where requested", async () => {
    const { crone, hag } = actors;
    for (const name of ["aa", "bb", "cc"])
      await makeRoom(crone, `${room}${name}`, { ...OPEN, roomname: `Cave ${name}` });
    await makeRoom(crone, `${room}hidden`, { ...OPEN, publicroom: "0" });
    await enter(crone, `${room}locked`, "crone");
    const all = itemsIn(await disco(hag, ITEMS, SERVICE));
    expect(all).toEqual(["aa", "bb", "cc"].map((name) => roomAt(room + name)));
    const rsm = "http://jabber.org/protocol/rsm";
    const page = await disco(hag, ITEMS, SERVICE, `<set xmlns="${rsm}"><max>2</max></set>`);
    expect(itemsIn(page)).toEqual(all.slice(0, 2));
    expect(page.getChild("query")?.getChild("set", rsm)?.getChildText("count")).toBe("3");
    const rest = await disco(hag, ITEMS, SERVICE, `<set xmlns="${rsm}"><max>2</max><after>${all[1]}</after></set>`);
    expect(itemsIn(rest)).toEqual(all.slice(2));
  });
});

describe("§6.4, §6.5: a room", () => {
  test("§6.4: disco#info has its identity, the features that follow from its configuration, and its information", async () => {
    const { crone, hag } = actors;
    const settings = {
      roomname: "A Dark Cave",
      roomdesc: "The place for all good witches!",
      lang: "en",
      whois: "moderators",
    };
    await makeRoom(crone, room, {
      ...OPEN,
      ...settings,
      persistentroom: "0",
      passwordprotectedroom: "1",
      roomsecret: "x",
      moderatedroom: "1",
    });
    crone.sends(`<message to="${roomAt(room)}" type="groupchat"><subject>Spells</subject></message>`);
    await settled(crone);
    const answer = await disco(hag, INFO, roomAt(room));
    expect(answer.getChild("query")?.getChild("identity")?.attrs).toMatchObject({
      category: "conference",
      type: "text",
      name: "A Dark Cave",
    });
    const features = featuresIn(answer);
    for (const feature of [
      "muc_passwordprotected",
      "muc_public",
      "muc_temporary",
      "muc_open",
      "muc_moderated",
      "muc_semianonymous",
      MUC,
      `${MUC}#stable_id`,
      `${MUC}#request`,
      `${MUC}#register`,
    ])
      expect(features).toContain(feature);
    expect(fieldsIn(answer)).toMatchObject({
      FORM_TYPE: [`${MUC}#roominfo`],
      "muc#roominfo_description": ["The place for all good witches!"],
      "muc#roominfo_lang": ["en"],
      "muc#roominfo_subjectmod": ["0"],
      "muc#maxhistoryfetch": ["25"],
      "muc#roomconfig_roomname": ["A Dark Cave"],
      "muc#roomconfig_changesubject": ["0"],
      "muc#roomconfig_allowinvites": ["0"],
      "muc#roomconfig_allowpm": ["anyone"],
    });
    expect(fieldsIn(await disco(crone, INFO, roomAt(room)))).toMatchObject({
      "muc#roominfo_subject": ["Spells"],
      "muc#roominfo_occupants": ["1"],
    });
  });

  test("§14.4: a hidden room shows its subject and occupants to members only, a semi-anonymous one its owners to nobody", async () => {
    const { crone, hag } = actors;
    await makeRoom(crone, room, {});
    const secret = ["muc#roominfo_subject", "muc#roominfo_occupants", "muc#roominfo_contactjid"];
    const fields = fieldsIn(await disco(hag, INFO, roomAt(room)));
    for (const field of secret) expect(fields).not.toHaveProperty([field]);
    await setAffiliation(crone, room, hag.account, "member");
    const asMember = fieldsIn(await disco(hag, INFO, roomAt(room)));
    for (const field of secret) expect(asMember).toHaveProperty([field]);
  });

  test("§14.4: a public room with a password shows its subject and occupants to members only", async () => {
    const { crone, hag } = actors;
    await makeRoom(crone, room, OPEN);
    crone.sends(`<message to="${roomAt(room)}" type="groupchat"><subject>Spells</subject></message>`);
    await settled(crone);
    expect(fieldsIn(await disco(hag, INFO, roomAt(room)))).toMatchObject({
      "muc#roominfo_subject": ["Spells"],
      "muc#roominfo_occupants": ["1"],
    });
    await configure(crone, room, { passwordprotectedroom: "1", roomsecret: "cauldronburn" });
    const fields = fieldsIn(await disco(hag, INFO, roomAt(room)));
    for (const field of ["muc#roominfo_subject", "muc#roominfo_occupants", "muc#roominfo_contactjid"])
      expect(fields).not.toHaveProperty([field]);
  });

  test("§6.5: disco#items lists the occupants to occupants only", async () => {
    const { crone, hag } = actors;
    await makeRoom(crone, room);
    expect((await disco(hag, ITEMS, roomAt(room))).getChild("query")?.children).toEqual([]);
    await enterAll(room, hag);
    expect(itemsIn(await disco(hag, ITEMS, roomAt(room)))).toEqual([`${roomAt(room)}/crone`, `${roomAt(room)}/hag`]);
  });

  test("§6.4: a room that does not exist or is locked is item-not-found, and so is an unknown node", async () => {
    const { crone, hag } = actors;
    expect(refusal(await disco(hag, INFO, roomAt(room)))).toBe("item-not-found");
    await enter(crone, room, "crone");
    expect(refusal(await disco(hag, INFO, roomAt(room)))).toBe("item-not-found");
    expect(refusal(await disco(crone, INFO, roomAt(room), "", "nonsense"))).toBe("item-not-found");
  });

  test("§18.1.1: the room restricts no traffic, and has no #traffic node", async () => {
    await makeRoom(actors.crone, room);
    expect(refusal(await disco(actors.crone, INFO, roomAt(room), "", `${MUC}#traffic`))).toBe("service-unavailable");
  });
});

describe("§6.6, §17.4: occupants", () => {
  const VERSION = "jabber:iq:version";

  test("§6.6: from outside of the room, disco to an occupant is a bad-request, any other request not-acceptable", async () => {
    const { crone, hag } = actors;
    await makeRoom(crone, room);
    expect(refusal(await disco(hag, INFO, `${roomAt(room)}/crone`))).toBe("bad-request");
    expect(refusal(await hag.asks(`<iq type="get" to="${roomAt(room)}/crone"><query xmlns="${VERSION}"/></iq>`))).toBe(
      "not-acceptable",
    );
    await enterAll(room, hag);
    expect(refusal(await hag.asks(`<iq type="get" to="${roomAt(room)}/nobody"><query xmlns="${VERSION}"/></iq>`))).toBe(
      "item-not-found",
    );
  });

  test("§17.4: the room relays requests and responses between occupants, who do not learn each other's addresses", async () => {
    const { crone, wiccan, hag } = actors;
    await makeRoom(crone, room, { ...OPEN, whois: "moderators" });
    await enterAll(room, wiccan, hag);
    hag.sends(`<iq type="get" id="v1" to="${roomAt(room)}/wiccan"><query xmlns="${VERSION}"/></iq>`);
    const asked = await wiccan.receives(`<iq type="get" from="${roomAt(room)}/hag"><query xmlns="${VERSION}"/></iq>`);
    expect(asked.toString()).not.toContain(hag.account);
    wiccan.sends(
      `<iq type="result" id="${asked.attrs.id}" to="${roomAt(room)}/hag"><query xmlns="${VERSION}"><name>broom</name></query></iq>`,
    );
    const answer = await hag.receives(`<iq type="result" id="v1" from="${roomAt(room)}/wiccan"/>`);
    expect(answer.getChild("query")?.getChildText("name")).toBe("broom");
    expect(answer.toString()).not.toContain(wiccan.account);
  });

  test("§17.4: of an error, only the condition is relayed", async () => {
    const { crone, wiccan, hag } = actors;
    await makeRoom(crone, room, { ...OPEN, whois: "moderators" });
    await enterAll(room, wiccan, hag);
    hag.sends(`<iq type="get" id="v2" to="${roomAt(room)}/wiccan"><query xmlns="${VERSION}"/></iq>`);
    const asked = await wiccan.receives(`<iq type="get" from="${roomAt(room)}/hag"/>`);
    const stanzas = 'xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"';
    const errorPayload = `<error type="cancel" by="${wiccan.jid}"><forbidden ${stanzas}/><text ${stanzas}>ask ${wiccan.jid}</text></error>`;
    wiccan.sends(`<iq type="error" id="${asked.attrs.id}" to="${roomAt(room)}/hag">${errorPayload}</iq>`);
    const answer = await hag.receives('<iq type="error" id="v2"/>');
    expect(refusal(answer)).toBe("forbidden");
    expect(answer.toString()).not.toContain(wiccan.account);
  });

  test("§17.4: a response from any other address is not relayed", async () => {
    const { crone, wiccan, hag } = actors;
    await makeRoom(crone, room);
    await enterAll(room, wiccan, hag);
    hag.sends(`<iq type="get" id="v3" to="${roomAt(room)}/wiccan"><query xmlns="${VERSION}"/></iq>`);
    const asked = await wiccan.receives(`<iq type="get" from="${roomAt(room)}/hag"/>`);
    crone.sends(`<iq type="result" id="${asked.attrs.id}" to="${roomAt(room)}/hag"><query xmlns="${VERSION}"/></iq>`);
    await settled(crone);
    await hag.receivesNothing('<iq type="result" id="v3"/>');
  });

  test("XEP-0054: a vCard request to an occupant goes to its account", async () => {
    const { crone, hag } = actors;
    await crone.asks('<iq type="set"><vCard xmlns="vcard-temp"><FN>First Witch</FN></vCard></iq>');
    await makeRoom(crone, room);
    await enterAll(room, hag);
    const answer = await hag.asks(`<iq type="get" to="${roomAt(room)}/crone"><vCard xmlns="vcard-temp"/></iq>`);
    expect(answer.attrs.from).toBe(`${roomAt(room)}/crone`);
    expect(answer.getChild("vCard")?.getChildText("FN")).toBe("First Witch");
  });

  test("XEP-0410 §3: a self-ping says whether the client is still in the room", async () => {
    const { crone, hag } = actors;
    await makeRoom(crone, room);
    await enterAll(room, hag);
    const ping = () => hag.asks(`<iq type="get" to="${roomAt(room)}/hag"><ping xmlns="urn:xmpp:ping"/></iq>`);
    expect((await ping()).attrs.type).toBe("result");
    await setRole(crone, room, "hag", "none");
    expect(refusal(await ping())).toBe("not-acceptable");
  });
});
