/** Rooms for attacks. */
import type { Attacker } from "./attacker.ts";

const MUC = "http://jabber.org/protocol/muc";
export const OWNER = `${MUC}#owner`;
export const ADMIN = `${MUC}#admin`;
export const SERVICE = "rooms.localhost";

export const roomAt = (name: string): string => `${name}@${SERVICE}`;

const field = (name: string, value: string): string => `<field var='${name}'><value>${value}</value></field>`;

/** A configuration form; field names are given without their prefix. */
export const settings = (given: Readonly<Record<string, string>>): string => {
  const fields = Object.entries(given).map(([name, value]) => field(`muc#roomconfig_${name}`, value));
  const form = `<x xmlns='jabber:x:data' type='submit'>${field("FORM_TYPE", `${MUC}#roomconfig`)}${fields.join("")}</x>`;
  return `<query xmlns='${OWNER}'>${form}</query>`;
};

export const join = (room: string, nick: string): string =>
  `<presence to='${roomAt(room)}/${nick}'><x xmlns='${MUC}'/></presence>`;

/** Creates an open, public room with its creator in it. */
export async function makeRoom(maker: Attacker, room: string): Promise<void> {
  maker.sends(join(room, "maker"));
  await configure(maker, room, { membersonly: "0", publicroom: "1" });
}

export const configure = (owner: Attacker, room: string, given: Readonly<Record<string, string>>): Promise<void> =>
  owner.asks(`<iq type='set' to='${roomAt(room)}'>${settings(given)}</iq>`);
