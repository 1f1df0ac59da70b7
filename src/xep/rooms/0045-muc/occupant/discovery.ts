/** XEP-0045 §6: service discovery: of the service, and of a room. */
import type { Element } from "ltx";
import { NS_PING, NS_STANZA_ID } from "../../../../namespaces.ts";
import { type Stanza, xml } from "../../../../stanza.ts";
import { StanzaError } from "../../../../stanza-error.ts";
import { discoResult, infoChildren, NS_DISCO_INFO, NS_DISCO_ITEMS } from "../../../0030-disco.ts";
import { dataForm, type Field } from "../../../kit/0004-data-forms.ts";
import { NS_RSM, pageElement, pageRequestIn } from "../../../kit/0059-rsm.ts";
import type { Engine } from "../engine.ts";
import type { DiscoNode, RoomRequest } from "../feature.ts";
import { FORM_REGISTER, FORM_REQUEST, FORM_ROOM_CONFIG, FORM_ROOM_INFO, NS_MUC, SERVICE } from "../namespaces.ts";
import { isAtLeast } from "../privileges.ts";
import { settings } from "../settings.ts";

const STABLE_ID = `${NS_MUC}#stable_id`;
const SELF_PING = `${NS_MUC}#self-ping-optimization`;
const ROOM_FEATURES = [
  NS_MUC,
  STABLE_ID,
  SELF_PING,
  FORM_ROOM_CONFIG,
  FORM_ROOM_INFO,
  NS_DISCO_INFO,
  NS_DISCO_ITEMS,
  NS_STANZA_ID,
];
const RESERVED_NICKNAME_NODE = "x-roomuser-item";
const TRAFFIC_NODE = `${NS_MUC}#traffic`;

/** Owners in muc#roominfo_contactjid. */
const MAX_CONTACTS = 50;
/** Rooms on a page of disco#items. */
const MAX_ROOMS_PER_PAGE = 250;

/** §6.2. Throws StanzaError item-not-found. */
export const serviceInfo =
  (engine: Engine) =>
  ({ attrs: { node } }: Element): Element => {
    const added = engine.features.flatMap(({ serviceFeatures = [], serviceIq = {} }) => [
      ...serviceFeatures,
      ...Object.keys(serviceIq),
    ]);
    const features = new Set([
      NS_MUC,
      STABLE_ID,
      NS_DISCO_INFO,
      NS_DISCO_ITEMS,
      NS_RSM,
      "muc_rooms",
      NS_PING,
      ...added,
    ]);
    return discoResult(NS_DISCO_INFO, node, node === undefined ? infoChildren([SERVICE], features) : undefined);
  };

/** §6.3: the public rooms, a page at a time. */
export const serviceItems =
  ({ rooms }: Engine) =>
  (query: Element, { to }: Stanza): Element => {
    const { node } = query.attrs;
    if (node !== undefined && node !== "") return discoResult(NS_DISCO_ITEMS, node, undefined);
    const service = to?.domain ?? "";
    const { max = MAX_ROOMS_PER_PAGE, after = "" } = pageRequestIn(query);
    const listed = max === 0 ? [] : rooms.listed(service, after, Math.min(max, MAX_ROOMS_PER_PAGE));
    const items = listed.map(({ jid, name }) => xml("item", { jid, name: name || jid.slice(0, jid.indexOf("@")) }));
    const isPaged = query.getChild("set", NS_RSM) !== undefined || listed.length === MAX_ROOMS_PER_PAGE;
    const page = isPaged
      ? pageElement(
          listed.map(({ jid }) => jid),
          rooms.countListed(service),
        )
      : undefined;
    return discoResult(NS_DISCO_ITEMS, node, page ? [...items, page] : items);
  };

/** §6.4, §7.12. Throws StanzaError item-not-found, service-unavailable. */
export const roomInfo =
  (engine: Engine, namespaces: () => readonly string[]) =>
  ({ attrs: { node } }: Element, request: RoomRequest): Element => {
    if (node === RESERVED_NICKNAME_NODE) return discoResult(NS_DISCO_INFO, node, reservedNickname(engine, request));
    // §18.1.1: the room restricts no traffic.
    if (node === TRAFFIC_NODE) throw new StanzaError("service-unavailable");
    if (node !== undefined && node !== "")
      return discoResult(NS_DISCO_INFO, node, discoNode(engine, node, request)?.info);
    const { config, jid } = request.room;
    const types = settings.flatMap(([name, { feature }]) => feature?.(config[name]) ?? []);
    const added = engine.features.flatMap(({ features = [] }) => features);
    // §7.10, §7.13: requests that make sense in such a room.
    const offered = [...(config.membersonly ? [] : [FORM_REGISTER]), ...(config.moderatedroom ? [FORM_REQUEST] : [])];
    const features = new Set([...ROOM_FEATURES, ...types, ...offered, ...namespaces(), ...added]);
    const identity = { category: "conference", type: "text", name: config.roomname || jid.local };
    return discoResult(NS_DISCO_INFO, node, [...infoChildren([identity], features), roomInfoForm(engine, request)]);
  };

/** §6.5: the occupants, for occupants only; or the items at a node of a feature. */
export const roomItems =
  (engine: Engine) =>
  ({ attrs: { node } }: Element, request: RoomRequest): Element => {
    const { room, occupant } = request;
    if (node !== undefined) return discoResult(NS_DISCO_ITEMS, node, discoNode(engine, node, request)?.items ?? []);
    if (!occupant) return discoResult(NS_DISCO_ITEMS, node, []);
    const present = [...room.occupants].filter(({ role }) => room.broadcastsPresenceOf(role));
    return discoResult(
      NS_DISCO_ITEMS,
      node,
      present.map(({ nick }) => xml("item", { jid: room.occupantJid(nick), name: nick })),
    );
  };

function discoNode({ features }: Engine, node: string, request: RoomRequest): DiscoNode | undefined {
  for (const feature of features) {
    const found = feature.node?.(node, request);
    if (found) return found;
  }
  return undefined;
}

function reservedNickname({ reservedNicknames }: Engine, { room, stanza }: RoomRequest): Element[] {
  const nick = reservedNicknames.of(room, stanza.from.bare);
  return nick === undefined ? [] : [xml("identity", { category: "conference", type: "text", name: nick })];
}

/** §16.5.4. Of a room that is not public, only those who may enter are shown the subject and the number of occupants. */
function roomInfoForm(engine: Engine, request: RoomRequest): Element {
  const { room, affiliation, occupant } = request;
  const { config } = room;
  const fields: Field[] = settings.flatMap(([name, { info = [], type, label, format }]) =>
    info.map((shownAs) => ({ var: shownAs, type, label, values: format(config[name]) })),
  );
  const isInside = occupant !== undefined || isAtLeast(affiliation, "member");
  const isOpen = config.publicroom && !config.membersonly && !config.passwordprotectedroom;
  if (isInside || (isOpen && affiliation !== "outcast")) {
    const contacts = (): string[] => engine.affiliations.holders(room, "owner", MAX_CONTACTS);
    if (config.whois === "anyone")
      fields.push({ var: "muc#roominfo_contactjid", type: "jid-multi", values: contacts() });
    fields.push(textField("muc#roominfo_subject", "Subject", room.subject.text));
    fields.push(textField("muc#roominfo_occupants", "How many are in the room", String(room.occupants.size)));
  }
  for (const { info } of engine.features) fields.push(...(info?.(request) ?? []));
  return dataForm("result", FORM_ROOM_INFO, fields);
}

const textField = (name: string, label: string, value: string): Field => ({
  var: name,
  type: "text-single",
  label,
  values: value === "" ? [] : [value],
});
