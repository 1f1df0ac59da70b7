/** The accounts of a home, whoever checks their passwords (auth.source). */
import { foreignAccounts } from "../auth/foreign-accounts.ts";
import { openSource } from "../auth/open-source.ts";
import type { Config } from "../config/schema.ts";
import type { Logger } from "../log.ts";
import type { Accounts, PasswordSourceName } from "../store/accounts.ts";
import type { Database } from "../store/database.ts";
import type { Secret } from "../store/home-secret.ts";
import { rootsOf } from "./roots.ts";

/** In milliseconds; PAM takes less. */
const FAILURE_TIME = 1000;

export interface AuthDeps {
  readonly config: Config;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly db: Database;
  /** As the store has them. */
  readonly accounts: Accounts;
  readonly secret: Secret;
  readonly log: Logger;
  /** Closes what is opened. */
  readonly opened: AsyncDisposableStack;
}

/** Rejects with ConfigError where auth.ldap_ca_file cannot be used, with AuthError where the source cannot work on this machine. */
export async function openAuth(deps: AuthDeps): Promise<Accounts> {
  const { config, db, accounts, now, environment, secret, log, opened } = deps;
  const { auth: options } = config;
  const [domain = ""] = config.general.domains;
  const roots =
    options.ldap_ca_file === "" ? undefined : [...rootsOf("auth.ldap_ca_file", options.ldap_ca_file, environment)];
  const source = await openSource({ options, domain, key: secret("marks of passwords"), roots, log });
  if (!source) return accounts;
  opened.defer(() => source.stop());
  const { keep_keys: keepKeys, recheck } = options;
  return foreignAccounts({ accounts, db, source, domain, keepKeys, recheck, now, failureTime: FAILURE_TIME, log });
}

/** A choice of the schema. */
export const sourceOf = ({ auth }: Config): PasswordSourceName => auth.source as PasswordSourceName;

/** Where accounts are those of somebody else, nobody makes one here, with an invitation or without. */
export function withSource(config: Config): Config {
  if (config.auth.source === "internal") return config;
  const registration = { ...config.modules.registration, policy: "closed" };
  return { ...config, modules: { ...config.modules, registration } };
}
