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

describe("delivery of an invitation", () => {
  let actors: Cast<"crone" | "hecate">;
  beforeAll(async () => {
    server = await startTestServer();
    actors = await cast(server, ["crone", "hecate"]);
  });

  test("§2: a message with only <x/> is delivered unchanged, for any room, without involving the room", async () => {
    const { crone, hecate } = actors;
    crone.sends(`<message to="${hecate.account}">${INVITATION}</message>`);
    const invitation = await hecate.receives(`<message from="${crone.jid}"><x xmlns="${NS}"/></message>`);
    expect(String(invitation.getChild("x", NS))).toBe(INVITATION);
    await crone.receivesNothing();
  });

  test("§2: to an offline contact, it is stored (XEP-0160)", async () => {
    const { crone } = actors;
    await server.createAccount("away@localhost");
    crone.sends(`<message to="away@localhost">${INVITATION}</message>`);
    await crone.pings();
    const away = await another(server, "away", "phone");
    await appear(away);
    await away.receives(`<message from="${crone.jid}"><x xmlns="${NS}"/></message>`);
  });

  test("§2: to a full JID, and between two clients of one account, it is delivered as well", async () => {
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
  test("a blocked user's direct and mediated invitations are dropped, without revealing the block", async () => {
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

describe("an account that accepts messages from contacts only (strangers.messages)", () => {
  let actors: Cast<"romeo" | "juliet" | "tybalt">;
  let strictServer: TestServer;
  beforeAll(async () => {
    strictServer = await startTestServer({ settings: ["strangers.messages=nobody"] });
    actors = await cast(strictServer, ["romeo", "juliet", "tybalt"]);
    await befriend(actors.romeo, actors.juliet);
  });
  afterAll(async () => {
    expect(strictServer.errors).toEqual([]);
    await strictServer[Symbol.asyncDispose]();
  });

  const mediated = (room: string, to: string): string =>
    `<message to="${roomAt(room)}"><x xmlns="${USER}"><invite to="${to}"><reason>come</reason></invite></x></message>`;

  test("a contact's direct invitation is delivered, a stranger's is not", async () => {
    const { romeo, juliet, tybalt } = actors;
    romeo.sends(`<message to="${juliet.account}">${INVITATION}</message>`);
    await juliet.receives(`<message from="${romeo.jid}"><x xmlns="${NS}"/></message>`);
    tybalt.sends(`<message to="${juliet.account}">${INVITATION}</message>`);
    expect(conditionOf(await tybalt.receives(`<message type="error"/>`))).toBe("service-unavailable");
    await juliet.receivesNothing();
  });

  test("§1: a mediated invitation comes from the room, but is delivered only where its sender is a contact", async () => {
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

  test("an account that a stranger adds as a member becomes one, without a notification", async () => {
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
