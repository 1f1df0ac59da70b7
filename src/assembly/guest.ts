/** An account for a probe: known to this process alone, for as long as it lasts, and nowhere on the disk. */
import { randomBytes } from "node:crypto";
import type { Accounts } from "../store/accounts.ts";
import { SCRAM_HASHES } from "../store/scram-keys.ts";

export interface Guest {
  /** A bare JID that nobody has. */
  readonly account: string;
  readonly password: string;
  /** Those of the server, and the guest. */
  readonly accounts: Accounts;
  /** Nobody can sign in as the guest any more. */
  end(): void;
}

/** `domain`: one that is served here. Rejects as `keysFor` does. */
export async function openGuest(accounts: Accounts, domain: string): Promise<Guest> {
  const account = `probe-${randomBytes(16).toString("hex")}@${domain}`;
  const password = randomBytes(32).toString("base64url");
  const keys = new Map(await accounts.keysFor(password));
  let isThere = true;
  const isGuest = (one: string | undefined): boolean => isThere && one === account;
  const { admit } = accounts;
  return {
    account,
    password,
    accounts: {
      ...accounts,
      exists: (one) => isGuest(one) || accounts.exists(one),
      keys: (one, hash) => (isGuest(one) ? keys.get(hash) : accounts.keys(one, hash)),
      offeredHashes: (one) =>
        isThere && (one === undefined || one === account) ? SCRAM_HASHES : accounts.offeredHashes(one),
      verify: (one, given) => (isGuest(one) ? Promise.resolve(given === password) : accounts.verify(one, given)),
      isDisabled: (one) => !isGuest(one) && accounts.isDisabled(one),
      ...(admit && { admit: async (one, isByPage) => (isGuest(one) ? undefined : await admit(one, isByPage)) }),
    },
    end: () => {
      isThere = false;
    },
  };
}
