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
  const made = await juliet.asks(
    `<iq type="set" to="${ROOM}"><query xmlns="${OWNER}">${configForm(OPEN)}</query></iq>`,
  );
  expect(refusal(made)).toBe("");
});
afterAll(async () => {
  expect([...capulet.errors, ...montague.errors]).toEqual([]);
  await federation[Symbol.asyncDispose]();
});

/** Romeo is in, and has the whole room. */
async function enters(): Promise<void> {
  romeo.sends(`<presence to="${ROOM}/romeo"><x xmlns="${MUC}"/></presence>`);
  expect(codesIn(await romeo.receives(`<presence from="${ROOM}/romeo"/>`))).toEqual([100, 110]);
  await romeo.receives(`<message from="${ROOM}" type="groupchat"><subject/></message>`);
  await juliet.receives(`<presence from="${ROOM}/romeo"/>`);
}

const administer = (item: string) =>
  juliet.asks(`<iq type="set" to="${ROOM}"><query xmlns="${ADMIN}">${item}</query></iq>`);
const says = (actor: Actor, body: string): void =>
  actor.sends(`<message to="${ROOM}" type="groupchat"><body>${body}</body></message>`);

describe("an occupant from another server", () => {
  test("enters and speaks, and hears the others", async () => {
    await enters();
    says(romeo, "But soft");
    await juliet.receives(`<message from="${ROOM}/romeo" type="groupchat"><body>But soft</body></message>`);
    says(juliet, "Ay me");
    await romeo.receives(`<message from="${ROOM}/juliet" type="groupchat"><body>Ay me</body></message>`);
  });

  test("writes to one alone, and asks one alone", async () => {
    romeo.sends(`<message to="${ROOM}/juliet" type="chat"><body>psst</body></message>`);
    await juliet.receives(`<message from="${ROOM}/romeo" type="chat"><body>psst</body></message>`);
    const ping = await romeo.asks(`<iq type="get" to="${ROOM}/romeo"><ping xmlns="urn:xmpp:ping"/></iq>`);
    expect(ping.attrs.type).toBe("result");
  });

  test("is kicked, comes back, is banned, and does not", async () => {
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

  test("is in the room still when its server has started again, and hears who is not", async () => {
    await enters();
    await capulet.restart();
    const gone = await romeo.receives(`<presence type="unavailable" from="${ROOM}/juliet"/>`);
    expect(codesIn(gone)).toEqual([332]);
    ({ juliet } = await cast(capulet, ["juliet"]));
    juliet.sends(`<presence to="${ROOM}/juliet"><x xmlns="${MUC}"/></presence>`);
    const seen = await juliet.receives(`<presence from="${ROOM}/romeo"/>`);
    expect(itemIn(seen)).toMatchObject({ affiliation: "member", jid: romeo.jid });
    await romeo.receives(`<presence from="${ROOM}/juliet"><x xmlns="${USER}"/></presence>`);
    says(romeo, "still here");
    await juliet.receives(`<message from="${ROOM}/romeo"><body>still here</body></message>`);
    says(juliet, "so am I");
    await romeo.receives(`<message from="${ROOM}/juliet"><body>so am I</body></message>`);
  });

  test("leaves when its server stops", async () => {
    await settled(juliet);
    await romeo.leaves();
    await juliet.receives(`<presence type="unavailable" from="${ROOM}/romeo"/>`);
  });
});
