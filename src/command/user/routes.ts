/** What can be done with accounts: asked of the running server, or done on the database by the same functions. */
import { type Jid, parseJid } from "../../jid/jid.ts";
import type { Catalogue } from "../../server/module.ts";
import { StanzaError } from "../../stanza-error.ts";
import type { AccountRow, Accounts } from "../../store/accounts.ts";
import type { Routes } from "../control/server.ts";
import { EXIT } from "../exit.ts";
import { CommandError } from "../failure.ts";
import { isRecord, malformed, textsIn } from "../request-body.ts";

export interface NewUser {
  readonly jid: string;
  readonly password: string;
  readonly admin?: boolean;
}

export interface UserRow extends AccountRow {
  /** All that is kept for the account. */
  readonly bytes: number;
}

export interface UserList {
  readonly users: readonly UserRow[];
}

export interface UserParts {
  readonly accounts: Accounts;
  /** The bytes that each module keeps for an account. */
  readonly usage: Catalogue["storageUsage"];
  /** In the order of config.toml. */
  readonly domains: readonly string[];
  /** Resolves when all that was written is on the disk. */
  readonly synced: () => Promise<void>;
}

export function userRoutes({ accounts, usage, domains, synced }: UserParts): Routes {
  const bytesOf = (account: string): number => [...usage.values()].reduce((sum, bytes) => sum + bytes(account), 0);
  const accountOf = (text: string): string => accountAt(text, domains);
  return {
    "GET /users": (): UserList => ({ users: accounts.list().map((row) => ({ ...row, bytes: bytesOf(row.jid) })) }),
    "POST /users": async (body): Promise<{ added: readonly string[] }> => {
      const users = newUsersIn(body).map((user) => ({ ...user, account: accountOf(user.jid) }));
      await accounts.createMany(users);
      for (const { account, admin } of users) if (admin) accounts.setAdmin(account, true);
      await synced();
      return { added: users.map(({ account }) => account) };
    },
    "PUT /users/password": async (body): Promise<{ changed: string }> => {
      const { jid, password } = textsIn(body, "jid", "password");
      const account = accountOf(jid);
      await accounts.setPassword(account, password);
      return { changed: account };
    },
    "DELETE /users": async (body): Promise<{ removed: string }> => {
      const account = accountOf(textsIn(body, "jid").jid);
      accounts.remove(account);
      await synced();
      return { removed: account };
    },
  };
}

/** The account that is meant: an address at one of `domains`; a name without @ is at the first of them. */
export function accountAt(text: string, domains: readonly string[]): string {
  const [first] = domains;
  if (first === undefined)
    throw new CommandError(EXIT.configuration, "no domain is served yet", "run jabber-home setup");
  const jid = jidOf(text.includes("@") ? text : `${text}@${first}`);
  if (jid.local === "" || jid.resource !== "")
    throw new CommandError(EXIT.usage, `"${text}" is not the address of an account`, `write it like alice@${first}`);
  if (!domains.includes(jid.domain))
    throw new CommandError(EXIT.usage, `${jid.domain} is not served here`, `choose one of: ${domains.join(", ")}`);
  return jid.bare;
}

function jidOf(text: string): Jid {
  try {
    return parseJid(text);
  } catch (error) {
    if (!(error instanceof StanzaError)) throw error;
    throw new CommandError(EXIT.usage, `"${text}" is not an address: ${error.message}`);
  }
}

function newUsersIn(body: unknown): readonly NewUser[] {
  const users = isRecord(body) ? body.users : undefined;
  if (!Array.isArray(users)) throw malformed("users");
  return users.map((user: unknown) => ({
    ...textsIn(user, "jid", "password"),
    admin: isRecord(user) && user.admin === true,
  }));
}
