/** An invitation, and what is asked of one. */
import type { Element } from "ltx";

/**
 * "account": to make an account here; "contact": to become a contact of somebody here, with any account; "password": to choose a
 * new password for an account.
 */
export type InvitationKind = "account" | "contact" | "password";

export interface Invitation {
  /** For lists, and to revoke it. It is no secret. */
  readonly id: string;
  readonly kind: InvitationKind;
  /** The domain of the account that is made, of the inviter, or of the account with the new password. */
  readonly domain: string;
  /** Who made it: the bare JID of an account; undefined for whoever runs the server. It is good for as long as that account may. */
  readonly by: string | undefined;
  /** Whose contact the invited becomes: a bare JID. */
  readonly inviter: string | undefined;
  /** The localpart of the account, where the invited does not choose it. */
  readonly name: string | undefined;
  /** The account is in this circle from the beginning. */
  readonly circle: string | undefined;
  readonly isAdministrator: boolean;
  readonly usesLeft: number;
  readonly uses: number;
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly expires: number;
  /** For whom it is, in the words of who made it. */
  readonly note: string | undefined;
}

export interface InvitationWish {
  readonly kind: "account" | "contact";
  readonly domain: string;
  /** Who asks: the bare JID of an account; undefined for whoever runs the server, and may everything. */
  readonly by: string | undefined;
  /** Whose contact the invited becomes; in an invitation of the kind "contact" the same as `by`. */
  readonly inviter: string | undefined;
  /** A localpart, prepared: nobody else can take it before the invitation ends. */
  readonly name?: string | undefined;
  readonly circle?: string | undefined;
  readonly isAdministrator?: boolean | undefined;
  /** How many may use it; one by default. */
  readonly uses?: number | undefined;
  /** How long it is good, in milliseconds; by default as the option says. */
  readonly validity?: number | undefined;
  readonly note?: string | undefined;
}

/** Of another server. */
export interface FormerInvitation {
  readonly token: string;
  readonly domain: string;
  readonly inviter: string | undefined;
  readonly circle: string | undefined;
  /** Whether several may use it. */
  readonly isReusable: boolean;
  /** Milliseconds since 1970. */
  readonly expires: number;
}

/** The secret is told once. */
export interface NewInvitation {
  readonly invitation: Invitation;
  readonly token: string;
}

/** Groups of accounts, as far as invitations need them. */
export interface Circles {
  /** As the circle is called, whatever the case. Throws OperationError no-such-circle. */
  show(name: string): { readonly name: string };
  /** Within the transaction that makes the account. Returns false where the circle is gone, or full. */
  join(account: string, name: string): boolean;
  /** Called within the transaction. */
  onRename(listener: (name: string, to: string) => void): void;
}

/** XEP-0077 after XEP-0445, on a stream whose client has shown a token. */
export interface InvitedRegistration {
  /** The name that the account has to have. */
  readonly name: string | undefined;
  /** Resolves with the new account, a bare JID. Rejects with StanzaError. */
  register(request: Element): Promise<string>;
}
