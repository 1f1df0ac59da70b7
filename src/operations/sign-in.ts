/** Operation: somebody proves to be the owner of an account, by name and password, at a door other than a stream. */
import type { Jid } from "../jid/jid.ts";
import type { Logger } from "../log.ts";
import { LoginRefusal, refusalIn } from "../login-refusal.ts";
import { OperationError } from "../operation-error.ts";
import type { Accounts } from "../store/accounts.ts";
import { parseTypedAccount } from "./addresses.ts";

/** What SASL counts, too (`stream/login-throttle.ts`). */
export interface LoginAttempts {
  mayTry(address: string, account: string): boolean;
  /** Whether this address may try a secret that belongs to no account. */
  mayGuess(address: string): boolean;
  failed(address: string): void;
  succeeded(address: string, account: string): void;
}

export interface SignInDeps {
  readonly accounts: Pick<Accounts, "verify" | "isDisabled">;
  readonly throttle: Pick<LoginAttempts, "mayTry" | "failed" | "succeeded">;
  /** In the order of config.toml. */
  readonly domains: readonly string[];
  readonly log: Logger;
}

export interface Credentials {
  /** An address, or its local part alone, which is at `domain`. */
  readonly name: string;
  readonly domain: string;
  readonly password: string;
  /** The client's, in canonical form. */
  readonly address: string;
}

export type SignInResult =
  | { readonly is: "proven"; readonly account: string }
  /**
   * "unknown": the name or the password is wrong; "elsewhere": an address of no domain here; "unavailable": whoever knows the
   * password cannot be asked.
   */
  | { readonly is: SignInRefusal };

export type SignInRefusal = "unknown" | "elsewhere" | "disabled" | "throttled" | "unavailable";

export type SignIn = (given: Credentials) => Promise<SignInResult>;

/** Takes as long for an account that does not exist, and says the same of it. */
export function signInOperation({ accounts, throttle, domains, log }: SignInDeps): SignIn {
  return async ({ name, domain, password, address }) => {
    const typed = addressOf(name.trim(), domains.includes(domain) ? [domain, ...domains] : domains);
    if (typeof typed === "string") return { is: typed };
    const { bare: account } = typed;
    const refused = (is: SignInRefusal, condition: string): SignInResult => {
      log.info({ event: "authentication-failed", condition, account, address });
      return { is };
    };
    if (!throttle.mayTry(address, account)) return refused("throttled", "temporary-auth-failure");
    const proof = await accounts.verify(account, password).catch(refusalIn);
    if (proof instanceof LoginRefusal)
      return proof.reason === "unavailable"
        ? refused("unavailable", "temporary-auth-failure")
        : refused("disabled", "account-disabled");
    if (!proof) {
      throttle.failed(address);
      return refused("unknown", "not-authorized");
    }
    // Only the owner, who has proven the password, gets to know.
    if (accounts.isDisabled(account)) return refused("disabled", "account-disabled");
    throttle.succeeded(address, account);
    log.info({ event: "authenticated", account, mechanism: "page", address });
    return { is: "proven", account };
  };
}

/** The account that a person means; "unknown" for what cannot be an address. */
function addressOf(name: string, domains: readonly string[]): Jid | "unknown" | "elsewhere" {
  try {
    return parseTypedAccount(name, domains);
  } catch (error) {
    if (!(error instanceof OperationError)) throw error;
    return error.reason === "domain-not-served" ? "elsewhere" : "unknown";
  }
}
