/** XEP-0060 §8.2: a node's configuration, as a form and out of one. */
import type { Element } from "ltx";
import { StanzaError } from "../../../stanza-error.ts";
import { dataForm, type Field, type Form } from "../../kit/0004-data-forms.ts";
import { FIELDS, type FieldName, type NodeConfig } from "./config-fields.ts";
import { NODE_CONFIG } from "./protocol.ts";

const PREFIX = "pubsub#";

const isField = (name: string): name is FieldName => Object.hasOwn(FIELDS, name);

/** The default configuration, of which each kind of service overrides some fields. */
export const DEFAULTS: NodeConfig = {
  title: "",
  description: "",
  type: "",
  language: "",
  contact: [],
  access_model: "open",
  roster_groups_allowed: [],
  publish_model: "publishers",
  subscribe: true,
  persist_items: true,
  max_items: "max",
  item_expire: "max",
  max_payload_size: "max",
  publish_node_full: "retract-oldest",
  send_last_published_item: "on_sub",
  deliver_notifications: true,
  deliver_payloads: true,
  notification_type: "headline",
  notify_config: false,
  notify_delete: true,
  notify_retract: true,
  notify_sub: false,
  itemreply: "none",
  node_type: "leaf",
  presence_based_delivery: false,
  purge_offline: false,
  tempsub: false,
};

/** Characters of a configuration as it is stored. */
const MAX_CONFIG_LENGTH = 8192;

/** Throws StanzaError not-acceptable. */
export function checkConfigLength(config: NodeConfig): void {
  if (JSON.stringify(config).length > MAX_CONFIG_LENGTH)
    throw new StanzaError("not-acceptable", {
      text: "this configuration is too long: describe the node in fewer words",
    });
}

/** The number in a configuration, at most `max`; "max" is `max`. */
export const limited = (value: string, max: number): number => (value === "max" ? max : Math.min(Number(value), max));

/** The fields of a form: `known` read as a configuration, `unknown` by name. Throws StanzaError not-acceptable. */
export function readFields(form: Form): { readonly known: Partial<NodeConfig>; readonly unknown: readonly string[] } {
  const known: Record<string, unknown> = {};
  const unknown: string[] = [];
  for (const [name, values] of form.fields) {
    const field = name.startsWith(PREFIX) ? name.slice(PREFIX.length) : "";
    if (isField(field)) known[field] = FIELDS[field].read(values);
    else unknown.push(name);
  }
  return { known: known as Partial<NodeConfig>, unknown };
}

/** `config` with the fields of a submitted form; unknown fields are ignored (XEP-0004 §3.1). Throws StanzaError. */
export function withForm(config: NodeConfig, form: Form): NodeConfig {
  if (form.type !== "submit" || (form.formType ?? NODE_CONFIG) !== NODE_CONFIG) {
    throw new StanzaError("bad-request", { text: `a form of type submit, and of ${NODE_CONFIG}` });
  }
  return { ...config, ...readFields(form).known };
}

/** §8.2.2, and its result (§8.2.5.3). */
export const configForm = (type: "form" | "result", config: NodeConfig): Element =>
  dataForm(type, NODE_CONFIG, shownFields(config));

function shownFields(config: NodeConfig): Field[] {
  const names = (Object.keys(FIELDS) as FieldName[]).filter((name) => !("isFixed" in FIELDS[name]));
  return names.map((name) => {
    const { type, label, options } = FIELDS[name];
    const value = config[name];
    const values =
      typeof value === "object" ? value : value === "" ? [] : [typeof value === "string" ? value : value ? "1" : "0"];
    return { var: `${PREFIX}${name}`, type, label, options, values };
  });
}

/** §7.1.5: whether a configuration has the wanted values. */
export function meets(config: NodeConfig, wanted: Partial<NodeConfig>): boolean {
  return (Object.keys(wanted) as FieldName[]).every((name) => comparable(config[name]) === comparable(wanted[name]));
}

const comparable = (value: unknown): string => JSON.stringify(Array.isArray(value) ? [...value].sort() : value);
