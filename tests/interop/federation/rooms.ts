/** Occupants of two servers in a room of either, and what happens to the room when one of the servers stops. */
import { afterAll, beforeAll, describe, expect } from "bun:test";
import { type Actor, settled } from "../../support/cast.ts";
import type { FederationMethod } from "../../support/network/federation-methods.ts";
import { jabberHome } from "../../support/peers/jabber-home.ts";
import { type Peer, roomsOf } from "../../support/peers/peer.ts";
import { archiveOf } from "../../support/xep/archive.ts";
import { codesIn, INFO, itemIn, OPEN, refusal, USER } from "../../support/xep/rooms.ts";
import { missingFor, testWithPeers } from "./needs.ts";
import {
  administer,
  affiliates,
  asksToEnter,
  enters,
  goes,
  makes,
  ping,
  says,
  sees,
  talk,
  whisper,
} from "./occupants.ts";
import { openTwoServers, type TwoServers } from "./two-servers.ts";

/** How long our server waits for one that is gone: everything here is on one machine. */
const SHORT_QUEUE_TIME = ["federation.queue_time=2s"];

/** Juliet lives at our server, Romeo at the other one; there is a room at each. */
export function gather(peer: Peer, way: FederationMethod): void {
  const test = testWithPeers([peer]);
  describe(`${peer.name}: ${way.name}`, () => {
    let sides: TwoServers;
    let juliet: Actor;
    let romeo: Actor;
    const [orchard, cell] = [
      `orchard@${roomsOf(`${jabberHome.name}-1.example`)}`,
      `cell@${roomsOf(`${peer.name}-2.example`)}`,
    ];

    beforeAll(async () => {
      if (missingFor([peer]).length > 0) return;
      sides = await openTwoServers([jabberHome, peer], way, ["juliet", "romeo"], SHORT_QUEUE_TIME);
      juliet = await sides.one.enter("juliet");
      romeo = await sides.other.enter("romeo");
    });
    afterAll(() => sides?.[Symbol.asyncDispose]());

    describe("a room of ours", () => {
      test("XEP-0045 §6.2, §7.2: somebody from there finds it, enters, sees and is seen", async () => {
        await makes(juliet, orchard, OPEN);
        const info = await romeo.asks(`<iq type="get" to="${orchard}"><query xmlns="${INFO}"/></iq>`);
        expect(String(info)).toContain("muc_open");
        await enters(romeo, orchard);
        const seen = await juliet.receives(`<presence from="${orchard}/romeo"/>`);
        expect(itemIn(seen)).toEqual({ affiliation: "none", role: "participant", jid: romeo.jid });
        romeo.sends(`<presence to="${orchard}/romeo"><show>away</show></presence>`);
        await juliet.receives(`<presence from="${orchard}/romeo"><show>away</show></presence>`);
      });

      test("§7.4, §7.5, §8.1: speaks, hears, whispers and sees the subject", async () => {
        await talk(juliet, romeo, orchard);
        await whisper(romeo, juliet, orchard);
        await whisper(juliet, romeo, orchard);
        juliet.sends(`<message to="${orchard}" type="groupchat"><subject>Night</subject></message>`);
        for (const each of [juliet, romeo])
          await each.receives(`<message from="${orchard}/juliet" type="groupchat"><subject>Night</subject></message>`);
      });

      test("XEP-0410 §3.4, XEP-0054: is told that it is in, and asks one alone", async () => {
        expect((await ping(romeo, `${orchard}/romeo`)).attrs.type).toBe("result");
        const card = `<vCard xmlns="vcard-temp"><FN>Juliet Capulet</FN></vCard>`;
        expect((await juliet.asks(`<iq type="set">${card}</iq>`)).attrs.type).toBe("result");
        const asked = await romeo.asks(`<iq type="get" to="${orchard}/juliet"><vCard xmlns="vcard-temp"/></iq>`);
        expect(asked.getChild("vCard", "vcard-temp")?.getChildText("FN")).toBe("Juliet Capulet");
      });

      test("XEP-0313: reads what was said", async () => {
        const { results } = await archiveOf(romeo, "", orchard);
        const said = results.map(({ message, body }) => [message.attrs.from, body]).filter(([, body]) => body !== "");
        expect(said).toEqual([
          [`${orchard}/juliet`, "juliet speaks"],
          [`${orchard}/romeo`, "romeo speaks"],
        ]);
      });

      test("§7.8.2, §10.1.2: is invited to a room that is private as all are, and is a member of it", async () => {
        const balcony = orchard.replace("orchard", "balcony");
        await makes(juliet, balcony, {});
        asksToEnter(romeo, balcony);
        const refused = await romeo.receives(`<presence type="error" from="${balcony}/romeo"/>`);
        expect(refusal(refused)).toBe("registration-required");
        const invite = `<invite to="${romeo.account}"><reason>Come up</reason></invite>`;
        juliet.sends(`<message to="${balcony}"><x xmlns="${USER}">${invite}</x></message>`);
        const told = `<invite from="${juliet.account}"><reason>Come up</reason></invite>`;
        await romeo.receives(`<message from="${balcony}"><x xmlns="${USER}">${told}</x></message>`);
        expect(itemIn(await enters(romeo, balcony))).toMatchObject({ affiliation: "member", role: "participant" });
        goes(romeo, balcony);
        await sees(juliet, balcony, "romeo", "unavailable");
      });

      test("§8.2, §9.1: is kicked, comes back, is banned, and does not", async () => {
        expect(refusal(await administer(juliet, orchard, '<item nick="romeo" role="none"/>'))).toBe("");
        expect(codesIn(await sees(romeo, orchard, "romeo", "unavailable"))).toEqual([110, 307]);
        romeo.sends(`<message to="${orchard}" type="groupchat"><body>O speak again</body></message>`);
        expect(refusal(await romeo.receives(`<message type="error" from="${orchard}"/>`))).toBe("not-acceptable");
        await enters(romeo, orchard);
        await affiliates(juliet, orchard, romeo, "outcast");
        expect(codesIn(await sees(romeo, orchard, "romeo", "unavailable"))).toEqual([110, 301]);
        asksToEnter(romeo, orchard);
        expect(refusal(await romeo.receives(`<presence type="error" from="${orchard}/romeo"/>`))).toBe("forbidden");
        await affiliates(juliet, orchard, romeo, "member");
      });

      for (const how of ["stop", "kill"] as const)
        test(`§11.2: our server ${how === "stop" ? "restarts" : "crashes"} with somebody from there inside: both go on`, async () => {
          await settled(juliet, romeo);
          await enters(romeo, orchard);
          await sides.one.restart(how);
          expect(codesIn(await sees(romeo, orchard, "juliet", "unavailable"))).toEqual([332]);
          juliet = await sides.one.enter("juliet");
          await enters(juliet, orchard);
          expect(itemIn(await sees(juliet, orchard, "romeo"))).toMatchObject({ affiliation: "member", jid: romeo.jid });
          await sees(romeo, orchard, "juliet");
          await talk(juliet, romeo, orchard);
          goes(romeo, orchard);
          await sees(juliet, orchard, "romeo", "unavailable");
        });

      test("§18.1.2: the other server forgets who was here: with the next word he is out", async () => {
        await enters(romeo, orchard);
        await sees(juliet, orchard, "romeo");
        await sides.other.restart("kill");
        says(juliet, orchard, "Art thou gone so?");
        expect(codesIn(await sees(juliet, orchard, "romeo", "unavailable"))).toContain(333);
        romeo = await sides.other.enter("romeo");
        await enters(romeo, orchard);
        await sees(juliet, orchard, "romeo");
        await talk(juliet, romeo, orchard);
      });

      test("§18.1.2: the other server is gone: who was from there is out when it was waited for in vain", async () => {
        await sides.other.ends("kill");
        says(juliet, orchard, "Is he gone?");
        expect(codesIn(await sees(juliet, orchard, "romeo", "unavailable"))).toContain(333);
        await sides.other.returns();
        romeo = await sides.other.enter("romeo");
        await enters(romeo, orchard);
        await sees(juliet, orchard, "romeo");
      });
    });

    describe("a room of theirs", () => {
      test("XEP-0045 §7.2, §7.4: somebody of ours enters, sees and is seen, speaks and hears", async () => {
        await makes(romeo, cell, OPEN);
        await enters(juliet, cell);
        await sees(juliet, cell, "romeo");
        await sees(romeo, cell, "juliet");
        await talk(juliet, romeo, cell);
        await whisper(juliet, romeo, cell);
        await whisper(romeo, juliet, cell);
        expect((await ping(juliet, `${cell}/juliet`)).attrs.type).toBe("result");
      });

      test("§8.2, §7.14: is kicked, comes back, and leaves", async () => {
        expect(refusal(await administer(romeo, cell, '<item nick="juliet" role="none"/>'))).toBe("");
        expect(codesIn(await sees(juliet, cell, "juliet", "unavailable"))).toEqual(expect.arrayContaining([307]));
        await settled(romeo);
        await enters(juliet, cell);
        await sees(romeo, cell, "juliet");
        goes(juliet, cell);
        await sees(romeo, cell, "juliet", "unavailable");
      });

      test("RFC 6121 §4.6.4: who ends a session, or whose server ends, leaves it", async () => {
        await enters(juliet, cell);
        await sees(romeo, cell, "juliet");
        await juliet.leaves();
        await sees(romeo, cell, "juliet", "unavailable");
        juliet = await sides.one.enter("juliet");
        await enters(juliet, cell);
        await sees(romeo, cell, "juliet");
        await sides.one.restart("stop");
        await sees(romeo, cell, "juliet", "unavailable");
      });

      test("RFC 6121 §8.5.3.2.1: our server crashes with somebody of ours inside: with the next word they are out", async () => {
        juliet = await sides.one.enter("juliet");
        await enters(juliet, cell);
        await sees(romeo, cell, "juliet");
        await sides.one.restart("kill");
        says(romeo, cell, "O trespass sweetly urged!");
        await sees(romeo, cell, "juliet", "unavailable");
      });
    });
  });
}
