/** The accounts of a home, whoever checks their passwords (auth.source). */
import { foreignAccounts } from "../auth/foreign-accounts.ts";
import { openSource } from "../auth/open-source.ts";
import type { Config } from "../config/schema.ts";
import type { Logger } from "../log.ts";
import type { Accounts, PasswordSourceName } from "../store/accounts.ts";
import type { Database } from "../store/database.ts";
import type { Secret } from "../store/home-secret.ts";

/** In milliseconds; PAM takes less. */
const FAILURE_TIME = 1000;

export interface AuthDeps {
  readonly config: Config;
  readonly db: Database;
  /** As the store has them. */
  readonly accounts: Accounts;
  readonly secret: Secret;
  readonly log: Logger;
  /** Closes what is opened. */
  readonly opened: AsyncDisposableStack;
}

/** Rejects with AuthError where the source cannot work on this machine. */
export async function openAuth({ config, db, accounts, secret, log, opened }: AuthDeps): Promise<Accounts> {
  const [domain = ""] = config.general.domains;
  const source = await openSource({ options: config.auth, domain, key: secret("marks of passwords"), log });
  if (!source) return accounts;
  opened.defer(() => source.stop());
  const { keep_keys: keepKeys } = config.auth;
  return foreignAccounts({ accounts, db, source, domain, keepKeys, failureTime: FAILURE_TIME, log });
}

/** A choice of the schema. */
export const sourceOf = ({ auth }: Config): PasswordSourceName => auth.source as PasswordSourceName;

/** Where accounts are those of somebody else, nobody makes one here, with an invitation or without. */
export function withSource(config: Config): Config {
  if (config.auth.source === "internal") return config;
  const registration = { ...config.modules.registration, policy: "closed" };
  return { ...config, modules: { ...config.modules, registration } };
}
