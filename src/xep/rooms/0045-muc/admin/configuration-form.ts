/** XEP-0045 §10.1.3, §10.2: how a room is set up, as a form and out of one. */
import type { Element } from "ltx";
import { parseJid } from "../../../../jid/jid.ts";
import { StanzaError } from "../../../../stanza-error.ts";
import { dataForm, type Field, type Form } from "../../../kit/0004-data-forms.ts";
import { ROOM_CONFIG } from "../namespaces.ts";
import { type RoomConfig, settings } from "../settings.ts";
import type { Room } from "../state/room.ts";

/** Complete lists of those who hold an office, as bare JIDs; undefined where there are too many for a form, or none is given. */
export interface AdminLists {
  readonly admin?: readonly string[] | undefined;
  readonly owner?: readonly string[] | undefined;
}

const LIST_FIELDS = {
  admin: { var: "muc#roomconfig_roomadmins", label: "All admins of the room" },
  owner: { var: "muc#roomconfig_roomowners", label: "All owners of the room" },
} as const;

/** Of one office in a form: where there are more, they are seen and changed as lists alone (§10.5, §10.8). */
export const MAX_LIST_ENTRIES = 1000;

export function configurationForm({ config, jid }: Room, offices: AdminLists): Element {
  const fields: Field[] = settings.map(([name, { var: field, type, label, options, show }]) => ({
    var: field,
    type,
    label,
    options,
    values: show(config[name]),
  }));
  for (const office of ["admin", "owner"] as const) {
    const values = offices[office];
    if (values) fields.push({ ...LIST_FIELDS[office], type: "jid-multi", values });
  }
  return dataForm("form", ROOM_CONFIG, fields, { title: `How ${jid.bare} is set up` });
}

/** What a submitted form asks for; fields that no room has are ignored (XEP-0004 §3.1). Throws StanzaError not-acceptable. */
export function readConfiguration(
  config: RoomConfig,
  { formType, fields }: Form,
): { readonly config: RoomConfig; readonly offices: AdminLists } {
  if ((formType ?? ROOM_CONFIG) !== ROOM_CONFIG)
    throw new StanzaError("bad-request", { text: `the form is one of ${ROOM_CONFIG}` });
  const changed: Record<string, unknown> = { ...config };
  for (const [name, setting] of settings) {
    const values = fields.get(setting.var);
    if (values) changed[name] = setting.read(values);
  }
  const read = changed as unknown as RoomConfig;
  if (read.passwordprotectedroom && read.roomsecret === "")
    throw new StanzaError("not-acceptable", { text: "a room that asks for a password has one" });
  const holders = (office: keyof AdminLists): AdminLists => {
    const values = fields.get(LIST_FIELDS[office].var)?.filter((value) => value.trim() !== "");
    if (!values) return {};
    if (values.length > MAX_LIST_ENTRIES) throw new StanzaError("not-acceptable", { text: "too much in a field" });
    return { [office]: [...new Set(values.map(accountIn))] };
  };
  return { config: read, offices: { ...holders("admin"), ...holders("owner") } };
}

/** Throws StanzaError jid-malformed, not-acceptable. */
function accountIn(value: string): string {
  const { local, bare } = parseJid(value.trim());
  if (local === "") throw new StanzaError("not-acceptable", { text: "a domain as a whole holds no office" });
  return bare;
}
