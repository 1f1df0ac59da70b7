/** RFC 8555 §7.3: the account at an authority. Its key is kept for ever, its URL as long as the authority knows it. */
import { type AcmeSession, openAcmeSession } from "./acme-session.ts";
import type { Authority } from "./authority.ts";
import type { CertificateStore } from "./certificate-store.ts";
import { AcmeError } from "./problem-document.ts";

export interface AccountDeps {
  readonly store: Pick<CertificateStore, "accountKey" | "state">;
  /** An e-mail address for the authority; "" for none. */
  readonly contact: string;
  readonly now: () => number;
}

/** A session with the known account, or with a new one. Rejects with AcmeError or what the network says. */
async function openAccount(authority: Authority, { store, contact, now }: AccountDeps): Promise<AcmeSession> {
  const { accounts } = store.state.read();
  const known = accounts[authority.directory];
  const session = await openAcmeSession(authority, { keyPem: store.accountKey(), url: known }, now);
  if (known !== undefined) return session;
  // §7.3.1: looked up first, because the library updates an existing one, which some authorities refuse.
  await session.client.createAccount({ onlyReturnExisting: true }).catch((error: unknown) => {
    if (!isUnknownAccount(error)) throw error;
    const contacts = contact === "" ? {} : { contact: [`mailto:${contact}`] };
    return session.client.createAccount({ termsOfServiceAgreed: true, ...contacts });
  });
  store.state.change({ accounts: { ...accounts, [authority.directory]: session.client.getAccountUrl() } });
  return session;
}

/**
 * Does `work` with the account. Where the authority no longer knows it (staging services are wiped now and then), creates it
 * again with the same key and repeats `work` once.
 */
export async function withAccount<Result>(
  authority: Authority,
  deps: AccountDeps,
  work: (session: AcmeSession) => Promise<Result>,
): Promise<Result> {
  const { state } = deps.store;
  const wasKnown = state.read().accounts[authority.directory] !== undefined;
  const session = await openAccount(authority, deps);
  try {
    return await work(session);
  } catch (error) {
    if (!wasKnown || !isUnknownAccount(error)) throw error;
    const { [authority.directory]: _, ...others } = state.read().accounts;
    state.change({ accounts: others });
    return work(await openAccount(authority, deps));
  }
}

const isUnknownAccount = (error: unknown): boolean =>
  error instanceof AcmeError && error.document.type === "accountDoesNotExist";
