/** Actions of an occupant in a room on either server; `room` is the room's full JID. */
import { expect } from "bun:test";
import type { Element } from "ltx";
import { type Actor, settled } from "../../support/cast.ts";
import { ADMIN, codesIn, configForm, MUC, OWNER, refusal, type Settings } from "../../support/xep/rooms.ts";

const nickOf = ({ account }: Actor): string => account.slice(0, account.indexOf("@"));

export const sendJoin = (actor: Actor, room: string): void =>
  actor.sends(`<presence to="${room}/${nickOf(actor)}"><x xmlns="${MUC}"/></presence>`);

/** Enters under the localpart as nickname, and waits for the subject, which comes last. */
export async function enterRoom(actor: Actor, room: string): Promise<Element> {
  sendJoin(actor, room);
  const selfPresence = await receivePresence(actor, room, nickOf(actor));
  expect(codesIn(selfPresence)).toContain(110);
  await actor.client.receive(
    (element) => element.attrs.from?.startsWith(room) && element.attrs.type === "groupchat" && isSubject(element),
  );
  return selfPresence;
}

const isSubject = (message: Element): boolean =>
  message.getChild("subject") !== undefined && message.getChild("body") === undefined;

export async function makeRoom(actor: Actor, room: string, settings: Settings): Promise<void> {
  expect(codesIn(await enterRoom(actor, room))).toContain(201);
  const form = `<query xmlns="${OWNER}">${configForm(settings)}</query>`;
  expect(refusal(await actor.asks(`<iq type="set" to="${room}">${form}</iq>`))).toBe("");
  await settled(actor);
}

export const leaveRoom = (actor: Actor, room: string): void =>
  actor.sends(`<presence type="unavailable" to="${room}/${nickOf(actor)}"/>`);

/** The next presence of that occupant, available or unavailable. */
export const receivePresence = (actor: Actor, room: string, nick: string, type?: "unavailable"): Promise<Element> =>
  actor.client.receive(
    ({ name, attrs }) => name === "presence" && attrs.from === `${room}/${nick}` && attrs.type === type,
  );

export const sendGroupchat = (actor: Actor, room: string, body: string): void =>
  actor.sends(`<message to="${room}" type="groupchat"><body>${body}</body></message>`);

/** Each sends a message, and both receive it. */
export async function exchangeGroupchat(one: Actor, other: Actor, room: string): Promise<void> {
  for (const speaker of [one, other]) {
    const nick = nickOf(speaker);
    sendGroupchat(speaker, room, `${nick} speaks`);
    for (const listener of [one, other])
      await listener.receives(`<message from="${room}/${nick}" type="groupchat"><body>${nick} speaks</body></message>`);
  }
}

export async function sendPrivateMessage(from: Actor, to: Actor, room: string): Promise<void> {
  from.sends(`<message to="${room}/${nickOf(to)}" type="chat"><body>between us</body></message>`);
  await to.receives(`<message from="${room}/${nickOf(from)}" type="chat"><body>between us</body></message>`);
}

export const ping = (actor: Actor, to: string): Promise<Element> =>
  actor.asks(`<iq type="get" to="${to}"><ping xmlns="urn:xmpp:ping"/></iq>`);

export const administer = (actor: Actor, room: string, item: string): Promise<Element> =>
  actor.asks(`<iq type="set" to="${room}"><query xmlns="${ADMIN}">${item}</query></iq>`);

export async function setAffiliation(actor: Actor, room: string, target: Actor, affiliation: string): Promise<void> {
  const answer = await administer(actor, room, `<item jid="${target.account}" affiliation="${affiliation}"/>`);
  expect(refusal(answer)).toBe("");
}
