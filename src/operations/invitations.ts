/** Operations on invitations: to make an account, to become a contact, to choose a new password. */
import { type Jid, storedJid } from "../jid/jid.ts";
import { OperationError } from "../operation-error.ts";
import type { Accounts } from "../store/accounts.ts";
import type { Database } from "../store/database.ts";
import type { Invitations } from "../xep/0401-invitations/api.ts";
import type { Invitation, NewInvitation } from "../xep/0401-invitations/invitation.ts";
import type { InvitationLinks } from "../xep/0401-invitations/links.ts";
import type { InvitationRights } from "../xep/0401-invitations/rights.ts";
import { localAccount } from "./addresses.ts";
import type { LoginAttempts } from "./sign-in.ts";
import { storing, synced } from "./storing.ts";

export type { Invitation, InvitationLinks, InvitationRights };

export interface InvitationRequest {
  /** "account": to make one here; "contact": to become a contact of `by`, with any account. */
  readonly kind: "account" | "contact";
  /** Who asks; undefined for whoever runs the server. */
  readonly by?: Jid | undefined;
  /** Whose contact the invited becomes; by default `by`, or the only administrator where whoever runs the server asks. */
  readonly inviter?: Jid | "nobody" | undefined;
  /** The address that the account will have; without it, the invited chooses the name, at the inviter's domain. */
  readonly at?: Jid | undefined;
  readonly circle?: string | undefined;
  readonly isAdministrator?: boolean | undefined;
  /** How many may use it; one by default. */
  readonly uses?: number | undefined;
  /** How long it is good, in milliseconds; by default as config.toml says. */
  readonly validity?: number | undefined;
  /** For whom it is. */
  readonly note?: string | undefined;
}

/** Its links are shown once: the server keeps nothing that they could be made of again. */
export interface IssuedInvitation extends InvitationLinks {
  readonly invitation: Invitation;
}

/** What somebody has found by a link. */
export interface FoundInvitation extends InvitationLinks {
  readonly invitation: Invitation;
  readonly mayRegister: boolean;
}

export interface InvitationOperations {
  /** What an account may invite to; undefined for whoever runs the server. */
  readonly rightsOf: (by: Jid | undefined) => InvitationRights;
  /**
   * Rejects with OperationError accounts-elsewhere, may-not-invite, registration-closed, too-many-invitations, no-such-circle, account-exists,
   * name-invited, bad-uses, one-name-many-uses, note-too-long, bad-validity, no-such-account (of `inviter`), domain-not-served,
   * disk-full.
   */
  readonly create: (request: InvitationRequest) => Promise<IssuedInvitation>;
  /**
   * A link for a new password; earlier ones end. `validity` in milliseconds, a day by default. Rejects with OperationError
   * no-such-account, password-elsewhere, may-not-invite, no-pages, bad-validity, disk-full.
   */
  readonly reset: (jid: Jid, by?: Jid, validity?: number) => Promise<IssuedInvitation>;
  /** Undefined for a token that is unknown, expired, used up or revoked. Uses nothing up. */
  readonly find: (token: string) => FoundInvitation | undefined;
  /**
   * Makes an account; `name` is a localpart. Resolves with its address when it is on the disk. Rejects with OperationError
   * no-such-invitation, not-an-account, not-an-address, name-reserved, other-name, account-exists, short-password, bad-password,
   * disk-full.
   */
  readonly register: (token: string, name: string | undefined, password: string) => Promise<string>;
  /** An account here becomes the inviter's contact. Rejects with OperationError no-such-invitation, no-such-account. */
  readonly accept: (token: string, jid: Jid) => Promise<void>;
  /** Resolves with the account. Rejects with OperationError no-such-invitation, short-password, bad-password, disk-full. */
  readonly setPassword: (token: string, password: string) => Promise<string>;
  /** Those that can be used now, by their end; those that an account has made. At most 1,000. */
  readonly list: (by?: Jid) => readonly Invitation[];
  /** `by` can revoke only its own. Rejects with OperationError no-such-invitation. */
  readonly revoke: (id: string, by?: Jid) => Promise<Invitation>;
}

export interface InvitationDeps {
  readonly invitations: Invitations;
  readonly accounts: Pick<Accounts, "source" | "exists" | "administrators" | "isDisabled">;
  /** In the order of config.toml. */
  readonly domains: readonly string[];
  readonly db: Pick<Database, "afterSync" | "atomically" | "assertSpace">;
}

export function invitationOperations({ invitations, accounts, domains, db }: InvitationDeps): InvitationOperations {
  const { source } = accounts;
  const existing = (jid: Jid): string => {
    const account = localAccount(jid, domains);
    if (!accounts.exists(account)) throw new OperationError("no-such-account", { account });
    return account;
  };
  /** Throws OperationError no-such-invitation. */
  const found = (token: string): Invitation => {
    const invitation = invitations.find(token);
    if (!invitation) throw new OperationError("no-such-invitation", {});
    return invitation;
  };
  const issued = async ({ invitation, token }: NewInvitation): Promise<IssuedInvitation> => {
    await synced(db);
    return { invitation, ...invitations.links(invitation, token) };
  };

  const onlyAdministrator = (): Jid | undefined => {
    const [only, ...others] = accounts.administrators();
    return only === undefined || others.length > 0 || accounts.isDisabled(only) ? undefined : storedJid(only);
  };
  const domainOf = (account: string | undefined): Pick<Jid, "domain" | "local"> => ({
    domain: account === undefined ? (domains[0] ?? "") : storedJid(account).domain,
    local: "",
  });

  return {
    rightsOf: (by) => invitations.rightsOf(by?.bare),
    create: ({ kind, by, inviter = by ?? onlyAdministrator(), at, ...wish }) =>
      storing(async () => {
        if (kind === "account" && source !== "internal") throw new OperationError("accounts-elsewhere", { source });
        db.assertSpace();
        const account = inviter === undefined || inviter === "nobody" ? undefined : existing(inviter);
        const { domain, local } = (kind === "account" && at) || domainOf(account);
        if (!domains.includes(domain)) throw new OperationError("domain-not-served", { domain, domains });
        const named = { domain, name: local || undefined };
        return await issued(invitations.create({ ...wish, ...named, kind, by: by?.bare, inviter: account }));
      }),
    reset: (jid, by, validity) =>
      storing(async () => {
        const account = existing(jid);
        if (source !== "internal") throw new OperationError("password-elsewhere", { account, source });
        db.assertSpace();
        if (!invitations.rightsOf(by?.bare).all)
          throw new OperationError("may-not-invite", { account: by?.bare ?? "" });
        if (!invitations.hasPages()) throw new OperationError("no-pages", {});
        return await issued(invitations.createReset(account, by?.bare, validity));
      }),
    find: (token) => {
      const invitation = invitations.find(token);
      if (!invitation) return undefined;
      return { invitation, mayRegister: invitations.mayRegister(invitation), ...invitations.links(invitation, token) };
    },
    register: (token, name, password) =>
      storing(async () => await invitations.register(found(token).id, { name, password })),
    accept: (token, jid) =>
      storing(async () => {
        const account = existing(jid);
        db.atomically(() => invitations.accept(found(token).id, account));
        await synced(db);
      }),
    setPassword: (token, password) => storing(async () => await invitations.setPassword(found(token).id, password)),
    list: (by) => invitations.open(by?.bare),
    revoke: async (id, by) => {
      const invitation = invitations.revoke(id, by?.bare);
      await synced(db);
      return invitation;
    },
  };
}

/** "unknown": the same for a token that has expired, was used up or revoked. */
export type ShownToken = FoundInvitation | "unknown" | "throttled";

/** Finds by a token that a stranger has shown, at an address: guesses are counted with those of passwords. */
export const findByStranger =
  ({ find }: Pick<InvitationOperations, "find">, throttle: Pick<LoginAttempts, "mayGuess" | "failed">) =>
  (token: string, address: string): ShownToken => {
    if (!throttle.mayGuess(address)) return "throttled";
    const found = find(token);
    if (found) return found;
    throttle.failed(address);
    return "unknown";
  };
