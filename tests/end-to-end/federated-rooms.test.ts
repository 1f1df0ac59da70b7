/** XEP-0045 across servers: a remote occupant enters, speaks, is kicked, and stays through a restart. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type Actor, cast, settled } from "../support/cast.ts";
import { openTestFederation, type TestFederation } from "../support/federation/federation.ts";
import type { TestServer } from "../support/server.ts";
import { ADMIN, codesIn, configForm, itemIn, MUC, OPEN, OWNER, refusal, USER } from "../support/xep/rooms.ts";

let federation: TestFederation;
let capulet: TestServer;
let montague: TestServer;
let juliet: Actor;
let romeo: Actor;
const ROOM = "orchard@rooms.capulet.example";

beforeAll(async () => {
  federation = await openTestFederation();
  capulet = await federation.server("capulet.example");
  montague = await federation.server("montague.example");
  ({ juliet } = await cast(capulet, ["juliet"]));
  ({ romeo } = await cast(montague, ["romeo"]));
  juliet.sends(`<presence to="${ROOM}/juliet"><x xmlns="${MUC}"/></presence>`);
  const configured = await juliet.asks(
    `<iq type="set" to="${ROOM}"><query xmlns="${OWNER}">${configForm(OPEN)}</query></iq>`,
  );
  expect(refusal(configured)).toBe("");
});
afterAll(async () => {
  expect([...capulet.errors, ...montague.errors]).toEqual([]);
  await federation[Symbol.asyncDispose]();
});

/** Romeo enters, and has received all presence. */
async function enters(): Promise<void> {
  romeo.sends(`<presence to="${ROOM}/romeo"><x xmlns="${MUC}"/></presence>`);
  expect(codesIn(await romeo.receives(`<presence from="${ROOM}/romeo"/>`))).toEqual([100, 110]);
  await romeo.receives(`<message from="${ROOM}" type="groupchat"><subject/></message>`);
  await juliet.receives(`<presence from="${ROOM}/romeo"/>`);
}

const administer = (item: string) =>
  juliet.asks(`<iq type="set" to="${ROOM}"><query xmlns="${ADMIN}">${item}</query></iq>`);
const sendGroupchat = (actor: Actor, body: string): void =>
  actor.sends(`<message to="${ROOM}" type="groupchat"><body>${body}</body></message>`);

describe("an occupant from another server", () => {
  test("enters, sends messages and receives those of others", async () => {
    await enters();
    sendGroupchat(romeo, "But soft");
    await juliet.receives(`<message from="${ROOM}/romeo" type="groupchat"><body>But soft</body></message>`);
    sendGroupchat(juliet, "Ay me");
    await romeo.receives(`<message from="${ROOM}/juliet" type="groupchat"><body>Ay me</body></message>`);
  });

  test("sends a private message and an IQ to one occupant", async () => {
    romeo.sends(`<message to="${ROOM}/juliet" type="chat"><body>psst</body></message>`);
    await juliet.receives(`<message from="${ROOM}/romeo" type="chat"><body>psst</body></message>`);
    const ping = await romeo.asks(`<iq type="get" to="${ROOM}/romeo"><ping xmlns="urn:xmpp:ping"/></iq>`);
    expect(ping.attrs.type).toBe("result");
  });

  test("is kicked, enters again, is banned, and cannot enter", async () => {
    expect(refusal(await administer('<item nick="romeo" role="none"/>'))).toBe("");
    expect(codesIn(await romeo.receives(`<presence type="unavailable" from="${ROOM}/romeo"/>`))).toEqual([110, 307]);
    await settled(juliet);
    await enters();
    await administer(`<item jid="${romeo.account}" affiliation="outcast"/>`);
    expect(codesIn(await romeo.receives(`<presence type="unavailable" from="${ROOM}/romeo"/>`))).toEqual([110, 301]);
    romeo.sends(`<presence to="${ROOM}/romeo"><x xmlns="${MUC}"/></presence>`);
    expect(refusal(await romeo.receives(`<presence type="error" from="${ROOM}/romeo"/>`))).toBe("forbidden");
    await administer(`<item jid="${romeo.account}" affiliation="member"/>`);
    await settled(juliet);
  });

  test("stays in the room across a restart of the room's server, and is informed of occupants who did not", async () => {
    await enters();
    await capulet.restart();
    const unavailable = await romeo.receives(`<presence type="unavailable" from="${ROOM}/juliet"/>`);
    expect(codesIn(unavailable)).toEqual([332]);
    ({ juliet } = await cast(capulet, ["juliet"]));
    juliet.sends(`<presence to="${ROOM}/juliet"><x xmlns="${MUC}"/></presence>`);
    const presence = await juliet.receives(`<presence from="${ROOM}/romeo"/>`);
    expect(itemIn(presence)).toMatchObject({ affiliation: "member", jid: romeo.jid });
    await romeo.receives(`<presence from="${ROOM}/juliet"><x xmlns="${USER}"/></presence>`);
    sendGroupchat(romeo, "still here");
    await juliet.receives(`<message from="${ROOM}/romeo"><body>still here</body></message>`);
    sendGroupchat(juliet, "so am I");
    await romeo.receives(`<message from="${ROOM}/juliet"><body>so am I</body></message>`);
  });

  test("is removed when its own server stops", async () => {
    await settled(juliet);
    await romeo.leaves();
    await juliet.receives(`<presence type="unavailable" from="${ROOM}/romeo"/>`);
  });
});
