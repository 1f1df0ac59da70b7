/** Whose the messages of a source are: of one account after the other there may be millions. */
import type { Accounts } from "../store/accounts.ts";

export interface Owners {
  /** The bare JID here of an account as the source has it; undefined where it is none of a domain that comes here. */
  accountOf(given: string): string | undefined;
  /**
   * Whether an account is here, or is among those that come in this portion. Asked for once in a portion: whoever removes it meanwhile is heard
   * of when the message is stored.
   */
  willBeHere(account: string, coming: ReadonlySet<string>): boolean;
}

/** What was asked for last is remembered. */
export function openOwners(
  { exists }: Pick<Accounts, "exists">,
  bareJidOf: (given: string) => string | undefined,
): Owners {
  let known: { readonly given: string; readonly account: string | undefined } | undefined;
  let here: { readonly account: string; readonly coming: ReadonlySet<string>; readonly is: boolean } | undefined;
  return {
    accountOf: (given) => {
      if (known?.given !== given) known = { given, account: bareJidOf(given) };
      return known.account;
    },
    willBeHere: (account, coming) => {
      if (here?.account !== account || here.coming !== coming)
        here = { account, coming, is: coming.has(account) || exists(account) };
      return here.is;
    },
  };
}
