/** XEP-0045 in a test: rooms created, entered and configured by actors. */
import type { Element } from "ltx";
import { type Actor, settled } from "../cast.ts";

export const SERVICE = "rooms.localhost";
export const MUC = "http://jabber.org/protocol/muc";
export const USER = `${MUC}#user`;
export const ADMIN = `${MUC}#admin`;
export const OWNER = `${MUC}#owner`;
export const INFO = "http://jabber.org/protocol/disco#info";
export const ITEMS = "http://jabber.org/protocol/disco#items";

/** Settings by field name without "muc#roomconfig_": "membersonly". */
export type Settings = Readonly<Record<string, string | readonly string[]>>;

/** Settings of an open, public room. */
export const OPEN: Settings = { membersonly: "0", publicroom: "1" };

const fieldName = (name: string): string => (name === "maxhistoryfetch" ? "muc#" : "muc#roomconfig_") + name;

/** A submitted form of muc#roomconfig. */
export function configForm(settings: Settings, type = "submit"): string {
  const fields = Object.entries(settings).map(([name, given]) => {
    const values = (typeof given === "string" ? [given] : given).map((value) => `<value>${value}</value>`);
    return `<field var="${fieldName(name)}">${values.join("")}</field>`;
  });
  const formType = `<field var="FORM_TYPE" type="hidden"><value>${MUC}#roomconfig</value></field>`;
  return `<x xmlns="jabber:x:data" type="${type}">${Object.keys(settings).length > 0 ? formType : ""}${fields.join("")}</x>`;
}

/** The room's bare JID. */
export const roomAt = (name: string): string => `${name}@${SERVICE}`;

/** Presence that requests to enter; `inner` is the content of its <x/>. */
export const join = (room: string, nick: string, inner = "", more = ""): string =>
  `<presence to="${roomAt(room)}/${nick}"><x xmlns="${MUC}">${inner}</x>${more}</presence>`;

/** Enters and waits for the self-presence and the subject; returns the presence. */
export async function enter(actor: Actor, room: string, nick: string, inner = ""): Promise<Element> {
  actor.sends(join(room, nick, inner));
  const selfPresence = await actor.receives(
    `<presence from="${roomAt(room)}/${nick}"><x xmlns="${USER}"><status code="110"/></x></presence>`,
  );
  await actor.receives(`<message type="groupchat"><subject/></message>`);
  return selfPresence;
}

/** Creates and configures a room; the actor is in it under its localpart (or `nick`). Received stanzas are dropped. */
export async function makeRoom(
  actor: Actor,
  room: string,
  settings: Settings = OPEN,
  nick = nickOf(actor),
): Promise<void> {
  await enter(actor, room, nick);
  const answer = await configure(actor, room, settings);
  if (answer.attrs.type !== "result") throw new Error(`the room is not configured: ${answer}`);
  await settled(actor);
}

export const nickOf = ({ account }: Actor): string => account.slice(0, account.indexOf("@"));

export const configure = (actor: Actor, room: string, settings: Settings): Promise<Element> =>
  actor.asks(`<iq type="set" to="${roomAt(room)}"><query xmlns="${OWNER}">${configForm(settings)}</query></iq>`);

/** Sends items of muc#admin, or requests a list. */
export const administer = (actor: Actor, room: string, items: string, type: "get" | "set" = "set"): Promise<Element> =>
  actor.asks(`<iq type="${type}" to="${roomAt(room)}"><query xmlns="${ADMIN}">${items}</query></iq>`);

export const setAffiliation = (
  actor: Actor,
  room: string,
  jid: string,
  affiliation: string,
  inner = "",
): Promise<Element> => administer(actor, room, `<item jid="${jid}" affiliation="${affiliation}">${inner}</item>`);

export const setRole = (actor: Actor, room: string, nick: string, role: string, inner = ""): Promise<Element> =>
  administer(actor, room, `<item nick="${nick}" role="${role}">${inner}</item>`);

/** Several actors enter under their localparts, one after the other; received stanzas are dropped. */
export async function enterAll(room: string, ...actors: readonly Actor[]): Promise<void> {
  for (const actor of actors) await enter(actor, room, nickOf(actor));
  await settled(...actors);
}

/** The error condition of an answer; "" for a result. */
export function refusal(answer: Element): string {
  const error = answer.getChild("error");
  return error?.getChildElements()[0]?.getName() ?? "";
}

/** The status codes in a presence or message, ascending. */
export const codesIn = (stanza: Element): number[] =>
  (stanza.getChild("x", USER)?.getChildren("status") ?? [])
    .map(({ attrs }) => Number(attrs.code))
    .sort((a, b) => a - b);

/** The attributes of the <item/>. */
export const itemIn = (stanza: Element): Record<string, string> =>
  stanza.getChild("x", USER)?.getChild("item")?.attrs ?? {};
