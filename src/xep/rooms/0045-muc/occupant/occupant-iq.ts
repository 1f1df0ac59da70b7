/** XEP-0045 §17.4: requests from one occupant to another, by way of the room: neither learns the other's address. */
import type { Element } from "ltx";
import { BoundedMap } from "../../../../bounded-map.ts";
import { requestIn } from "../../../../server/iq.ts";
import { conditionsIn, isRequest, type Stanza, xml } from "../../../../stanza.ts";
import { StanzaError } from "../../../../stanza-error.ts";
import { INFO, ITEMS } from "../../../0030-disco.ts";
import type { Engine } from "../engine.ts";
import { latestSession, type Occupant } from "../state/occupants.ts";
import { checkIdLength } from "../state/recent-private-messages.ts";
import type { Room } from "../state/room.ts";

const PING = "urn:xmpp:ping";
/** What the account answers for all of its clients. */
const ANSWERED_BY_ACCOUNT: ReadonlySet<string> = new Set(["vcard-temp", "urn:ietf:params:xml:ns:vcard-4.0"]);
/** How many requests of one room wait for their answers; the oldest are forgotten. */
const MAX_PENDING = 500;

interface PendingRequest {
  /** Full JID of the client that asks, and the id that it has given. */
  readonly requester: string;
  readonly id: string;
  /** Whom the room has asked. */
  readonly responder: string;
  /** The occupant address that was meant. */
  readonly occupantJid: string;
}

const pendingByRoom = new WeakMap<Room, BoundedMap<string, PendingRequest>>();

/** An iq to an occupant's address: a request goes on, an answer goes back. Throws StanzaError. */
export function relayIq(engine: Engine, room: Room, stanza: Stanza): void {
  if (isRequest(stanza)) relayRequest(engine, room, stanza);
  else relayResponse(engine, room, stanza);
}

/** Throws StanzaError bad-request (§6.6), not-acceptable, item-not-found, policy-violation. */
function relayRequest(engine: Engine, room: Room, stanza: Stanza): void {
  const { from, to, id = "", type } = stanza;
  const payload = requestIn(stanza);
  const ns = payload.getNS() ?? "";
  const occupant = room.occupants.bySession(from.full);
  if (!occupant) throw new StanzaError(ns === INFO || ns === ITEMS ? "bad-request" : "not-acceptable");
  const target = room.occupants.byNick(to?.resource ?? "");
  if (!target) throw new StanzaError("item-not-found", { text: "nobody here has this nickname" });
  // XEP-0410 §3.3: whether one is in the room still, the room knows best.
  if (target === occupant && ns === PING)
    return engine.route(xml("iq", { type: "result", id, from: to?.full, to: from.full }));
  checkIdLength(stanza);
  const asked = ANSWERED_BY_ACCOUNT.has(ns) ? target.account : (latestSession(target)?.jid.full ?? target.account);
  const known = pendingByRoom.get(room) ?? new BoundedMap<string, PendingRequest>(MAX_PENDING);
  pendingByRoom.set(room, known);
  const number = engine.id();
  known.set(number, { requester: from.full, id, responder: asked, occupantJid: room.occupantJid(target.nick) });
  engine.route(forwarded(stanza, { from: addressIn(room, occupant), to: asked, id: number, type }));
}

function relayResponse({ route }: Engine, room: Room, stanza: Stanza): void {
  const relayed = pendingByRoom.get(room)?.get(stanza.id ?? "");
  // Nobody else answers.
  if (relayed?.responder !== stanza.from.full) return;
  pendingByRoom.get(room)?.delete(stanza.id ?? "");
  const { requester: asker, id, occupantJid: meant } = relayed;
  if (!room.occupants.bySession(asker)) return;
  route(forwarded(stanza, { from: meant, to: asker, id, type: stanza.type }));
}

const addressIn = (room: Room, { nick }: Occupant): string => room.occupantJid(nick);

interface Envelope {
  readonly from: string;
  readonly to: string;
  readonly id: string;
  readonly type: string;
}

/** An error says who has made it, and may repeat what it answers: of either, the condition alone goes on. */
function forwarded({ xml: sent, type }: Stanza, envelope: Envelope): Element {
  const iq = xml("iq", { ...envelope });
  if (type !== "error") {
    iq.children = sent.children;
    return iq;
  }
  const stripped = conditionsIn(sent).map((condition) => xml(condition.getName(), { xmlns: condition.getNS() }));
  iq.cnode(xml("error", { type: sent.getChild("error")?.attrs.type ?? "cancel" }, ...stripped));
  return iq;
}
