/** What an occupant does in a room on either server, by the full address of the room. */
import { expect } from "bun:test";
import type { Element } from "ltx";
import { type Actor, settled } from "../../support/cast.ts";
import { ADMIN, codesIn, configForm, MUC, OWNER, refusal, type Settings } from "../../support/xep/rooms.ts";

const nickOf = ({ account }: Actor): string => account.slice(0, account.indexOf("@"));

export const asksToEnter = (actor: Actor, room: string): void =>
  actor.sends(`<presence to="${room}/${nickOf(actor)}"><x xmlns="${MUC}"/></presence>`);

/** By the name of its account; the subject is the last thing that it is sent. */
export async function enters(actor: Actor, room: string): Promise<Element> {
  asksToEnter(actor, room);
  const own = await sees(actor, room, nickOf(actor));
  expect(codesIn(own)).toContain(110);
  await actor.client.receive(
    (element) => element.attrs.from?.startsWith(room) && element.attrs.type === "groupchat" && isSubject(element),
  );
  return own;
}

const isSubject = (message: Element): boolean =>
  message.getChild("subject") !== undefined && message.getChild("body") === undefined;

export async function makes(actor: Actor, room: string, settings: Settings): Promise<void> {
  expect(codesIn(await enters(actor, room))).toContain(201);
  const form = `<query xmlns="${OWNER}">${configForm(settings)}</query>`;
  expect(refusal(await actor.asks(`<iq type="set" to="${room}">${form}</iq>`))).toBe("");
  await settled(actor);
}

export const goes = (actor: Actor, room: string): void =>
  actor.sends(`<presence type="unavailable" to="${room}/${nickOf(actor)}"/>`);

/** The next presence of that occupant, of either kind. */
export const sees = (actor: Actor, room: string, nick: string, type?: "unavailable"): Promise<Element> =>
  actor.client.receive(
    ({ name, attrs }) => name === "presence" && attrs.from === `${room}/${nick}` && attrs.type === type,
  );

export const says = (actor: Actor, room: string, body: string): void =>
  actor.sends(`<message to="${room}" type="groupchat"><body>${body}</body></message>`);

/** Each speaks, and both hear it. */
export async function talk(one: Actor, other: Actor, room: string): Promise<void> {
  for (const speaker of [one, other]) {
    const nick = nickOf(speaker);
    says(speaker, room, `${nick} speaks`);
    for (const listener of [one, other])
      await listener.receives(`<message from="${room}/${nick}" type="groupchat"><body>${nick} speaks</body></message>`);
  }
}

export async function whisper(from: Actor, to: Actor, room: string): Promise<void> {
  from.sends(`<message to="${room}/${nickOf(to)}" type="chat"><body>between us</body></message>`);
  await to.receives(`<message from="${room}/${nickOf(from)}" type="chat"><body>between us</body></message>`);
}

export const ping = (actor: Actor, to: string): Promise<Element> =>
  actor.asks(`<iq type="get" to="${to}"><ping xmlns="urn:xmpp:ping"/></iq>`);

export const administer = (actor: Actor, room: string, item: string): Promise<Element> =>
  actor.asks(`<iq type="set" to="${room}"><query xmlns="${ADMIN}">${item}</query></iq>`);

export async function affiliates(actor: Actor, room: string, whom: Actor, affiliation: string): Promise<void> {
  const answer = await administer(actor, room, `<item jid="${whom.account}" affiliation="${affiliation}"/>`);
  expect(refusal(answer)).toBe("");
}
