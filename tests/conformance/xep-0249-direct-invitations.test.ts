/** XEP-0249: Direct MUC Invitations, and invitations from blocked or unknown senders. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { enter as another, appear, befriend, type Cast, cast, settled } from "../support/cast.ts";
import { conditionOf } from "../support/hostile.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { enterAll, itemIn, makeRoom, OPEN, roomAt, setAffiliation, USER } from "../support/xep/rooms.ts";

const NS = "jabber:x:conference";
const INVITATION =
  `<x xmlns="${NS}" jid="darkcave@macbeth.shakespeare.lit" password="cauldronburn" ` +
  `reason="Hey Hecate, this is the place for all good witches!" continue="true" thread="e0ffe42b28561960c6b12b944a092794b9683a38"/>`;

let server: TestServer;
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

describe("the way of an invitation", () => {
  let actors: Cast<"crone" | "hecate">;
  beforeAll(async () => {
    server = await startTestServer();
    actors = await cast(server, ["crone", "hecate"]);
  });

  test("§2: a message with nothing but <x/> reaches the contact as it was sent, whatever the room, without a word from it", async () => {
    const { crone, hecate } = actors;
    crone.sends(`<message to="${hecate.account}">${INVITATION}</message>`);
    const invitation = await hecate.receives(`<message from="${crone.jid}"><x xmlns="${NS}"/></message>`);
    expect(String(invitation.getChild("x", NS))).toBe(INVITATION);
    await crone.receivesNothing();
  });

  test("§2: to who is away, it waits (XEP-0160)", async () => {
    const { crone } = actors;
    await server.createAccount("away@localhost");
    crone.sends(`<message to="away@localhost">${INVITATION}</message>`);
    await crone.pings();
    const away = await another(server, "away", "phone");
    await appear(away);
    await away.receives(`<message from="${crone.jid}"><x xmlns="${NS}"/></message>`);
  });

  test("§2: to a full JID likewise, and from one app of an account to another of its own", async () => {
    const { crone, hecate } = actors;
    crone.sends(`<message to="${hecate.jid}">${INVITATION}</message>`);
    await hecate.receives(`<message from="${crone.jid}"><x xmlns="${NS}"/></message>`);
    const phone = await another(server, "crone", "phone");
    await appear(phone);
    crone.sends(`<message to="${phone.jid}">${INVITATION}</message>`);
    await phone.receives(`<message from="${crone.jid}"><x xmlns="${NS}"/></message>`);
    await phone.leaves();
    await settled(crone, hecate);
  });
});

describe("§5: 'The recipient can mitigate this attack by blocking the sender'", () => {
  test("whom one has blocked invites neither directly nor by way of a room, and learns nothing of it", async () => {
    const { crone, hecate } = await cast(server, ["crone", "hecate"]);
    await makeRoom(crone, "den", OPEN);
    await hecate.asks(`<iq type="set"><block xmlns="urn:xmpp:blocking"><item jid="${crone.account}"/></block></iq>`);
    crone.sends(
      `<message to="${roomAt("den")}"><x xmlns="${USER}"><invite to="${hecate.account}"><reason>spam</reason></invite></x></message>`,
    );
    await crone.receivesNothing();
    await hecate.receivesNothing();
    crone.sends(`<message to="${hecate.account}">${INVITATION}</message>`);
    expect(conditionOf(await crone.receives(`<message type="error"/>`))).toBe("service-unavailable");
    await hecate.receivesNothing();
    await crone.leaves();
    await hecate.leaves();
  });
});

describe("an account that hears from its contacts alone (strangers.messages)", () => {
  let actors: Cast<"romeo" | "juliet" | "tybalt">;
  let strict: TestServer;
  beforeAll(async () => {
    strict = await startTestServer({ settings: ["strangers.messages=nobody"] });
    actors = await cast(strict, ["romeo", "juliet", "tybalt"]);
    await befriend(actors.romeo, actors.juliet);
  });
  afterAll(async () => {
    expect(strict.errors).toEqual([]);
    await strict[Symbol.asyncDispose]();
  });

  const mediated = (room: string, to: string): string =>
    `<message to="${roomAt(room)}"><x xmlns="${USER}"><invite to="${to}"><reason>come</reason></invite></x></message>`;

  test("a contact's direct invitation passes, a stranger's does not", async () => {
    const { romeo, juliet, tybalt } = actors;
    romeo.sends(`<message to="${juliet.account}">${INVITATION}</message>`);
    await juliet.receives(`<message from="${romeo.jid}"><x xmlns="${NS}"/></message>`);
    tybalt.sends(`<message to="${juliet.account}">${INVITATION}</message>`);
    expect(conditionOf(await tybalt.receives(`<message type="error"/>`))).toBe("service-unavailable");
    await juliet.receivesNothing();
  });

  test("§1: a mediated one comes from the room, and is taken for what it is: a contact's passes, a stranger's does not", async () => {
    const { romeo, juliet, tybalt } = actors;
    await makeRoom(romeo, "orchard", OPEN);
    await enterAll("orchard", tybalt);
    await settled(romeo, juliet, tybalt);
    tybalt.sends(mediated("orchard", juliet.account));
    await tybalt.receivesNothing();
    await juliet.receivesNothing();
    romeo.sends(mediated("orchard", juliet.account));
    await juliet.receives(`<message from="${roomAt("orchard")}"><x xmlns="${USER}"><invite/></x></message>`);
  });

  test("who is made a member by a stranger is one, and hears nothing of it", async () => {
    const { romeo, juliet, tybalt } = actors;
    await makeRoom(tybalt, "tomb", {});
    await setAffiliation(tybalt, "tomb", juliet.account, "member", "<reason>spam</reason>");
    await juliet.receivesNothing();
    await enterAll("tomb", juliet);
    await tybalt.receives(`<presence from="${roomAt("tomb")}/juliet"/>`);
    await makeRoom(romeo, "balcony", {});
    await setAffiliation(romeo, "balcony", juliet.account, "member");
    const invitation = await juliet.receives(`<message from="${roomAt("balcony")}"><x xmlns="${USER}"/></message>`);
    expect(invitation.getChild("x", USER)?.getChild("invite")?.attrs.from).toBe(romeo.account);
    expect(itemIn(invitation)).toEqual({});
  });
});
