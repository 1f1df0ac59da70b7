/** Who may invite whom. */
import { choice } from "../../options.ts";
import type { Accounts } from "../../store/accounts.ts";
import type { Invitation } from "./invitation.ts";

const WHO = ["everybody", "administrators", "nobody"] as const;

export const rightOptions = {
  contacts: choice(
    WHO,
    "everybody",
    "Who may invite people to be contacts: everybody with an account, administrators, or nobody.",
  ),
  accounts: choice(
    WHO,
    "administrators",
    "Who may invite people to make an account here: everybody with an account, administrators, or nobody.",
  ),
};

export interface InvitationRights {
  readonly contacts: boolean;
  readonly accounts: boolean;
  /** To circles, and to administer the server. */
  readonly all: boolean;
}

export interface RightsDeps {
  readonly accounts: Pick<Accounts, "exists" | "isAdmin" | "isDisabled">;
  readonly contactsBy: (typeof WHO)[number];
  readonly accountsBy: (typeof WHO)[number];
  /** Whether no account may be made but by whoever runs the server. */
  readonly isClosed: boolean;
}

const NONE: InvitationRights = { contacts: false, accounts: false, all: false };

export function invitationRights({ accounts, contactsBy, accountsBy, isClosed }: RightsDeps) {
  /** `by` is a bare JID, or undefined for whoever runs the server. */
  const of = (by: string | undefined): InvitationRights => {
    if (by === undefined) return { contacts: true, accounts: !isClosed, all: true };
    if (!accounts.exists(by) || accounts.isDisabled(by)) return NONE;
    const isAdministrator = accounts.isAdmin(by);
    const may = (who: (typeof WHO)[number]): boolean =>
      who === "everybody" || (who === "administrators" && isAdministrator);
    return { contacts: may(contactsBy), accounts: !isClosed && may(accountsBy), all: isAdministrator };
  };
  return {
    of,
    /** Whether who made an invitation may still do so, and the inviter is there. */
    cover: ({ kind, by, inviter, circle, isAdministrator }: Omit<Invitation, "id">): boolean => {
      if (inviter !== undefined && (!accounts.exists(inviter) || accounts.isDisabled(inviter))) return false;
      const rights = of(by);
      if (kind === "password") return rights.all;
      if (circle !== undefined || isAdministrator) return rights.accounts && rights.all;
      return kind === "account" ? rights.accounts : rights.contacts;
    },
  };
}
