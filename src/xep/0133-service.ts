/** XEP-0133 §4: who has an account, who is online, who administers; and a word to all. */
import { xml } from "../stanza.ts";
import { StanzaError } from "../stanza-error.ts";
import { type AdminCommand, type Administered, accountsIn, shown } from "./0133-fields.ts";

/** More do not fit into a form that people read. */
const MOST_SHOWN = 1000;

export const serviceCommands = (server: Administered): readonly AdminCommand[] => {
  const { accounts, sessions, route } = server;
  const online = (): string[] => [...new Set([...sessions.all()].map(({ account }) => account))].sort();
  const registered = (): string[] => accounts.list().map(({ jid }) => jid);
  return [
    {
      node: "get-registered-users-num",
      name: "How many accounts there are",
      fields: () => [],
      run: () => shown("registeredusersnum", "Accounts", [registered().length]),
    },
    {
      node: "get-online-users-num",
      name: "How many accounts are online",
      fields: () => [],
      run: () => shown("onlineusersnum", "Accounts that are online", [online().length]),
    },
    {
      node: "get-registered-users-list",
      name: "The accounts",
      fields: () => [],
      run: () => shown("registereduserjids", "Accounts", registered().slice(0, MOST_SHOWN)),
    },
    {
      node: "get-online-users-list",
      name: "The accounts that are online",
      fields: () => [],
      run: () => shown("onlineuserjids", "Accounts that are online", online().slice(0, MOST_SHOWN)),
    },
    {
      node: "get-disabled-users-num",
      name: "How many accounts are disabled",
      fields: () => [],
      run: () => shown("disabledusersnum", "Disabled accounts", [accounts.disabled().length]),
    },
    {
      node: "get-disabled-users-list",
      name: "The accounts that are disabled",
      fields: () => [],
      run: () => shown("disableduserjids", "Disabled accounts", accounts.disabled().slice(0, MOST_SHOWN)),
    },
    {
      node: "announce",
      name: "Say something to everybody who is online",
      fields: () => [{ var: "announcement", type: "text-multi", label: "Announcement", values: [], isRequired: true }],
      run: ({ fields }) => {
        const body = (fields.get("announcement") ?? []).join("\n");
        const present = [...sessions.all()].filter((session) => session.presence);
        for (const { jid } of present)
          route(xml("message", { type: "headline", from: jid.domain, to: jid.full }, xml("body", {}, body)));
        return { note: `Sessions told: ${present.length}` };
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
