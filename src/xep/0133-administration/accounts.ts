/** XEP-0133 §4.1–§4.10, §4.29: accounts are added, changed and deleted; what is known of them; who administers. */
import { itemOf } from "../../im/contact.ts";
import { xml } from "../../stanza.ts";
import { StanzaError } from "../../stanza-error.ts";
import { dateTime } from "../kit/0082-date-time.ts";
import {
  type AdminCommand,
  accountField,
  accountsField,
  jidIn,
  jidsIn,
  passwordField,
  resultForm,
  textIn,
} from "./admin-command.ts";
import type { AdministrationOperations } from "./operations.ts";

const lastLoginText = (time: number | undefined): string => (time === undefined ? "never" : dateTime(time));

export const accountCommands = (operations: AdministrationOperations): readonly AdminCommand[] => [
  {
    node: "add-user",
    name: "Add an account",
    fields: () => [
      accountField,
      passwordField,
      { ...passwordField, var: "password-verify", label: "The password once more" },
    ],
    run: async (form) => {
      const jid = jidIn(form, "accountjid");
      const password = textIn(form, "password");
      if (password !== textIn(form, "password-verify"))
        throw new StanzaError("not-acceptable", { text: "the passwords are not the same" });
      await operations.accounts.add([{ jid, password }]);
      return { note: `${jid.bare} is ready.` };
    },
  },
  {
    node: "delete-user",
    name: "Delete accounts",
    ownAccount: "one does not delete oneself here",
    fields: () => [accountsField],
    run: async (form, requester) => {
      const removed = await operations.accounts.remove(jidsIn(form, "accountjids"), requester);
      return { note: `Gone: ${removed.join(", ")}` };
    },
  },
  {
    node: "disable-user",
    name: "Disable accounts",
    ownAccount: "one does not disable oneself",
    fields: () => [accountsField],
    run: async (form, requester) => {
      const disabled = await operations.accounts.disable(jidsIn(form, "accountjids"), requester);
      return { note: `Disabled: ${disabled.join(", ")}` };
    },
  },
  {
    node: "reenable-user",
    name: "Enable accounts again",
    fields: () => [accountsField],
    run: async (form, requester) => {
      const enabled = await operations.accounts.enable(jidsIn(form, "accountjids"), requester);
      return { note: `Enabled again: ${enabled.join(", ")}` };
    },
  },
  {
    node: "change-user-password",
    name: "Change a password",
    fields: () => [accountField, passwordField],
    run: async (form, requester) => {
      const account = await operations.accounts.setPassword(
        jidIn(form, "accountjid"),
        textIn(form, "password"),
        requester,
      );
      return { note: `${account} has a new password.` };
    },
  },
  {
    node: "end-user-session",
    name: "End sessions",
    fields: () => [accountsField],
    run: (form, requester) => ({
      note: `Sessions ended: ${operations.sessions.end(jidsIn(form, "accountjids"), requester)}`,
    }),
  },
  {
    node: "get-user-roster",
    name: "The contacts of an account",
    fields: () => [accountsField],
    run: (form) => {
      const [asked, ...others] = jidsIn(form, "accountjids");
      // The result does not tell whose contact is whose.
      if (!asked || others.length > 0)
        throw new StanzaError("not-acceptable", { type: "modify", text: "name one account at a time" });
      const items = operations.accounts.contacts(asked).map(itemOf);
      const result = resultForm({ var: "accountjids", label: "Account", values: [asked.bare] });
      result.form?.cnode(xml("query", { xmlns: "jabber:iq:roster" }, ...items));
      return result;
    },
  },
  {
    node: "get-user-lastlogin",
    name: "When accounts have signed in last",
    fields: () => [accountsField],
    run: (form) => {
      const asked = jidsIn(form, "accountjids");
      const times = asked.map((account) => lastLoginText(operations.accounts.statistics(account).lastLogin));
      return resultForm(
        { var: "accountjids", label: "Accounts", values: asked.map(({ bare }) => bare) },
        { var: "lastlogin", label: "Signed in last", values: times },
      );
    },
  },
  {
    node: "user-stats",
    name: "What is known of an account",
    fields: () => [accountField],
    run: (form) => {
      const { contacts, resources, lastLogin } = operations.accounts.statistics(jidIn(form, "accountjid"));
      return resultForm(
        { var: "rostersize", label: "Contacts", values: [String(contacts)] },
        { var: "onlineresources", label: "Apps that are online", values: resources },
        { var: "lastlogin", label: "Signed in last", values: [lastLoginText(lastLogin)] },
      );
    },
  },
  {
    node: "edit-admin",
    name: "Who administers",
    ownAccount: "one does not dismiss oneself",
    fields: () => [
      {
        var: "adminjids",
        type: "jid-multi",
        label: "The administrators' addresses",
        values: operations.accounts.administrators(),
        isRequired: true,
      },
    ],
    run: (form, requester) => {
      const administrators = operations.accounts.setAdministrators(jidsIn(form, "adminjids"), requester);
      return { note: `Administrators: ${administrators.join(", ")}` };
    },
  },
];
