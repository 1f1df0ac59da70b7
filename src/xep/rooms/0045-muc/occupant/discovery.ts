/** XEP-0045 §6: what a service has, and what a room tells of itself: to whom, and how much. */
import type { Element } from "ltx";
import { NS_STANZA_ID } from "../../../../namespaces.ts";
import { type Stanza, xml } from "../../../../stanza.ts";
import { StanzaError } from "../../../../stanza-error.ts";
import { described, INFO, ITEMS, queried } from "../../../0030-disco.ts";
import { dataForm, type Field } from "../../../kit/0004-data-forms.ts";
import { NS_RSM, pageOf, pageRequested } from "../../../kit/0059-rsm.ts";
import type { Engine } from "../engine.ts";
import type { DiscoNode, RoomRequest } from "../feature.ts";
import { MUC, REGISTER, REQUEST, ROOM_CONFIG, ROOM_INFO } from "../namespaces.ts";
import { isAtLeast } from "../privileges.ts";
import { type SettingName, settings } from "../settings.ts";

export const SERVICE = { category: "conference", type: "text", name: "Rooms" } as const;

const STABLE_ID = `${MUC}#stable_id`;
const SELF_PING = `${MUC}#self-ping-optimization`;
const ROOM_FEATURES = [MUC, STABLE_ID, SELF_PING, ROOM_CONFIG, ROOM_INFO, INFO, ITEMS, NS_STANZA_ID];
const RESERVED_NICKNAME_NODE = "x-roomuser-item";
const TRAFFIC_NODE = `${MUC}#traffic`;

/** Owners who are named to whoever asks what a room is. */
const MAX_CONTACTS = 50;
/** A page of the list of rooms. */
const MAX_ROOMS_PER_PAGE = 250;

/** §6.2. Throws StanzaError item-not-found. */
export const serviceInfo =
  (engine: Engine) =>
  ({ attrs: { node } }: Element): Element => {
    const added = engine.features.flatMap(({ serviceFeatures = [], serviceIq = {} }) => [
      ...serviceFeatures,
      ...Object.keys(serviceIq),
    ]);
    const features = new Set([MUC, STABLE_ID, INFO, ITEMS, NS_RSM, "muc_rooms", "urn:xmpp:ping", ...added]);
    return queried(INFO, node, node === undefined ? described([SERVICE], features) : undefined);
  };

/** §6.3: the public rooms, a page at a time. */
export const serviceItems =
  ({ rooms }: Engine) =>
  (query: Element, { to }: Stanza): Element => {
    const { node } = query.attrs;
    if (node !== undefined && node !== "") return queried(ITEMS, node, undefined);
    const service = to?.domain ?? "";
    const { max = MAX_ROOMS_PER_PAGE, after = "" } = pageRequested(query);
    const listed = max === 0 ? [] : rooms.listed(service, after, Math.min(max, MAX_ROOMS_PER_PAGE));
    const items = listed.map(({ jid, name }) => xml("item", { jid, name: name || jid.slice(0, jid.indexOf("@")) }));
    const isPaged = query.getChild("set", NS_RSM) !== undefined || listed.length === MAX_ROOMS_PER_PAGE;
    const page = isPaged
      ? pageOf(
          listed.map(({ jid }) => jid),
          rooms.countListed(service),
        )
      : undefined;
    return queried(ITEMS, node, page ? [...items, page] : items);
  };

/** §6.4, §7.12. Throws StanzaError item-not-found, service-unavailable. */
export const roomInfo =
  (engine: Engine, namespaces: () => readonly string[]) =>
  ({ attrs: { node } }: Element, visitor: RoomRequest): Element => {
    if (node === RESERVED_NICKNAME_NODE) return queried(INFO, node, reservedNickname(engine, visitor));
    // §18.1.1: all that occupants say is passed on.
    if (node === TRAFFIC_NODE) throw new StanzaError("service-unavailable");
    if (node !== undefined && node !== "") return queried(INFO, node, discoNode(engine, node, visitor)?.info);
    const { config, jid } = visitor.room;
    const kinds = settings.flatMap(([name, { feature }]) => feature?.(config[name]) ?? []);
    const added = engine.features.flatMap(({ features = [] }) => features);
    // §7.10, §7.13: what who asks can ask for.
    const offered = [...(config.membersonly ? [] : [REGISTER]), ...(config.moderatedroom ? [REQUEST] : [])];
    const features = new Set([...ROOM_FEATURES, ...kinds, ...offered, ...namespaces(), ...added]);
    const identity = { category: "conference", type: "text", name: config.roomname || jid.local };
    return queried(INFO, node, [...described([identity], features), roomInfoForm(engine, visitor)]);
  };

/** §6.5: occupants, to occupants. */
export const roomItems =
  (engine: Engine) =>
  ({ attrs: { node } }: Element, visitor: RoomRequest): Element => {
    const { room, occupant } = visitor;
    if (node !== undefined) return queried(ITEMS, node, discoNode(engine, node, visitor)?.items ?? []);
    if (!occupant) return queried(ITEMS, node, []);
    const shown = [...room.occupants].filter(({ role }) => room.broadcastsPresenceOf(role));
    return queried(
      ITEMS,
      node,
      shown.map(({ nick }) => xml("item", { jid: room.occupantJid(nick), name: nick })),
    );
  };

function discoNode({ features }: Engine, node: string, visitor: RoomRequest): DiscoNode | undefined {
  for (const feature of features) {
    const facts = feature.node?.(node, visitor);
    if (facts) return facts;
  }
  return undefined;
}

function reservedNickname({ reservedNicknames }: Engine, { room, stanza }: RoomRequest): Element[] {
  const nick = reservedNicknames.of(room, stanza.from.bare);
  return nick === undefined ? [] : [xml("identity", { category: "conference", type: "text", name: nick })];
}

/** §6.4: settings by which clients know what to offer to who is in the room. */
const SHOWN_AS_CONFIGURED: ReadonlySet<SettingName> = new Set(["roomname", "changesubject", "allowinvites", "allowpm"]);

/** §16.5.4. What goes on in a room that is not public is for those who may enter it. */
function roomInfoForm(engine: Engine, visitor: RoomRequest): Element {
  const { room, affiliation, occupant } = visitor;
  const { config } = room;
  const fields: Field[] = settings.flatMap(([name, { var: own, info, type, label, show }]) => {
    const told = { type, label, values: show(config[name]) };
    return [
      ...(info === undefined ? [] : [{ ...told, var: info }]),
      ...(SHOWN_AS_CONFIGURED.has(name) ? [{ ...told, var: own }] : []),
    ];
  });
  const isInside = occupant !== undefined || isAtLeast(affiliation, "member");
  const isOpen = config.publicroom && !config.membersonly && !config.passwordprotectedroom;
  if (isInside || (isOpen && affiliation !== "outcast")) {
    const contacts = (): string[] => engine.affiliations.holders(room, "owner", MAX_CONTACTS);
    if (config.whois === "anyone")
      fields.push({ var: "muc#roominfo_contactjid", type: "jid-multi", values: contacts() });
    fields.push(textField("muc#roominfo_subject", "Subject", room.subject.text));
    fields.push(textField("muc#roominfo_occupants", "How many are in the room", String(room.occupants.size)));
  }
  for (const { info } of engine.features) fields.push(...(info?.(visitor) ?? []));
  return dataForm("result", ROOM_INFO, fields);
}

const textField = (name: string, label: string, value: string): Field => ({
  var: name,
  type: "text-single",
  label,
  values: value === "" ? [] : [value],
});
