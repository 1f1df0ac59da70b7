/** What the other parts of the server ask of invitations. */
import type {
  Circles,
  FormerInvitation,
  Invitation,
  InvitationWish,
  InvitedRegistration,
  NewInvitation,
} from "./invitation.ts";
import type { InvitationLinks } from "./links.ts";
import type { InvitationRights } from "./rights.ts";
import type { InvitationUses } from "./using.ts";

export interface Invitations extends InvitationUses {
  /** What an account (a bare JID) may invite to; undefined for whoever runs the server. */
  rightsOf(by: string | undefined): InvitationRights;
  /**
   * Throws OperationError may-not-invite, registration-closed, too-many-invitations, no-such-circle, account-exists, name-invited,
   * and those of `invitationFor`.
   */
  create(wish: InvitationWish): NewInvitation;
  /** An invitation to make an account that another server has made. False where it is here already, or could be guessed. */
  import(former: FormerInvitation): boolean;
  /** For a new password of an account, which is there. `validity` in milliseconds. Throws OperationError bad-validity. */
  createReset(account: string, by: string | undefined, validity?: number): NewInvitation;
  /** What somebody who has this token may use; undefined where it is unknown or expired, or who made it may not invite any more. */
  find(token: string): Invitation | undefined;
  /** Whether an account can be made of it. */
  mayRegister(invitation: Invitation): boolean;
  links(invitation: Invitation, token: string): InvitationLinks;
  /** Those that can be used now, by their end; those that an account has made. */
  open(by?: string): readonly Invitation[];
  /** Where `by` is given, only its own. Throws OperationError no-such-invitation. */
  revoke(id: string, by?: string): Invitation;
  /** XEP-0445 §3: a client of a stream to this domain has shown a token. Undefined where no account can be made of it there. */
  invitedBy(token: string, domain: string): InvitedRegistration | undefined;
  /** Whether a web server shows the pages of links. */
  hasPages(): boolean;
  /** Called within the transaction when an app has asked for an invitation to make an account (XEP-0401 §3.4), for `by`. */
  onAsked(listener: (by: string, invitation: Invitation) => void): void;
  /** Called once. */
  setCircles(circles: Circles): void;
}
