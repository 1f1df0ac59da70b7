/** XEP-0045 §7.13, §8.6: voice requests of visitors, and their approval by moderators. */
import type { Element } from "ltx";
import { age, MINUTE } from "../../../../clock.ts";
import { type Stanza, xml } from "../../../../stanza.ts";
import { StanzaError } from "../../../../stanza-error.ts";
import { booleanIn, dataForm, type Field, type Form, formIn } from "../../../kit/0004-data-forms.ts";
import { sessionJids } from "../broadcast/occupant-presence.ts";
import { setRole } from "../broadcast/role-changes.ts";
import type { Engine } from "../engine.ts";
import { FORM_REQUEST } from "../namespaces.ts";
import { roleHas } from "../privileges.ts";
import type { Occupant } from "../state/occupants.ts";
import type { Room } from "../state/room.ts";

/** Milliseconds between two requests of a visitor. */
const MIN_INTERVAL = MINUTE;

/** Milliseconds since 1970. */
const lastRequests = new WeakMap<Occupant, number>();

/** The form of a voice request, or of the answer to one; undefined where the message has none. */
export function voiceFormIn({ xml: message }: Stanza): Form | undefined {
  const form = formIn(message);
  return form?.type === "submit" && form.formType === FORM_REQUEST ? form : undefined;
}

/**
 * From a visitor that requests voice, or from a moderator that answers. Throws StanzaError not-acceptable, bad-request,
 * forbidden, resource-constraint, item-not-found.
 */
export function receiveVoiceForm(engine: Engine, room: Room, { from }: Stanza, form: Form): void {
  const occupant = room.occupants.bySession(from.full);
  if (!occupant) throw new StanzaError("not-acceptable", { text: "you are not in this room" });
  if (form.fields.has("muc#request_allow")) return decide(engine, room, occupant, form);
  if (form.fields.get("muc#role")?.[0] !== "participant") throw new StanzaError("bad-request", { text: "which role?" });
  if (occupant.role !== "visitor") throw new StanzaError("not-acceptable", { text: "you have a voice" });
  const last = lastRequests.get(occupant);
  if (last !== undefined && age(last, engine.now()) < MIN_INTERVAL)
    throw new StanzaError("resource-constraint", { text: "the moderators have been asked already" });
  lastRequests.set(occupant, engine.now());
  engine.multicast(approvalForm(engine, room, occupant, from.full), moderatorsOf(room));
}

const moderatorsOf = (room: Room): string[] => sessionJids(room, ({ role }) => roleHas(role, "grant voice"));

function approvalForm({ id }: Engine, room: Room, { nick }: Occupant, jid: string): Element {
  const fields: Field[] = [
    {
      var: "muc#role",
      type: "list-single",
      label: "Requested role",
      values: ["participant"],
      options: ["participant"],
    },
    { var: "muc#jid", type: "jid-single", label: "Address", values: [jid] },
    { var: "muc#roomnick", type: "text-single", label: "Nickname", values: [nick] },
    { var: "muc#request_allow", type: "boolean", label: "Let this person speak?", values: ["0"] },
  ];
  const form = dataForm("form", FORM_REQUEST, fields, { title: "Somebody asks for a voice" });
  return xml("message", { from: room.jid.bare, id: id() }, form);
}

function decide(engine: Engine, room: Room, moderator: Occupant, { fields }: Form): void {
  if (!roleHas(moderator.role, "grant voice")) throw new StanzaError("forbidden");
  if (booleanIn(fields.get("muc#request_allow")?.[0]) !== true) return;
  const visitor = room.occupants.byNick(fields.get("muc#roomnick")?.[0] ?? "");
  // Another occupant may have the nickname by now.
  if (!visitor?.sessions.has(fields.get("muc#jid")?.[0] ?? "")) throw new StanzaError("item-not-found");
  if (visitor.role === "visitor") setRole(engine, room, visitor, "participant", { actor: { nick: moderator.nick } });
}
