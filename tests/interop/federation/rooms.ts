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
  enterRoom,
  exchangeGroupchat,
  leaveRoom,
  makeRoom,
  ping,
  receivePresence,
  sendGroupchat,
  sendJoin,
  sendPrivateMessage,
  setAffiliation,
} from "./occupants.ts";
import { openTwoServers, type TwoServers } from "./two-servers.ts";

/** A short time until jabber-home gives up an unreachable server: everything is on one machine. */
const SHORT_QUEUE_TIME = ["federation.queue_time=2s"];

/** Juliet has an account at jabber-home, Romeo at the peer; there is a room at each. */
export function testRooms(peer: Peer, method: FederationMethod): void {
  const test = testWithPeers([peer]);
  describe(`${peer.name}: ${method.name}`, () => {
    let sides: TwoServers;
    let juliet: Actor;
    let romeo: Actor;
    const [orchard, cell] = [
      `orchard@${roomsOf(`${jabberHome.name}-1.example`)}`,
      `cell@${roomsOf(`${peer.name}-2.example`)}`,
    ];

    beforeAll(async () => {
      if (missingFor([peer]).length > 0) return;
      sides = await openTwoServers([jabberHome, peer], method, ["juliet", "romeo"], SHORT_QUEUE_TIME);
      juliet = await sides.one.enter("juliet");
      romeo = await sides.other.enter("romeo");
    });
    afterAll(() => sides?.[Symbol.asyncDispose]());

    describe("a room at jabber-home, with an occupant of the other server,", () => {
      test("XEP-0045 §6.2, §7.2: is discovered and entered, with presence in both directions", async () => {
        await makeRoom(juliet, orchard, OPEN);
        const info = await romeo.asks(`<iq type="get" to="${orchard}"><query xmlns="${INFO}"/></iq>`);
        expect(String(info)).toContain("muc_open");
        await enterRoom(romeo, orchard);
        const presence = await juliet.receives(`<presence from="${orchard}/romeo"/>`);
        expect(itemIn(presence)).toEqual({ affiliation: "none", role: "participant", jid: romeo.jid });
        romeo.sends(`<presence to="${orchard}/romeo"><show>away</show></presence>`);
        await juliet.receives(`<presence from="${orchard}/romeo"><show>away</show></presence>`);
      });

      test("§7.4, §7.5, §8.1: exchanges messages, private messages and the subject", async () => {
        await exchangeGroupchat(juliet, romeo, orchard);
        await sendPrivateMessage(romeo, juliet, orchard);
        await sendPrivateMessage(juliet, romeo, orchard);
        juliet.sends(`<message to="${orchard}" type="groupchat"><subject>Night</subject></message>`);
        for (const each of [juliet, romeo])
          await each.receives(`<message from="${orchard}/juliet" type="groupchat"><subject>Night</subject></message>`);
      });

      test("XEP-0410 §3.4, XEP-0054: answers a self-ping, and relays a request to another occupant", async () => {
        expect((await ping(romeo, `${orchard}/romeo`)).attrs.type).toBe("result");
        const card = `<vCard xmlns="vcard-temp"><FN>Juliet Capulet</FN></vCard>`;
        expect((await juliet.asks(`<iq type="set">${card}</iq>`)).attrs.type).toBe("result");
        const vcardAnswer = await romeo.asks(`<iq type="get" to="${orchard}/juliet"><vCard xmlns="vcard-temp"/></iq>`);
        expect(vcardAnswer.getChild("vCard", "vcard-temp")?.getChildText("FN")).toBe("Juliet Capulet");
      });

      test("XEP-0313: returns its archive", async () => {
        const { results } = await archiveOf(romeo, "", orchard);
        const archived = results
          .map(({ message, body }) => [message.attrs.from, body])
          .filter(([, body]) => body !== "");
        expect(archived).toEqual([
          [`${orchard}/juliet`, "juliet speaks"],
          [`${orchard}/romeo`, "romeo speaks"],
        ]);
      });

      test("§7.8.2, §10.1.2: is private by default, and an invitee becomes a member", async () => {
        const balcony = orchard.replace("orchard", "balcony");
        await makeRoom(juliet, balcony, {});
        sendJoin(romeo, balcony);
        const refused = await romeo.receives(`<presence type="error" from="${balcony}/romeo"/>`);
        expect(refusal(refused)).toBe("registration-required");
        const invite = `<invite to="${romeo.account}"><reason>Come up</reason></invite>`;
        juliet.sends(`<message to="${balcony}"><x xmlns="${USER}">${invite}</x></message>`);
        const invitation = `<invite from="${juliet.account}"><reason>Come up</reason></invite>`;
        await romeo.receives(`<message from="${balcony}"><x xmlns="${USER}">${invitation}</x></message>`);
        expect(itemIn(await enterRoom(romeo, balcony))).toMatchObject({ affiliation: "member", role: "participant" });
        leaveRoom(romeo, balcony);
        await receivePresence(juliet, balcony, "romeo", "unavailable");
      });

      test("§8.2, §9.1: kicks the occupant, who may enter again, and bans them, who may not", async () => {
        expect(refusal(await administer(juliet, orchard, '<item nick="romeo" role="none"/>'))).toBe("");
        expect(codesIn(await receivePresence(romeo, orchard, "romeo", "unavailable"))).toEqual([110, 307]);
        romeo.sends(`<message to="${orchard}" type="groupchat"><body>O speak again</body></message>`);
        expect(refusal(await romeo.receives(`<message type="error" from="${orchard}"/>`))).toBe("not-acceptable");
        await enterRoom(romeo, orchard);
        await setAffiliation(juliet, orchard, romeo, "outcast");
        expect(codesIn(await receivePresence(romeo, orchard, "romeo", "unavailable"))).toEqual([110, 301]);
        sendJoin(romeo, orchard);
        expect(refusal(await romeo.receives(`<presence type="error" from="${orchard}/romeo"/>`))).toBe("forbidden");
        await setAffiliation(juliet, orchard, romeo, "member");
      });

      for (const how of ["stop", "kill"] as const)
        test(`§11.2: keeps the occupant when jabber-home ${how === "stop" ? "restarts" : "crashes"}`, async () => {
          await settled(juliet, romeo);
          await enterRoom(romeo, orchard);
          await sides.one.restart(how);
          expect(codesIn(await receivePresence(romeo, orchard, "juliet", "unavailable"))).toEqual([332]);
          juliet = await sides.one.enter("juliet");
          await enterRoom(juliet, orchard);
          expect(itemIn(await receivePresence(juliet, orchard, "romeo"))).toMatchObject({
            affiliation: "member",
            jid: romeo.jid,
          });
          await receivePresence(romeo, orchard, "juliet");
          await exchangeGroupchat(juliet, romeo, orchard);
          leaveRoom(romeo, orchard);
          await receivePresence(juliet, orchard, "romeo", "unavailable");
        });

      test("§18.1.2: removes the occupant with the next message after the other server has lost the session", async () => {
        await enterRoom(romeo, orchard);
        await receivePresence(juliet, orchard, "romeo");
        await sides.other.restart("kill");
        sendGroupchat(juliet, orchard, "Art thou gone so?");
        expect(codesIn(await receivePresence(juliet, orchard, "romeo", "unavailable"))).toContain(333);
        romeo = await sides.other.enter("romeo");
        await enterRoom(romeo, orchard);
        await receivePresence(juliet, orchard, "romeo");
        await exchangeGroupchat(juliet, romeo, orchard);
      });

      test("§18.1.2: removes the occupant after the queue time when the other server is gone", async () => {
        await sides.other.end("kill");
        sendGroupchat(juliet, orchard, "Is he gone?");
        expect(codesIn(await receivePresence(juliet, orchard, "romeo", "unavailable"))).toContain(333);
        await sides.other.start();
        romeo = await sides.other.enter("romeo");
        await enterRoom(romeo, orchard);
        await receivePresence(juliet, orchard, "romeo");
      });
    });

    describe("a room at the other server, with an occupant of jabber-home,", () => {
      test("XEP-0045 §7.2, §7.4: is entered, with presence and messages in both directions", async () => {
        await makeRoom(romeo, cell, OPEN);
        await enterRoom(juliet, cell);
        await receivePresence(juliet, cell, "romeo");
        await receivePresence(romeo, cell, "juliet");
        await exchangeGroupchat(juliet, romeo, cell);
        await sendPrivateMessage(juliet, romeo, cell);
        await sendPrivateMessage(romeo, juliet, cell);
        expect((await ping(juliet, `${cell}/juliet`)).attrs.type).toBe("result");
      });

      test("§8.2, §7.14: kicks the occupant, who enters again and leaves", async () => {
        expect(refusal(await administer(romeo, cell, '<item nick="juliet" role="none"/>'))).toBe("");
        expect(codesIn(await receivePresence(juliet, cell, "juliet", "unavailable"))).toEqual(
          expect.arrayContaining([307]),
        );
        await settled(romeo);
        await enterRoom(juliet, cell);
        await receivePresence(romeo, cell, "juliet");
        leaveRoom(juliet, cell);
        await receivePresence(romeo, cell, "juliet", "unavailable");
      });

      test("RFC 6121 §4.6.4: is left when the session or jabber-home ends", async () => {
        await enterRoom(juliet, cell);
        await receivePresence(romeo, cell, "juliet");
        await juliet.leaves();
        await receivePresence(romeo, cell, "juliet", "unavailable");
        juliet = await sides.one.enter("juliet");
        await enterRoom(juliet, cell);
        await receivePresence(romeo, cell, "juliet");
        await sides.one.restart("stop");
        await receivePresence(romeo, cell, "juliet", "unavailable");
      });

      test("RFC 6121 §8.5.3.2.1: removes the occupant with the next message after a crash of jabber-home", async () => {
        juliet = await sides.one.enter("juliet");
        await enterRoom(juliet, cell);
        await receivePresence(romeo, cell, "juliet");
        await sides.one.restart("kill");
        sendGroupchat(romeo, cell, "O trespass sweetly urged!");
        await receivePresence(romeo, cell, "juliet", "unavailable");
      });
    });
  });
}
