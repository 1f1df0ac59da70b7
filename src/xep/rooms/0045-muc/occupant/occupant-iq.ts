/** XEP-0045 §17.4: iq requests from one occupant to another, through the room: neither learns the other's real JID. */
import type { Element } from "ltx";
import { BoundedMap } from "../../../../bounded-map.ts";
import { NS_PING } from "../../../../namespaces.ts";
import { requestIn } from "../../../../server/iq.ts";
import { conditionsIn, isRequest, type Stanza, xml } from "../../../../stanza.ts";
import { StanzaError } from "../../../../stanza-error.ts";
import { NS_DISCO_INFO, NS_DISCO_ITEMS } from "../../../0030-disco.ts";
import type { Engine } from "../engine.ts";
import { latestSession } from "../state/occupants.ts";
import type { Room } from "../state/room.ts";
import { checkIdLength } from "./sanitizing.ts";

/** Namespaces of requests that go to the account instead of a client. */
const ANSWERED_BY_ACCOUNT: ReadonlySet<string> = new Set(["vcard-temp", "urn:ietf:params:xml:ns:vcard-4.0"]);
/** Requests of one room that wait for responses. */
const MAX_PENDING = 500;

interface PendingRequest {
  /** The full JID of the client that has sent it, and the id that it gave. */
  readonly requester: string;
  readonly id: string;
  /** Where the room has sent it: the only address that may respond. */
  readonly responder: string;
  /** Where the requester had sent it. */
  readonly occupantJid: string;
}

/** By the ids that the room gave. */
const pendingByRoom = new WeakMap<Room, BoundedMap<string, PendingRequest>>();

/** A request or response to an occupant JID. Throws StanzaError. */
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
  if (!occupant)
    throw new StanzaError(ns === NS_DISCO_INFO || ns === NS_DISCO_ITEMS ? "bad-request" : "not-acceptable");
  const target = room.occupants.byNick(to?.resource ?? "");
  if (!target) throw new StanzaError("item-not-found", { text: "nobody here has this nickname" });
  // XEP-0410 §3.3: the room itself answers a self-ping.
  if (target === occupant && ns === NS_PING)
    return engine.route(xml("iq", { type: "result", id, from: to?.full, to: from.full }));
  checkIdLength(stanza);
  const responder = ANSWERED_BY_ACCOUNT.has(ns) ? target.account : (latestSession(target)?.jid.full ?? target.account);
  const pending = pendingByRoom.get(room) ?? new BoundedMap<string, PendingRequest>(MAX_PENDING);
  pendingByRoom.set(room, pending);
  const relayedId = engine.id();
  pending.set(relayedId, { requester: from.full, id, responder, occupantJid: room.occupantJid(target.nick) });
  engine.route(relayed(stanza, { from: room.occupantJid(occupant.nick), to: responder, id: relayedId, type }));
}

function relayResponse({ route }: Engine, room: Room, stanza: Stanza): void {
  const pending = pendingByRoom.get(room);
  const request = pending?.get(stanza.id ?? "");
  if (request?.responder !== stanza.from.full) return;
  pending?.delete(stanza.id ?? "");
  const { requester, id, occupantJid } = request;
  if (!room.occupants.bySession(requester)) return;
  route(relayed(stanza, { from: occupantJid, to: requester, id, type: stanza.type }));
}

interface Envelope {
  readonly from: string;
  readonly to: string;
  readonly id: string;
  readonly type: string;
}

/** Of an error, only the condition: the rest may reveal who has made it, and may repeat the request. */
function relayed({ xml: sent, type }: Stanza, envelope: Envelope): Element {
  const iq = xml("iq", { ...envelope });
  if (type !== "error") {
    iq.children = sent.children;
    return iq;
  }
  const conditions = conditionsIn(sent).map((condition) => xml(condition.getName(), { xmlns: condition.getNS() }));
  iq.cnode(xml("error", { type: sent.getChild("error")?.attrs.type ?? "cancel" }, ...conditions));
  return iq;
}
