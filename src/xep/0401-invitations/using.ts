/** What is done with an invitation: an account is made, somebody becomes a contact, a password is chosen. */
import { type Jid, makeJid } from "../../jid/jid.ts";
import { OperationError } from "../../operation-error.ts";
import { StanzaError } from "../../stanza-error.ts";
import type { Accounts } from "../../store/accounts.ts";
import type { Circles, Invitation } from "./invitation.ts";
import type { InvitationStore } from "./invitation-store.ts";

export interface UsingDeps {
  readonly store: Pick<InvitationStore, "get" | "use">;
  readonly accounts: Pick<Accounts, "create" | "setPassword" | "setAdmin">;
  /** Whether who made it may still do so. */
  readonly isCovered: (invitation: Invitation) => boolean;
  /** Whether an account can be made of it. */
  readonly mayRegister: (invitation: Invitation) => boolean;
  /** Whether nobody may choose this name. */
  readonly isReserved: (jid: Jid) => boolean;
  readonly befriend: (one: string, other: string) => boolean;
  readonly circles: () => Circles | undefined;
  /** What is written when it is used up in this transaction. */
  readonly used: (invitation: Invitation, account: string) => void;
}

export interface Chosen {
  /** A localpart, as it was typed; that of the invitation where it has one. */
  readonly name: string | undefined;
  readonly password: string;
}

export interface InvitationUses {
  /**
   * Makes an account. Resolves with its bare JID when it is on the disk. An invitation that has expired meanwhile is good
   * (XEP-0445 §3). Rejects with OperationError no-such-invitation, not-an-account, not-an-address, other-name, name-reserved;
   * AccountError.
   */
  register(id: string, chosen: Chosen): Promise<string>;
  /** Within this transaction: an account here and the inviter become contacts. Throws OperationError no-such-invitation. */
  accept(id: string, account: string): void;
  /** Resolves with the account. Rejects with OperationError no-such-invitation; AccountError. */
  setPassword(id: string, password: string): Promise<string>;
}

export function invitationUses(deps: UsingDeps): InvitationUses {
  const { store, accounts, isCovered, mayRegister, isReserved, befriend, circles, used } = deps;

  /** As it is now. Throws OperationError. */
  const current = (id: string, fits: (invitation: Invitation) => boolean): Invitation => {
    const invitation = store.get(id);
    if (!invitation || !isCovered(invitation) || !fits(invitation)) throw new OperationError("no-such-invitation", {});
    return invitation;
  };
  /** Within a transaction: of several at once, no more come through than it is for. */
  const useUp = (id: string, fits: (invitation: Invitation) => boolean): Invitation => {
    const invitation = current(id, fits);
    store.use(id);
    return invitation;
  };

  /** Throws OperationError not-an-account, not-an-address, other-name, name-reserved. */
  const accountFor = ({ name, domain }: Invitation, chosen: string | undefined): string => {
    const jid = accountAt(domain, chosen ?? name ?? "");
    const { bare } = jid;
    if (jid.local === "") throw new OperationError("not-an-account", { given: "", domain });
    if (name === undefined) {
      if (isReserved(jid)) throw new OperationError("name-reserved", { account: bare });
    } else if (bare !== `${name}@${domain}`) throw new OperationError("other-name", { account: `${name}@${domain}` });
    return bare;
  };

  return {
    register: async (id, { name, password }) => {
      const account = accountFor(current(id, mayRegister), name);
      await accounts.create(account, password, () => {
        const invitation = useUp(id, mayRegister);
        const { inviter, circle, isAdministrator } = invitation;
        if (isAdministrator) accounts.setAdmin(account, true);
        if (inviter !== undefined) befriend(inviter, account);
        if (circle !== undefined) circles()?.join(account, circle);
        used(invitation, account);
      });
      return account;
    },
    accept: (id, account) => {
      const invitation = useUp(id, (given) => isForContact(given) && given.inviter !== account);
      befriend(invitation.inviter ?? account, account);
      used(invitation, account);
    },
    setPassword: async (id, password) => {
      const isReset = ({ kind }: Invitation): boolean => kind === "password";
      const { name, domain } = current(id, isReset);
      const account = `${name}@${domain}`;
      await accounts.setPassword(account, password, undefined, () => used(useUp(id, isReset), account));
      return account;
    },
  };
}

/** Whether somebody becomes a contact of it, with any account. */
export const isForContact = ({ kind, inviter }: Pick<Invitation, "kind" | "inviter">): boolean =>
  kind !== "password" && inviter !== undefined;

function accountAt(domain: string, name: string): Jid {
  try {
    return makeJid(name, domain);
  } catch (error) {
    if (!(error instanceof StanzaError)) throw error;
    throw new OperationError("not-an-address", { given: name, why: error.message });
  }
}
