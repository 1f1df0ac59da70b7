/** XEP-0045 §17.4: requests from one occupant to another, by way of the room: neither learns the other's address. */
import type { Element } from "ltx";
import { BoundedMap } from "../../../../bounded-map.ts";
import { isRequest, requestIn } from "../../../../server/iq.ts";
import { type Stanza, xml } from "../../../../stanza.ts";
import { StanzaError } from "../../../../stanza-error.ts";
import { INFO, ITEMS } from "../../../0030-disco.ts";
import type { Engine } from "../engine.ts";
import { type Occupant, shownVisit } from "../state/occupants.ts";
import { checkId } from "../state/recent-private-messages.ts";
import type { Room } from "../state/room.ts";

const PING = "urn:xmpp:ping";
/** What the account answers for all of its clients. */
const OF_ACCOUNTS: ReadonlySet<string> = new Set(["vcard-temp", "urn:ietf:params:xml:ns:vcard-4.0"]);
/** How many requests of one room wait for their answers; the oldest are forgotten. */
const MOST = 500;

interface Relayed {
  /** Full JID of the client that asks, and the id that it has given. */
  readonly asker: string;
  readonly id: string;
  /** Whom the room has asked. */
  readonly asked: string;
  /** The occupant address that was meant. */
  readonly meant: string;
}

const underway = new WeakMap<Room, BoundedMap<string, Relayed>>();

/** An iq to an occupant's address: a request goes on, an answer goes back. Throws StanzaError. */
export function relay(engine: Engine, room: Room, stanza: Stanza): void {
  if (isRequest(stanza)) request(engine, room, stanza);
  else answer(engine, room, stanza);
}

/** Throws StanzaError bad-request (§6.6), not-acceptable, item-not-found, policy-violation. */
function request(engine: Engine, room: Room, stanza: Stanza): void {
  const { from, to, id = "", type } = stanza;
  const payload = requestIn(stanza);
  const ns = payload.getNS() ?? "";
  const occupant = room.occupants.at(from.full);
  if (!occupant) throw new StanzaError(ns === INFO || ns === ITEMS ? "bad-request" : "not-acceptable");
  const target = room.occupants.named(to?.resource ?? "");
  if (!target) throw new StanzaError("item-not-found", { text: "nobody here has this nickname" });
  // XEP-0410 §3.3: whether one is in the room still, the room knows best.
  if (target === occupant && ns === PING)
    return engine.route(xml("iq", { type: "result", id, from: to?.full, to: from.full }));
  checkId(stanza);
  const asked = OF_ACCOUNTS.has(ns) ? target.account : (shownVisit(target)?.jid.full ?? target.account);
  const known = underway.get(room) ?? new BoundedMap<string, Relayed>(MOST);
  underway.set(room, known);
  const number = engine.id();
  known.set(number, { asker: from.full, id, asked, meant: room.addressOf(target.nick) });
  engine.route(passedOn(stanza, { from: addressIn(room, occupant), to: asked, id: number, type }));
}

function answer({ route }: Engine, room: Room, stanza: Stanza): void {
  const relayed = underway.get(room)?.get(stanza.id ?? "");
  // Nobody else answers.
  if (relayed?.asked !== stanza.from.full) return;
  underway.get(room)?.delete(stanza.id ?? "");
  const { asker, id, meant } = relayed;
  if (!room.occupants.at(asker)) return;
  route(passedOn(stanza, { from: meant, to: asker, id, type: stanza.type }));
}

const addressIn = (room: Room, { nick }: Occupant): string => room.addressOf(nick);

interface Envelope {
  readonly from: string;
  readonly to: string;
  readonly id: string;
  readonly type: string;
}

/** An error says who has made it, and may repeat what it answers: of either, the condition alone goes on. */
function passedOn({ xml: sent, type }: Stanza, envelope: Envelope): Element {
  const iq = xml("iq", { ...envelope });
  if (type !== "error") {
    iq.children = sent.children;
    return iq;
  }
  const error = sent.getChild("error");
  const conditions = (error?.getChildElements() ?? []).filter((child) => child.getName() !== "text");
  const stripped = conditions.map((condition) => xml(condition.getName(), { xmlns: condition.getNS() }));
  iq.cnode(xml("error", { type: error?.attrs.type ?? "cancel" }, ...stripped));
  return iq;
}
