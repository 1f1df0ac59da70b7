/** XEP-0060 §17.4: the fields of a node's configuration. */
import { StanzaError } from "../../../stanza-error.ts";
import { booleanIn, type Field } from "../../kit/0004-data-forms.ts";
import { refused } from "./protocol.ts";

/** `read` parses the values in a form, and throws StanzaError not-acceptable for invalid ones (XEP-0004 §4). */
interface Setting<Value> {
  readonly type: Field["type"];
  readonly label: string;
  readonly options?: readonly string[];
  /** Accepted, but not shown in forms: there is only one value. */
  readonly isFixed?: true;
  read(values: readonly string[]): Value;
}

const MAX_TEXT_LENGTH = 1023;
const MAX_VALUES = 100;

function checked(values: readonly string[], max = 1): readonly string[] {
  if (values.length > max || values.some((value) => value.length > MAX_TEXT_LENGTH))
    throw invalid("too much in a field");
  return values;
}

const invalid = (text: string): StanzaError => new StanzaError("not-acceptable", { text });

const flag = (label: string): Setting<boolean> => ({
  type: "boolean",
  label,
  read: (values) => {
    const value = booleanIn(checked(values)[0]);
    if (value === undefined) throw invalid(`"${values[0] ?? ""}" is neither true nor false`);
    return value;
  },
});

/** A flag that is not implemented: only false is accepted. */
const never = (label: string): Setting<boolean> => ({
  type: "boolean",
  label,
  isFixed: true,
  read: (values) => {
    if (booleanIn(values[0]) !== false) throw invalid(`not possible here: ${label}`);
    return false;
  },
});

const text = (label: string): Setting<string> => ({
  type: "text-single",
  label,
  read: (values) => checked(values)[0] ?? "",
});

const texts = (label: string, type: "list-multi" | "jid-multi"): Setting<readonly string[]> => ({
  type,
  label,
  read: (values) => [...new Set(checked(values, MAX_VALUES))],
});

/** A positive number, or "max": the limit of the service. */
const limit = (label: string): Setting<string> => ({
  type: "text-single",
  label,
  read: ([value = ""]) => {
    if (value === "max") return value;
    if (!/^[1-9][0-9]{0,14}$/.test(value)) throw invalid(`"${value}" is neither a number from 1 on nor max`);
    return value;
  },
});

const choice = <const Choices extends readonly string[]>(
  options: Choices,
  label: string,
  unknown = (value: string): StanzaError => invalid(`"${value}" is none of ${options.join(", ")}`),
): Setting<Choices[number]> => ({
  type: "list-single",
  label,
  options,
  read: ([value = ""]) => {
    const chosen: Choices[number] | undefined = options.find((option) => option === value);
    if (chosen === undefined) throw unknown(value);
    return chosen;
  },
});

export const FIELDS = {
  title: text("A name for the node"),
  description: text("A description of the node"),
  type: text("What the payloads are, usually their namespace"),
  language: text("The language of the node"),
  contact: texts("Whom to ask about the node", "jid-multi"),
  access_model: choice(
    ["open", "presence", "roster", "authorize", "whitelist"],
    "Who may subscribe and retrieve items",
    () =>
      // §8.1.2.
      refused("not-acceptable", "unsupported-access-model"),
  ),
  roster_groups_allowed: texts("The owner's roster groups that may subscribe and retrieve items", "list-multi"),
  publish_model: choice(["publishers", "subscribers", "open"], "Who may publish"),
  subscribe: flag("Whether subscriptions are allowed"),
  persist_items: flag("Whether items are kept"),
  max_items: limit("How many items are kept; max for as many as the service allows"),
  item_expire: limit("After how many seconds an item is removed; max for never"),
  max_payload_size: limit("The longest payload, in bytes; max for as long as the service allows"),
  publish_node_full: choice(
    ["retract-oldest", "discard-oldest", "reject"],
    "What happens when a full node is published to",
  ),
  send_last_published_item: choice(["never", "on_sub", "on_sub_and_presence"], "When the last item is sent unasked"),
  deliver_notifications: flag("Whether anybody is notified"),
  deliver_payloads: flag("Whether notifications contain payloads"),
  notification_type: choice(["headline", "normal"], "The type of notification messages"),
  notify_config: flag("Whether subscribers hear of a changed configuration"),
  notify_delete: flag("Whether subscribers hear that the node is deleted"),
  notify_retract: flag("Whether subscribers hear of items removed"),
  notify_sub: flag("Whether owners hear of new subscribers and of those who leave"),
  itemreply: choice(["none", "publisher"], "Whom items name as the one to reply to"),
  node_type: { ...choice(["leaf"], "The kind of node"), isFixed: true as const },
  presence_based_delivery: never("to notify only those who are available"),
  purge_offline: never("to remove items when their publisher leaves"),
  tempsub: never("to end subscriptions when the subscriber leaves"),
};

export type FieldName = keyof typeof FIELDS;

/** The values of all fields. */
export type NodeConfig = { readonly [Name in FieldName]: ReturnType<(typeof FIELDS)[Name]["read"]> };
