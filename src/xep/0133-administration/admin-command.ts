/** XEP-0133: the fields of its forms, and what they answer. */
import { type Jid, parseJid } from "../../jid/jid.ts";
import { StanzaError } from "../../stanza-error.ts";
import { dataForm, type Field, type Form } from "../kit/0004-data-forms.ts";
import type { Command, Outcome } from "../kit/0050-command-set.ts";

export const FORM_TYPE = "http://jabber.org/protocol/admin";

/** `node` is what follows FORM_TYPE#. */
export interface AdminCommand extends Pick<Command, "node" | "name" | "fields" | "run"> {
  /** What is said to who names the own account, where that is refused. */
  readonly ownAccount?: string;
}

export const accountField: Field = {
  var: "accountjid",
  type: "jid-single",
  label: "The address of the account",
  values: [],
  isRequired: true,
};

export const accountsField: Field = {
  var: "accountjids",
  type: "jid-multi",
  label: "The addresses of the accounts",
  values: [],
  isRequired: true,
};

export const passwordField: Field = {
  var: "password",
  type: "text-private",
  label: "The password",
  values: [],
  isRequired: true,
};

/** The only value of a field; "" where there is none. */
export const textIn = ({ fields }: Form, name: string): string => fields.get(name)?.[0] ?? "";

/** Accounts that one command is about: a person reads the form that lists them. */
const MAX_ACCOUNTS = 500;

/** The addresses in a field. Throws StanzaError of type modify: jid-malformed, not-acceptable for more than MAX_ACCOUNTS. */
export function jidsIn({ fields }: Form, name: string): readonly Jid[] {
  const texts = (fields.get(name) ?? []).map((text) => text.trim()).filter((text) => text !== "");
  if (texts.length > MAX_ACCOUNTS)
    throw new StanzaError("not-acceptable", { type: "modify", text: `${MAX_ACCOUNTS} accounts at a time` });
  return texts.map(parseJid);
}

/** The one address in a field. Throws StanzaError jid-malformed, item-not-found for an empty field. */
export function jidIn(form: Form, name: string): Jid {
  const [jid] = jidsIn(form, name);
  if (!jid) throw new StanzaError("item-not-found");
  return jid;
}

/** A form to be read. */
export const resultForm = (...fields: readonly Pick<Field, "var" | "label" | "values">[]): Outcome => ({
  form: dataForm(
    "result",
    FORM_TYPE,
    fields.map((field) => ({ ...field, type: "text-multi" })),
  ),
});
