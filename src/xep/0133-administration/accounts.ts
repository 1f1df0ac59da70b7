/** XEP-0133 §4: accounts are added and deleted, get a password, lose their sessions. */
import { parseJid } from "../../jid/jid.ts";
import { accountErrorToStanzaError } from "../../server/account-refusal.ts";
import { StanzaError } from "../../stanza-error.ts";
import { StreamError } from "../../stream-error.ts";
import {
  type AdminCommand,
  type Administered,
  accountField,
  accountsField,
  accountsIn,
  forEachInTurns,
  passwordField,
  textIn,
} from "./admin-command.ts";

const refused = (error: unknown): never => {
  throw accountErrorToStanzaError(error);
};

export const accountCommands = (server: Administered): readonly AdminCommand[] => {
  const { accounts, domains, sessions, db, log } = server;
  return [
    {
      node: "add-user",
      name: "Add an account",
      fields: () => [
        accountField,
        passwordField,
        { ...passwordField, var: "password-verify", label: "The password once more" },
      ],
      run: async (form) => {
        const { bare, local, domain, resource } = parseJid(textIn(form, "accountjid"));
        if (local === "" || resource !== "" || !domains.has(domain))
          throw new StanzaError("not-acceptable", { text: "an account is NAME@DOMAIN, at a domain served here" });
        const password = textIn(form, "password");
        if (password !== textIn(form, "password-verify"))
          throw new StanzaError("not-acceptable", { text: "the passwords are not the same" });
        await accounts.create(bare, password).catch(refused);
        return { note: `${bare} is ready.` };
      },
    },
    {
      node: "delete-user",
      name: "Delete accounts",
      fields: () => [accountsField],
      run: async (form, asker) => {
        const doomed = accountsIn(form, "accountjids", server);
        if (doomed.some(({ bare }) => bare === asker.bare))
          throw new StanzaError("not-acceptable", { text: "one does not delete oneself here" });
        // Somebody else may have deleted it meanwhile.
        const remove = (bare: string): void => void (accounts.exists(bare) && accounts.remove(bare));
        await forEachInTurns(server, asker, new Set(doomed.map(({ bare }) => bare)), remove);
        return { note: `Gone: ${doomed.map(({ bare }) => bare).join(", ")}` };
      },
    },
    {
      node: "disable-user",
      name: "Disable accounts",
      fields: () => [accountsField],
      run: async (form, asker) => {
        const shut = accountsIn(form, "accountjids", server);
        if (shut.some(({ bare }) => bare === asker.bare))
          throw new StanzaError("not-acceptable", { text: "one does not disable oneself" });
        await forEachInTurns(
          server,
          asker,
          shut,
          ({ bare }) => accounts.exists(bare) && accounts.setDisabled(bare, true),
        );
        return { note: `Disabled: ${shut.map(({ bare }) => bare).join(", ")}` };
      },
    },
    {
      node: "reenable-user",
      name: "Enable accounts again",
      fields: () => [accountsField],
      run: async (form, asker) => {
        const again = accountsIn(form, "accountjids", server);
        await forEachInTurns(
          server,
          asker,
          again,
          ({ bare }) => accounts.exists(bare) && accounts.setDisabled(bare, false),
        );
        return { note: `Enabled again: ${again.map(({ bare }) => bare).join(", ")}` };
      },
    },
    {
      node: "change-user-password",
      name: "Change a password",
      fields: () => [accountField, passwordField],
      run: async (form, asker) => {
        const [account] = accountsIn(form, "accountjid", server);
        if (!account) throw new StanzaError("item-not-found");
        await accounts.setPassword(account.bare, textIn(form, "password"), asker.full).catch(refused);
        return { note: `${account.bare} has a new password.` };
      },
    },
    {
      node: "end-user-session",
      name: "End sessions",
      fields: () => [accountsField],
      run: (form, asker) => {
        const over = new StreamError("policy-violation", "an administrator has ended this session");
        const ending = accountsIn(form, "accountjids", server).flatMap(({ bare, full, resource }) =>
          [...sessions.of(bare)].filter(({ jid }) => resource === "" || jid.full === full),
        );
        // Once the answer has left: the session that asks may be among them.
        const end = (): void =>
          void forEachInTurns(server, asker, ending, (session) => session.end(over)).catch((error) =>
            log.error({ event: "sessions-not-ended", error }),
          );
        db.afterCommit(() => queueMicrotask(end));
        return { note: `Sessions ended: ${ending.length}` };
      },
    },
  ];
};
