/** XEP-0045 §10.1.3, §10.2: the configuration form: generated from the configuration of a room, and read. */
import type { Element } from "ltx";
import { parseJid } from "../../../../jid/jid.ts";
import { StanzaError } from "../../../../stanza-error.ts";
import { dataForm, type Field, type Form } from "../../../kit/0004-data-forms.ts";
import { FORM_ROOM_CONFIG } from "../namespaces.ts";
import { type RoomConfig, settings } from "../settings.ts";
import type { Room } from "../state/room.ts";

/** The complete admin and owner lists, as bare JIDs; undefined where one is too long for a form, or not in it. */
export interface AdminLists {
  readonly admin?: readonly string[] | undefined;
  readonly owner?: readonly string[] | undefined;
}

/** What a submitted form asks for. */
export interface Configuration {
  readonly config: RoomConfig;
  readonly lists: AdminLists;
}

const LIST_FIELDS = {
  admin: { var: "muc#roomconfig_roomadmins", label: "All admins of the room" },
  owner: { var: "muc#roomconfig_roomowners", label: "All owners of the room" },
} as const;

/** Of each list in a form; longer lists are retrieved and changed by muc#admin alone (§10.5, §10.8). */
export const MAX_LIST_ENTRIES = 1000;

export function configurationForm({ config, jid }: Room, lists: AdminLists): Element {
  const fields: Field[] = settings.map(([name, { var: field, type, label, options, format }]) => {
    const values = format(config[name]);
    return { var: field, type, label, options: options && [...new Set([...options, ...values])], values };
  });
  for (const list of ["admin", "owner"] as const) {
    const values = lists[list];
    if (values) fields.push({ ...LIST_FIELDS[list], type: "jid-multi", values });
  }
  return dataForm("form", FORM_ROOM_CONFIG, fields, { title: `How ${jid.bare} is set up` });
}

/**
 * Of a submitted form. Settings that are not in it stay as in `config`; unknown fields are ignored (XEP-0004 §3.1). Throws
 * StanzaError not-acceptable, bad-request, jid-malformed.
 */
export function readConfiguration(config: RoomConfig, { formType, fields }: Form): Configuration {
  if ((formType ?? FORM_ROOM_CONFIG) !== FORM_ROOM_CONFIG)
    throw new StanzaError("bad-request", { text: `the form is one of ${FORM_ROOM_CONFIG}` });
  const values: Record<string, unknown> = { ...config };
  for (const [name, setting] of settings) {
    const submitted = fields.get(setting.var);
    if (submitted) values[name] = setting.parse(submitted);
  }
  const read = values as unknown as RoomConfig;
  if (read.passwordprotectedroom && read.roomsecret === "")
    throw new StanzaError("not-acceptable", { text: "a room that asks for a password has one" });
  const listIn = (list: keyof AdminLists): AdminLists => {
    const entries = fields.get(LIST_FIELDS[list].var)?.filter((value) => value.trim() !== "");
    if (!entries) return {};
    if (entries.length > MAX_LIST_ENTRIES) throw new StanzaError("not-acceptable", { text: "too much in a field" });
    return { [list]: [...new Set(entries.map(accountIn))] };
  };
  return { config: read, lists: { ...listIn("admin"), ...listIn("owner") } };
}

/** Throws StanzaError jid-malformed, not-acceptable for a domain. */
function accountIn(value: string): string {
  const { local, bare } = parseJid(value.trim());
  if (local === "") throw new StanzaError("not-acceptable", { text: "a domain as a whole holds no office" });
  return bare;
}
