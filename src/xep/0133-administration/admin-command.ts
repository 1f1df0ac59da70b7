/** XEP-0133: what its commands are written with. */
import type { Roster } from "../../im/roster.ts";
import { type Jid, parseJid } from "../../jid/jid.ts";
import type { Server } from "../../server/module.ts";
import { StanzaError } from "../../stanza-error.ts";
import { dataForm, type Field, type Form } from "../kit/0004-data-forms.ts";
import type { Command, Outcome } from "../kit/0050-command-set.ts";

export const FORM_TYPE = "http://jabber.org/protocol/admin";

/** `node` is what follows FORM_TYPE#. */
export type AdminCommand = Pick<Command, "node" | "name" | "fields" | "run">;
export type Administered = Pick<
  Server,
  "accounts" | "domains" | "sessions" | "db" | "log" | "route" | "now" | "id" | "inTurns"
> & {
  readonly contacts: Pick<Roster, "total">;
};

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

/**
 * The addresses in a field. Throws StanzaError, to be mended: jid-malformed, item-not-found for what is no account here,
 * not-acceptable for more than 500.
 */
export function accountsIn({ fields }: Form, name: string, { accounts }: Administered): readonly Jid[] {
  const texts = (fields.get(name) ?? []).map((text) => text.trim()).filter((text) => text !== "");
  if (texts.length > MAX_ACCOUNTS)
    throw new StanzaError("not-acceptable", { type: "modify", text: `${MAX_ACCOUNTS} accounts at a time` });
  return texts.map((text) => {
    const jid = parseJid(text);
    if (!accounts.exists(jid.bare))
      throw new StanzaError("item-not-found", { type: "modify", text: `${jid.bare} is no account here` });
    return jid;
  });
}

/** Does `work` for one after the other, and lets others in between. */
export const forEachInTurns = <One>(
  { inTurns }: Pick<Administered, "inTurns">,
  asker: Jid,
  all: Iterable<One>,
  work: (one: One) => void,
): Promise<void> => {
  function* portions(): Generator<void, void> {
    for (const one of all) {
      work(one);
      yield;
    }
  }
  return inTurns(asker.bare, portions());
};

/** What is shown for an answer. */
export const resultForm = (...fields: readonly Pick<Field, "var" | "label" | "values">[]): Outcome => ({
  form: dataForm(
    "result",
    FORM_TYPE,
    fields.map((field) => ({ ...field, type: "text-multi" })),
  ),
});
