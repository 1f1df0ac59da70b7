/** XEP-0133 §4.9, §4.10, §4.29: what is known of an account; and who administers. */
import { StanzaError } from "../../stanza-error.ts";
import { dateTime } from "../kit/0082-date-time.ts";
import {
  type AdminCommand,
  type Administered,
  accountField,
  accountsField,
  accountsIn,
  resultForm,
} from "./admin-command.ts";
import type { openAnnouncementStore } from "./announcement-store.ts";

export const serviceCommands = (
  server: Administered,
  { loginOf }: ReturnType<typeof openAnnouncementStore>,
): readonly AdminCommand[] => {
  const { accounts, contacts, sessions } = server;
  const lastLogin = (account: string): string => {
    const time = loginOf(account)?.time ?? undefined;
    return time === undefined ? "never" : dateTime(time);
  };
  return [
    {
      node: "get-user-lastlogin",
      name: "When accounts have signed in last",
      fields: () => [accountsField],
      run: (form) => {
        const asked = accountsIn(form, "accountjids", server).map(({ bare }) => bare);
        return resultForm(
          { var: "accountjids", label: "Accounts", values: asked },
          { var: "lastlogin", label: "Signed in last", values: asked.map(lastLogin) },
        );
      },
    },
    {
      node: "user-stats",
      name: "What is known of an account",
      fields: () => [accountField],
      run: (form) => {
        const [asked] = accountsIn(form, "accountjid", server);
        const account = asked?.bare ?? "";
        const size = contacts.total(account).listed;
        const resources = [...sessions.of(account)].map(({ jid }) => jid.resource);
        return resultForm(
          { var: "rostersize", label: "Contacts", values: [String(size)] },
          { var: "onlineresources", label: "Apps that are online", values: resources },
          { var: "lastlogin", label: "Signed in last", values: [lastLogin(account)] },
        );
      },
    },
    {
      node: "edit-admin",
      name: "Who administers",
      fields: () => [
        {
          var: "adminjids",
          type: "jid-multi",
          label: "The administrators' addresses",
          values: accounts.administrators(),
          isRequired: true,
        },
      ],
      run: (form, asker) => {
        const wanted = new Set(accountsIn(form, "adminjids", server).map(({ bare }) => bare));
        if (!wanted.has(asker.bare)) throw new StanzaError("not-acceptable", { text: "one does not dismiss oneself" });
        for (const former of accounts.administrators()) if (!wanted.has(former)) accounts.setAdmin(former, false);
        for (const account of wanted) accounts.setAdmin(account, true);
        return { note: `Administrators: ${[...wanted].join(", ")}` };
      },
    },
  ];
};
